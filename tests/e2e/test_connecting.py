"""Getting in, and being kept out: exit code 3 and one clear error each."""

import fcntl
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import threading
import time

from world import World, free_port, supervisor


class Connecting(World):
    def refused(self, run, code, *texts):
        self.assertEqual(run.code, code, str(run))
        for text in texts:
            self.assertIn(text.lower(), run.err.lower())
        error = run.last['error']
        for part in ('what', 'fix'):
            self.assertTrue(error[part], str(run))

    def test_an_unknown_host_is_refused_unless_accepted_beforehand(self):
        server = self.sshd()
        run = self.nightjar('detect', server.target, *server.words(), '--json')
        self.refused(run, 3, 'SHA256:')
        self.assertFalse(server.known_hosts.exists() and server.known_hosts.read_text())
        self.refused(self.nightjar('install', server.target, *server.words(), '--yes', '--json'), 3)
        accepted = self.nightjar('detect', server.target, *server.words(), '--accept-new-host-key', '--json')
        self.assertEqual(accepted.code, 0, str(accepted))
        self.assertEqual(self.nightjar('detect', server.target, *server.words()).code, 0)

    def test_a_changed_host_key_is_refused_even_when_new_ones_are_accepted(self):
        server, other = self.sshd(), self.sshd()
        server.known_hosts.write_text('[127.0.0.1]:%d %s %s\n' % (server.port, *other.host_key))
        before = server.known_hosts.read_text()
        run = self.nightjar('detect', server.target, *server.words(), '--accept-new-host-key', '--json')
        self.refused(run, 3, 'changed', 'ssh-keygen')
        self.assertEqual(server.known_hosts.read_text(), before)

    def test_a_wrong_key_is_refused(self):
        server, other = self.sshd().trust(), self.sshd()
        run = self.nightjar('detect', server.target, '--identity', other.identity, '--known-hosts', server.known_hosts,
                            '--json')
        self.refused(run, 3)

    def test_nobody_listens(self):
        self.refused(self.nightjar('detect', 'root@127.0.0.1:%d' % free_port(), '--json'), 3, 'refused')

    def test_a_name_that_does_not_exist(self):
        self.refused(self.nightjar('detect', 'root@no-such-host.invalid', '--json'), 3, 'no-such-host.invalid')

    def test_a_host_that_never_answers_takes_ten_seconds(self):
        with socket.socket() as silent:
            silent.bind(('127.0.0.1', 0))
            silent.listen(5)
            start = time.monotonic()
            run = self.nightjar('detect', 'root@127.0.0.1:%d' % silent.getsockname()[1], '--json')
            self.refused(run, 3)
            self.assertLess(time.monotonic() - start, 30)  # without the program's own limit it would be for ever

    def test_something_else_listens(self):
        with socket.socket() as web:
            web.bind(('127.0.0.1', 0))
            web.listen(1)

            def answer():
                peer, _ = web.accept()
                peer.sendall(b'HTTP/1.1 400 Bad Request\r\n\r\n')
                peer.close()

            threading.Thread(target=answer, daemon=True).start()
            self.refused(self.nightjar('detect', 'root@127.0.0.1:%d' % web.getsockname()[1], '--json'), 3)

    def test_a_banner_of_the_login_shell_is_no_problem(self):
        server = self.sshd('ForceCommand echo Welcome to the lab; echo; exec sh -c "$SSH_ORIGINAL_COMMAND"').trust()
        run = self.nightjar('detect', server.target, *server.words(), '--json')
        self.assertEqual(run.code, 0, str(run))

    def test_a_windows_shell_is_named(self):
        said = "'exec' is not recognized as an internal or external command,"
        server = self.sshd('ForceCommand echo "%s" >&2; exit 1' % said).trust()
        self.refused(self.nightjar('detect', server.target, *server.words(), '--json'), 1, 'Windows')

    def test_a_runtime_without_python_is_named(self):
        if os.getuid() != 0:
            self.skipTest('needs root: the runtime without python3 is a chroot')
        server = self.sshd('ChrootDirectory %s' % self.chroot_without_python()).trust()
        self.refused(self.nightjar('detect', server.target, *server.words(), '--json'), 1, 'no python3')

    def test_cancelling_over_a_frozen_link_takes_another_link(self):
        process, frozen, _ = self.frozen_install()
        out, err = self.interrupt(process, frozen)
        self.assertEqual((process.returncode, json.loads(out.splitlines()[-1])['outcome']), (130, 'cancelled'), err)
        self.assertEqual(list((self.folder / 'root/envs').glob('*')), [])

    def test_cancelling_where_nothing_answers_any_more_ends_and_says_what_is_known(self):
        process, frozen, server = self.frozen_install()
        out, err = self.interrupt(process, [server.process.pid, *frozen])
        self.assertEqual(process.returncode, 3, err)
        error = json.loads(out.splitlines()[-1])['error']
        self.assertIn('carries on', error['what'])
        self.assertIn('nightjar follow', error['fix'])
        self.end_job(self.folder / 'root')

    def frozen_install(self):
        """One that is not over before it is interrupted."""
        server, (index, _) = self.sshd().trust(), self.held_index()
        process = self.start_nightjar('install', server.target, *server.words(), '--root', self.folder / 'root',
                                      '--index', index, '--yes', '--json')
        for line in process.stdout:
            if json.loads(line).get('event') == 'log':
                break
        self.assertTrue(server.children())
        return process, server.children(), server

    def interrupt(self, process, frozen):
        """Ctrl-C while the processes `frozen` stand still; what the program printed."""
        try:
            for pid in frozen:
                os.kill(pid, signal.SIGSTOP)
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=90)
            # 20 s for a silent agent and 10 s for another link; a minute is what other requests are given.
            self.assertLess(time.monotonic() - began, 55)
            return said
        finally:
            for pid in frozen:
                os.kill(pid, signal.SIGCONT)

    def end_job(self, root):
        """The job that nobody could cancel goes on indeed; the test's folder must not go from under it."""
        os.kill(supervisor(root), signal.SIGTERM)
        lock = root / 'jobs' / 'lock'
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            with open(str(lock)) as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return
                except BlockingIOError:
                    time.sleep(0.1)
        self.fail('the job did not end')

    def chroot_without_python(self):
        root = pathlib.Path('/run/nightjar-e2e-%d' % os.getpid())
        self.addCleanup(shutil.rmtree, str(root), True)
        root.mkdir(mode=0o755)
        (root / 'root').mkdir()
        for program in ('/bin/sh', '/bin/bash', '/bin/cat'):
            listed = subprocess.run(['ldd', program], stdout=subprocess.PIPE, encoding='utf-8').stdout
            for file in [program] + [word for word in listed.split() if word.startswith('/')]:
                to = root / file.lstrip('/')
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, str(to))
        return root
