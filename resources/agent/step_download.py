"""The step "download": pip fetches the wheels, its progress is told by what grows on the disk, and every wheel is
looked at before anything is installed from it."""
import os
import time

import children
import wheels
from step_resolve import requirements


def download(desk, args):
    """args: python, argv, argv_resolved (taken where the resolve step left its requirements), resolved?, dir."""
    folder = args["dir"]
    os.makedirs(folder, exist_ok=True)
    resolved = known_packages(desk)
    use = "argv_resolved" if resolved and os.path.isfile(requirements(desk, args)) else "argv"
    wheels.drop_unreadable(desk, folder)
    meter = Meter(desk, folder, [package["size"] for package in resolved])
    children.run(desk, args[use], on_tick=meter.tell)
    meter.tell(True)
    wheels.inspect(desk, folder, {file_name(package["url"]): package["sha256"] for package in resolved})


def known_packages(desk):
    # type: (object) -> list
    import wire

    try:
        with open(desk.folder.file("resolved.json"), encoding="ascii") as file:
            return wire.loads(file.read())
    except (OSError, ValueError):
        return []


def file_name(url):
    # type: (str) -> str
    from urllib.parse import unquote, urlsplit

    return unquote(os.path.basename(urlsplit(url).path))


class Meter:
    """Bytes fetched: what the wheels' folder and the job's temporary files have grown by. Never goes back."""

    def __init__(self, desk, folder, known):
        self.desk = desk
        self.folders = (folder, desk.temporary)
        self.total = sum(known) if known and None not in known else 0
        self.start = self.measure()
        self.most = 0
        self.looked = 0.0

    def measure(self):
        sizes = {}  # type: dict
        for folder in self.folders:
            collect_sizes(folder, sizes)
        return sum(sizes.values())

    def tell(self, last=False):
        if last or time.monotonic() - self.looked >= 0.2:
            self.looked = time.monotonic()
            self.most = max(self.most, self.measure() - self.start)
            done = min(self.most, self.total) if self.total else self.most
            self.desk.progress(self.total or done if last else done, self.total, "bytes", last)


def collect_sizes(folder, sizes):
    # type: (str, dict) -> None
    """{file name: bytes} below a folder. pip copies a wheel from its temporary place: one name counts once."""
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                sizes[name] = max(sizes.get(name, 0), os.lstat(os.path.join(place, name)).st_size)
            except OSError:
                pass  # pip has moved it
