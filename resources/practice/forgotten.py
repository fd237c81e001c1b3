"""Practice folders whose process was killed before it could remove them (power cut, kill -9 of everything)."""

import fcntl
import os

from ending import end

_LOCK = 'lock'


def keep_lock(folder):
    """Says that `folder` is in use for as long as the returned descriptor is open."""
    lock = os.open(os.path.join(folder, _LOCK), os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def end_forgotten(folder):
    """Ends and removes the practice folders beside `folder` that are ours and that nobody holds."""
    parent, own = os.path.split(folder)
    kind = own.rpartition('-')[0] + '-'
    for name in os.listdir(parent):
        beside = os.path.join(parent, name)
        try:
            if not name.startswith(kind) or name == own or os.lstat(beside).st_uid != os.getuid():
                continue
            lock = os.open(os.path.join(beside, _LOCK), os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            continue  # gone meanwhile, or so young that it has no lock yet
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            end(beside)
        except OSError:
            pass
        finally:
            os.close(lock)
