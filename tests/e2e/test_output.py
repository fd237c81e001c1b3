"""Where the output goes: what cannot be written is told by the exit code, and stops nothing."""

import subprocess

from world import BINARY, World


class Output(World):
    def run_into(self, stdout, *words):
        """The program with `stdout` as a shell would give it, such as ">/dev/full"; exit code and stderr."""
        run = subprocess.run(['sh', '-c', 'exec "$@" ' + stdout, 'sh', BINARY, *map(str, words)],
                             stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env=self.environment(), timeout=300,
                             encoding='utf-8', errors='replace')
        return run.returncode, run.stderr

    def test_a_full_disk_or_a_closed_stdout_is_a_failure(self):
        for words in (['builds', '--index', self.index(), '--json'], ['builds', '--index', self.index()],
                      ['profiles', 'list', '--json'], ['detect', 'local', '--json'], ['--version'],
                      ['install', '--help']):
            for stdout in ('>/dev/full', '>&-', '<&- >&-'):
                with self.subTest(words=words, stdout=stdout):
                    code, said = self.run_into(stdout, *words)
                    self.assertEqual(code, 1, said)
                    self.assertIn('output could not be written', said)

    def test_a_worse_exit_code_stays(self):
        self.assertEqual(self.run_into('>/dev/full', 'detect', 'a b c', '--json')[0], 2)
        self.assertEqual(self.run_into('>/dev/full', 'profiles', 'show', 'nobody', '--json')[0], 2)

    def test_an_install_goes_on_when_its_reader_is_gone(self):
        root = self.folder / 'root'
        words = ['install', 'local', '--root', root, '--index', self.index(), '--yes', '--json']
        process = self.start_nightjar(*words)
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        self.assertEqual(process.wait(120), 1, said)
        self.assertIn('output could not be written', said)
        self.assertTrue((root / 'current/bin/python').exists(), said)

    def test_closed_streams_do_not_get_mixed_up_with_files(self):
        root = self.folder / 'root'
        code, _ = self.run_into('<&- >&- 2>&-', 'install', 'local', '--root', root, '--index', self.index(), '--yes',
                                '--json', '--packages', 'torch')
        self.assertEqual(code, 1)
        self.assertTrue((root / 'current/bin/python').exists())

    def test_a_profile_that_could_not_be_saved_is_told_in_the_last_event(self):
        words = ['install', 'practice', '--yes', '--json', '--packages', 'torch', '--save-profile', 'lab']
        run = self.nightjar(*words[:-1], 'my lab')
        self.assertIn("nightjar install 'my lab'", run.err)
        end = self.finished(self.nightjar(*words))
        self.assertEqual(end['profile'], {'name': 'lab', 'saved': True, 'error': None})
        self.assertIsNone(self.finished(self.nightjar('install', 'a b c', '--json', '--save-profile', 'x'))['profile'])
        blocked = self.folder / 'blocked'
        blocked.write_text('I am no folder')
        run = self.nightjar(*words, XDG_CONFIG_HOME=str(blocked))
        self.assertEqual(run.code, 0, str(run))
        end = self.finished(run)
        self.assertEqual((end['outcome'], end['error']), ('succeeded', None))
        self.assertEqual((end['profile']['name'], end['profile']['saved']), ('lab', False))
        self.assertTrue(end['profile']['error']['what'] and end['profile']['error']['fix'], str(run))
