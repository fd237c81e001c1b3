"""What a job that was killed leaves lying about: its half-made environment, its temporary files, and what it was about
to put in another's place when it died (write_whole's and switch's NAME.PID, preflight's probes)."""
import os
import re
import time

import fetch_part
import processes
from environments import is_ours, tidy
from job_folder import is_id
from removal import sweep
from root_lock import CLEARING, holder, is_held, take_lock
from sign_off import forget, is_due, sign_off
from tree import is_number

SHARED = ("", "envs", "wheels", "tmp", "jobs")  # folders of the root that a supervisor writes into
# What it writes there, before the .PID; a person's own files may end in a number, too.
WRITTEN = re.compile(r"^(\.probe|nightjar\.json|checked\.json|.+\.whl\.part\.json|resolved\.txt|report\.json)$")
OUR_ID = re.compile(r"^\d{8}-\d{6}-[0-9a-f]{8}$")  # as core/install/follow.cpp makes them
UNFINISHED = re.compile(r"^job\.json\.\d+$")
SIGNING = 60.0  # seconds that whoever clears away may take until it signs off for a cancel
FORGOTTEN = 60.0  # seconds after which a job's folder without a job is nobody's


def clean_up(folder):
    """A generator that ends what a dead supervisor's job still runs and removes what it left half-made, unless another
    follower or the next job is at it; then it waits for that. Returns what could be neither ended nor removed."""
    family = lambda: processes.family(folder.id)
    try:
        lock = take_lock(folder.root, folder.id, True)
    except OSError:  # nothing can be removed here
        return named((yield from processes.end_all(family)))
    if lock < 0:
        until = time.monotonic() + CLEARING
        while time.monotonic() < until and (family() or is_cleared(folder.root)):
            yield  # what they still say until they are ended belongs to the log
        left = yield from processes.end_all(family)
        until = time.monotonic() + SIGNING
        while time.monotonic() < until and is_due(folder) and is_held(folder.root):
            yield  # who holds the lock, or the job that starts with it, signs off: the end is theirs to say
        return named(left)
    try:
        left = yield from processes.end_all(family)
        sweep(folder.root)  # it may have been removing an old environment
        return clear(folder, named(left))
    finally:
        os.close(lock)


def named(pids):
    # type: (list) -> list
    return ["process {}".format(pid) for pid in pids]


def is_cleared(root):
    # type: (str) -> bool
    """Whether somebody is at it now."""
    return is_held(root) and not holder(root)


def clear(folder, left):
    # type: (object, list) -> list
    """Removes all that the dead job `folder` left. `left`: what of it could not be ended. Returns that and the paths that
    could not be removed. What lies in folders that jobs share is known by the supervisor's number alone, so the caller
    holds the root's lock, which proves that no other lives."""
    due = is_due(folder)
    for name in names(folder.path):
        if is_number(name.rpartition(".")[2]) or name == "reserve":
            drop(os.path.join(folder.path, name))
    manifest = folder.read("job.json").get("manifest")
    build = manifest.get("build") if isinstance(manifest, dict) else None
    if isinstance(build, str) and is_id(build):
        try:
            fetch_part.sweep(os.path.join(folder.root, "wheels", build))
        except OSError:
            pass  # there is none, or it is somebody else's
    pid = folder.read("supervisor.json").get("pid")
    if isinstance(pid, int):
        for place in shared(folder):
            for name in names(place):
                start, _, number = name.rpartition(".")
                path = os.path.join(place, name)
                if number == str(pid) and (WRITTEN.match(start) or (start == "current" and is_ours(path, folder.root))):
                    drop(path)
    remains = left + tidy(folder)
    if due:
        sign_off(folder, remains)
    else:
        forget(folder)
    return remains


def shared(folder):
    # type: (object) -> list
    places = [os.path.normpath(os.path.join(folder.root, name)) for name in SHARED]
    for parent in ("wheels", "envs"):
        path = os.path.join(folder.root, parent)
        places += [os.path.join(path, name) for name in names(path)]
    return places


def forget_unborn(root, now):
    # type: (str, float) -> None
    """Removes folders of jobs whose agent was killed before it had written what the job is. `now`: time.time()."""
    jobs = os.path.join(root, "jobs")
    for name in names(jobs):
        path = os.path.join(jobs, name)
        try:
            if is_unborn(name, path) and now - os.stat(path).st_mtime > FORGOTTEN:
                for entry in names(path):
                    drop(os.path.join(path, entry))
                os.rmdir(path)
        except OSError:
            pass


def is_unborn(name, path):
    # type: (str, str) -> bool
    """Only a job's folder has such a name and nothing in it but the file that its agent was writing."""
    made = OUR_ID.match(name) and os.path.isdir(path) and not os.path.islink(path)
    return bool(made) and all(UNFINISHED.match(entry) for entry in names(path))


def names(path):
    # type: (str) -> list
    try:
        return os.listdir(path)
    except OSError:
        return []


def drop(path):
    try:
        os.unlink(path)
    except OSError:
        pass  # a folder, or gone
