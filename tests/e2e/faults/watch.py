"""What must hold at every moment of a trial, looked at all the time: one supervisor, and a whole `current`."""

import os
import threading
import time

LASTING = 1.0  # seconds that a busy machine may take between a job's last two acts


class Watch:
    def __init__(self, place):
        self.place, self.problems, self.over, self.seen = place, [], threading.Event(), None
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def stop(self):
        self.over.set()
        self.thread.join()

    def run(self):
        looks = 0
        while not self.over.wait(0.004):
            self.look_at_current()
            looks += 1
            if looks % 10 == 0:
                self.count_supervisors()

    def look_at_current(self):
        link = str(self.place.root / 'current')
        before = self.seen  # another thread looks, too, and may find the first link just after us (seed 2913, trial 2)
        try:
            to = os.readlink(link)
        except FileNotFoundError:
            if os.path.isdir(str(self.place.root)) and before:
                self.problem('`current` was there and is gone')
            return
        except OSError as error:
            return self.problem('`current` is no link: %s' % error)
        self.seen = to
        python = os.path.join(str(self.place.root), to, 'bin/python')
        if not os.path.exists(python) and os.readlink(link) == to:
            self.problem('`current` points to %s, which has no Python' % to)

    def count_supervisors(self):
        """The one that writes its end record has let go of the lock already, so only lasting twins count."""
        twins, until = self.living(), time.monotonic() + LASTING
        while len(twins) > 1:
            if time.monotonic() > until:
                return self.problem('more than one supervisor: %s' % sorted(twins))
            time.sleep(0.02)
            self.look_at_current()
            twins &= self.living()

    def living(self):
        return {job for job in self.place.jobs() if self.place.supervisor(job) and not self.place.end(job)}

    def problem(self, text):
        if text not in self.problems:
            self.problems.append(text)
