"""What must be true once a trial is over, whatever befell it. Each returns sentences; none where all is well."""

import hashlib
import json
import os
import re
import subprocess
import time

import faults
import strangers
from on_processes import marked

CODES = {'succeeded': (0,), 'failed': (1, 5), 'lost': (1,), 'cancelled': (130,)}
KNOWN = {'current', 'envs', 'jobs', 'tmp', 'wheels'}
UNOWNED = re.compile(r'(^\.probe\.|^\.gone-|\.(\d+|tmp)$|^reserve$|^made$)')
SETTLE = 30.0  # seconds until what was ended has gone, on a busy machine; what nobody ends stays for longer


def check(trial):
    return [sentence for one in (logs, copies, known_ends, outcomes, cancels, listed, fates, no_process, no_leftover,
                                 not_ours, wheels, environments, told, current) for sentence in one(trial)]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def logs(trial):
    """The copy on each computer that followed a job to its end is the remote log, byte for byte."""
    for job, home in {(job, client.home) for job, client in followed(trial)}:
        copy, log = home / '.local/share/nightjar/jobs' / job / 'log', trial.place.job_folder(job) / 'log'
        if copy.exists() and log.exists() and sha256(copy) != sha256(log):
            yield 'the copy of %s\'s log (%d bytes) is not the log (%d bytes)' % (
                job, copy.stat().st_size, log.stat().st_size)


def copies(trial):
    """Nothing lies in a copy but what belongs there, and the log is as long as its end says."""
    for home in {client.home for client in trial.clients} | {trial.place.home}:
        for job in trial.place.jobs() - trial.before:
            folder = home / '.local/share/nightjar/jobs' / job
            strange = {path.name for path in folder.glob('*')} - {'log', 'events', 'lock', 'about.json'}
            if strange:
                yield 'in the copy of %s lies %s' % (job, sorted(strange))
    for job in trial.place.jobs() - trial.before:
        end, log = trial.place.end(job), trial.place.job_folder(job) / 'log'
        if end and log.stat().st_size != end['log_size']:
            yield '%s ended with %d bytes of log, now there are %d' % (job, end['log_size'], log.stat().st_size)


def known_ends(trial):
    """No computer that saw a job's end takes it for running."""
    for job, client in followed(trial):
        about = client.home / '.local/share/nightjar/jobs' / job / 'about.json'
        if not client.killed and about.exists() and json.loads(about.read_text())['state'] == 'running':
            yield 'this computer takes %s for running still: %s' % (job, client)


def cancels(trial):
    """Who was told that it is cancelled, finds it cancelled, or lost where its supervisor was dead or had to be killed."""
    for client in trial.clients:
        if client.words[0] == 'cancel' and client.process.returncode == 0:
            end = trial.place.end(client.last.get('id')) or {'outcome': 'lost'}
            if client.last.get('state') not in [end['outcome']] + ['cancelled'] * (end['outcome'] == 'lost'):
                yield 'the cancel said %s, the end says %s' % (client.last.get('state'), end['outcome'])


def followed(trial):
    """(job, client) of every program that told a job's end."""
    for client in trial.clients + [client for _, client in trial.ends]:
        last = client.last
        if last.get('event') == 'finished' and last.get('outcome') in CODES and last.get('job'):
            yield last['job'], client


def outcomes(trial):
    """What each program said, and its exit code, are what the end record says."""
    for job, client in trial.ends:
        if client.last.get('event') != 'finished':
            yield 'on the way back nothing was told of %s: %s' % (job, client)
    for job, client in followed(trial):
        end = trial.place.end(job)
        truth = end['outcome'] if end else 'lost'
        told, code = client.last['outcome'], client.process.returncode
        if told != truth:
            yield '%s ended as %s, the program said %s: %s' % (job, truth, told, client)
        elif not client.killed and code not in CODES[truth]:
            yield '%s ended as %s, the exit code was %s: %s' % (job, truth, code, client)
    for client in trial.clients:
        if not client.killed and client.last.get('event') not in ('finished', None) and client.words[0] == 'follow':
            yield 'a program ended without its last word: %s' % client


def listed(trial):
    """The runtime's own list says the same."""
    jobs = trial.place.ask('job.list', {'root': str(trial.place.root)})['jobs']
    for about in jobs:
        if about['id'] in trial.place.jobs() - trial.before:
            end = trial.place.end(about['id']) or {'outcome': 'lost'}
            told = about['state'], about['exit_code'], about['signal'], about['log_bytes']
            size = (trial.place.job_folder(about['id']) / 'log').stat().st_size
            if told != (end['outcome'], end.get('exit_code'), end.get('signal'), size):
                yield 'the list says of %s %s, its end %s' % (about['id'], told, end)


def fates(trial):
    """A fault of the link or of the program has no say in how the install ends."""
    if not trial.job or not trial.place.job_folder(trial.job).exists():
        if not trial.allowed & {'unreachable'} and not set(trial.kinds) & {
                'kill_client', 'kill_sshd', 'cut', 'freeze_cut', 'interrupt', 'index_503', 'disk_full', 'freeze'}:
            yield 'nothing was started: %s' % trial.client
        return
    first = trial.clients[0]
    if first.words[0] == 'install' and not first.killed and first.last.get('job') != trial.job:
        yield 'the program lost sight of its install: %s' % first
    end = trial.place.end(trial.job)
    outcome = end['outcome'] if end else 'lost'
    if outcome not in trial.allowed:
        yield '%s ended as %s, at step %s: %s' % (trial.job, outcome, (end or {}).get('step'), (end or {}).get('reason'))


def no_process(trial):
    jobs = trial.place.jobs() - trial.before
    until = time.monotonic() + SETTLE
    while True:
        left = ['%s of %s' % (pid, job) for job in jobs for pid in marked(job)]
        left += ['the supervisor of ' + job for job in jobs if trial.place.supervisor(job)]
        left += ['agent %s' % pid for pid in agents(trial)]
        if not left or time.monotonic() > until:
            return ['still running: %s' % ', '.join(left)] if left else []
        time.sleep(0.02)


def agents(trial):
    """Processes of this place's SSH sessions."""
    home, found = b'HOME=%s' % os.fsencode(str(trial.place.home)), []
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open('/proc/%s/environ' % name, 'rb') as file, open('/proc/%s/stat' % name) as stat:
                variables = file.read().split(b'\0')
                if home in variables and any(one.startswith(b'SSH_CONNECTION=') for one in variables):
                    if stat.read().rpartition(')')[2].split()[0] not in 'ZX':
                        found.append(name)
        except OSError:
            pass
    return found


def no_leftover(trial):
    root = trial.place.root
    if not root.exists():
        return
    # Where no job came to be, what the last one said it left is still there (seed 2912, trial 98).
    jobs = trial.place.jobs() - trial.before or sorted(trial.before)[-1:]
    said = {path for job in jobs for path in (trial.place.end(job) or {}).get('left') or ()}
    for name in sorted(set(os.listdir(str(root))) - KNOWN - strangers.NAMES):
        yield 'in the root lies %s' % name
    if (root / 'tmp').exists() and os.listdir(str(root / 'tmp')):
        yield 'tmp holds %s' % os.listdir(str(root / 'tmp'))
    folders = [root / name for name in ('envs', 'jobs', 'wheels')]
    folders += [trial.place.job_folder(job) for job in trial.place.jobs() - trial.before]
    folders += [path for parent in ('wheels', 'envs') for path in (root / parent).glob('*')
                if path.name not in strangers.NAMES]
    for folder in folders:
        names = os.listdir(str(folder)) if folder.is_dir() else []
        for name in names:
            record = name.endswith('.part') and name + '.json' not in names
            alone = name.endswith('.part.json') and name[:-5] not in names
            if (UNOWNED.search(name) or record or alone) and str(folder / name) not in said:
                yield 'nothing owns %s/%s' % (folder.relative_to(root), name)


def not_ours(trial):
    return strangers.missing(trial.place.root)


def wheels(trial):
    """What lies among the wheels under its own name is what the index has, byte for byte; where the index was giving
    other contents, what came then is for the installer to refuse."""
    place = trial.place
    truth, known = (place.__dict__.setdefault(name, {}) for name in ('truth', 'known_wheels'))
    for path in (place.root / 'wheels').glob('*/*.whl'):
        about = path.stat()
        stamp = about.st_ino, about.st_size, about.st_mtime_ns
        if path.parent.name in strangers.NAMES or known.get(path) == stamp:
            continue
        known[path] = stamp
        if path.name not in truth:
            variant = path.parent.name.partition('-')[2]
            truth[path.name] = hashlib.sha256(place.bad_index.whole(variant, path.name)).hexdigest()
        if sha256(path) != truth[path.name] and 'index_changed' not in trial.kinds:
            yield '%s is not what the index has' % path.name


def told(trial):
    """The verb "environments" says what the disk says."""
    there = trial.place.ask('environments', {'root': str(trial.place.root)})['environments']
    pointed = [one['id'] for one in there if one['current']]
    current = trial.current()
    if pointed != ([os.path.basename(current)] if current else []):
        yield 'listed as current: %s; on the disk: %s' % (pointed, current)
    envs = trial.place.root / 'envs'
    recorded = {path.parent.name for path in envs.glob('[!.]*/nightjar.json')} if envs.exists() else set()
    if {one['id'] for one in there} != recorded:
        yield 'listed: %s; on the disk: %s' % (sorted(one['id'] for one in there), sorted(recorded))


def environments(trial):
    """Every environment on the disk is whole. Those found whole before are not looked at again."""
    known = trial.place.__dict__.setdefault('whole', set())
    envs = trial.place.root / 'envs'
    for name in os.listdir(str(envs)) if envs.exists() else ():
        if name not in known and name not in strangers.NAMES and not name.startswith('.gone-'):
            fault = works(envs / name / 'bin/python')
            if fault:
                yield 'envs/%s does not work: %s' % (name, fault)
            else:
                known.add(name)


def current(trial):
    """It works; and where the install did not get as far as the switch, it is the one from before."""
    root, to = trial.place.root, trial.current()
    if to is None:
        if trial.pointed:
            yield '`current` is gone'
        return
    fault = works(root / 'current/bin/python')
    if fault:
        yield '`current` (%s) does not work: %s' % (to, fault)
    end, moved = trial.place.end(trial.job) if trial.job else None, faults.MOVES & set(trial.kinds)
    if end and end['outcome'] == 'succeeded' and to == trial.pointed and not moved:
        yield 'the install succeeded and `current` is still %s' % to
    if end and end['outcome'] in ('failed', 'cancelled') and end['step'] != 'activate' and to != trial.pointed and not moved:
        yield 'the install did not succeed and `current` moved from %s to %s' % (trial.pointed, to)


def works(python):
    ran = subprocess.run([str(python), '-I', '-c', 'import torch; print(torch.__version__)'], stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60) if python.exists() else None
    if ran is None:
        return 'it has no Python'
    return '' if ran.returncode == 0 else ran.stdout.decode('utf-8', 'replace')[-300:]
