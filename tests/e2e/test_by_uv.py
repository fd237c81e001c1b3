"""Where the runtime has uv, it resolves, unpacks and checks: the result is the one that pip gives."""

import json
import os
import sys

from world import SOURCE, World

sys.path.insert(0, str(SOURCE / 'tests/agent'))
import real_uv  # noqa: E402


class ByUv(World):
    def setUp(self):
        super().setUp()
        self.address = self.index()

    def install(self, name, installer, *words, uv=None):
        """(root, lock's path) of an install into a root of its own."""
        root, path = self.folder / name, os.environ['PATH']
        kept = {'PATH': '%s:%s' % (os.path.dirname(uv), path) if uv else path}
        run = self.nightjar('install', 'local', '--root', root, '--installer', installer, '--yes', '--json', *words, **kept)
        self.assertEqual(run.code, 0, str(run))
        lock = self.folder / (name + '.lock.json')
        run = self.nightjar('lock', 'local', '--root', root, '--output', lock)
        self.assertEqual(run.code, 0, str(run))
        return root, lock

    @staticmethod
    def packages(lock):
        return json.loads(lock.read_text())['packages']

    @staticmethod
    def log(root):
        log, = root.glob('jobs/*/log')
        return log.read_text()

    def test_uv_and_pip_make_the_same_environment_and_each_installs_the_others_lock(self):
        source = ['--index', self.address]
        root, pips = self.install('by pip', 'pip', *source)
        self.assertNotIn('pip compile', self.log(root))
        self.python = str(root / 'current/bin/python')
        uv = real_uv.find(self)
        root, uvs = self.install('by uv', 'auto', *source, uv=uv)
        said = self.log(root)
        for words in (' pip compile ', ' pip install ', ' pip check '):
            self.assertIn(uv + ' --no-config --no-cache --no-progress' + words, said)
        for words in ('--dry-run', '--progress-bar off --no-deps', '-m pip check', 'pip does it now'):
            self.assertNotIn(words, said)  # neither to resolve nor instead of uv
        self.assertEqual(self.packages(uvs), self.packages(pips))
        _, again = self.install('the lock of uv by pip', 'pip', '--from-lock', uvs)
        self.assertEqual(self.packages(again), self.packages(uvs))
        _, again = self.install('the lock of pip by uv', 'uv', '--from-lock', pips, uv=uv)
        self.assertEqual(self.packages(again), self.packages(pips))
