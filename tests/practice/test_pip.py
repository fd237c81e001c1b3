"""Real pip installs from the practice index, in a real environment, and the samples answer."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from practice import Practice


def environment_problem():
    """Why this Python cannot make an environment, or nothing."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        return 'this Python has no venv with pip: %s' % error
    return '' if sys.version_info >= (3, 10) else 'the samples are for Python 3.10 and later'


@unittest.skipIf(environment_problem(), environment_problem())
class PipTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.mkdtemp()
        cls.practice = Practice('--no-ssh')
        cls.environment = {'PATH': os.environ['PATH'], 'HOME': cls.place, 'PIP_CONFIG_FILE': os.devnull,
                           'PIP_DISABLE_PIP_VERSION_CHECK': '1'}
        subprocess.run([sys.executable, '-m', 'venv', os.path.join(cls.place, 'fresh')], check=True,
                       env=cls.environment)

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()
        shutil.rmtree(cls.place)

    def make_environment(self, name):
        """A copy of the fresh one: quicker than ensurepip each time, and as good for `python -m pip`."""
        path = os.path.join(self.place, name)
        shutil.copytree(os.path.join(self.place, 'fresh'), path, symlinks=True)
        self.python = os.path.join(path, 'bin', 'python')

    def run_python(self, *arguments):
        done = subprocess.run([self.python, '-I', *arguments], env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, cwd=self.place, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout.decode())
        return done.stdout.decode()

    def install(self, variant, *packages):
        self.run_python('-m', 'pip', 'install', '--pre', '--index-url', '%s/%s' % (self.practice.index, variant),
                        *packages)
        self.run_python('-m', 'pip', 'check')
        return self.run_python('-c', 'import torch; print(torch.__version__)').strip()

    def test_torch_alone_is_tonights_and_the_pair_is_last_nights(self):
        self.make_environment('alone')
        alone = self.install('cpu', 'torch')
        self.make_environment('pair')
        pair = self.install('cpu', 'torch', 'torchvision', 'torchaudio')
        self.assertLess(pair, alone)
        self.assertTrue(pair.endswith('+cpu'), pair)
        self.run_python('-c', 'import torchvision, torchaudio')

    def test_a_dated_pair_resolves_and_a_mixed_one_does_not(self):
        self.make_environment('mixed')
        tonight = self.install('cu130', 'torch')
        with self.assertRaisesRegex(AssertionError, 'ResolutionImpossible'):
            self.install('cu130', 'torch==' + tonight, 'torchvision')

    def test_an_ended_variant_installs_its_old_build(self):
        self.make_environment('ended')
        self.assertTrue(self.install('cu126', 'torch', 'torchvision').endswith('+cu126'))

    def test_an_unknown_variant_has_no_versions(self):
        self.make_environment('unknown')
        with self.assertRaisesRegex(AssertionError, r'from versions: none'):
            self.install('cu118', 'torch')

    def test_pip_keeps_no_practice_wheel_in_its_cache(self):
        self.make_environment('cache')
        self.install('cpu', 'torch')
        cached = sum(os.path.getsize(os.path.join(folder, name))
                     for folder, _, names in os.walk(os.path.join(self.place, '.cache')) for name in names)
        self.assertLess(cached, 1000000)


if __name__ == '__main__':
    unittest.main()
