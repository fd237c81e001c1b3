"""The process in which checks run: `<environment's python> -I <agent> --checks`.

One request line on stdin: {"checks": [ids], "expect", "importable", "environment"}. Answers, one JSON object a line:
{"ready": Python's version}, then for each check {"row": {id, state, detail, seconds}}, at the end {"about": {…}}. They
go to a private copy of stdout; whatever torch prints goes to stderr.
"""
import os
import sys
import time


def main():
    private = os.dup(1)
    os.dup2(2, 1)
    import check_about
    import checks
    import wire

    def send(value):
        os.write(private, wire.dumps(value).encode("ascii") + b"\n")

    folder = os.path.dirname(os.path.abspath(sys.argv[0]))
    sys.path[:] = [place for place in sys.path if os.path.abspath(place) not in (folder, sys.argv[0])]
    request = wire.loads(sys.stdin.readline())
    send({"ready": ".".join(str(part) for part in sys.version_info[:3])})
    context = checks.Context(request["environment"], request["expect"])
    for name in request["checks"]:
        if name == "about":
            send({"about": check_about.about(request["importable"])})
        else:
            send({"row": row(checks, name, context)})
    return 0


def row(checks, name, context):
    began = time.monotonic()
    try:
        state, detail = "passed", run(checks, name, context)
    except checks.NotHere as reason:
        state, detail = "skipped", str(reason)
    except checks.Failed as reason:
        state, detail = "failed", str(reason)
    except Exception as error:
        import traceback

        traceback.print_exc()
        first = (str(error).strip().splitlines() or [""])[0]
        state, detail = "failed", "{}: {}".format(type(error).__name__, first)
    return {"id": name, "state": state, "detail": detail[:2000], "seconds": time.monotonic() - began}


def run(checks, name, context):
    if name not in checks.CHECKS:
        raise checks.NotHere("this agent does not know the check")
    import torch

    return checks.CHECKS[name](torch, context)
