"""The whole walk, as a person does it in a terminal."""

import os
import pathlib
import shutil
import subprocess
import time

from world import World, processes_with

STEPS = ['preflight', 'venv', 'tooling', 'resolve', 'download', 'install', 'check', 'verify', 'activate']


class Walk(World):
    def test_practice_succeeds_and_leaves_nothing(self):
        run = self.nightjar('install', 'practice', '--yes', '--json')
        self.assertEqual(run.code, 0, str(run))
        started = run.events('started')[0]
        self.assertEqual([step['id'] for step in started['plan']], STEPS)
        end = self.finished(run)
        self.assertEqual(end['outcome'], 'succeeded')
        self.assertIsNone(end['error'])
        self.assertTrue(end['report']['ok'])
        self.assertTrue(end['report']['sample'], 'samples are called samples')
        for step in STEPS:
            states = [e['state'] for e in run.events('step') if e['id'] == step]
            self.assertEqual(states[0], 'running', step)
            self.assertIn(states[-1], ('done', 'skipped'), step)
        self.assertTrue(any('torch' in e['text'] for e in run.events('log')), str(run))
        self.assertTrue(any(e['unit'] == 'bytes' for e in run.events('progress')), str(run))
        self.assertEqual(list((self.home / '.cache').glob('nightjar/nightjar-practice-*')), [])
        self.assertEqual(processes_with(str(self.home)), [])
        self.assertFalse(os.path.exists(end['environment']))

    def test_practice_in_words_for_a_person(self):
        run = self.nightjar('install', 'practice', '--yes')
        self.assertEqual(run.code, 0, str(run))
        self.assertIn('sample', run.out)
        self.assertIn('It works', run.out)

    def test_practice_for_accounts_that_cannot_log_in(self):
        if os.getuid() != 0 or not shutil.which('setpriv'):
            self.skipTest('needs root and setpriv to be somebody else')
        if not os.stat('/').st_mode & 0o001:
            self.skipTest('the root folder of this system is closed to others, who can start nothing here')
        os.chmod(str(self.folder), 0o755)
        for user, unknown in ((65534, False), (54321, True)):
            os.chown(str(self.home), user, user)
            run = self.nightjar('install', 'practice', '--yes', '--json', '--packages', 'torch', as_user=user)
            self.assertEqual(run.code, 0, str(run))
            if unknown:
                self.assertIn('without SSH', run.err)

    def test_a_runtime_over_ssh_from_detect_to_a_repeat_by_profile(self):
        server, index = self.sshd().trust(), self.index()
        root = self.folder / 'night jar $(touch pwned) "q" \'s\' ü'
        place = [server.target, *server.words(), '--root', root]
        facts = self.nightjar('detect', *place, '--json')
        self.assertEqual(facts.code, 0, str(facts))
        self.assertEqual(facts.last['schema'], 'nightjar.runtime/1')
        self.assertEqual(facts.last['disk']['path'], str(root))
        builds = self.nightjar('builds', *place, '--index', index, '--json')
        self.assertEqual(builds.code, 0, str(builds))
        self.assertIsNotNone(builds.last['recommended'], str(builds))

        first = self.nightjar('install', *place, '--index', index, '--yes', '--json', '--save-profile', 'lab')
        self.assertEqual(first.code, 0, str(first))
        end = self.finished(first)
        current = root / 'current'
        self.assertEqual(os.path.realpath(str(current)), os.path.realpath(end['environment']))
        version = subprocess.check_output([end['python'], '-I', '-c', 'import torch; print(torch.__version__)'])
        self.assertEqual(version.decode().strip(), end['build']['torch'])

        verified = self.nightjar('verify', *place, '--json')
        self.assertEqual(verified.code, 0, str(verified))
        self.assertEqual(verified.last['schema'], 'nightjar.verify/1')
        self.assertTrue(verified.last['ok'])

        shown = self.nightjar('profiles', 'list', '--json')
        self.assertEqual([p['name'] for p in shown.last['profiles']], ['lab'])
        time.sleep(1.1)  # the stamp in the environment's name counts seconds
        again = self.nightjar('install', 'lab', '--identity', server.identity, '--yes', '--json')
        self.assertEqual(again.code, 0, str(again))
        self.assertNotEqual(os.path.realpath(str(current)), os.path.realpath(end['environment']))
        self.assertFalse((self.folder / 'pwned').exists())
        self.assertEqual([p for p in (root / 'tmp').glob('*')], [], 'no temporary file is left')
        self.assertEqual(self.nightjar('profiles', 'remove', 'lab').code, 0)

    def test_an_environment_whose_python_is_gone_or_broken_is_not_verified(self):
        root = self.folder / 'root'
        words = ['--root', root, '--json']
        self.assertEqual(self.nightjar('verify', 'local', *words).code, 1, 'there is nothing to verify yet')
        installed = self.nightjar('install', 'local', '--index', self.index(), '--yes', '--packages', 'torch', *words)
        python = pathlib.Path(self.finished(installed)['environment']) / 'bin/python'
        for broken in (None, '#!/bin/sh\necho hello\n', '#!/bin/sh\nexit 3\n'):
            with self.subTest(broken=broken):
                python.unlink()
                if broken:
                    python.write_text(broken)
                    python.chmod(0o755)
                else:
                    python.symlink_to('/nowhere/python3')
                run = self.nightjar('verify', 'local', *words)
                self.assertEqual(run.code, 5, str(run))
                self.assertNotIn('error', run.last)
                self.assertEqual((run.last['schema'], run.last['ok']), ('nightjar.verify/1', False))
                self.assertEqual(run.last['python'], str(python))
                states = {row['id']: row['state'] for row in run.last['checks']}
                self.assertEqual(states.pop('import'), 'failed')
                self.assertEqual(set(states.values()), {'skipped'})
                self.assertIn('Install a nightly again', run.last['checks'][0]['detail'])
                self.assertTrue(all(row['detail'] for row in run.last['checks']))

    def test_this_computer_without_ssh(self):
        root = self.folder / 'root'
        run = self.nightjar('install', 'local', '--root', root, '--index', self.index(), '--yes', '--json',
                            '--packages', 'torch')
        self.assertEqual(run.code, 0, str(run))
        self.assertNotIn('torchvision', self.finished(run)['report']['versions'])

    def test_foreign_settings_of_the_runtime_do_not_leak_in(self):
        bad = {'PIP_INDEX_URL': 'http://127.0.0.1:9/simple', 'PIP_CONSTRAINT': '/nowhere/constraint.txt',
               'PIP_NO_BINARY': ':all:', 'PYTHONPATH': '/nowhere', 'PYTHONHOME': None, 'UV_CONSTRAINT': '/nowhere',
               'PIP_TARGET': '/nowhere/target', 'PIP_REQUIRE_HASHES': '1', 'LD_LIBRARY_PATH': '/nowhere'}
        pip_conf = self.home / '.config/pip/pip.conf'
        pip_conf.parent.mkdir(parents=True)
        pip_conf.write_text('[global]\nconstraint = /nowhere/c.txt\nindex-url = http://127.0.0.1:9/simple\nuser = yes\n')
        run = self.nightjar('install', 'local', '--root', self.folder / 'root', '--index', self.index(), '--yes',
                            '--json', **bad)
        self.assertEqual(run.code, 0, str(run))
        tooling = [e for e in run.events('step') if e['id'] == 'tooling'][-1]
        self.assertEqual(tooling['state'], 'skipped', str(run))
        self.assertTrue(tooling['reason'])

    def test_without_a_terminal_and_without_yes_nothing_starts(self):
        run = self.nightjar('install', 'practice')
        self.assertEqual(run.code, 2, str(run))
        self.assertIn('--yes', run.err)
