"""One wheel on its way: what is known of it, which bytes are here, how often it went wrong."""
import os
import time

from fetch_client import without_login
from fetch_part import Part, count, merged, missing, read_record

TRIES = 8  # in a row without a new byte, then it is given up
TRIES_IN_ALL = 200
RESTARTS = 3  # the last of them in one stream
LONGEST_PAUSE = 20.0  # seconds


class Piece:
    """Bytes [at, end) that one worker fetches into `part`; `end` None: all there is, in one stream."""

    def __init__(self, file, at, end):
        self.file = file
        self.part = file.part
        self.start = self.at = at
        self.end = end
        self.began = time.monotonic()

    def left(self):
        return self.end - self.at if self.end is not None else 0

    def seconds_left(self):
        """At its pace so far; 0 where that is not known yet."""
        done, taken = self.at - self.start, time.monotonic() - self.began
        return self.left() * taken / done if done and taken > 0.2 else 0.0


class File:
    def __init__(self, folder, package):
        # type: (str, dict) -> None
        self.name = package["file"]
        self.path = os.path.join(folder, self.name)
        self.package = package
        self.url = package["url"]
        self.size = package.get("size")  # a HEAD's word, until a GET has answered
        self.known = False  # a GET has answered: size and tags are true
        self.ranges = True  # may be asked for
        self.proven = False  # and the server has shown that it does them
        self.tags = {"etag": None, "last_modified": None}
        self.done = []  # type: list
        self.pieces = []  # type: list
        self.state = "waiting"  # then "whole" (all bytes are here), "ready" (checked and named)
        self.part = None  # type: object
        self.tries = self.tries_in_all = self.restarts = self.refused_ranges = self.damaged = 0
        self.not_before = self.failed_at = 0.0
        self.had = 0  # bytes that were here when the last failure came

    def begin(self):
        """Takes up what an earlier download left. Returns the bytes that are here already."""
        record = read_record(self.path + ".part", without_login(self.url))
        if record:
            self.size, self.done = record["size"], record["done"]
            self.tags = {name: record.get(name) for name in self.tags}
            self.part = Part(self.path + ".part", record, False)
            self.state = "whole" if count(self.done) == self.size else "waiting"
        return count(self.done)

    def open(self):
        if self.part is None:
            self.part = Part(self.path + ".part", self.about([]), True)

    def about(self, done):
        return dict(self.tags, url=without_login(self.url), size=self.size, done=done)

    def here(self):
        # type: () -> list
        return merged(self.done + [[piece.start, piece.at] for piece in self.pieces])

    def gaps(self):
        # type: () -> list
        """What nobody fetches yet."""
        taken = [[piece.start, piece.end] for piece in self.pieces if piece.end is not None]
        return missing(merged(self.done + taken), self.size)

    def next_piece(self, segment):
        """The next thing a worker can do for this file, or None."""
        self.open()
        if self.pieces and not self.proven:
            return None
        if not self.ranges or not self.size:
            return Piece(self, 0, None)
        gaps = self.gaps()
        if not gaps:
            return None
        first, end = gaps[0]
        if not self.done and not self.pieces and self.size <= segment:
            return Piece(self, 0, None)
        return Piece(self, first, min(end, first + segment) if end - first > segment * 3 // 2 else end)

    def start_anew(self):
        """Nothing of it counts any more; those who still fetch it write to nowhere."""
        self.part.drop()
        self.part = None
        self.done, self.pieces, self.known, self.proven = [], [], False, False
        self.tags = {name: None for name in self.tags}
        self.had = 0

    def fail(self, trouble, pause):
        """Counts a failure and sets the pause before the next try. Several connections that fail together are one.
        Returns whether it is given up."""
        now, here = time.monotonic(), count(self.here())
        if now < self.not_before and not trouble.final:
            return False
        self.tries = 1 if here > self.had else self.tries + 1
        self.tries_in_all += 1
        self.had = here
        self.not_before = now + max(trouble.wait, min(pause * 2 ** (self.tries - 1), LONGEST_PAUSE))
        return trouble.final or self.tries >= TRIES or self.tries_in_all >= TRIES_IN_ALL
