"""Fetches wheels into a folder: many files at once over a fixed number of connections, resumed where an earlier
download was cut, checked, and only then given their names."""
import time

import children
from desk import StepFailed
from fetch_file import File
from fetch_finish import Finisher, Keeper
from fetch_part import sweep
from fetch_queue import Queue
from fetch_worker import Worker
from step_preflight import size as words

CONNECTIONS = 12  # fills a line that gives each connection a share only; no server minds it
FINISHERS = 2


def fetch(desk, folder, wanted, packages, route, accept, options, beside=lambda: None):
    """wanted: all packages [{name, version, url, file, sha256, size}]; packages: those of them that are not here yet,
    which get their true size and hash, and `whole`; accept: see Finisher; options: connections?, pause_s?; beside: called
    ten times a second. Raises StepFailed, Cancelled; what is here then stays, with its record."""
    sweep(folder)
    files = [File(folder, package) for package in packages]
    here = sum(file.begin() for file in files)
    queue = Queue(files, int(options.get("connections") or CONNECTIONS), float(options.get("pause_s") or 0.5))
    workers = [Worker(queue, route) for _ in range(queue.workers)]
    keeper, finishers = Keeper(queue), [Finisher(queue, accept) for _ in range(FINISHERS)]
    meter = Meter(desk, queue, sum(package["size"] for package in wanted if package not in packages))
    if not files:
        return meter.tell(True)
    try:
        desk.say("{} files to fetch{}, over at most {} connections.".format(
            len(files), "; {} of them are here already".format(words(here)) if here else "", len(workers)))
        meter.tell(True)
        for thread in workers + finishers + [keeper]:
            thread.start()
        beside()
        while not queue.over.wait(0.1):
            children.wait(desk, 0)
            desk.check()
            meter.tell()
            beside()
    finally:
        end(queue, workers, finishers, keeper)
        meter.hear()
    if queue.failure:
        raise StepFailed(queue.failure.words)
    meter.tell(True)


def end(queue, workers, finishers, keeper):
    """Nobody waits longer than a second: a thread that is deep in the system finds nothing to do when it returns."""
    queue.stop()
    for worker in workers:
        worker.client.interrupt()
    until = time.monotonic() + 1.0
    for thread in workers + finishers + [keeper]:
        if thread.ident:
            thread.join(max(0.0, until - time.monotonic()))
    keeper.save()
    for file in queue.files:
        if file.part and not file.part.over and not file.here():
            file.part.drop()  # nothing of it is here


class Meter:
    """Tells the bytes and what holds them up, over the last seconds."""

    WINDOW = 2.0  # seconds

    def __init__(self, desk, queue, before):
        self.desk = desk
        self.queue = queue
        self.whole = before  # bytes of files that were in the folder already
        self.mark = (time.monotonic(), 0.0, 0.0)
        self.bottleneck = "network"

    def tell(self, last=False):
        self.hear()
        now, network, disk = time.monotonic(), self.queue.network, self.queue.disk
        if now - self.mark[0] >= self.WINDOW:
            self.bottleneck = "disk" if disk - self.mark[2] > network - self.mark[1] else "network"
            self.mark = (now, network, disk)
        here, total = self.queue.bytes()
        total = total + self.whole if total or not self.queue.files else 0
        self.desk.progress(here + self.whole, total, "bytes", last, self.bottleneck)

    def hear(self):
        while self.queue.messages:
            self.desk.say(self.queue.messages.popleft())
