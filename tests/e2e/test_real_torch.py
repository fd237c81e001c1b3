"""Real torch through a page of the nightly's shape, where this machine has a wheel of it."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

from world import World


def wheels_folder():
    """A folder with a torch CPU wheel: NIGHTJAR_TEST_WHEELS, or pip's own find-links setting."""
    named = [os.environ.get('NIGHTJAR_TEST_WHEELS', ''), os.environ.get('PIP_FIND_LINKS', '')]
    listed = subprocess.run([sys.executable, '-m', 'pip', 'config', 'list'], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, encoding='utf-8').stdout
    named += re.findall(r"find-links='([^']*)'", listed)
    for folder in ' '.join(named).split():
        found = sorted(pathlib.Path(folder).glob('torch-*+cpu-cp3*-linux_*.whl')) + \
            sorted(pathlib.Path(folder).glob('torch-*+cpu-cp3*-manylinux*_%s.whl' % os.uname().machine))
        if found:
            return found[0]
    return None


class RealTorch(World):
    def test_real_torch_is_installed_and_proved(self):
        wheel = wheels_folder()
        if not wheel:
            self.skipTest('no torch CPU wheel here (NIGHTJAR_TEST_WHEELS or pip\'s find-links name no folder with one)')
        minor = re.search(r'-cp3(\d+)-', wheel.name).group(1)
        python = self.python_of(minor)
        if not python:
            self.skipTest('no Python 3.%s here for %s' % (minor, wheel.name))
        folder = self.folder / 'wheels'
        fetched = subprocess.run([python, '-m', 'pip', 'download', '--quiet', '--dest', str(folder), '--only-binary',
                                  ':all:', '--find-links', str(wheel.parent), str(wheel)], stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, encoding='utf-8')
        if fetched.returncode:
            self.skipTest('what torch needs cannot be fetched here: ' + fetched.stdout[-300:])
        root = self.folder / 'root'
        run = self.nightjar('install', 'local', '--root', root, '--index', self.index(folder), '--packages', 'torch',
                            '--python', python, '--yes', '--json', timeout=800)
        self.assertEqual(run.code, 0, str(run))
        report = self.finished(run)['report']
        self.assertFalse(report['sample'])
        self.assertTrue(report['commit'])
        states = {row['id']: row['state'] for row in report['checks']}
        for check in ('import', 'versions', 'cpu', 'bf16'):
            self.assertEqual(states[check], 'passed', str(report))
        for check in ('cuda', 'arch', 'matmul'):
            self.assertEqual(states[check], 'skipped', str(report))
        self.assertIn(states['compile'], ('passed', 'skipped'), str(report))

    @staticmethod
    def python_of(minor):
        name = 'python3.' + minor
        places = [shutil.which(name)] + sorted(map(str, pathlib.Path.home().glob('.pyenv/versions/3.%s.*/bin/%s' % (minor, name))))
        for place in places:
            if place and subprocess.run([place, '-c', 'import venv, ensurepip'], stderr=subprocess.DEVNULL).returncode == 0:
                return os.path.realpath(place) if 'shims' not in place else place
        return None
