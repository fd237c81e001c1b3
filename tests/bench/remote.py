"""What the benches over SSH share: the release binary, a real sshd, paired runs."""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'e2e'))
import world  # noqa: E402


def options(runs):
    parser = argparse.ArgumentParser()
    parser.add_argument('--runs', type=int, default=runs)
    return parser.parse_args()


def start():
    """A World whose program is the build's, and a trusted server in it."""
    build = pathlib.Path(os.environ.get('NIGHTJAR_BUILD', HERE.parent.parent / 'build/release'))
    world.BINARY = str(build / 'app/nightjar')
    place = world.World()
    place.setUp()
    return place, place.sshd().trust()


def ssh_words(server):
    return ['ssh', '-F', 'none', '-o', 'BatchMode=yes', '-o', 'UserKnownHostsFile=%s' % server.known_hosts, '-i',
            str(server.identity), '-p', str(server.port), '%s@127.0.0.1' % server.user]


def timed(run):
    """Seconds that `run` took, or that it returns where only a part of it counts."""
    began = time.monotonic()
    part = run()
    return part if isinstance(part, float) else time.monotonic() - began


def checked(words, **more):
    done = subprocess.run(list(map(str, words)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **more)
    if done.returncode:
        sys.exit('%s\n%s' % (words, done.stdout.decode('utf-8', 'replace')[-3000:]))
    return done.stdout


def paired(runs, ours, theirs):
    """Medians of both and of the ratio pair by pair: A B A B …, so that a drifting machine moves both."""
    pairs = [(timed(ours), timed(theirs)) for _ in range(runs)]
    return (statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs),
            statistics.median(a / b for a, b in pairs))
