"""Removing an environment for good: out of sight first, in one step, then file by file.

What is put aside is <root>/envs/.gone-… or <root>/wheels/.gone-…, which no listing shows. A removal that is killed half
way leaves only that, and the next job on the root, or the next removal, ends it (sweep). All of this is done under the
root's lock (root_lock.take_lock).
"""
import os
import stat

from environments import flush, inside, is_ours
from releases import RECORD, is_folder, names, usable

GONE = ".gone-"


def discard(root, about, others):
    # type: (str, dict, list) -> object
    """A generator that removes the environment `about`, and its build's downloads where none of `others` is of that
    build: a download serves to make the same build again, and a build nobody has kept is not made again. Returns
    {"freed_bytes", "wheels_bytes"} (the second is part of the first); OSError where it cannot be put aside."""
    aside = put_aside(about["path"], os.path.join(root, "envs"))
    freed = yield from erase(aside)
    wheels = 0
    build = about["build"]
    if build and usable(build) and all(other["build"] != build for other in others if other["id"] != about["id"]):
        folder = os.path.join(root, "wheels", build)
        if is_folder(folder):
            wheels = yield from erase(put_aside(folder, os.path.join(root, "wheels")))
    return {"freed_bytes": freed + wheels, "wheels_bytes": wheels}


def put_aside(path, parent):
    # type: (str, str) -> str
    if not inside(path, parent):
        raise OSError("{} is no folder of {}".format(path, parent))
    aside = os.path.join(parent, "{}{}.{}".format(GONE, os.path.basename(path)[:200], os.urandom(4).hex()))
    os.rename(path, aside)
    flush(parent)
    return aside


def erase(path):
    # type: (str) -> object
    """A generator that removes a folder without following any link and returns the bytes this gave back to the disk: a
    file with another name elsewhere (a hard link) gives none. What cannot be removed stays."""
    freed = 0
    if is_folder(path):
        for _, folders, files, fd in os.fwalk(path, topdown=False):
            try:
                os.fchmod(fd, 0o700)  # a folder that lets nobody write keeps what is in it
            except OSError:
                pass
            freed += sum(drop(name, fd) for name in folders + files)
            yield True
    return freed + drop(path, None)


def drop(name, folder):
    # type: (str, object) -> int
    try:
        about = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if stat.S_ISDIR(about.st_mode):
            os.rmdir(name, dir_fd=folder)
        else:
            os.unlink(name, dir_fd=folder)
    except OSError:
        return 0
    return about.st_blocks * 512 if stat.S_ISDIR(about.st_mode) or about.st_nlink == 1 else 0


def measure(path):
    # type: (str) -> object
    """A generator that returns the bytes a folder takes on the disk; a file with several names counts once."""
    seen = set()  # type: set
    total = 0
    for place, folders, files in os.walk(path):
        for name in folders + files:
            try:
                about = os.lstat(os.path.join(place, name))
            except OSError:
                continue
            key = (about.st_dev, about.st_ino)
            if about.st_nlink == 1 or stat.S_ISDIR(about.st_mode) or key not in seen:
                total += about.st_blocks * 512
            if about.st_nlink > 1:
                seen.add(key)
        yield True
    return total


def whole(work, check=lambda: None):
    """Runs a generator to its end and returns what it returns. check: called at every turn."""
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value
        check()


def left_aside(root):
    # type: (str) -> list
    """The paths that removals have not come to the end of."""
    found = []
    for parent in (os.path.join(root, "envs"), os.path.join(root, "wheels")):
        for name in os.listdir(parent) if os.path.isdir(parent) else ():
            if name.startswith(GONE):
                found.append(os.path.join(parent, name))
    return found


def listed(folder):
    # type: (str) -> list
    try:
        return os.listdir(folder)
    except OSError:
        return []  # somebody else's


def sweep(root, check=lambda: None):
    # type: (str, object) -> None
    """Ends what a kill has interrupted: removals, a switch (its new link, not yet in place), a record being written.
    check: called often; what it raises ends the sweep."""
    for path in left_aside(root):
        try:
            whole(erase(path), check)
        except OSError:
            pass  # somebody else's; whoever removes something is told
    envs = os.path.join(root, "envs")
    places = [(root, "current.")] + [(os.path.join(envs, name), RECORD + ".") for name in names(envs)]
    for folder, start in places:
        for name in listed(folder):
            path = os.path.join(folder, name)
            if name.startswith(start) and name[len(start):].isdigit() and (is_ours(path, root) or folder != root):
                drop(path, None)
