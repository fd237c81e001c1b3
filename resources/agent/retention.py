"""What a root forgets by itself, whenever a job starts: the folders of old jobs, and downloads that serve nothing."""
import os
import time

from environments import made_by, remove
from job_folder import all_jobs
from releases import names, recorded
from removal import erase, listed, put_aside, whole
from step_preflight import size
from wheel_place import LEDGER

KEPT_JOBS = 30  # that are over, with their logs
WEEK = 7 * 86400.0  # seconds


def forget_old(desk):
    """The root's lock is held: no other job runs, so none of the folders is one that somebody still writes."""
    forget_jobs(desk.folder)
    forget_wheels(desk, time.time())


def forget_jobs(own):
    """Removes all but the newest jobs. One whose environment still stands is how that came about, and stays with it."""
    over = sorted(((sent(folder), folder.id, folder) for folder in all_jobs(own.root) if folder.id != own.id),
                  reverse=True)
    for _, _, folder in over[KEPT_JOBS:]:
        if not os.path.isdir(made_by(folder)):
            remove(folder.path)


def sent(folder):
    # type: (object) -> float
    try:
        return os.stat(folder.file("job.json")).st_mtime
    except OSError:
        return 0.0


def forget_wheels(desk, now):
    """Removes a build's downloads where no environment is of that build, this job does not make it, and nothing came
    for a week: until then they are what an install that was cancelled goes on from. `now`: time.time()."""
    root = desk.folder.root
    parent = os.path.join(root, "wheels")
    used = {about["build"] for about in recorded(root)} | {(desk.job.get("manifest") or {}).get("build")}
    for name in names(parent):
        path = os.path.join(parent, name)
        if name in used or not is_ours(path) or now - last_change(path) < WEEK:
            continue
        try:
            freed = whole(erase(put_aside(path, parent)), desk.check)
        except OSError as error:
            desk.say("The downloads of {} cannot be removed: {}.".format(name, error.strerror or error))
            continue
        desk.say("Removed the downloads of {}, which no environment is made of: {} freed.".format(name, size(freed)))


def is_ours(path):
    # type: (str) -> bool
    """A folder that our download has begun or ended in; other programs may have a folder "wheels", too."""
    return any(name == LEDGER or name.endswith(".whl.part.json") for name in listed(path))


def last_change(path):
    # type: (str) -> float
    """Of a folder or of anything in it, in seconds since the epoch."""
    times = [0.0]
    for name in [""] + listed(path):
        try:
            times.append(os.lstat(os.path.join(path, name)).st_mtime)
        except OSError:
            pass
    return max(times)
