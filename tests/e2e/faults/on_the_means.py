"""What an install lives on: room on the disk, and an index that answers. Each returns what it did; nothing where it came
too late."""

import time

NO_ROOM = 28  # ENOSPC


def disk_full(trial, rng):
    if not trial.moment(rng):
        return None
    path, rounds = trial.place.root.parent / 'filler', 0
    for rounds in range(rng.choice((1, 1, 5))):
        with open(str(path), 'ab', buffering=0) as filler:
            try:
                for size in (1 << 20, 1 << 14, 1 << 10, 1):
                    fill(filler, size)
            except OSError:
                pass
        time.sleep(0.2 * rng.random())
    if rng.random() < 0.4:  # somebody makes room while it runs
        time.sleep(rng.random() * 2)
        path.unlink()
    return 'full, %d times' % (rounds + 1)


def fill(file, size):
    while True:
        try:
            file.write(b'x' * size)
        except OSError as error:
            if error.errno != NO_ROOM:
                raise
            return


def index(kind):
    def strike(trial, rng):
        if kind == '503' and rng.random() < 0.7 and not trial.step('resolve'):
            return None
        trial.place.bad_index.upset(kind, rng.randrange(1, 5), rng)
        trial.over.wait()
        return trial.place.bad_index.struck and '%d answers' % trial.place.bad_index.struck
    return strike
