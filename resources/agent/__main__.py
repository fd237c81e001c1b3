# The agent's start. Old syntax only (Python 3.3): an interpreter that is too old must still get far enough to say so.
import os
import sys


def too_old():
    """Answers every request with one error; knows just enough of the frames for that."""
    import json

    version = ".".join(str(part) for part in sys.version_info[:3])
    answer = {
        "code": "python-too-old",
        "what": "The newest Python on this runtime is " + version + "; the agent needs 3.6 or later.",
        "details": sys.executable or "",
    }

    def send(frame):
        sys.stdout.write(json.dumps(frame) + "\n")
        sys.stdout.flush()

    sys.stdout.write("NIGHTJAR-AGENT 1\n")
    send({"hello": 1, "python": version})
    for line in sys.stdin:
        try:
            send({"id": json.loads(line).get("id"), "error": answer})
        except (ValueError, AttributeError):
            pass
    return 0


def main():
    if sys.version_info < (3, 6):
        return too_old()
    if sys.argv[1:] == ["--checks"]:
        import check_child

        return check_child.main()
    if sys.argv[1:2] == ["--pick"]:
        import pick_child

        return pick_child.main()
    import frames

    return frames.main()


if __name__ == "__main__":
    # 1 and 2 are what a Python that cannot start ends with: bootstrap.sh would try the next one.
    try:
        status = main()
    except KeyboardInterrupt:
        status = 130
    except BaseException:
        import traceback

        traceback.print_exc()
        status = 70
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)
