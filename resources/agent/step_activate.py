"""The step "activate": what the environment is, written into it; then `current` points to it."""
import os
import threading
import time

import wire
from desk import StepFailed
from environments import in_the_way, inside, switch
from job_folder import write_whole
from releases import RECORD
from removal import measure, whole

WORTH_SAYING, SAID_AGAIN = 3.0, 60.0  # seconds that the disk takes


def activate(desk, args):
    """args: root, environment, manifest (any JSON object)."""
    root, environment = args["root"], args["environment"]
    if not inside(environment, os.path.join(root, "envs")) or not os.path.isdir(environment):
        raise StepFailed("There is no environment at {}.".format(environment))
    obstacle = in_the_way(root)
    if obstacle:
        raise StepFailed(obstacle)
    record = dict(args["manifest"], **known(desk, environment))
    to_disk(desk, environment)
    desk.check()  # the last moment at which a cancel leaves `current` as it is
    write_whole(os.path.join(environment, RECORD), wire.dumps(record).encode("ascii") + b"\n")
    desk.complete()
    switch(root, environment)
    desk.switched = True
    desk.say("{} points to {}".format(os.path.join(root, "current"), environment))


def known(desk, environment):
    # type: (object, str) -> dict
    """What the job has found out about the environment. bytes: on the disk; made, activated: seconds since the epoch."""
    now = int(time.time())
    found = {"verified": True, "bytes": whole(measure(environment), desk.check), "made": now, "activated": now}
    packages = desk.folder.read_list("packages.json")
    if packages:
        found["packages"] = packages
    if desk.report and desk.report.get("commit"):
        found["torch_commit"] = desk.report["commit"]
    version = python_version(environment)
    if version:
        found["python_version"] = version
    return found


def to_disk(desk, environment):
    """Waits until its files would survive a power cut: `current` would outlive them otherwise (ext4, xfs and btrfs keep
    the new name before the new contents), however long that takes: the person may cancel. Where there is no syncfs(2),
    the files stay in the system's care."""
    done = threading.Event()
    threading.Thread(target=flush_file_system, args=(environment, done), daemon=True).start()
    again = time.monotonic() + WORTH_SAYING
    while not done.wait(0.1):
        desk.check()
        if time.monotonic() > again:
            again = time.monotonic() + SAID_AGAIN
            desk.say("Waiting until the disk has written everything down.")


def flush_file_system(path, done):
    try:
        import ctypes

        fd = os.open(path, os.O_RDONLY)
        try:
            ctypes.CDLL(None).syncfs(fd)
        finally:
            os.close(fd)
    except (ImportError, OSError, AttributeError):
        pass
    finally:
        done.set()


def python_version(environment):
    # type: (str) -> str
    """"3.12.4", as the maker of the environment wrote it: venv says "version = 3.12.4" (docs.python.org/3/library/venv),
    virtualenv and uv "version_info = 3.12.4" or "3.12.4.final.0"."""
    try:
        with open(os.path.join(environment, "pyvenv.cfg"), encoding="utf-8", errors="replace") as file:
            lines = [line.partition("=") for line in file]
    except OSError:
        return ""
    for key, _, value in lines:
        if key.strip() in ("version", "version_info"):
            return ".".join(part for part in value.strip().split(".")[:3])
    return ""
