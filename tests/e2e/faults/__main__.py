"""A seeded campaign of faults against installs: real sshd, real pip, a real index, the built program.

    NIGHTJAR_BINARY=PROGRAM python3 -B tests/e2e/faults [--seed N] [--rounds N] [--long] [--only KIND] [--report FILE]

Ends with 1 where anything that must always hold did not. A trial that failed prints what repeats it."""

import argparse
import os
import pathlib
import random
import shutil
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import invariants  # noqa: E402
import strangers  # noqa: E402
from faults import KINDS  # noqa: E402
from place import BINARY, SSHD, Place, can_mount, make_python, sample_torch  # noqa: E402
from report import Report  # noqa: E402
from trial import Trial  # noqa: E402

SHORT, LONG = 24, 500  # faults
WHOLE = 0.3  # share of trials that are whole installs
KEPT_ENVIRONMENTS = 6


def arguments():
    parser = argparse.ArgumentParser(prog='tests/e2e/faults')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--first', type=int, default=0, help='the number of the first trial')
    parser.add_argument('--rounds', type=int, help='so many trials, however many faults that makes')
    parser.add_argument('--long', action='store_true', help='%d faults, not %d' % (LONG, SHORT))
    parser.add_argument('--only', choices=sorted(KINDS), help='this kind of fault alone')
    parser.add_argument('--report', help='a file for the numbers, as JSON')
    parser.add_argument('--workers', type=int, default=2, help='trials at a time')
    parser.add_argument('--uv', help='a uv that the runtime has; what makes environments then asks the package index')
    parser.add_argument('--keep', action='store_true', help='keep the folders')
    return parser.parse_args()


def draw(name, only, can_mount):
    """(kinds, whether it is a whole install, whether the small disk is needed) of the trial with this name."""
    rng, names = random.Random('draw ' + name), list(KINDS)
    kinds = [only or rng.choice(names)]
    whole = KINDS[kinds[0]].whole if KINDS[kinds[0]].whole is not None else rng.random() < WHOLE
    for _ in range(rng.choice((0, 1, 1, 2)) if not only else 0):
        kind = rng.choice(names)
        if KINDS[kind].whole in (None, whole) and not alike(kind, kinds):
            kinds.append(kind)
    if not can_mount:
        kinds = [kind for kind in kinds if kind != 'disk_full']
    return kinds, whole, 'disk_full' in kinds


def alike(kind, kinds):
    """Two faults of the same part of a trial hide each other."""
    group = kind.split('_')[0]
    after = {'together', 'kill_rollback', 'kill_remove'}  # what these expect is that nobody else holds the root
    rivals = after | {'disk_full', 'two_installs', 'rollback'}
    if kind in after and rivals & set(kinds) or (kind in rivals and after & set(kinds)):
        return True
    return any(other.split('_')[0] == group for other in kinds)


class Campaign:
    def __init__(self, options, folder):
        self.options, self.report, self.lock = options, Report(KINDS), threading.Lock()
        self.next, self.python = options.first, make_python(folder / 'python')
        sample_torch(str(folder))
        if options.uv:
            (self.python.parent / 'uv').symlink_to(os.path.realpath(options.uv))
        self.can_mount = can_mount(folder)
        if not self.can_mount:
            print('skipped: disk_full, which needs the right to mount a small file system')
        self.enough, self.broken = False, []

    def number(self):
        """The next trial's; None where it is enough."""
        with self.lock:
            rounds = self.options.rounds
            if self.enough or (rounds is not None and self.next >= self.options.first + rounds):
                return None
            self.next += 1
            return self.next - 1

    def work(self):
        places = {}
        try:
            for number in iter(self.number, None):
                self.one(number, places)
        except BaseException as error:
            self.broken.append(error)
            raise
        finally:
            for place in places.values():
                if self.options.keep:
                    print('kept: %s' % place.folder)
                    place._cleanups = [c for c in place._cleanups if c[0] is not shutil.rmtree]
                place.doCleanups()

    def one(self, number, places):
        options, name = self.options, '%d:%d' % (self.options.seed, number)
        kinds, whole, small = draw(name, options.only, self.can_mount)
        if small not in places:
            places[small] = Place().open(self.python, small)
        place = places[small]
        (place.root.parent / 'filler').unlink() if (place.root.parent / 'filler').exists() else None
        trial = Trial(place, name, kinds, whole)
        try:
            trial.run()
            trial.problems += invariants.check(trial)
        except Exception as error:
            trial.problems.append('the trial broke off: %r' % error)
        again = 'python3 -B tests/e2e/faults --seed %d --first %d --rounds 1 --keep%s' % (
            options.seed, number, ' --only ' + options.only if options.only else '')
        count = self.report.add(trial, again)
        self.enough = options.rounds is None and count >= (LONG if options.long else SHORT)
        if trial.problems and not options.keep:
            places.pop(small).doCleanups()  # what it left must not be laid at the next trial's door
        else:
            thin_out(place)


def thin_out(place):
    """So that the disk does not fill up with environments."""
    envs, current = place.root / 'envs', os.path.realpath(str(place.root / 'current'))
    made = sorted((path for path in envs.glob('*') if path.name not in strangers.NAMES), key=lambda path: path.stat().st_mtime) if envs.exists() else []
    for path in made[:-KEPT_ENVIRONMENTS]:
        if str(path) != current:
            shutil.rmtree(str(path), True)


def main():
    options, began = arguments(), time.monotonic()
    if not BINARY:
        sys.exit('NIGHTJAR_BINARY must name the built program')
    if not SSHD:
        print('skipped: no sshd on this machine (package openssh-server)')
        return 0
    folder = pathlib.Path(tempfile.mkdtemp(prefix='nightjar-faults-'))
    try:
        campaign = Campaign(options, folder)
        threads = [threading.Thread(target=campaign.work) for _ in range(options.workers)]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                thread.join()
        except KeyboardInterrupt:
            campaign.enough = True  # those that run are seen through
            for thread in threads:
                thread.join()
    finally:
        shutil.rmtree(str(folder), True)
    print(campaign.report.text())
    print('%.0f s' % (time.monotonic() - began))
    if options.report:
        campaign.report.write(options.report)
    return 1 if campaign.report.failed or campaign.broken or not campaign.report.trials else 0


if __name__ == '__main__':
    sys.exit(main())
