"""The end of a practice runtime: nothing of it goes on running, nothing of it stays on disk."""

import json
import os
import shutil
import signal
import time

ENVIRONMENT_ROOT = 'nightjar'  # inside the practice folder; practice.cpp says the same
PATIENCE_SECONDS = 3
_MARK = b'NIGHTJAR_PRACTICE='
_JOB_MARK = b'NIGHTJAR_JOB='


def end(folder, ssh=None):
    """Ends the SSH server, its sessions and the jobs of this runtime, then removes `folder`."""
    listener = {ssh.process.pid} if ssh else set()
    for patience in (PATIENCE_SECONDS, 0, 0):  # a second look: what was just being started
        ours = _with_descendants(listener | _supervisors(folder) | _marked(folder))
        _end_all(ours, patience)
        if ssh:
            ssh.process.poll()
    shutil.rmtree(folder, ignore_errors=True)


def _end_all(pids, patience):
    for number, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 1)):
        for pid in pids:
            try:
                os.kill(pid, number)
            except OSError:
                pass
        deadline = time.monotonic() + wait
        while any(map(_alive, pids)) and time.monotonic() < deadline:
            time.sleep(0.02)
        if not any(map(_alive, pids)):
            return


def _stat(pid):
    """(state, parent) of a process, or None where there is none."""
    try:
        with open('/proc/%d/stat' % pid, 'rb') as file:
            fields = file.read().rpartition(b')')[2].split()
        return fields[0], int(fields[1])
    except (OSError, IndexError, ValueError):
        return None


def _alive(pid):
    stat = _stat(pid)
    return bool(stat) and stat[0] not in (b'Z', b'X')


def _pids():
    try:
        return [int(name) for name in os.listdir('/proc') if name.isdigit() and int(name) != os.getpid()]
    except OSError:
        return []  # no /proc: the listener alone is ended


def _with_descendants(pids):
    stats = ((pid, _stat(pid)) for pid in _pids())
    parent_of = {pid: stat[1] for pid, stat in stats if stat}
    found, before = set(pids), None
    while found != before:
        before = set(found)
        found |= {pid for pid, parent in parent_of.items() if parent in found}
    return found - {os.getpid()}


def _marked(folder):
    """Processes that came in through our server, or belong to one of our jobs, wherever they have moved since."""
    marks = {_MARK + os.fsencode(folder)} | {_JOB_MARK + os.fsencode(job) for job in _jobs(folder)}
    found = set()
    for pid in _pids():
        try:
            with open('/proc/%d/environ' % pid, 'rb') as file:
                if marks.intersection(file.read().split(b'\0')):
                    found.add(pid)
        except OSError:
            pass
    return found


def _jobs(folder):
    try:
        return os.listdir(os.path.join(folder, ENVIRONMENT_ROOT, 'jobs'))
    except OSError:
        return []


def _supervisors(folder):
    """Jobs' supervisors: the process that a job names, if it still has that job's files open."""
    found = set()
    for job in _jobs(folder):
        try:
            with open(os.path.join(folder, ENVIRONMENT_ROOT, 'jobs', job, 'supervisor.json')) as file:
                pid = int(json.load(file)['pid'])
            files = '/proc/%d/fd/' % pid
            if any(os.readlink(files + fd).startswith(folder + os.sep) for fd in os.listdir(files)):
                found.add(pid)
        except (OSError, ValueError, KeyError, TypeError):
            pass
    return found
