"""Finding every process of a job and ending it, those included that left its session or lost their parent."""
import os
import signal
import time

MARK = "NIGHTJAR_JOB"  # in the environment of everything that a job starts


def become_reaper():
    """Asks Linux to hand us the orphans of our descendants, so that none can leave the tree (prctl 36,
    PR_SET_CHILD_SUBREAPER). Without it the mark still finds all that kept their environment."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        pass


def status(pid):
    # type: (int) -> object
    """(state, parent, process group, session) or None."""
    try:
        with open("/proc/{}/stat".format(pid), "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        return fields[0].decode("ascii"), int(fields[1]), int(fields[2]), int(fields[3])
    except (OSError, ValueError, IndexError):
        return None


def all_pids():
    # type: () -> list
    return [int(name) for name in os.listdir("/proc") if name.isdigit()] if os.path.isdir("/proc") else []


def is_marked(pid, mark):
    # type: (int, bytes) -> bool
    try:
        with open("/proc/{}/environ".format(pid), "rb") as file:
            return mark in file.read().split(b"\0")
    except OSError:
        return False


def family(job_id, sessions=(), parents=(), spare=()):
    # type: (str, tuple, tuple, tuple) -> list
    """Living processes that carry the job's mark, are in one of these sessions, or descend from any of those or of
    `parents`. `spare` are left out (and the one that asks)."""
    mark = "{}={}".format(MARK, job_id).encode("ascii")
    table = {pid: status(pid) for pid in all_pids()}
    table = {pid: about for pid, about in table.items() if about and about[0] not in "ZX"}
    found = {pid for pid, about in table.items() if about[3] in sessions or is_marked(pid, mark)}
    known = found | set(parents)
    while True:
        more = {pid for pid, about in table.items() if about[1] in known} - known
        if not more:
            break
        known |= more
        found |= more
    return sorted(found - set(spare) - {os.getpid(), 0, 1})


def send(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except OSError:
            pass


def reap(keep=()):
    """Takes the status of dead children nobody else waits for."""
    for pid in all_pids():
        about = status(pid)
        if about and about[0] == "Z" and about[1] == os.getpid() and pid not in keep:
            try:
                os.waitpid(pid, os.WNOHANG)
            except OSError:
                pass


def end_all(find, grace=3.0):
    """A generator that ends what find() lists: asks (SIGTERM), after `grace` seconds insists (SIGKILL), and returns
    the pids that are left. Yields while it waits; resume it about 20 times a second."""
    for number, seconds in ((signal.SIGTERM, grace), (signal.SIGKILL, 2.0)):
        until = time.monotonic() + seconds
        asked = set()  # type: set
        left = find()
        while left and time.monotonic() < until:
            send([pid for pid in left if number == signal.SIGKILL or pid not in asked], number)
            asked.update(left)
            yield
            left = find()
        if not left:
            return []
    return left


def end_all_now(find, grace=3.0):
    """The same, waiting here."""
    work = end_all(find, grace)
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value
        time.sleep(0.02)
