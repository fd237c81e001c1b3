"""What a job that was killed leaves lying about: its half-made environment, its temporary files, and what it was about
to put in another's place when it died (write_whole's and switch's NAME.PID, preflight's probes)."""
import os
import re

from environments import tidy
from job_folder import ALLOWED
from tree import is_number

SHARED = ("", "envs", "wheels", "tmp", "jobs")  # folders of the root that a supervisor writes into
# What it writes there, before the .PID; a person's own files may end in a number, too.
WRITTEN = re.compile(r"^(\.probe|nightjar\.json|checked\.json|.+\.whl\.part\.json|resolved\.txt|report\.json)$")
FORGOTTEN = 60.0  # seconds after which a job's folder without a job is nobody's


def clear(folder, holds_lock):
    # type: (object, bool) -> list
    """Removes all that the dead job `folder` left. Returns the paths that could not be removed. What lies in folders
    that jobs share is known by the supervisor's number alone, so it waits until the lock proves that no other lives."""
    for name in names(folder.path):
        if is_number(name.rpartition(".")[2]) or name == "reserve":
            drop(os.path.join(folder.path, name))
    pid = folder.read("supervisor.json").get("pid")
    if holds_lock and isinstance(pid, int):
        for place in shared(folder):
            for name in names(place):
                start, _, number = name.rpartition(".")
                path = os.path.join(place, name)
                if number == str(pid) and (WRITTEN.match(start) or (start == "current" and os.path.islink(path))):
                    drop(path)
    return tidy(folder)


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
            unborn = ALLOWED.issuperset(name) and "job.json" not in os.listdir(path)
            if unborn and now - os.stat(path).st_mtime > FORGOTTEN:
                for entry in names(path):
                    drop(os.path.join(path, entry))
                os.rmdir(path)
        except OSError:
            pass


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
