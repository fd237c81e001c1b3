"""The lock of a root, <root>/jobs/lock: whoever changes something below the root holds it (flock); it names the job."""
import fcntl
import os
import signal
import time

CLEARING = 8.0  # seconds that ending and removing a dead job's things may take


def lock_path(root):
    # type: (str) -> str
    return os.path.join(root, "jobs", "lock")


def take_lock(root, job_id, clearing=False):
    # type: (str, str, bool) -> int
    """The lock's descriptor, held until we die or let go (it is not inherited by children); -1 where a twin has it.
    clearing: only to remove what the dead job left. The lock names nobody then, so that the job does not look alive,
    and a job that starts waits for it."""
    fd = os.open(lock_path(root), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    began = time.monotonic()
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            # Who only looks whether it is held, holds it for a moment.
            if time.monotonic() - began > (0.25 if clearing or holder(root) else CLEARING):
                os.close(fd)
                return -1
            time.sleep(0.05)
    os.ftruncate(fd, 0)
    os.write(fd, b"" if clearing else job_id.encode("ascii"))
    return fd


kept = []  # type: list # [(root, descriptor, seconds)] of the lock that this agent holds from one request to the next


def keep_hold(root, lock, seconds):
    # type: (str, int, float) -> None
    """Until let_go, or until the client has been silent so long: one whose link has frozen is not to keep everybody else
    away. By the alarm: it comes in this thread, between two operations, so whoever has popped the lock has it alone."""
    kept.append((root, lock, seconds))
    signal.signal(signal.SIGALRM, lambda number, frame: let_go())
    heard()


def heard():
    """The client has said something, or is still at it."""
    for _, _, seconds in kept:
        signal.setitimer(signal.ITIMER_REAL, seconds)


def taken_back(root):
    # type: (object) -> object
    """The descriptor of a lock that was kept on this root, which goes on being held; None where there is none. One on
    another root is let go: the client has given up what it was at."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        place, lock, _ = kept.pop()
    except IndexError:
        return None
    if place == root:
        return lock
    os.close(lock)
    return None


def let_go():
    """Before whatever else this agent's client does that takes a lock."""
    taken_back(None)


def holder(root):
    # type: (str) -> str
    """Whom the lock names: who holds it, or held it last. "" for who only clears away, and where there is no lock."""
    try:
        with open(lock_path(root), "rb") as file:
            return file.read(200).decode("ascii", "replace")
    except OSError:
        return ""


def is_held(root):
    # type: (str) -> bool
    try:
        fd = os.open(lock_path(root), os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(fd)
