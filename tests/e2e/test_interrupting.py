"""Ctrl-C, wherever it comes: exit code 130, and nothing left half-made."""

import json
import os
import pathlib
import signal
import subprocess

from world import INSTALLING, World, processes_with

CTRL_C = '\x03'
# A word on the command line of the first Python of the new environment that each step starts once all is downloaded.
LATE = {'install': INSTALLING, 'check': 'check', 'verify': '--checks'}


class Interrupting(World):
    def cancelled(self, terminal):
        run = terminal.type(CTRL_C).finish()
        self.assertEqual(run.code, 130, str(run))
        return run

    def test_ctrl_c_at_a_question_is_never_taken_for_no_answer(self):
        server = self.sshd('PasswordAuthentication yes', 'PermitRootLogin yes')
        locked = self.folder / 'locked'
        subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', 'secret', '-f', str(locked)], check=True)
        with open(str(self.folder / 'locked.pub')) as key, open(str(server.authorized_keys), 'a') as file:
            file.write(key.read())
        hosts = ['--known-hosts', server.known_hosts]
        trusted = ['--known-hosts', self.folder / 'trusted']
        (self.folder / 'trusted').write_text('[127.0.0.1]:%d %s %s\n' % (server.port, *server.host_key))
        for question, words in (('(yes/no) [no] ', hosts), ('Passphrase for the key', [*trusted, '--identity', locked]),
                                ('Password of', trusted)):
            for _ in range(15):  # a race would win one of them
                with self.subTest(question=question):
                    terminal = self.at_terminal('detect', server.target, *words, '--json')
                    run = self.cancelled(terminal.wait_for(question))
                    self.assertEqual(run.last['schema'], 'nightjar.runtime/1', str(run))

    def test_ctrl_c_at_the_plan_or_an_answer_of_no_starts_nothing(self):
        for keys in (CTRL_C, 'no\n', '\x04'):
            terminal = self.at_terminal('install', 'practice', '--packages', 'torch', '--json')
            run = terminal.wait_for('Go ahead?').type(keys).finish()
            self.assertEqual(run.code, 130, str(run))
            self.assertEqual(self.finished(run)['outcome'], 'cancelled')
            self.assertEqual(run.events('started'), [])
            self.nothing_left()

    def test_ctrl_c_at_any_moment_of_a_practice_install(self):
        index, wheels = self.held_index()
        words = ['install', 'practice', '--index', index, '--installer', 'pip', '--packages', 'torch', '--yes']
        for step in (None, 'preflight', 'venv', 'resolve', 'download', *LATE):
            with self.subTest(step=step):
                wheels.clear()
                process = self.start_nightjar(*words, '--json')
                if step is None:  # as soon as the practice runtime's process is there
                    while not processes_with(str(self.home)) and process.poll() is None:
                        pass
                if step in LATE:
                    self.until(process, 'download')
                    envs, = self.home.glob('.cache/nightjar/nightjar-practice-*/*/envs')
                    self.stand_still(envs.parent, LATE[step])
                    wheels.set()
                self.interrupted(process, step)
                self.nothing_left()

    def test_ctrl_c_leaves_the_working_environment(self):
        (index, wheels), root = self.held_index(), self.folder / 'root'
        words = ['install', 'local', '--root', root, '--index', index, '--yes', '--json']
        wheels.set()
        first = self.nightjar(*words, '--packages', 'torch')
        self.assertEqual(first.code, 0, str(first))
        before = os.readlink(str(root / 'current'))
        wheels.clear()  # the second one needs more than the first has fetched
        self.interrupted(self.start_nightjar(*words), 'venv')
        self.assertEqual(os.readlink(str(root / 'current')), before)
        self.assertEqual([p.name for p in (root / 'envs').iterdir()], [pathlib.PurePath(before).name])
        self.assertEqual([p for p in (root / 'tmp').glob('*')], [])
        self.assertEqual(processes_with(str(root)), [])

    @staticmethod
    def until(process, step):
        event = {}
        while (event.get('id'), event.get('state')) != (step, 'running'):
            event = json.loads(process.stdout.readline())

    def interrupted(self, process, step):
        """Ctrl-C once `step` runs (None: now)."""
        if step:
            self.until(process, step)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
        rest, errors = process.communicate(timeout=60)
        end = json.loads(rest.splitlines()[-1])
        self.assertEqual(process.returncode, 130, rest + errors)
        self.assertEqual((end['event'], end['outcome']), ('finished', 'cancelled'))

    def nothing_left(self):
        self.assertEqual(list((self.home / '.cache').glob('nightjar/nightjar-practice-*')), [])
        self.assertEqual(processes_with(str(self.home)), [])
