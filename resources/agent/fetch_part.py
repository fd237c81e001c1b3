"""An unfinished download: NAME.part, as long as the whole file will be but with holes, and NAME.part.json, which says
what of it is there: {"url", "size", "etag", "last_modified", "done": [[first, end], …]}. The record only ever counts
bytes that are on the disk, so it is true after a power cut too."""
import os
import re
import threading

import wire
from job_folder import write_whole

LEFTOVER = re.compile(r"(\.whl\.part|^checked)\.json\.\d+$")  # of write_whole, where it was killed
flush = getattr(os, "fdatasync", os.fsync)


def merged(ranges):
    # type: (list) -> list
    """Sorted, none touching the next."""
    found = []  # type: list
    for first, end in sorted((first, end) for first, end in ranges if first < end):
        if found and first <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([first, end])
    return found


def missing(ranges, size):
    # type: (list, int) -> list
    """The holes between merged ranges, up to `size`."""
    edges = [0] + [edge for pair in ranges for edge in pair] + [size]
    return [[first, end] for first, end in zip(edges[::2], edges[1::2]) if first < end]


def count(ranges):
    # type: (list) -> int
    return sum(end - first for first, end in ranges)


class Part:
    """The file on the disk. Threads write to it side by side; one at a time saves, finishes or drops it."""

    def __init__(self, path, record, fresh):
        # type: (str, dict, bool) -> None
        self.path = path
        self.record = record
        self.lock = threading.Lock()
        self.over = False
        try:
            if fresh:  # the record first: no file without its owner
                with open(path + ".json", "w", encoding="ascii") as file:
                    file.write(wire.dumps(record))
            self.file = open(path, "w+b" if fresh else "r+b", buffering=0)
        except OSError:
            if fresh:
                self.drop()
            raise

    def write(self, data, at):
        view = memoryview(data)
        while view:
            done = os.pwrite(self.file.fileno(), view, at)
            view, at = view[done:], at + done

    def stretch(self, size):
        """Gives it its final length; takes no room yet where the file system knows holes."""
        os.ftruncate(self.file.fileno(), size)

    def save(self, about, done):
        """Writes the record after the bytes. `done` was taken before, so all of it has been written."""
        with self.lock:
            if self.over:
                return
            flush(self.file.fileno())
            record = dict(about, done=done)
            if record != self.record:
                write_whole(self.path + ".json", wire.dumps(record).encode("ascii"), 0o600)
                self.record = record

    def become(self, path):
        """It is whole: gets its name."""
        with self.lock:
            self.over = True
            flush(self.file.fileno())
            os.rename(self.path, path)
            os.unlink(self.path + ".json")

    def drop(self):
        """Away with it. Whoever still writes to it writes to a file without a name."""
        with self.lock:
            self.over = True
            for path in (self.path, self.path + ".json"):
                if os.path.lexists(path):
                    os.unlink(path)


def read_record(path, url):
    # type: (str, str) -> object
    """The record beside a .part, where it is usable for this address; None otherwise."""
    try:
        with open(path + ".json", encoding="ascii") as file:
            record = wire.loads(file.read())
        done = [[first, end] for first, end in record["done"]]
        size, length = record["size"], os.path.getsize(path)
        sound = done == merged(done) and all(0 <= first and end <= length for first, end in done)
        return record if sound and record["url"] == url and isinstance(size, int) and done else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def sweep(folder):
    # type: (str) -> None
    """Removes what nothing owns: a .part without its record, a record without its .part, half-written records, and what
    a client has sent of a wheel (wheel_write.py) that is here whole by now."""
    names = set(os.listdir(folder))
    for name in names:
        orphan = (name.endswith(".whl.part") and name + ".json" not in names) or (
            name.endswith(".whl.part.json") and name[:-5] not in names)
        if orphan or LEFTOVER.search(name):
            os.unlink(os.path.join(folder, name))
        elif name.endswith(".whl.part") and name[:-5] in names and was_sent(os.path.join(folder, name)):
            os.unlink(os.path.join(folder, name))
            os.unlink(os.path.join(folder, name + ".json"))


def was_sent(path):
    # type: (str) -> bool
    try:
        with open(path + ".json", encoding="ascii") as file:
            return "sent" in wire.loads(file.read())
    except (OSError, ValueError, TypeError):
        return False
