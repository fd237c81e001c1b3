#!/usr/bin/env python3
"""Following a job that has printed 100 MB, over SSH: `nightjar follow --raw` against `ssh host cat log`. Goals: at least
half of its throughput, client memory flat (against a job that printed 1 MB), the remote agent under 30 MB.
"""

import json
import pathlib
import subprocess
import sys
import threading

from remote import HERE, checked, options, paired, ssh_words, start
import world

sys.path.insert(0, str(HERE.parent / 'agent'))
import harness  # noqa: E402

MEGABYTE = 1000 * 1000


def printed(root, megabytes):
    """A job on `root` that has printed so much; its id."""
    line = 'Downloading a wheel, and saying so in about as many letters as pip does, with a figure at its end 123456\n'
    script = 'import sys\nfor _ in range(%d): sys.stdout.write(%r)' % (megabytes * MEGABYTE // len(line), line)
    job = {'id': harness.new_id(), 'title': 'print', 'root': str(root), 'environment': None, 'manifest': {},
           'step_environment': harness.AgentTest.STEP_ENVIRONMENT,
           'steps': [{'id': 's0', 'title': 'print', 'verb': 'run', 'args': {'commands': [[sys.executable, '-c', script]]}}]}
    with harness.Agent() as agent:
        agent.ask('job.start', {'job': job})
        agent.ask('job.follow', {'root': str(root), 'id': job['id'], 'log_offset': 10 ** 12})
    return job['id']


def peak_of_agents(stop, peaks):
    """The largest resident size, in bytes, of the agents that run meanwhile."""
    while not stop.wait(0.02):
        for found in pathlib.Path('/proc').glob('[0-9]*/status'):
            try:
                line = (found.parent / 'cmdline').read_bytes().split(b'\0')
                status = found.read_text()
            except OSError:
                continue
            if b'python' in line[0] and any(b'NIGHTJAR-PAYLOAD' in word for word in line) and 'VmHWM:' in status:
                peaks.append(int(status.split('VmHWM:')[1].split()[0]) * 1024)


def client_peak(words, environment):
    """Bytes the program took at most, from a child of its own that measures it."""
    script = ('import resource, subprocess, sys\n'
              'subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n'
              'print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)')
    return int(checked([sys.executable, '-c', script, *words], env=environment))


def main():
    runs = options(5).runs
    place, server = start()
    root, environment = place.folder / 'root', place.environment()
    small, large = printed(root, 1), printed(root, 100)
    log = root / 'jobs' / large / 'log'
    follow = [world.BINARY, 'follow', server.target, *server.words(), '--root', root]

    def into_nothing(words):
        subprocess.run(list(map(str, words)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment,
                       check=True)

    with open(str(log), 'rb') as file:
        assert checked(follow + [large, '--raw'], env=environment) == file.read()
    ours, theirs, ratio = paired(runs, lambda: into_nothing(follow + [large, '--raw']),
                                 lambda: into_nothing(ssh_words(server) + ['cat %s' % log]))
    stop, peaks = threading.Event(), []
    watcher = threading.Thread(target=peak_of_agents, args=(stop, peaks))
    watcher.start()
    memory = [client_peak([*map(str, follow), job, '--raw'], environment) for job in (small, large)]
    stop.set()
    watcher.join()
    size = log.stat().st_size / MEGABYTE
    place.doCleanups()
    print(json.dumps({'follow': {'runs': runs, 'log_mb': round(size, 1), 'nightjar_mb_s': round(size / ours, 1),
                                 'ssh_cat_mb_s': round(size / theirs, 1), 'share': round(1 / ratio, 3),
                                 'goal_share': 0.5, 'client_1_mb_mib': round(memory[0] / 2 ** 20, 1),
                                 'client_100_mb_mib': round(memory[1] / 2 ** 20, 1),
                                 'agent_mib': round(max(peaks) / 2 ** 20, 1), 'goal_agent_mib': 30}}))


main()
