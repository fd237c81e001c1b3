"""Programs that are killed, interrupted or stopped. Each returns what it did; nothing where it came too late."""

import os
import signal
import time


def kill(pids, number=signal.SIGKILL):
    hit = 0
    for pid in pids:
        try:
            os.kill(pid, number)
            hit += 1
        except OSError:
            pass
    return hit


def kill_client(trial, rng):
    early = trial.whole and rng.random() < 0.2  # while it connects, detects, chooses, starts
    there = not trial.over.wait(rng.random() * 2) if early else trial.moment(rng)
    return there and trial.client.kill() and 'killed'


def interrupt(trial, rng):
    return trial.moment(rng) and trial.client.kill(signal.SIGINT) and 'Ctrl-C'


def kill_supervisor(trial, rng):
    pid = trial.moment(rng) and trial.place.supervisor(trial.job)
    return pid and kill([pid]) and 'killed %d' % pid


def kill_switch(trial, rng):
    if not trial.step('activate', 0.001):
        return None
    until = time.monotonic() + rng.random() ** 2 * 0.3
    while time.monotonic() < until:  # without a pause: what is wrong for a moment only shows to who looks all the time
        trial.watch.look_at_current()
    pid = trial.place.supervisor(trial.job)
    return pid and kill([pid]) and 'killed %d, current is %s' % (pid, trial.current())


def marked(job):
    """Living processes that carry the job's mark."""
    mark, found = ('NIGHTJAR_JOB=' + job).encode(), []
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open('/proc/%s/environ' % name, 'rb') as file, open('/proc/%s/stat' % name) as stat:
                    if mark in file.read().split(b'\0') and stat.read().rpartition(')')[2].split()[0] not in 'ZX':
                        found.append(int(name))
            except OSError:
                pass
    return found


def kill_child(trial, rng):
    children = trial.moment(rng) and marked(trial.job)
    return children and kill([rng.choice(children)]) and 'killed one of %d' % len(children)


def stop(everything):
    def strike(trial, rng):
        pid = trial.moment(rng) and trial.place.supervisor(trial.job)
        if not pid:
            return None
        seconds, stopped = 10.0 if rng.random() < 0.04 else rng.uniform(0.05, 2), [pid]
        kill([pid], signal.SIGSTOP)
        if everything:
            stopped += marked(trial.job)
            kill(stopped, signal.SIGSTOP)
        time.sleep(seconds)
        kill(stopped, signal.SIGCONT)
        return '%d stopped for %.2f s' % (len(stopped), seconds)
    return strike
