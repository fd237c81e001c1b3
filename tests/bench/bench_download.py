#!/usr/bin/env python3
"""Whole installs of a made set of wheels (300 MB over 25 files, a real one's sizes at 1:10) from an index on loopback:
`nightjar install local` against `pip install` and `uv pip install` by hand, A B C D A B C D …, each to the end of its
check of dependencies. Once with every connection limited to --rate bytes per second, once without a limit, once with
all connections together limited to --line (a tenth of 1 Gbit/s, as the sizes are a tenth); then a cut at half and the
share of bytes that is fetched again. Goals: at most 0.6 times pip where one connection does not fill the line, at most
1.05 where it does, not slower than uv with an empty cache; less than 5 % fetched again.

uv alone neither keeps a wheel nor hashes it. `uv_keeping` is what a person types to have both, as Nightjar does: the
set resolved by uv, its wheels fetched 12 at once by curl, sha256sum, uv from the folder. Where no line is the limit,
that is the comparison that tells how well the work is done; the one with uv tells what keeping and hashing cost.

uv is the one of NIGHTJAR_TEST_UV or PATH; without one its figures are null. By hand is what a person types: a venv,
pip brought up to date (not for uv), the install, the check. pip's own update comes from the same index, unlimited or
not: NIGHTJAR_TEST_TOOLING names a folder with wheels of pip, setuptools, wheel and what they need (else `pip download` fetches them).
"""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import made_wheels
from remote import HERE, checked, timed

sys.path.insert(0, str(HERE.parent.parent / 'resources/practice'))
from index_pages import path_of  # noqa: E402
from real_wheels import wheels_in  # noqa: E402


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--rate', type=int, default=4000000, help='bytes per second of each connection')
    parser.add_argument('--line', type=int, default=12500000, help='bytes per second of all connections together')
    parser.add_argument('--scale', type=float, default=1, help='times the sizes of 1:10; 10 is a real set')
    parser.add_argument('--only', choices=('limited', 'unlimited', 'line', 'cut'))
    return parser.parse_args()


class Bench:
    def __init__(self, scale):
        build = pathlib.Path(os.environ.get('NIGHTJAR_BUILD', HERE.parent.parent / 'build/release'))
        self.binary = str(build / 'app/nightjar')
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='nightjar-bench-'))
        self.root, self.wheels = self.folder / 'root', self.folder / 'served'
        self.python = os.path.realpath(sys.executable)
        self.uv = os.environ.get('NIGHTJAR_TEST_UV') or shutil.which('uv')
        self.wheels.mkdir()
        said = checked([self.python, '-c', 'import sys; print("%d%d" % sys.version_info[:2])']).decode().strip()
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        self.version = made_wheels.make_all(str(self.wheels), today, 'cp%s-cp%s-manylinux_2_28_x86_64' % (said, said), scale)
        self.paths = [path_of(wheel) for wheel in wheels_in(str(self.wheels))]
        tooling = os.environ.get('NIGHTJAR_TEST_TOOLING')
        if tooling:
            for path in pathlib.Path(tooling).glob('*.whl'):
                shutil.copy(str(path), str(self.wheels))
        else:
            checked([self.python, '-m', 'pip', 'download', '--dest', self.wheels, 'pip', 'setuptools', 'wheel'])
        self.total = sum(path.stat().st_size for path in self.wheels.iterdir())

    def serve(self, rate, line=0):
        words = [sys.executable, '-B', str(HERE / 'download_index.py'), str(self.wheels), str(rate), str(line)]
        self.server = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.base = 'http://127.0.0.1:%d' % int(self.server.stdout.readline())

    def stop(self):
        self.server.stdin.close()
        self.server.wait()
        self.server.stdout.close()

    def sent(self):
        return int(urllib.request.urlopen(self.base + '/sent').read())

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(('PIP_', 'UV_', 'PYTHON'))}
        kept.update(HOME=str(self.folder / 'home'), XDG_CACHE_HOME=str(self.folder / 'cache'), LC_ALL='C.UTF-8',
                    XDG_CONFIG_HOME=str(self.folder / 'config'), PIP_INDEX_URL=self.base + '/simple/',
                    PIP_DISABLE_PIP_VERSION_CHECK='1', PIP_CONFIG_FILE=os.devnull, UV_NO_CONFIG='1', TMPDIR=str(self.folder))
        kept['UV_DEFAULT_INDEX'] = kept['PIP_INDEX_URL']  # where an environment's own pip comes from
        if self.uv:
            kept['PATH'] = os.path.dirname(self.uv) + ':' + kept['PATH']
        return kept

    def fresh(self):
        for name in ('root', 'cache', 'by-hand', 'kept', 'home', 'config'):
            shutil.rmtree(str(self.folder / name), ignore_errors=True)
        (self.folder / 'home').mkdir()
        os.sync()  # what one way left to be written is not for the next to wait for

    def start(self, *more):
        words = [self.binary, 'install', 'local', '--root', self.root, '--index', self.base + '/whl/nightly', '--packages',
                 'torch', '--variant', 'cpu', '--python', self.python, '--yes', '--json', *more]
        return subprocess.Popen(list(map(str, words)), env=self.environment(), encoding='utf-8',
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def ours(self, *more):
        """Seconds to the end of the step `check`; what the made torch cannot do is not waited for."""
        self.fresh()
        began, steps = time.monotonic(), {}
        process = self.start(*more)
        for line in process.stdout:
            event = json.loads(line)
            if event['event'] == 'step' and event['state'] in ('done', 'skipped', 'failed'):
                steps[event['id']] = round(event['seconds'], 2)
                if event['id'] == 'check' and event['state'] == 'done':
                    seconds = time.monotonic() - began
                    process.send_signal(signal.SIGINT)
        process.wait()
        if 'check' not in steps:
            sys.exit('the install failed: ' + line)
        self.steps = steps
        return seconds

    def by_pip(self):
        self.fresh()
        began, venv = time.monotonic(), str(self.folder / 'by-hand')
        pip = [venv + '/bin/python', '-m', 'pip']
        for words in ([self.python, '-m', 'venv', venv], pip + ['install', '--upgrade', 'pip', 'setuptools', 'wheel'],
                      pip + ['install', '--no-cache-dir', '--pre', '--index-url', self.base + '/whl/nightly/cpu',
                             'torch==' + self.version], pip + ['check']):
            checked(words, env=self.environment())
        return time.monotonic() - began

    def by_uv(self):
        self.fresh()
        began, venv = time.monotonic(), str(self.folder / 'by-hand')
        for words in ([self.uv, 'venv', '--python', self.python, venv],
                      [self.uv, 'pip', 'install', '--python', venv + '/bin/python', '--prerelease', 'allow', '--index-url',
                       self.base + '/whl/nightly/cpu', 'torch==' + self.version],
                      [self.uv, 'pip', 'check', '--python', venv + '/bin/python']):
            checked(words, env=self.environment())
        return time.monotonic() - began

    def by_uv_keeping(self):
        self.fresh()
        began, venv, kept = time.monotonic(), str(self.folder / 'by-hand'), self.folder / 'kept'
        wanted, urls = self.folder / 'wanted', [self.base + path for path in self.paths]
        wanted.write_text('torch==%s\n' % self.version)
        uv, python = [self.uv, 'pip'], ['--python', venv + '/bin/python']
        for words in ([self.uv, 'venv', '--python', self.python, venv],
                      uv + ['compile', *python, '--prerelease', 'allow', '--index-url', self.base + '/whl/nightly/cpu', wanted],
                      ['curl', '--silent', '--fail', '--parallel', '--parallel-max', '12', '--create-dirs', '--output-dir',
                       kept, '--remote-name-all', *urls],
                      ['sha256sum', *(kept / path.rpartition('/')[2] for path in self.paths)],
                      uv + ['install', *python, '--prerelease', 'allow', '--no-index', '--find-links', kept, '-r', wanted],
                      uv + ['check', *python]):
            checked(words, env=self.environment())
        return time.monotonic() - began

    def compare(self, runs, rate, line=0):
        """{NAME_s: median seconds, ratio_to_NAME: median of ours by theirs, pair by pair}; null where it was not run."""
        ways = {'nightjar': self.ours, 'pip': self.by_pip, 'uv': self.by_uv if self.uv else None,
                'uv_keeping': self.by_uv_keeping if self.uv and shutil.which('curl') else None}
        self.serve(rate, line)
        rows = []
        for _ in range(runs):
            rows.append({name: timed(way) for name, way in ways.items() if way})
            print({name: round(seconds, 2) for name, seconds in rows[-1].items()}, self.steps, file=sys.stderr)
        self.stop()
        middle = lambda values: round(statistics.median(values), 3)
        found = {'steps_s': self.steps}
        for name, way in ways.items():
            found[name + '_s'] = middle(row[name] for row in rows) if way else None
            if name != 'nightjar':
                found['ratio_to_' + name] = middle(row['nightjar'] / row[name] for row in rows) if way else None
        return found

    def cut(self, rate):
        """The share of all bytes that went out twice, after the supervisor was killed at half."""
        self.serve(rate)
        self.fresh()
        process, killed = self.start(), False
        for line in process.stdout:
            event = json.loads(line)
            bytes_done = event['event'] == 'progress' and event['unit'] == 'bytes' and event['done']
            if bytes_done and bytes_done > event['total'] / 2 and not killed:
                about, = self.root.glob('jobs/*/supervisor.json')
                os.kill(json.loads(about.read_text())['pid'], signal.SIGKILL)
                killed = True
        process.wait()
        process = self.start()
        for line in process.stdout:
            event = json.loads(line)
            if event['event'] == 'step' and event['id'] == 'download' and event['state'] == 'done':
                process.send_signal(signal.SIGINT)
        process.wait()
        share = self.sent() / self.total - 1  # the tooling's few megabytes went out twice as well
        self.stop()
        return {'fetched_again': round(share, 4), 'goal': 0.05}


def main():
    options = parse()
    bench = Bench(options.scale)
    found = {'runs': options.runs, 'megabytes': round(bench.total / 1e6), 'rate': options.rate, 'line': options.line}
    try:
        if options.only in (None, 'limited'):
            found['limited'] = dict(bench.compare(options.runs, options.rate), goal_ratio_to_pip=0.6, goal_ratio_to_uv=1.0)
        if options.only in (None, 'unlimited'):
            found['unlimited'] = dict(bench.compare(options.runs, 0), goal_ratio_to_pip=1.05, goal_ratio_to_uv=1.0)
        if options.only in (None, 'line'):
            found['line'] = dict(bench.compare(options.runs, 0, options.line), goal_ratio_to_pip=1.05, goal_ratio_to_uv=1.0)
        if options.only in (None, 'cut'):
            found['cut_at_half'] = bench.cut(options.rate * 2)
    finally:
        shutil.rmtree(str(bench.folder), ignore_errors=True)
    print(json.dumps({'download': found}))


main()
