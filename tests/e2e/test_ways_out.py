"""What a person does where the first answer is no: a stable release, a Python from uv, facts judged elsewhere."""

import datetime
import json
import os
import pathlib
import subprocess
import sys
import threading

import world
from world import World

sys.path.insert(0, str(world.SOURCE / 'resources/practice'))
import index_pages  # noqa: E402
import index_server  # noqa: E402
import samples  # noqa: E402

# A stand-in for uv, which would fetch a Python from the internet: what it makes is of the Python that runs this.
UV = '''#!/bin/sh
echo "$@" >> '{log}'
case "$1" in
  --version) echo 'uv 0.9.9' ;;
  venv) for last; do :; done; exec '{python}' -m venv "$last" ;;
esac
'''


SMI = '''#!/bin/sh
case "$*" in
  --query-gpu=*) echo 'NVIDIA GeForce GTX 1080, GPU-11111111-2222-3333-4444-555555555555, 8192, 6.1, 580.82.07, \
00000000:01:00.0, [N/A]' ;;
  -L) echo 'GPU 0: NVIDIA GeForce GTX 1080 (UUID: GPU-11111111-2222-3333-4444-555555555555)' ;;
  *) echo '| NVIDIA-SMI 580.82.07   Driver Version: 580.82.07   CUDA Version: 13.0     |' ;;
esac
'''


def stable_index(test):
    """2.13.0 and 2.14.0 for cpu, as the stable index shows them; returns its root."""
    wheels = [w for w in samples.sample_wheels() if w.project not in samples.VERSIONS]
    day = datetime.date(2026, 10, 1)
    for torch, vision in (('2.13.0', '0.28.0'), ('2.14.0', '0.29.0')):
        for project, version, requires in (('torch', torch, ['nightjar-sample-filelock']),
                                           ('torchvision', vision, ['torch (==%s)' % torch])):
            for python in samples.python_tags():
                tag = '%s-%s' % (python, samples.platform_tag())
                wheels.append(samples.SampleWheel(project, version + '+cpu', tag, day, requires))
    root, index_pages.ROOT = index_pages.ROOT, '/whl/'
    try:
        server = index_server.serve(wheels)
    finally:
        index_pages.ROOT = root
    threading.Thread(target=server.serve_forever, daemon=True).start()
    test.addCleanup(server.server_close)
    test.addCleanup(server.shutdown)
    return 'http://127.0.0.1:%d/whl' % server.server_address[1]


class WaysOut(World):
    def test_a_stable_release_goes_through_the_same_pipeline(self):
        root = self.folder / 'root'
        run = self.nightjar('install', 'local', '--root', root, '--index', stable_index(self), '--build', '2.13.0',
                            '--variant', 'cpu', '--yes', '--json')
        self.assertEqual(run.code, 0, str(run))
        end = self.finished(run)
        self.assertEqual(end['build']['id'], '2.13.0-cpu')
        self.assertEqual(end['build']['torchvision'], '0.28.0+cpu')
        self.assertEqual(end['report']['versions']['torch'], '2.13.0+cpu')
        self.assertTrue(pathlib.PurePath(end['environment']).name.startswith('2.13.0-cpu-'))

    def test_a_python_from_uv_is_installed_and_used(self):
        tools, log = self.folder / 'bin', self.folder / 'uv.log'
        tools.mkdir()
        uv = tools / 'uv'
        uv.write_text(UV.format(log=log, python=sys.executable))
        uv.chmod(0o755)
        missing = next((v for v in ('3.14', '3.13', '3.12', '3.11', '3.10') if not self.has_python(v)), None)
        if not missing:
            self.skipTest('every Python that uv could bring is on this machine already')
        run = self.nightjar('install', 'local', '--root', self.folder / 'root', '--index', self.index(), '--python',
                            missing, '--yes', '--json', PATH='%s:%s' % (tools, os.environ['PATH']))
        self.assertEqual(run.code, 0, str(run))
        commands = log.read_text().splitlines()
        self.assertTrue(any(c.startswith('venv --seed') and '--python %s ' % missing in c for c in commands), commands)

    def has_python(self, version):
        facts = self.nightjar('detect', 'local', '--json')
        self.assertEqual(facts.code, 0, str(facts))
        return any(p['version'].startswith(version + '.') for p in facts.last['pythons'])

    def test_saved_facts_give_the_same_decision(self):
        index, saved = self.index(), self.folder / 'facts.json'
        facts = self.nightjar('detect', 'local', '--json')
        saved.write_text(facts.out)
        there = self.nightjar('builds', 'local', '--index', index, '--json')
        here = self.nightjar('builds', '--facts', saved, '--index', index, '--json')
        self.assertEqual((there.code, here.code), (0, 0), str(here))
        decisions = [dict(run, read_at=None) for run in (here.last, there.last)]  # the clock goes on meanwhile
        self.assertEqual(*decisions)
        piped = subprocess.run([world.BINARY, 'builds', '--facts', '-', '--index', index, '--json'],
                               input=facts.out.encode(), stdout=subprocess.PIPE, env=self.environment(), timeout=60)
        self.assertEqual(dict(json.loads(piped.stdout), read_at=None), decisions[1])

    def test_facts_that_cannot_be_used_are_wrong_usage(self):
        saved = self.folder / 'facts.json'
        for text, words in (('', 'nothing in it'), ('{', 'not JSON'), ('{"schema":"x/1"}', 'x/1'),
                            ('{"schema":"nightjar.runtime/1"}', 'os should be an object')):
            saved.write_text(text)
            run = self.nightjar('builds', '--facts', saved, '--json')
            self.assertEqual(run.code, 2, str(run))
            self.assertIn(words, run.last['error']['why'])
        missing = self.nightjar('builds', '--facts', self.folder / 'none')
        self.assertEqual(missing.code, 2, str(missing))
        self.assertEqual(self.nightjar('builds', '--facts', saved, 'local').code, 2)

    def test_installing_where_nothing_fits_ends_with_4_and_the_ways_out(self):
        tools = self.folder / 'bin'
        tools.mkdir()
        (tools / 'nvidia-smi').write_text(SMI)
        (tools / 'nvidia-smi').chmod(0o755)
        run = self.nightjar('install', 'local', '--root', self.folder / 'root', '--index', self.index(), '--yes',
                            '--json', PATH='%s:%s' % (tools, os.environ['PATH']))
        self.assertEqual(run.code, 4, str(run))
        error = self.finished(run)['error']
        self.assertIn('no code for compute capability 6.1', error['why'])
        self.assertIn('nightjar install TARGET --index https://download.pytorch.org/whl --build 2.14.0 --variant cu126',
                      error['fix'])
        self.assertIn('--variant cpu', error['fix'])
        self.assertIn('--root %s' % (self.folder / 'root'), error['fix'])
        self.assertEqual(error['fix'].splitlines(), run.err.splitlines()[-len(error['fix'].splitlines()):], str(run))
        self.assertFalse((self.folder / 'root/envs').exists())

    def test_a_gpu_that_nothing_fits_is_told_the_ways_out(self):
        saved = self.folder / 'facts.json'
        facts = json.loads(self.nightjar('detect', 'local', '--json').out)
        facts['gpus'] = [{'vendor': 'nvidia', 'name': 'GTX 1080', 'memory_mib': 8192, 'compute_capability': '6.1',
                          'architecture': 'sm_61', 'uuid': None}]
        facts['driver'] = {'version': '580.82.07', 'cuda': '13.0'}
        saved.write_text(json.dumps(facts))
        run = self.nightjar('builds', '--facts', saved, '--index', self.index(), '--json')
        self.assertEqual(run.code, 0, str(run))
        self.assertIsNone(run.last['recommended'])
        self.assertEqual([(a['channel'], a['variant']) for a in run.last['alternatives']],
                         [('stable', 'cu126'), ('nightly', 'cpu')], str(run))
        self.assertTrue(all(b['reasons'] for b in run.last['builds']))
