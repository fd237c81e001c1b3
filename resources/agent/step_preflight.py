"""The step "preflight": what would make the rest fail is found before anything is made."""
import os
import subprocess

import children
from desk import StepFailed
from environments import in_the_way

FOLDERS = {"envs": 0o755, "wheels": 0o755, "tmp": 0o700, "jobs": 0o700}
ASK = "import sys; print(*sys.version_info[:3], sep='.')"


def preflight(desk, args):
    """args: root, python, need_bytes, min_python?."""
    root = args["root"]
    for name, mode in FOLDERS.items():
        make_folder(os.path.join(root, name), mode)
    make_folder(desk.temporary, 0o700)
    obstacle = in_the_way(root)
    if obstacle:
        raise StepFailed(obstacle)
    check_space(desk, root, int(args.get("need_bytes") or 0))
    if args.get("python"):
        check_python(desk, args["python"], args.get("min_python") or "3.6")


def make_folder(path, mode):
    """The folder, and proof that it can be written: some file systems only say so when one tries."""
    probe = os.path.join(path, ".probe.{}".format(os.getpid()))
    try:
        if not os.path.isdir(path):
            os.mkdir(path, mode)
        with open(probe, "wb") as file:
            file.write(b"nightjar")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StepFailed("The folder {} cannot be written: {}.".format(path, error.strerror))
    finally:
        remove_file(probe)


def remove_file(path):
    try:
        os.unlink(path)
    except OSError:
        pass


def check_space(desk, root, needed):
    state = os.statvfs(root)
    free = state.f_bavail * state.f_frsize
    desk.say("Free space in {}: {}; {} are needed.".format(root, size(free), size(needed)))
    if free < needed:
        raise StepFailed("There is not enough free space in {}: {} are free, {} are needed.{}".format(
            root, size(free), size(needed), to_spare(root)))


def to_spare(root):
    # type: (str) -> str
    """A sentence about the oldest environment that could be removed; "" where there is none."""
    from releases import recorded

    spare = [about for about in recorded(root) if not about["current"]]
    if not spare:
        return ""
    known = ", {}".format(size(spare[-1]["bytes"])) if spare[-1]["bytes"] else ""
    return " The oldest environment that can be removed there is {}{}.".format(spare[-1]["id"], known)


def size(count):
    # type: (int) -> str
    return "{:.1f} GB".format(count / 1e9) if count >= 1e8 else "{:.1f} MB".format(count / 1e6)


def check_python(desk, python, minimum):
    child = children.spawn(desk, [python, "-I", "-S", "-c", ASK], stdout=subprocess.PIPE)
    try:
        children.watch(desk, child, timeout=30)
        version = child.stdout.read().decode("ascii", "replace").strip()
    except BaseException:
        children.end_tree(desk, child)
        raise
    finally:
        child.stdout.close()
    if child.returncode or not version:
        raise StepFailed("The Python {} does not start.".format(python), child.returncode)
    desk.say("Python {} at {}".format(version, python))
    if numbers(version) < numbers(minimum):
        raise StepFailed("The Python {} is {}; {} or later is needed.".format(python, version, minimum))


def numbers(version):
    # type: (str) -> list
    return [int(part) for part in version.split(".")[:3] if part.isdigit()]
