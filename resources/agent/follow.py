"""The verb "job.follow": a job's log and records from an offset to its end, each byte exactly once."""
import os
import time

import wire
from job_folder import SILENCE, job_folder

CHUNK = 65536
TURN = 32  # chunks sent before other requests get their turn


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
    """Whether the supervisor still lives, from one look to the next. Counts silence on our own clock, which stands
    still while the machine sleeps and does not care what another machine's clock says."""

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
        return not self.folder.supervised() or now - self.since > SILENCE


def follow(args, emit):
    """Events {"kind": "log"} with bytes and {"kind": "record"}, then the reply."""
    folder = job_folder(args)
    log = Tail(folder.file("log"), int(args.get("log_offset") or 0))
    events = Tail(folder.file("events"), int(args.get("event_offset") or 0))
    try:
        end = yield from until_end(folder, log, events, emit)
    finally:
        log.close()
        events.close()
    return {"state": end["outcome"] if end else "lost", "end": end, "log_bytes": log.offset}


def until_end(folder, log, events, emit):
    if folder.end() is None and not folder.supervised():  # dead before we came
        yield from send_log(log, None, emit)
        return send_records(events, log, emit, folder)
    life = Life(folder)
    while True:
        lost = life.lost()  # asked before reading, so that what it wrote last is read
        end = send_records(events, log, emit, folder)
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
            yield


def send_records(events, log, emit, folder):
    """Sends the complete records at the offset. The end record waits for the log: it is returned, sent last."""
    while True:
        data = events.read(1 << 20)
        complete = data[:data.rfind(b"\n") + 1]
        if not complete:
            return None
        for line in complete.splitlines(True):
            record = parsed(line)
            if record.get("event") == "end":
                for _ in send_log(log, record["log_size"], emit):
                    pass
            events.offset += len(line)
            if record:
                emit({"kind": "record", "offset": events.offset, "record": record})
            if record.get("event") == "end":
                return record


def parsed(line):
    """A record; {} for a line that a power cut or a full disk has damaged."""
    try:
        record = wire.loads(line.decode("ascii"))
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}
