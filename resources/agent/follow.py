"""The verb "job.follow": a job's log and records from an offset to its end, each byte exactly once."""
import os
import time

import wire
from job_folder import SILENCE, boot_id, job_folder
from leftovers import clean_up

CHUNK = 65536
TURN = 32  # chunks sent before other requests get their turn
TAIL = 8192  # bytes of the log that the last words hold


class Tail:
    """A growing file, read on from an offset."""

    def __init__(self, path, offset):
        # type: (str, int) -> None
        self.path = path
        self.offset = offset
        self.file = None

    def read(self, limit=CHUNK):
        # type: (int) -> bytes
        """What lies at the offset, without moving on; b"" where nothing (new) is."""
        try:
            self.file = self.file or open(self.path, "rb", buffering=0)
        except OSError:
            return b""
        return os.pread(self.file.fileno(), limit, self.offset)

    def close(self):
        if self.file:
            self.file.close()


class Life:
    """Whether the supervisor still lives, from one look to the next. Where only its heartbeat tells (another machine
    runs it), silence is counted on our own clock, which stands still while the machine sleeps and does not care what
    the other one's says."""

    def __init__(self, folder):
        self.folder = folder
        self.last = folder.beat()
        self.since = self.looked = time.monotonic()

    def lost(self):
        now = time.monotonic()
        if now - self.looked < 1.0:
            return False
        self.looked = now
        beat = self.folder.beat()
        if beat != self.last:
            self.last, self.since = beat, now
        return not self.folder.supervised() or (now - self.since > SILENCE and not self.folder.runs_here())


def follow(args, emit):
    """Events {"kind": "log"} with bytes and {"kind": "record", "age"}, then the reply. age: seconds since the record was
    written; the runtime's own clock tells, since the client's may say something else."""
    folder = job_folder(args)
    log = Tail(folder.file("log"), int(args.get("log_offset") or 0))
    events = Tail(folder.file("events"), int(args.get("event_offset") or 0))
    try:
        end = yield from until_end(folder, log, events, emit)
        if not end:
            left = yield from clean_up(folder)
            end = yield from send_records(events, log, emit)  # a cancel may have had the last word meanwhile
        if end:
            return {"state": end["outcome"], "end": end, "log_bytes": log.offset}
        yield from send_log(log, None, emit)  # what its programs still said until they were ended
    finally:
        log.close()
        events.close()
    return {"state": "lost", "end": None, "log_bytes": log.offset, "lost": last_words(folder), "left": left}


def last_words(folder):
    """What is known of a job whose supervisor is gone: {"at": its last sign of life, "rebooted": whether the machine
    was restarted since (None where that cannot be told), "step", "tail"}."""
    boot = folder.read("supervisor.json").get("boot_id")
    step = None
    try:
        with open(folder.file("events"), "rb") as file:
            for line in file:
                step = parsed(line).get("id") or step
        with open(folder.file("log"), "rb") as file:
            file.seek(max(0, folder.size("log") - TAIL))
            tail = file.read(TAIL).decode("utf-8", "replace")
    except OSError:
        tail = ""
    rebooted = boot != boot_id() if boot and boot_id() else None
    return {"at": folder.beat(), "rebooted": rebooted, "step": step, "tail": tail}


def until_end(folder, log, events, emit):
    life = Life(folder)
    lost = folder.end() is None and not folder.supervised()  # dead before we came
    while True:
        lost = lost or life.lost()  # asked before reading, so that what it wrote last is read
        end = yield from send_records(events, log, emit)
        if end is None:
            end = folder.end() if folder.size("events") <= events.offset else None
        yield from send_log(log, end["log_size"] if end else None, emit)
        if end is not None or (lost and folder.end() is None):
            return end
        yield


def send_log(log, stop, emit):
    """Everything in the log now, up to `stop` where the end record has told its size."""
    sent = 0
    while stop is None or log.offset < stop:
        data = log.read(CHUNK if stop is None else min(CHUNK, stop - log.offset))
        if not data:
            return
        emit({"kind": "log", "offset": log.offset}, data)
        log.offset += len(data)
        sent += 1
        if sent % TURN == 0:
            yield True


def send_records(events, log, emit):
    """Sends the complete records at the offset, each after the log that was there before it. Returns the end record."""
    while True:
        data = events.read(1 << 20)
        complete = data[:data.rfind(b"\n") + 1]
        if not complete:
            return None
        for line in complete.splitlines(True):
            record = parsed(line)
            yield from send_log(log, record.get("log_size") or record.get("log") or 0, emit)
            events.offset += len(line)
            if record:
                emit({"kind": "record", "offset": events.offset, "record": record, "age": age_of(record)})
            if record.get("event") == "end":
                return record


def age_of(record):
    # type: (dict) -> float
    at = record.get("at")
    return max(0.0, time.time() - at) if isinstance(at, (int, float)) else 0.0


def parsed(line):
    """A record; {} for a line that a power cut or a full disk has damaged."""
    try:
        record = wire.loads(line.decode("ascii"))
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}
