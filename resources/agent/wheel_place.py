"""Where the wheels of a build lie, <root>/wheels/<build>/NAME.whl, and whether one there is the one that is meant."""
import hashlib
import os

import wire
from errors import AgentError, need
from job_folder import absolute, valid_id

ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+!")
LEDGER = "checked.json"  # {name: {"size", "time", "sha256"}} of wheels found whole, so that each is read only once
BLOCK = 1 << 20


def folder_of(args):
    # type: (dict) -> str
    """The folder that a request's "root" and "build" name. Errors: bad-arguments."""
    return os.path.join(absolute(need(args, "root")), "wheels", valid_id(need(args, "build")))


def valid_name(name):
    # type: (object) -> str
    """A wheel's file name that is safe below a folder. Errors: bad-arguments."""
    usable = isinstance(name, str) and name.endswith(".whl") and 4 < len(name) < 240 and name[0] not in ".-"
    if not usable or not ALLOWED.issuperset(name):
        raise AgentError("bad-arguments", "The request names no wheel's file.", repr(name)[:200])
    return name


def known_sha256(folder, name, now):
    # type: (str, str, dict) -> object
    """The hash that an earlier look noted, where the file is as it was then (`now`: its stamp); None otherwise."""
    about = read_ledger(folder).get(name)
    if not isinstance(about, dict) or {key: about.get(key) for key in now} != now:
        return None
    return about.get("sha256")


def stamp(path):
    # type: (str) -> dict
    state = os.stat(path)
    return {"size": state.st_size, "time": state.st_mtime}


def read_ledger(folder):
    # type: (str) -> dict
    try:
        with open(os.path.join(folder, LEDGER), encoding="ascii") as file:
            value = wire.loads(file.read())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def hashed(path):
    """Generator: yields often, returns the file's sha256 in hex."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while True:
            block = file.read(BLOCK)
            if not block:
                return digest.hexdigest()
            digest.update(block)
            yield (file.fileno(),)  # always ready: asked again as soon as other requests have had their turn


def is_there(folder, name, size, sha256):
    """Generator: yields often, returns whether the folder holds a whole wheel of this name, size (None: any) and hash."""
    path = os.path.join(folder, name)
    try:
        state = os.lstat(path)
        if not os.path.isfile(path) or os.path.islink(path) or (size is not None and state.st_size != size):
            return False
        found = known_sha256(folder, name, stamp(path))
        if found is None:
            found = yield from hashed(path)
    except OSError:
        return False
    return found == sha256
