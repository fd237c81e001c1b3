"""What befalls an install: one row a kind. `strike(trial, rng)` returns what it did, or nothing where it came too late."""

import collections
import os
import signal
import threading
import time

import light_job

Kind = collections.namedtuple('Kind', 'strike may early whole', defaults=(frozenset(), False, None))
NO_ROOM = 28  # ENOSPC


def cut_after(way):
    def strike(trial, rng):
        size, before = int(10 ** rng.uniform(0, 5.3)), trial.place.link.cuts
        trial.place.link.cut_after(way, size)
        trial.over.wait()
        return trial.place.link.cuts > before and 'cut after %d more bytes %s' % (size, way)
    return strike


def cut(trial, rng):
    return trial.moment(rng) and trial.place.link.cut(rng.random() < 0.5) and 'cut'


def freeze(then_cut):
    def strike(trial, rng):
        if not trial.moment(rng) or not trial.place.link.freeze():
            return None
        seconds = 25.0 if rng.random() < 0.04 else rng.uniform(0.05, 3)
        time.sleep(seconds)
        if then_cut:
            trial.place.link.cut(rng.random() < 0.5)
        trial.place.link.thaw()
        return 'frozen for %.2f s' % seconds
    return strike


def kill(pids, number=signal.SIGKILL):
    hit = 0
    for pid in pids:
        try:
            os.kill(pid, number)
            hit += 1
        except OSError:
            pass
    return hit


def kill_sshd(trial, rng):
    return trial.moment(rng) and kill(trial.place.server.children()) and 'killed'


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


def another(trial, words, home=None):
    from trial import Client

    client = Client(trial.place, words, home)
    trial.clients.append(client)
    if not client.wait():
        trial.problems.append('the second program hung: %s' % client)
    return client


def two_followers(trial, rng):
    if not trial.moment(rng):
        return None
    home = trial.place.folder / 'other-home' if rng.random() < 0.6 else None
    another(trial, ['follow', *trial.place.where(rng.random() < 0.5), trial.job], home)
    return 'from %s' % ('another computer' if home else 'the same computer')


def two_installs(trial, rng):
    if not trial.moment(rng):
        return None
    running = trial.place.supervisor(trial.job)
    refused = light_job.send(trial.place, light_job.light_job(trial.place, rng))
    if not refused and running and trial.place.supervisor(trial.job) and not trial.place.end(trial.job):
        trial.problems.append('a second install was taken while %s runs' % trial.job)
    if refused not in (None, trial.job):
        trial.problems.append('the second install was refused for %s, not for %s' % (refused, trial.job))
    return 'refused' if refused else 'taken: the first had just ended'


def cancel(trial, rng):
    if not trial.moment(rng):
        return None
    client = another(trial, ['cancel', *trial.place.where(rng.random() < 0.3), trial.job])
    answer = client.last
    sound = not set(trial.kinds) & {'cut', 'cut_up', 'cut_down', 'freeze', 'freeze_cut', 'kill_sshd'}
    if sound and (client.process.returncode != 0 or answer.get('left')):
        trial.problems.append('the cancel did not end it: %s' % client)
    return 'answered %s' % answer.get('state')


def together(trial, rng):
    """Two installs sent at the very same moment, when the first is over or lost."""
    import agent_process

    trial.over.wait()
    while trial.job and trial.place.supervisor(trial.job):
        time.sleep(0.02)
    jobs, answers = [light_job.light_job(trial.place, rng) for _ in range(2)], []
    other = agent_process.Agent(environment=agent_process.clean_environment(str(trial.place.home)))

    def one(agent, job):
        try:
            agent.ask('job.start', {'job': job})
            answers.append('started')
        except agent_process.AgentFault as fault:
            answers.append(fault.code)
    threads = [threading.Thread(target=one, args=pair) for pair in zip((trial.place.agent, other), jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    if sorted(answers) != ['busy', 'started']:
        trial.problems.append('of two installs at once: %s' % answers)
    return 'one was taken'


LINK = frozenset({'unreachable'})  # the program may give up before it has started anything
KINDS = {
    'cut_up': Kind(cut_after('up'), LINK, True), 'cut_down': Kind(cut_after('down'), LINK, True),
    'cut': Kind(cut), 'freeze': Kind(freeze(False)), 'freeze_cut': Kind(freeze(True)),
    'kill_sshd': Kind(kill_sshd), 'kill_client': Kind(kill_client),
    'interrupt': Kind(interrupt, frozenset({'cancelled'})),
    'kill_supervisor': Kind(kill_supervisor, frozenset({'lost'})),
    'kill_switch': Kind(kill_switch, frozenset({'lost'})),
    'kill_child': Kind(kill_child, frozenset({'failed'})),
    'stop': Kind(stop(True)), 'stop_supervisor': Kind(stop(False)),
    'disk_full': Kind(disk_full, frozenset({'failed', 'lost'})),
    'index_slow': Kind(index('slow'), frozenset(), True, True),
    'index_503': Kind(index('503'), frozenset({'failed'}), False, True),
    'index_reset': Kind(index('reset'), frozenset({'failed'}), True, True),
    'index_ranges': Kind(index('ranges'), frozenset({'failed'}), True, True),
    'index_changed': Kind(index('changed'), frozenset({'failed'}), True, True),
    'two_followers': Kind(two_followers), 'two_installs': Kind(two_installs), 'together': Kind(together),
    'cancel': Kind(cancel, frozenset({'cancelled'})),
}
