"""Faults of the link between the two computers. Each returns what it did; nothing where it came too late."""

import time

from on_processes import kill


def cut_after(way):
    def strike(trial, rng):
        size, before = int(10 ** rng.uniform(0, 5.3)), trial.place.link.cuts
        trial.place.link.cut_after(way, size)
        trial.over.wait()
        return trial.place.link.cuts > before and 'cut after %d more bytes %s' % (size, way)
    return strike


def cut(trial, rng):
    return trial.moment(rng) and trial.place.link.cut(rng.random() < 0.5) and 'cut'


def cut_start(trial, rng):
    """Between the request for the install and its answer."""
    while not trial.over.wait(0.001):
        if trial.place.jobs() - trial.before:
            time.sleep(rng.random() ** 3 * 0.1)
            return trial.place.link.cut(rng.random() < 0.5) and 'cut'
    return None


def freeze(then_cut):
    def strike(trial, rng):
        if not trial.moment(rng):
            return None
        if not trial.place.link.freeze():
            return trial.place.link.thaw()
        seconds = 25.0 if rng.random() < 0.04 else rng.uniform(0.05, 3)
        time.sleep(seconds)
        if then_cut:
            trial.place.link.cut(rng.random() < 0.5)
        trial.place.link.thaw()
        return 'frozen for %.2f s' % seconds
    return strike


def kill_sshd(trial, rng):
    return trial.moment(rng) and kill(trial.place.server.children()) and 'killed'
