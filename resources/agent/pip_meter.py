"""How far pip's own download is: bytes by which the wheels' folder and the job's temporary files have grown."""
import os
import time


class Meter:
    """Never goes back; how much it will be is not known."""

    def __init__(self, desk, folder):
        self.desk = desk
        self.folders = (folder, desk.temporary)
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
            self.desk.progress(self.most, 0, "bytes", last)


def collect_sizes(folder, sizes):
    # type: (str, dict) -> None
    """{file name: bytes} below a folder. pip copies a wheel from its temporary place: one name counts once."""
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                sizes[name] = max(sizes.get(name, 0), os.lstat(os.path.join(place, name)).st_size)
            except OSError:
                pass  # pip has moved it
