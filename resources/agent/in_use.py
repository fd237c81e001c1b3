"""Which environments living processes use: a program started from one, a library of one mapped, or a shell in one.
Only what we may look at counts: other users' processes stay closed to us."""
import os

from facts_pip import without_password
from job_folder import start_time

BLUR = 2.0  # seconds


def users(environments, root):
    # type: (list, str) -> dict
    """{id: {"pid", "command"}} of one process each. environments: as releases.recorded gives them."""
    found = {}  # type: dict
    wanted = [(about["id"], spellings(about["path"])) for about in environments]
    through = [os.path.join(place, b"current", b"") for place in spellings(root)]
    for name in os.listdir("/proc") if wanted and os.path.isdir("/proc") else ():
        if not name.isdigit() or int(name) == os.getpid():
            continue
        started_as = content(name, "cmdline")
        place, maps = where(name), content(name, "maps")
        firsts = called(name, program(name, started_as.split(b"\0")[0], place))
        for known, paths in wanted:
            if known not in found and any(uses(path, firsts, place, maps) for path in paths):
                found[known] = described(name, started_as)
        if any(first.startswith(path) for path in through for first in firsts):
            for known in current_at(environments, name):
                found.setdefault(known, described(name, started_as))
    return found


def program(pid, word, place):
    # type: (str, bytes, bytes) -> bytes
    """What a process was started as, with its folder: an activated environment's Python is called "python" only, and
    looks for its environment along PATH itself."""
    if not word or word.startswith(b"/"):
        return word
    if b"/" in word:
        return os.path.normpath(os.path.join(place, word))
    for line in content(pid, "environ").split(b"\0"):
        if line.startswith(b"PATH="):
            found = [os.path.join(place, folder, word) for folder in line[5:].split(b":")]
            return next((path for path in found if os.path.isfile(path) and os.access(path, os.X_OK)), word)
    return word


def called(pid, path):
    # type: (str, bytes) -> list
    """A program as it was started, and where it is one of ours also with its folder as the kernel calls it: it may have
    been reached by a link that nobody else uses. The link `current` stays, since it may have led elsewhere then."""
    head, current, rest = path.rpartition(b"/current/")
    if not current:
        head, current, rest = path.rpartition(b"/")
    try:
        if head and path.startswith(b"/") and os.stat("/proc/" + pid).st_uid == os.geteuid():
            return [path, os.path.realpath(head) + current + rest]
    except OSError:
        pass  # it has ended; or a link that not everybody may read, as /proc/1/root
    return [path]


def spellings(path):
    # type: (str) -> list
    """As it is called, and as the kernel calls it."""
    return [os.fsencode(path), os.fsencode(os.path.realpath(path))]


def uses(path, firsts, place, maps):
    # type: (bytes, list, bytes, bytes) -> bool
    inside = path + b"/"
    return place == path or place.startswith(inside) or inside in maps or any(first.startswith(inside) for first in firsts)


def content(pid, name):
    # type: (str, str) -> bytes
    try:
        with open("/proc/{}/{}".format(pid, name), "rb") as file:
            return file.read(8 << 20)
    except OSError:
        return b""


def where(pid):
    # type: (str) -> bytes
    try:
        return os.readlink("/proc/{}/cwd".format(pid).encode("ascii"))
    except OSError:
        return b""


def described(pid, started_as):
    # type: (str, bytes) -> dict
    command = started_as.replace(b"\0", b" ").decode("utf-8", "replace").strip()
    return {"pid": int(pid), "command": without_password(command)[:200]}


def current_at(environments, pid):
    # type: (list, str) -> set
    """The ids of the environments that `current` may have pointed to when this process began: both where it was
    switched at about that time, since the kernel's clock of boot counts whole seconds."""
    begun = began(pid)
    if begun is None:
        return set()
    earlier = [about for about in environments if about["activated"] and about["activated"] <= begun + BLUR]
    near = {about["id"] for about in earlier if about["activated"] > begun - BLUR}
    before = [about for about in earlier if about["id"] not in near]
    return near | {max(before, key=lambda about: about["activated"])["id"]} if before else near


def began(pid):
    # type: (str) -> object
    """Seconds since the epoch; None where the process is gone."""
    ticks = start_time(pid)
    try:
        with open("/proc/stat") as file:
            boot = next(int(line.split()[1]) for line in file if line.startswith("btime "))
        return boot + int(ticks) / os.sysconf("SC_CLK_TCK")
    except (OSError, StopIteration, TypeError, ValueError):
        return None
