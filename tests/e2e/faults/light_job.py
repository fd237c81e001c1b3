"""A job of the same shape as an install that takes half a second: its environment is copied, not downloaded. Sent
through the agent's protocol, followed and cancelled by the program."""

import os
import time

from place import agent_process, sample_torch

CLEARED = 60.0  # seconds in which a lost job's remains must be gone
STEP_ENVIRONMENT = {'clean': {'keep': ['PATH', 'HOME'], 'keep_prefixes': ['LC_'], 'set': {}}}
TALK = ('i=0; while [ $i -lt {lines} ]; do echo "line $i of what a package says while it is unpacked"; i=$((i+1)); '
        'done; sleep {pause:.2f}; echo end of talk')
COPY = ('import glob, shutil, sys; to = glob.glob(sys.argv[2] + "/lib/python*/site-packages")[0]; '
        'shutil.copytree(sys.argv[1] + "/torch", to + "/torch")')


def light_job(place, rng, switches=1):
    """switches: how often `current` goes back and forth before it stays with the new environment."""
    job = '%s-%s' % (time.strftime('%Y%m%d-%H%M%S', time.gmtime()), os.urandom(4).hex())
    environment, work = str(place.root / 'envs' / ('light-' + job)), str(place.root / 'tmp' / job)
    python, sample = str(place.python), str(sample_torch(str(place.python.parents[2])))
    made = [[python, '-I', '-m', 'venv', '--without-pip', environment], [python, '-c', COPY, sample, environment]]
    shell = lambda text: ['/bin/sh', '-c', text]
    talk = TALK.format(lines=rng.choice((50, 500, 5000)), pause=rng.random())
    steps = [
        ('preflight', 'preflight', {'root': str(place.root), 'work': work, 'need_bytes': 0, 'python': python}),
        ('venv', 'venv', {'path': environment, 'attempts': [{'title': 'a copy', 'commands': made}],
                          'check': [environment + '/bin/python', '-c', 'import torch']}),
        ('install', 'run', {'commands': [shell('setsid sleep 600 & ' + talk), shell(talk)]}),
        ('check', 'run', {'commands': [shell('echo to stderr >&2; sleep %.2f' % (rng.random() / 4))]}),
    ]
    steps += activations(place, environment, switches)
    return {'id': job, 'title': 'A light install', 'root': str(place.root), 'environment': environment, 'work': work,
            'manifest': manifest(place), 'step_environment': STEP_ENVIRONMENT,
            'steps': [{'id': name, 'title': name, 'weight': 1, 'verb': verb, 'args': args, 'optional': False}
                      for name, verb, args in steps]}


def manifest(place):
    return {'schema': 'nightjar.environment/1', 'build': 'light', 'date': '2026-11-24', 'variant': 'cpu',
            'versions': {}, 'index': place.bad_index.url, 'python': '', 'sample': True}


def activations(place, environment, switches):
    try:
        other = os.path.join(str(place.root), os.readlink(str(place.root / 'current')))
    except OSError:
        other = environment
    targets = [other if n % 2 else environment for n in range(2 * switches - 1)]
    return [('activate', 'activate', {'root': str(place.root), 'environment': to, 'manifest': manifest(place)})
            for to in targets]


def send(place, job):
    """Starts it; returns None, or the id of the job that the runtime is busy with."""
    until = time.monotonic() + CLEARED
    while True:
        try:
            place.ask('job.start', {'job': job})
            return None
        except agent_process.AgentFault as fault:
            if fault.code == 'changing' and time.monotonic() < until:  # what a lost job has left is being removed
                time.sleep(0.2)
                continue
            if fault.code != 'busy':
                raise
            return fault.error['details']
