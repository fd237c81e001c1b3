"""What cannot work is said in one clear error, with the right exit code, and nothing is left half-made."""

import contextlib
import errno
import json
import os
import pathlib
import signal
import subprocess

from world import World, supervisor


@contextlib.contextmanager
def stopped(pid):
    """While the process stands still; nothing where it has ended."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


class BadInput(World):
    def error(self, run, code):
        self.assertEqual(run.code, code, str(run))
        self.assertTrue(run.err.strip(), str(run))
        self.assertNotIn('Traceback', run.err)

    def install(self, *words, **extra):
        return self.nightjar('install', 'local', '--yes', '--json', *words, **extra)

    def test_wrong_usage(self):
        for words in (['detect'], ['detect', '-oProxyCommand=x'], ['detect', 'a b c'], ['detect', 'host:99999'],
                      ['frobnicate'], ['detect', 'local', '--nonsense'], ['install', 'local', '--variant', 'cu 130'],
                      ['install', 'local', '--build', '2026-02-31'], ['install', 'local', '--index', 'ftp://x/'],
                      ['install', 'local', '--packages', 'numpy'], ['profiles', 'show'], ['detect', '$(reboot)@host']):
            with self.subTest(words=words):
                self.error(self.nightjar(*words), 2)
                for said in (self.nightjar(*words, '--json').last, self.nightjar('--json', *words).last):
                    self.assertTrue(said['error']['what'], words)
                    if words[0] == 'install':
                        self.assertEqual((said['event'], said['outcome']), ('finished', 'failed'))
                    else:
                        schemas = {'detect': 'nightjar.runtime/1', 'profiles': 'nightjar.profiles/1'}
                        self.assertEqual(said['schema'], schemas.get(words[0]))

    def test_a_relative_root_on_this_computer_is_below_the_folder_one_is_in(self):
        here = self.folder / 'here'
        here.mkdir()
        for word, meant in (('mine', here / 'mine'), ('../mine', self.folder / 'mine'), ('~/mine', self.home / 'mine')):
            run = self.nightjar('detect', 'local', '--json', '--root', word, cwd=str(here))
            self.assertEqual((run.code, run.last['disk']['path']), (0, str(meant)), str(run))

    def test_a_pipe_with_nobody_at_its_other_end_is_not_waited_for(self):
        pipe = self.folder / 'pipe'
        os.mkfifo(str(pipe))
        for words in (['install', 'local', '--yes', '--from-lock', pipe], ['builds', '--facts', pipe]):
            self.assertIn(self.nightjar(*words, '--json', timeout=60).code, (1, 2), words)

    def test_a_folder_is_no_lock(self):
        run = self.nightjar('install', 'local', '--yes', '--from-lock', self.folder, '--json')
        self.assertEqual(run.code, 2, str(run))
        self.assertIn('directory', json.dumps(run.last['error']), str(run))

    def test_a_word_that_is_no_utf_8_is_refused(self):
        run = self.nightjar('detect', 'local', '--json', '--root', os.fsdecode(b'/tmp/x\xff'))
        self.error(run, 2)
        self.assertEqual(run.last['schema'], 'nightjar.runtime/1')

    def test_without_a_display_the_window_says_so(self):
        for platform in (None, 'nonsense'):
            run = self.nightjar(DISPLAY=None, WAYLAND_DISPLAY=None, QT_QPA_PLATFORM=platform)
            self.error(run, 1)
            self.assertIn('no display', run.err)

    def test_a_folder_without_wheels_for_practice(self):
        run = self.nightjar('detect', 'practice', '--wheels', self.home, '--json')
        self.error(run, 1)
        self.assertIn('wheels', run.last['error']['fix'])
        self.error(self.nightjar('detect', 'practice', '--wheels', self.home / 'nowhere', '--json'), 2)

    def test_builds_that_do_not_exist(self):
        index, root = self.index(), self.folder / 'root'
        for words in (['--build', '2031-01-01'], ['--build', '9.9.9'], ['--variant', 'cu999'],
                      ['--python', '3.6'], ['--python', '/nowhere/python3']):
            with self.subTest(words=words):
                run = self.install('--root', root, '--index', index, *words)
                self.error(run, 4)
                self.assertEqual(self.finished(run)['outcome'], 'failed')
                self.assertTrue(run.last['error']['fix'], str(run))
        self.assertFalse((root / 'envs').exists() and list((root / 'envs').iterdir()))

    def disk(self, size):
        """A folder that is a disk of its own, of this size."""
        if os.getuid() != 0:
            self.skipTest('needs root: the full disk is a tmpfs')
        folder = self.folder / 'disk'
        folder.mkdir()
        mounted = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=' + size, 'tmpfs', str(folder)])
        if mounted.returncode:
            self.skipTest('mounting a tmpfs is not allowed here')
        self.addCleanup(subprocess.run, ['umount', '-l', str(folder)])
        return folder

    def fill(self, disk):
        """To the last block, while the job's supervisor stands still: what it sets aside for its last words and what it
        clears away is not for us. Its programs write on, and may take what had been counted as free."""
        with stopped(supervisor(disk / 'root')), open(str(disk / 'somebody'), 'ab') as file:
            taken = os.fstat(file.fileno()).st_size
            while os.statvfs(str(disk)).f_bavail:
                space = os.statvfs(str(disk))
                wanted = space.f_bavail * space.f_frsize
                try:
                    os.posix_fallocate(file.fileno(), taken, wanted)
                    taken += wanted
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def test_a_disk_that_fills_up_while_the_job_runs(self):
        disk, (index, wheels) = self.disk('2g'), self.held_index()
        process = self.start_nightjar('install', 'local', '--root', disk / 'root', '--index', index, '--yes', '--json')
        last = ''
        for last in process.stdout:
            moment = json.loads(last).get('id'), json.loads(last).get('state')
            if moment in (('venv', 'done'), ('download', 'running')):  # pip gives back what it had in use between them
                self.fill(disk)
            if moment[0] == 'download':
                wheels.set()
        self.assertEqual(process.wait(60), 1, last)
        error = json.loads(last)['error']
        self.assertIn('disk', error['why'])
        self.assertIn('--root', error['fix'])
        self.assertEqual(list((disk / 'root/envs').iterdir()), [])
        self.assertFalse(os.path.lexists(str(disk / 'root/current')))

    def test_a_full_disk(self):
        small = self.disk('8m')
        run = self.install('--root', small / 'root', '--index', self.index())
        self.error(run, 4)  # too little disk does not fit, and that is known before anything is made
        error = self.finished(run)['error']
        self.assertIn('needs 1.6 gb of disk', error['why'].lower())
        self.assertIn('--root', error['fix'])

    def test_a_root_that_cannot_be_written(self):
        blocked = self.folder / 'file'
        blocked.write_text('I am no folder')
        run = self.install('--root', blocked / 'root', '--index', self.index())
        self.error(run, 1)
        for part in ('what', 'why', 'fix'):
            self.assertTrue(self.finished(run)['error'][part], str(run))
        self.assertEqual(blocked.read_text(), 'I am no folder')

    def test_something_else_in_the_place_of_current(self):
        current = self.folder / 'root/current'
        current.mkdir(parents=True)
        run = self.install('--root', self.folder / 'root', '--index', self.index(), '--packages', 'torch')
        self.error(run, 1)
        self.assertIn('move', self.finished(run)['error']['fix'].lower())
        self.assertEqual([e['id'] for e in run.events('step') if e['state'] == 'failed'], ['preflight'])

    def test_a_root_on_a_path_with_everything_in_it(self):
        root = self.folder / 'a b\n"c" \'d\' $(touch x) `e` ; é ☾'
        run = self.install('--root', root, '--index', self.index(), '--packages', 'torch')
        self.assertEqual(run.code, 0, str(run))
        self.assertTrue((root / 'current/bin/python').exists())

    def test_a_profile_damaged_by_hand_is_kept_aside(self):
        profiles = self.home / '.config/nightjar/profiles'
        self.assertEqual(self.nightjar('install', 'practice', '--yes', '--save-profile', 'mine').code, 0)
        found = list(pathlib.Path(self.home / '.config').rglob('*.json'))
        self.assertEqual(len(found), 1, str(found))
        found[0].write_text('{"name": "mi')
        run = self.nightjar('profiles', 'list', '--json')
        self.assertEqual(run.code, 0, str(run))
        self.assertEqual(run.last['profiles'], [])
        self.assertEqual(len(run.last['damaged']), 1)
        self.assertEqual(pathlib.Path(run.last['damaged'][0]).read_text(), '{"name": "mi')
        (profiles / 'wrong.json').write_text('{"name": "wrong", "target": 7}')
        for _ in range(2):  # what is wrong is told each time, not only to whoever comes first
            run = self.nightjar('detect', 'wrong', '--json')
            self.error(run, 1)
            self.assertIn('target', run.last['error']['details'])
            self.assertIn('wrong.json.bad', run.last['error']['why'])

    def test_a_profile_made_by_hand_cannot_stand_for_this_computer(self):
        profiles = self.home / '.config/nightjar/profiles'
        profiles.mkdir(parents=True)
        (profiles / 'local.json').write_text(
            '{"name": "local", "target": {"kind": "ssh", "text": "x", "host": "127.0.0.1", "port": 1}}')
        self.assertEqual(self.nightjar('detect', 'local').code, 0)

    def test_a_profile_that_does_not_exist(self):
        self.error(self.nightjar('profiles', 'show', 'nobody', '--json'), 2)

    def test_help_is_complete_and_costs_nothing(self):
        for words in (['--help'], ['install', '--help'], ['--version']):
            run = self.nightjar(*words)
            self.assertEqual(run.code, 0, str(run))
            self.assertTrue(run.out)
