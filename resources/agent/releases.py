"""The verb "environments": what stands in <root>/envs, newest first, as its record (nightjar.json) tells it.

An environment that a job has claimed and not finished is not listed. While the job runs it is none yet; where the job
is dead, the next job removes it before it does anything else (supervisor.tidy_lost): nobody could use or keep it.
"""
import os

import wire
from environments import claimed, made_by
from errors import need
from job_folder import ALLOWED, absolute, all_jobs

RECORD = "nightjar.json"


def environments(args, emit):
    # type: (dict, object) -> object
    """{"environments": [{id, path, build, date, variant, bytes, verified, current, made, in_use}]}. bytes: on the disk,
    measured now where the record does not tell; made: seconds since the epoch; in_use: {"pid", "command"} of a process,
    or null."""
    from in_use import users
    from removal import measure

    root = absolute(need(args, "root"))
    found = recorded(root)
    busy = users(found, root)
    for about in found:
        if about["bytes"] is None:
            about["bytes"] = yield from measure(about["path"])
        about["in_use"] = busy.get(about["id"])
    return {"environments": [shown(about) for about in found]}


def shown(about):
    # type: (dict) -> dict
    return {key: value for key, value in about.items() if key != "activated"}


def recorded(root):
    # type: (str) -> list
    """The environments by what is written about them, newest first; nothing is walked. "activated" is when `current`
    was last pointed to it, 0 for never."""
    envs = os.path.join(root, "envs")
    current = os.path.realpath(os.path.join(root, "current"))
    unfinished = half_made(root)
    proved = None
    found = []
    for name in names(envs):
        path = os.path.join(envs, name)
        if path in unfinished or not is_ours(path):
            continue
        record = read_record(path)
        about = described(name, path, record)
        about["current"] = os.path.realpath(path) == current
        if not isinstance(record.get("verified"), bool):
            # Written before records told: what was switched to had passed, and so had what a job made to its end.
            proved = proved_by_jobs(root) if proved is None else proved
            about["verified"] = bool(record) and (about["current"] or path in proved)
        found.append(about)
    return sorted(found, key=lambda about: (about["made"], about["id"]), reverse=True)


def names(folder):
    # type: (str) -> list
    """The folders that may be environments of ours: real ones, with a name as core makes it. Hidden ones are remains of
    a removal (see removal.py)."""
    try:
        listed = sorted(os.listdir(folder))
    except OSError:
        return []
    return [name for name in listed if usable(name) and is_folder(os.path.join(folder, name))]


def usable(name):
    # type: (str) -> bool
    return 0 < len(name) <= 200 and name[0] != "." and ALLOWED.issuperset(name)


def is_folder(path):
    # type: (str) -> bool
    return os.path.isdir(path) and not os.path.islink(path)


def read_record(path):
    # type: (str) -> dict
    """What `activate` (and before it `verify`) wrote into an environment; {} where there is nothing that can be read."""
    try:
        with open(os.path.join(path, RECORD), encoding="ascii") as file:
            value = wire.loads(file.read())
    except (OSError, ValueError):
        value = {}
    return value if isinstance(value, dict) else {}


def is_ours(path):
    # type: (str) -> bool
    """What has no record somebody else put there: it is neither listed nor removed."""
    return os.path.isfile(os.path.join(path, RECORD))


def described(name, path, record):
    # type: (str, str, dict) -> dict
    build = record.get("build")
    if isinstance(build, dict):
        build = build.get("id")
    written = changed(os.path.join(path, RECORD))
    return {
        "id": name,
        "path": path,
        "build": text(build),
        "date": text(record.get("date")),
        "variant": text(record.get("variant")),
        "bytes": count(record.get("bytes")),
        "verified": record.get("verified") is True,
        "current": False,
        "made": count(record.get("made")) or written or changed(path),
        "activated": count(record.get("activated")) or written,
    }


def text(value):
    return value if isinstance(value, str) and value else None


def count(value):
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e15 else None


def changed(path):
    # type: (str) -> int
    try:
        return int(os.lstat(path).st_mtime)
    except OSError:
        return 0


def half_made(root):
    # type: (str) -> set
    """Environments that jobs have begun to make and have not finished."""
    return {claimed(folder) for folder in all_jobs(root)}


def proved_by_jobs(root):
    # type: (str) -> set
    """The environments of the jobs that went well to their end, which is after the checks."""
    ended = ((folder.end() or {}, folder) for folder in all_jobs(root))
    return {made_by(folder) for end, folder in ended if end.get("outcome") == "succeeded"}


def before_current(found):
    # type: (list) -> object
    """The id of the environment that `current` pointed to before the present one; None where nothing tells of one."""
    now = next((about["activated"] for about in found if about["current"]), None)
    earlier = [about for about in found if not about["current"] and about["activated"] and about["verified"]
               and (now is None or about["activated"] <= now)]
    return max(earlier, key=lambda about: about["activated"])["id"] if earlier else None
