"""What is still to be fetched, handed out in pieces: largest file first, and at the end half of what another worker
still has before it, so that no single file or slow connection is the tail. Safe for use by many threads."""
import threading
import time
from collections import deque

from fetch_file import RESTARTS, Piece
from fetch_part import count, merged
from fetch_trouble import Changed, NoRanges, Trouble

SMALLEST_SEGMENT = 1 << 20
LARGEST_SEGMENT = 16 << 20
SMALLEST_SHARE = 256 << 10  # bytes worth a request of their own when work is divided
WORTH_SHARING = 0.5  # seconds that a piece must still take


class Dropped(Exception):
    """The piece is no longer wanted: the file starts anew, or everything stops."""


class Queue:
    def __init__(self, files, workers, pause=0.5):
        # type: (list, int, float) -> None
        self.files = sorted(files, key=lambda file: -(file.size or 1 << 62))
        self.workers = workers
        self.pause = pause  # seconds before the first retry
        self.lock = threading.Condition()
        self.over = threading.Event()  # all is ready, or it has failed, or it was stopped
        self.stopped = False
        self.failure = None  # type: object
        self.messages = deque()  # type: deque
        self.whole = deque(file for file in self.files if file.state == "whole")
        self.network = self.disk = 0.0  # seconds that threads waited for each
        self.arrived = 0  # bytes, those included that were thrown away later
        total = sum(file.size or 0 for file in files)
        self.segment = min(max(total // (workers * 8), SMALLEST_SEGMENT), LARGEST_SEGMENT)

    def say(self, text):
        self.messages.append(text)

    def take(self):
        """The next piece, once there is one; None when there is nothing more to do."""
        with self.lock:
            while not self.stopped:
                if not self.unfinished():
                    return None
                piece = self._next() or self._share()
                if piece:
                    piece.file.pieces.append(piece)
                    return piece
                self.lock.wait(0.1)
            return None

    def unfinished(self):
        return any(file.state != "ready" for file in self.files)

    def _next(self):
        now = time.monotonic()
        for file in self.files:
            if file.state == "waiting" and now >= file.not_before:
                piece = file.next_piece(self.segment)
                if piece:
                    return piece
        return None

    def _share(self):
        """The second half of the piece that will take longest."""
        now = time.monotonic()
        running = [piece for file in self.files if file.proven and now >= file.not_before
                   for piece in file.pieces if piece.left() >= 2 * SMALLEST_SHARE]
        running = [piece for piece in running if piece.seconds_left() > WORTH_SHARING]
        if not running:
            return None
        longest = max(running, key=lambda piece: piece.seconds_left())
        middle = longest.at + longest.left() // 2
        made = Piece(longest.file, middle, longest.end)
        longest.end = middle
        return made

    def learn(self, piece, size, tags, ranges):
        """A GET has answered for this piece: what it says of the file. `ranges`: whether the server does them, None
        where that is not known. Raises Changed where it contradicts what is here already."""
        with self.lock:
            file = self._compared(piece, size, tags)
            if size is not None:
                file.size = size
                if not file.known:
                    file.part.stretch(size)
            file.tags = {name: tags[name] or file.tags[name] for name in tags}
            file.known = True
            file.ranges = file.ranges and ranges is not False and file.size is not None
            file.proven = file.ranges and (file.proven or ranges is True)
            if not file.ranges:
                piece.end = None
            else:
                piece.end = file.size if piece.end is None else min(piece.end, file.size)
            self.lock.notify_all()

    def compare(self, piece, size, tags):
        with self.lock:
            self._compared(piece, size, tags)

    def _compared(self, piece, size, tags):
        file = self._wanted(piece)
        if file.done or file.known:
            other = any(tags[name] and file.tags[name] not in (None, tags[name]) for name in tags)
            if other or size not in (None, file.size):
                raise Changed("has changed on the index since it was begun")
        return file

    def _wanted(self, piece):
        if self.stopped or piece not in piece.file.pieces:
            raise Dropped()
        return piece.file

    def commit(self, piece, length, waited, wrote):
        """So many bytes of the piece are in the file. Returns how many it still lacks; None: until the stream ends."""
        with self.lock:
            self.network += waited
            self.disk += wrote
            self.arrived += length
            self._wanted(piece)
            piece.at += length
            if piece.end is None:
                return None
            piece.at = min(piece.at, piece.end)
            return piece.end - piece.at

    def spent(self, seconds):
        """On the disk, by one who checks files."""
        with self.lock:
            self.disk += seconds

    def close(self, piece):
        """The piece is done."""
        with self.lock:
            file = self._wanted(piece)
            file.pieces.remove(piece)
            file.done = _with(file, piece)
            if piece.end is None:
                file.size = piece.at
                file.done = [[0, piece.at]]
            self._settle(file)

    def _settle(self, file):
        if not file.pieces and count(file.done) == file.size and file.state == "waiting":
            file.state = "whole"
            self.whole.append(file)
        self.lock.notify_all()

    def fail(self, piece, trouble):
        """The piece went wrong; what of it is here stays, where the server lets us go on from there."""
        with self.lock:
            if self.stopped or piece not in piece.file.pieces:
                return
            file = piece.file
            if isinstance(trouble, Changed):
                return self._anew(file, trouble.words)
            file.pieces.remove(piece)
            if isinstance(trouble, NoRanges):
                file.refused_ranges += 1
                if file.refused_ranges > 1:
                    file.ranges = False
                    return self._anew(file, trouble.words + ", so it is taken in one stream")
            if piece.end is not None or (file.ranges and file.known):
                file.done = _with(file, piece)
            said = file.not_before
            if file.fail(trouble, self.pause):
                return self._stop(Trouble("{} could not be downloaded: {}.".format(file.name, trouble.words)))
            if file.not_before != said:
                wait = file.not_before - time.monotonic()
                self.say("{}: {}. Another try in {:.1f} s.".format(file.name, trouble.words, wait))
            self._settle(file)

    def _anew(self, file, words):
        self.say("{}: {}; it is fetched anew.".format(file.name, words))
        file.restarts += 1
        file.ranges = file.ranges and file.restarts < RESTARTS  # one stream is at least of one piece
        if file.restarts > RESTARTS:
            return self._stop(Trouble("{} could not be downloaded: it {}, again and again.".format(file.name, words)))
        file.start_anew()
        file.not_before = time.monotonic() + (self.pause if file.restarts > 1 else 0)
        self.lock.notify_all()

    def damaged(self, file, words):
        """What was fetched is not what it should be: once more, then the step fails."""
        with self.lock:
            file.damaged += 1
            if file.damaged > 1:
                file.part.drop()
                return self._stop(Trouble("{} is damaged: {}. It was removed; try again.".format(file.name, words)))
            file.state = "waiting"
            self._anew(file, words)

    def ready(self, file):
        with self.lock:
            file.state = "ready"
            if not self.unfinished():
                self.over.set()
            self.lock.notify_all()

    def stop(self, trouble=None):
        with self.lock:
            self._stop(trouble)

    def _stop(self, trouble=None):
        self.failure = self.failure or (None if self.stopped else trouble)
        self.stopped = True
        self.over.set()
        self.lock.notify_all()

    def take_whole(self):
        """The next file to be checked; None when there will be no more."""
        with self.lock:
            while not self.stopped and self.unfinished():
                if self.whole:
                    return self.whole.popleft()
                self.lock.wait(0.1)
            return None

    def snapshot(self):
        """[(part, what its record says, ranges that are written)] of unfinished files."""
        with self.lock:
            return [(file.part, file.about([]), file.here()) for file in self.files
                    if file.part and file.state != "ready"]

    def bytes(self):
        """(here, in all); in all is 0 while a size is not known."""
        with self.lock:
            here = sum(file.size if file.state == "ready" else count(file.here()) for file in self.files)
            sizes = [file.size for file in self.files]
        return here, 0 if None in sizes else sum(sizes)


def _with(file, piece):
    return merged(file.done + [[piece.start, piece.at]])
