"""One connection's work: take a piece, ask for it, judge the answer, write what comes."""
import http.client
import re
import threading
import time

from fetch_client import Client
from fetch_queue import Dropped
from fetch_trouble import Changed, NoRanges, Trouble, from_error, from_status

BLOCK = 128 << 10  # bytes; so much at most is lost when a connection breaks
CONTENT_RANGE = re.compile(r"^bytes (\d+)-(\d+)/(\d+|\*)$")


class Worker(threading.Thread):
    def __init__(self, queue, route):
        threading.Thread.__init__(self, daemon=True)
        self.queue = queue
        self.client = Client(route)
        self.view = memoryview(bytearray(BLOCK))

    def run(self):
        try:
            while True:
                piece = self.queue.take()
                if piece is None:
                    break
                self.work(piece)
        except Exception as error:  # a fault of ours: no other piece would fare better
            self.queue.stop(Trouble("{}: {}".format(type(error).__name__, error), True))
        self.client.drop_all()

    def work(self, piece):
        try:
            self.fetch(piece)
            self.queue.close(piece)
        except Trouble as trouble:
            self.queue.fail(piece, trouble)
            self.client.drop_all()
        except Dropped:
            self.client.drop_all()
        except OSError as error:
            words = "{} could not be written: {}.".format(piece.file.name, error.strerror or error)
            self.queue.stop(Trouble(words, True))

    def fetch(self, piece):
        headers = {}
        asked = piece.end  # another worker may take a share of the piece at any time
        if asked is not None:
            headers["Range"] = "bytes={}-{}".format(piece.at, asked - 1)
            tag = piece.file.tags["etag"] or ""
            tag = tag if tag.startswith('"') else piece.file.tags["last_modified"]  # weak ones do not count here
            if tag and (piece.file.done or piece.file.known):
                headers["If-Range"] = tag
        began = time.monotonic()
        answer = self.client.open(piece.file.url, headers)
        self.queue.commit(piece, 0, time.monotonic() - began, 0)
        expected = self.judge(answer, piece, asked)
        self.stream(answer, piece, expected)

    def judge(self, answer, piece, asked):
        """Takes in what the head says. Returns the bytes that will come; None where only their end tells."""
        tags = {"etag": answer.getheader("ETag"), "last_modified": answer.getheader("Last-Modified")}
        if (answer.getheader("Content-Encoding") or "identity") != "identity":
            raise Trouble("answered with another encoding than was asked for")
        if answer.status == 206:
            first, end, size = content_range(answer)
            if asked is None or first != piece.at or end > asked:
                raise NoRanges("answered with another range than was asked for")
            self.queue.learn(piece, size, tags, True)
            if answer.length not in (None, end - first):
                raise Trouble("Connection broken: its length and its range contradict each other")
            return end - first
        if answer.status == 416 and piece.file.done:
            raise Changed("has changed on the index since it was begun")
        if answer.status != 200:
            raise from_status(answer)
        ranges = False if answer.getheader("Accept-Ranges") == "none" else None
        if asked is not None:
            if piece.file.done or piece.file.known:
                self.queue.compare(piece, answer.length, tags)
                raise NoRanges("answered with the whole file where a part of it was asked for")
            ranges = False
        elif answer.getheader("Accept-Ranges") == "bytes":
            ranges = True
        self.queue.learn(piece, answer.length, tags, ranges)
        return answer.length

    def stream(self, answer, piece, expected):
        clock, got, left = time.monotonic, 0, self.queue.commit(piece, 0, 0, 0)
        while left is None or left > 0:
            began = clock()
            try:
                length = answer.readinto(self.view)
            except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
                raise from_error(error, self.client.route.patience)
            came = clock()
            if not length:
                break
            piece.part.write(self.view[:length], piece.at)
            got += length
            left = self.queue.commit(piece, length, came - began, clock() - came)
        if expected is not None and got < expected and left != 0:
            raise Trouble("Connection broken: {} of {} bytes came".format(got, expected))
        if left:
            raise Trouble("Connection broken: the end did not come")
        if not answer.isclosed():
            self.client.drop_all()  # more is on its way than we want


def content_range(answer):
    """(first, end not included, size or None)."""
    match = CONTENT_RANGE.match(answer.getheader("Content-Range") or "")
    if not match:
        raise NoRanges("answered with another range than was asked for")
    first, last, size = match.groups()
    return int(first), int(last) + 1, None if size == "*" else int(size)
