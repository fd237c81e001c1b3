"""One trial: an install, what befalls it, and the way back to its end."""

import json
import os
import random
import shutil
import signal
import threading
import time

import faults
import light_job
import strangers
from watch import Watch

PATIENCE = 150.0  # seconds that a program may take on a busy machine before it counts as hung


class Client:
    """One run of the program."""

    def __init__(self, place, words, home=None):
        self.home, self.words = home or place.home, words
        self.process, self.out, self.err = place.start_program([*words, '--json'], home)
        self.killed = False

    def wait(self, seconds=PATIENCE):
        """False where it had to be killed for hanging."""
        try:
            self.process.wait(seconds)
        except Exception:
            self.process.kill()
            self.process.wait()
            return False
        return True

    def kill(self, number=signal.SIGKILL):
        if self.process.poll() is None:
            self.killed = number == signal.SIGKILL
            self.process.send_signal(number)
            return True
        return False

    def objects(self):
        return [json.loads(line) for line in self.out.read_text(errors='replace').splitlines() if line.startswith('{')]

    @property
    def last(self):
        return (self.objects() or [{}])[-1]

    def __str__(self):
        return '%s: exit %s\n%s\n%s' % (' '.join(map(str, self.words[:1])), self.process.poll(),
                                        self.out.read_text(errors='replace')[-1500:], self.err.read_text()[-1500:])


class Trial:
    def __init__(self, place, name, kinds, whole):
        self.place, self.name, self.kinds, self.whole = place, name, kinds, whole
        self.random = random.Random(name)
        self.job, self.clients, self.problems, self.done, self.said = None, [], [], [], []
        self.allowed = {'succeeded'} | set().union(*(faults.KINDS[kind].may for kind in kinds))
        self.others = set()  # jobs that a fault sent, not the trial itself
        self.over = threading.Event()

    def say(self, text):
        self.said.append('%7.3f %s' % (time.monotonic() - self.began, text))

    def run(self):
        self.began = time.monotonic()
        place = self.place
        self.before, self.pointed = place.jobs(), self.current()
        if any(kind.startswith('index') for kind in self.kinds):
            for folder in (place.root / 'wheels').glob('*'):
                if folder.name not in strangers.NAMES:
                    shutil.rmtree(str(folder), True)
        self.watch = Watch(place)
        try:
            workers = [threading.Thread(target=self.inject, args=(kind, random.Random('%s/%d/%s' % (self.name, n, kind))))
                       for n, kind in enumerate(self.kinds)]
            early = [faults.KINDS[kind].early for kind in self.kinds]
            for worker in [worker for worker, at_once in zip(workers, early) if at_once]:
                worker.start()
            self.start()
            for worker in [worker for worker, at_once in zip(workers, early) if not at_once]:
                worker.start()
            self.first_client()
            self.over.set()
            for worker in workers:
                worker.join()
            self.come_back()
        finally:
            self.over.set()
            place.link.calm()
            place.bad_index.calm()
            self.watch.stop()
        self.problems += self.watch.problems

    def start(self):
        place, through = self.place, self.place.where(True)
        if not self.whole:
            job = light_job.light_job(place, self.random, 12 if 'kill_switch' in self.kinds else 1)
            busy = light_job.send(place, job)
            if busy:
                self.problems.append('the root was busy with %s before anything began' % busy)
                return
            self.job = job['id']
            self.client = Client(place, ['follow', *through, self.job])
        else:
            words = ['install', *through, '--index', place.bad_index.url, '--packages', 'torch', '--python',
                     place.python, '--yes']
            self.client = Client(place, words + (['--detach'] if self.random.random() < 0.3 else []))
        self.clients.append(self.client)

    def first_client(self):
        if not self.client.wait():
            self.problems.append('the program hung: %s' % self.client)
        if '--detach' in self.client.words and self.find_job():
            self.client = Client(self.place, ['follow', *self.place.where(True), self.job])
            self.clients.append(self.client)
            if not self.client.wait():
                self.problems.append('the program hung: %s' % self.client)

    def find_job(self):
        """The job's id, from what the runtime has; None while there is none."""
        if not self.job:
            new = sorted(job for job in self.place.jobs() - self.before - self.others
                         if (self.place.job_folder(job) / 'supervisor.json').exists())
            self.job = new[0] if new else None
        return self.job

    def come_back(self):
        """On a sound link, to the end of every job that this trial brought about."""
        self.ends = []
        self.find_job()
        for job in sorted(self.place.jobs() - self.before):
            if not (self.place.job_folder(job) / 'job.json').exists():
                continue
            client = Client(self.place, ['follow', *self.place.where(False), job])
            if not client.wait():
                self.problems.append('the program hung on the way back: %s' % client)
            self.ends.append((job, client))

    def inject(self, kind, rng):
        try:
            told = faults.KINDS[kind].strike(self, rng)
        except Exception as error:
            self.problems.append('the fault %s could not be made: %r' % (kind, error))
            return
        if told:
            self.done.append(kind)
        self.say('%s: %s' % (kind, told or 'came too late'))

    def moment(self, rng, steps=('preflight', 'venv', 'install', 'check', 'activate')):
        """Waits for a random moment of the job; False where it was over before."""
        if rng.random() < 0.3:
            return not self.over.wait(rng.random() * (8 if self.whole else 2)) and bool(self.find_job())
        step = rng.choice(steps + (('resolve', 'download', 'download', 'verify') if self.whole else ()))
        return self.step(step) and not self.over.wait(rng.random() ** 2 * (2 if self.whole else 0.7))

    def step(self, step, pause=0.01):
        """Waits until the step runs; False where the job was over before."""
        wanted = b'"id":"%s"' % step.encode()
        while not self.over.wait(pause):
            if not self.find_job():
                continue
            try:
                if wanted in (self.place.job_folder(self.job) / 'events').read_bytes().replace(b' ', b''):
                    return True
            except OSError:
                pass
            if self.place.end(self.job):
                return False
        return False

    def current(self):
        try:
            return os.readlink(str(self.place.root / 'current'))
        except OSError:
            return None
