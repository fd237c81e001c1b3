"""A job's folder, <root>/jobs/<id>/ (0700): what lies in it and what it says about the job.

  job.json         the job as the client gave it
  log              output of all steps and our own lines, only ever appended to
  events           one JSON record a line; only the supervisor writes, the last is the "end" record
  supervisor.json  {"pid", "boot_id", "start_time"}: who runs it
  heartbeat        its time is touched every second
  resolved.json    [{"name", "version", "url", "sha256", "size"}]: what is to be fetched (the step resolve)
  packages.json    the same with "file", all known: what was fetched and checked (the step download)
  made             path of the environment folder this job made and has not finished
  cancel           a cancel is under way (sign_off.py)
<root>/jobs/lock is held (flock) while a job runs; it contains the job's id.
"""
import os
import time

import wire
from errors import AgentError, need
from root_lock import holder, is_held

SILENCE = 8.0  # seconds without a heartbeat after which a supervisor counts as dead
ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


class JobFolder:
    def __init__(self, root, job_id):
        # type: (str, str) -> None
        self.root = root
        self.id = job_id
        self.path = os.path.join(root, "jobs", job_id)

    def file(self, name):
        # type: (str) -> str
        return os.path.join(self.path, name)

    def read(self, name):
        # type: (str) -> dict
        """A JSON file of the folder; {} where it is not there or not whole."""
        value = self._read(name)
        return value if isinstance(value, dict) else {}

    def read_list(self, name):
        # type: (str) -> list
        """As `read`; []."""
        value = self._read(name)
        return value if isinstance(value, list) else []

    def _read(self, name):
        try:
            with open(self.file(name), encoding="ascii") as file:
                return wire.loads(file.read())
        except (OSError, ValueError):
            return None

    def write(self, name, value):
        # type: (str, object) -> None
        """Writes a JSON file, whole or not at all."""
        write_whole(self.file(name), wire.dumps(value).encode("ascii") + b"\n", 0o600)

    def size(self, name):
        # type: (str) -> int
        try:
            return os.stat(self.file(name)).st_size
        except OSError:
            return 0

    def beat(self):
        # type: () -> float
        """When the supervisor last said that it lives, in seconds since the epoch. One that is only starting has not
        said it yet: its job was sent just now."""
        for name in ("heartbeat", "job.json"):
            try:
                return os.stat(self.file(name)).st_mtime
            except OSError:
                pass
        return 0.0

    def end(self):
        # type: () -> object
        """The end record, or None. It is the last line, so only the end of the file is read."""
        try:
            with open(self.file("events"), "rb") as file:
                file.seek(max(0, self.size("events") - 262144))
                last = file.read().rstrip(b"\n").split(b"\n")[-1]
            record = wire.loads(last.decode("ascii"))
        except (OSError, ValueError):
            return None
        ended = isinstance(record, dict) and record.get("event") == "end" and isinstance(record.get("outcome"), str)
        return record if ended else None

    def state(self):
        # type: () -> str
        end = self.end()
        if end is None and not self.supervised():
            end = self.end() or {"outcome": "lost"}  # it may have ended between the two looks
        return end["outcome"] if end else "running"

    def supervised(self):
        # type: () -> bool
        """Whether the supervisor lives, even if it is stopped. On this boot of this machine the process itself tells,
        or, from another container, its lock; a job on a shared folder, run by another machine, is judged by its
        heartbeat alone. One from the future tells nothing: clocks differ."""
        who = self.read("supervisor.json")
        if is_of_this_boot(who):
            return start_time(who.get("pid")) == who["start_time"] or self.holds_lock()
        return 0 <= time.time() - self.beat() < SILENCE or (holder(self.root) == self.id and self._beats_again())

    def runs_here(self):
        # type: () -> bool
        """Whether it is run by this boot of this machine."""
        return is_of_this_boot(self.read("supervisor.json"))

    def holds_lock(self):
        # type: () -> bool
        return holder(self.root) == self.id and is_held(self.root)

    def _beats_again(self):
        """Another machine's clock, or one that was asleep, makes heartbeats look old: is there a new one?"""
        last = self.beat()
        until = time.monotonic() + 2.5
        while time.monotonic() < until:
            time.sleep(0.1)
            if self.beat() != last:
                return True
        return False


def job_folder(args):
    # type: (dict) -> JobFolder
    """The folder that a request's "root" and "id" name. Errors: bad-arguments, no-such-job (for no id at all, too: a
    person may have typed it)."""
    folder = JobFolder(absolute(need(args, "root")), need(args, "id"))
    if not is_id(folder.id) or not os.path.isfile(folder.file("job.json")):
        raise AgentError("no-such-job", "There is no such job on this runtime.", folder.path)
    return folder


def valid_id(job_id):
    # type: (str) -> str
    if not is_id(job_id):
        raise AgentError("bad-arguments", "A job's id must be letters, digits, - _ and dots.", repr(job_id)[:200])
    return job_id


def is_id(text):
    # type: (str) -> bool
    return 0 < len(text) <= 100 and text[0] != "." and ALLOWED.issuperset(text)


def is_of_this_boot(who):
    # type: (dict) -> bool
    """who: a supervisor.json."""
    return bool(who.get("start_time")) and who.get("boot_id") == boot_id()


def absolute(path):
    # type: (str) -> str
    if not os.path.isabs(path):
        raise AgentError("bad-arguments", "The environment root must be an absolute path.", repr(path)[:200])
    return os.path.normpath(path)


def all_jobs(root):
    # type: (str) -> list
    """The folders that are jobs: other programs may have a folder "jobs", too."""
    try:
        names = sorted(os.listdir(os.path.join(root, "jobs")))
    except OSError:
        return []
    folders = [JobFolder(root, name) for name in names if is_id(name)]
    return [folder for folder in folders if is_job(folder)]


def is_job(folder):
    # type: (JobFolder) -> bool
    return not os.path.islink(folder.path) and folder.read("job.json").get("id") == folder.id


def write_whole(path, data, mode=0o644):
    # type: (str, bytes, int) -> None
    """Replaces `path` by a file with `data` that survives a power cut; on failure the old one stays."""
    made = "{}.{}".format(path, os.getpid())
    try:
        fd = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode)
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.rename(made, path)
    except OSError:
        if os.path.exists(made):
            os.unlink(made)
        raise


def boot_id():
    # type: () -> str
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            return file.read().strip()
    except OSError:
        return ""


def start_time(pid):
    # type: (object) -> object
    """When a process started, in ticks since boot, as text; None where there is none, or only its zombie."""
    try:
        with open("/proc/{}/stat".format(int(pid)), "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except (OSError, TypeError, ValueError):
        return None
    return None if fields[0] in (b"Z", b"X") else fields[19].decode("ascii")
