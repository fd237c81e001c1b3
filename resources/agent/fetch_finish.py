"""Threads beside the workers: one keeps the records of what is here true, others check files that have come whole."""
import hashlib
import threading
import time
import zipfile

from fetch_part import count
from fetch_trouble import Trouble
from wheels import mismatch

SECONDS = 1.0  # between two records of a file
SHARE = 128  # or so small a part of the whole, if that comes earlier
LEAST = 1 << 20  # bytes


class Keeper(threading.Thread):
    """Saves the records. What a kill costs is what came since."""

    def __init__(self, queue):
        threading.Thread.__init__(self, daemon=True)
        self.queue = queue

    def run(self):
        saved, at = 0, time.monotonic()  # much may have come before this thread has its first turn
        while not self.queue.over.wait(0.05):
            enough = max(LEAST, self.queue.bytes()[1] // SHARE)
            new = self.queue.arrived - saved
            if new and (new >= enough or time.monotonic() - at >= SECONDS):
                saved, at = self.queue.arrived, time.monotonic()
                self.save()

    def save(self):
        """Where the disk is full the old records stay: they are still true."""
        for part, about, done in self.queue.snapshot():
            if count(done):
                try:
                    part.save(about, done)
                except (OSError, ValueError):
                    pass


class Finisher(threading.Thread):
    """Looks whether a whole file is a wheel with the promised hash; then it gets its name. `accept` (name, sha256)
    returns what speaks against it, or None."""

    def __init__(self, queue, accept):
        threading.Thread.__init__(self, daemon=True)
        self.queue = queue
        self.accept = accept

    def run(self):
        while True:
            file = self.queue.take_whole()
            if file is None:
                return
            try:
                began = time.monotonic()
                self.finish(file)
                self.queue.spent(time.monotonic() - began)
            except Stopped:
                return
            except Exception as error:
                words = "{} could not be written: {}.".format(file.name, getattr(error, "strerror", None) or error)
                self.queue.stop(Trouble(words, True))

    def finish(self, file):
        fault, digest = look(file.part.path, lambda: self.queue.stopped)
        fault = fault or mismatch(digest, file.package.get("sha256"))
        if fault:
            return self.queue.damaged(file, fault)
        refusal = self.accept(file.name, digest)
        if refusal:
            file.part.drop()
            return self.queue.stop(Trouble(refusal, True))
        file.part.become(file.path)
        file.package.update(sha256=digest, size=file.size, whole=True)
        self.queue.say("{}: {:.1f} MB, sha256 {}".format(file.name, file.size / 1e6, digest))
        self.queue.ready(file)


class Stopped(Exception):
    """Not wanted any more."""


def look(path, stopped):
    """(what is wrong with the file as a wheel, or None; its sha256)."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            if stopped():
                raise Stopped()
            digest.update(block)
    return fault(path), digest.hexdigest()


def fault(path):
    """What the zip's directory shows. Members are read when they are unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        return "it is no whole zip file ({})".format(error)
    return None if any(name.endswith(".dist-info/METADATA") for name in names) else "it is no wheel"
