"""What a running job works with: its log, its records, the environment of its children, and the wish to cancel."""
import errno
import os
import time

import wire
from environments import keep, temporary
from processes import MARK

RESERVE = 131072  # bytes set aside, so that a full disk can still be reported


class Cancelled(Exception):
    """The person asked for it."""


class StepFailed(Exception):
    """`reason` is one plain sentence; exit code or signal where a program's end was the cause."""

    def __init__(self, reason, exit_code=None, signal=None):
        # type: (str, object, object) -> None
        Exception.__init__(self, reason)
        self.reason = reason
        self.exit_code = exit_code
        self.signal = signal

    def hung(self):
        """Whether a program's end is not what it was: it gave no answer in time, or did not even start."""
        return self.exit_code is None and self.signal is None


class StepSkipped(Exception):
    """The step has nothing to do here; the job goes on."""


class Desk:
    def __init__(self, folder, job, inherited):
        # type: (object, dict, dict) -> None
        self.folder = folder
        self.job = job
        self.inherited = inherited  # the environment the agent was started with
        self.cancelled = False  # set by SIGTERM
        self.wake = -1  # readable when a child has ended or SIGTERM came
        self.step = {}  # type: dict
        self.temporary = temporary(folder)
        self.report = None  # of the verify step
        self.uv_failed = False  # what it says later in the job is worth nothing
        self.uv_hangs = False  # or does not start: no other of its tasks is worth a try
        self.torn = []  # names of packages that may be in the environment in part
        self.completed = False  # the environment is whole: a failure from now on leaves it
        self.switched = False  # the new environment is the current one: nothing takes that back
        self.progressed = 0.0
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self.log_fd = os.open(folder.file("log"), flags, 0o600)
        self.events_fd = os.open(folder.file("events"), flags, 0o600)
        with open(folder.file("reserve"), "wb") as file:
            file.write(b"\0" * RESERVE)

    def check(self):
        """To be called often in long work."""
        if self.cancelled:
            raise Cancelled()

    def complete(self):
        """Of the environment only the proof is missing: nothing half-made is left to remove."""
        keep(self.folder)
        self.completed = True

    def say(self, text):
        # type: (str) -> None
        """One line of our own in the log."""
        self._write(self.log_fd, text.encode("utf-8", "surrogateescape") + b"\n")

    def record(self, event, **fields):
        # type: (str, object) -> None
        """"log": how long the log was, so that whoever reads both can tell their order."""
        record = {"at": time.time(), "event": event, "log": self.log_size()}
        record.update(fields)
        self._write(self.events_fd, wire.dumps(record).encode("ascii") + b"\n")

    def progress(self, done, total, unit, last=False, bottleneck=None):
        # type: (int, int, str, bool, object) -> None
        """At most five times a second, unless it is the last word. bottleneck: "network", "disk" or "unpacking"."""
        now = time.monotonic()
        if last or now - self.progressed >= 0.2:
            self.progressed = now
            self.record("progress", step=self.step["id"], done=done, total=total, unit=unit,
                        bottleneck=bottleneck)

    def _write(self, fd, data):
        """Whole or not at all: where the disk is full, the reserve goes first."""
        size = os.fstat(fd).st_size
        for attempt in (1, 2):
            try:
                if os.write(fd, data) == len(data):
                    return
            except OSError as error:
                if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                    raise
            if fd == self.events_fd:
                os.ftruncate(fd, size)  # nobody else writes there; half a record would be no JSON
            self.spend_reserve()

    def spend_reserve(self):
        try:
            os.unlink(self.folder.file("reserve"))
        except OSError:
            pass

    def disk_is_full(self):
        # type: () -> bool
        try:
            space = os.statvfs(self.folder.root)
        except OSError:
            return False
        return space.f_bavail * space.f_frsize < 8 * RESERVE

    def log_size(self):
        # type: () -> int
        return os.fstat(self.log_fd).st_size

    def tail(self, start, limit=8192):
        # type: (int, int) -> str
        """The end of what was logged since `start`."""
        with open(self.folder.file("log"), "rb") as file:
            file.seek(max(start, self.log_size() - limit))
            return file.read(limit).decode("utf-8", "replace")

    def environment(self, name=None):
        # type: (object) -> dict
        """What children get: only what the job's rules keep or set, our mark, and a TMPDIR of the job's own."""
        rules = self.job["step_environment"].get(name or self.step.get("environment") or "clean") or {}
        made = kept(self.inherited, rules)
        made["TMPDIR"] = self.temporary
        made[MARK] = self.folder.id
        return made


def kept(inherited, rules):
    # type: (dict, dict) -> dict
    """The variables that {"keep": […], "keep_prefixes": […], "set": {…}} lets through."""
    names = set(rules.get("keep") or ())
    prefixes = tuple(rules.get("keep_prefixes") or ())
    made = {key: value for key, value in inherited.items() if key in names or (prefixes and key.startswith(prefixes))}
    made.update(rules.get("set") or {})
    return made
