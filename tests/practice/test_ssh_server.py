"""The practice SSH server, asked with the OpenSSH client: it lets our key in, asks nothing, and is private."""

import os
import shutil
import subprocess
import tempfile
import unittest

from practice import SOURCE, Practice, alive

CLIENT = shutil.which('ssh')
# "nobody" has another shell on every system, so the test gives it one: python -c WITH_SHELL SHELL FOLDER ARGUMENT…
WITH_SHELL = '''
import pwd, runpy, sys
real, shell, sys.argv = pwd.getpwuid, sys.argv[1], sys.argv[2:]
pwd.getpwuid = lambda uid: pwd.struct_passwd((*real(uid)[:6], shell))
runpy.run_path(sys.argv[0], run_name='__main__')
'''


@unittest.skipUnless(CLIENT, 'no ssh client on this computer')
class SshServerTest(unittest.TestCase):
    def setUp(self):
        self.practice = Practice()
        self.addCleanup(self.practice.close)
        if not self.practice.ready['ssh']:
            self.skipTest('no sshd on this computer: ' + self.practice.ready['ssh_problem'])

    def ssh_argv(self, *command, key='user_key'):
        ssh = self.practice.ready['ssh']
        return [CLIENT, '-F', os.devnull, '-p', str(ssh['port']), '-l', ssh['user'],
                '-i', os.path.join(self.practice.folder, key), '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes',
                '-o', 'StrictHostKeyChecking=yes',
                '-o', 'UserKnownHostsFile=' + os.path.join(self.practice.folder, 'known_hosts'), '127.0.0.1', *command]

    def test_its_key_gets_in_and_its_host_key_is_already_known(self):
        done = subprocess.run(self.ssh_argv('echo', 'hello'), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual((done.returncode, done.stdout), (0, b'hello\n'), done.stderr)

    def test_no_other_key_gets_in(self):
        subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f',
                        os.path.join(self.practice.folder, 'stranger')], check=True)
        done = subprocess.run(self.ssh_argv('true', key='stranger'), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 255)
        self.assertIn(b'Permission denied', done.stderr)

    def test_what_was_left_running_over_ssh_ends_with_the_practice(self):
        command = 'setsid sleep 303 </dev/null >/dev/null 2>&1 & echo $!'
        pid = int(subprocess.run(self.ssh_argv(command), stdout=subprocess.PIPE, check=True).stdout)
        self.assertTrue(alive(pid))
        open_session = subprocess.Popen(self.ssh_argv('echo up; sleep 304'), stdout=subprocess.PIPE)
        with open_session.stdout:
            open_session.stdout.readline()
        self.practice.close()
        self.assertFalse(alive(pid))
        self.assertNotEqual(open_session.wait(30), 0)

    def test_its_private_files_are_private(self):
        for name in ('user_key', 'host_key'):
            self.assertEqual(os.stat(os.path.join(self.practice.folder, name)).st_mode & 0o077, 0)


class WithoutRootTest(unittest.TestCase):
    """The same as an ordinary user; as root this test becomes one for its child processes."""

    def test_an_ordinary_user_gets_a_server_too(self):
        self.assertIn(b'"user": "nobody"', self.ready_for_nobody('/bin/sh'))

    def test_an_account_without_a_shell_gets_none_and_the_reason(self):
        ready = self.ready_for_nobody('/usr/sbin/nologin')
        self.assertIn(b'"ssh": null', ready)
        self.assertIn(b'its shell is /usr/sbin/nologin', ready)

    def ready_for_nobody(self, shell):
        if os.getuid() != 0:
            self.skipTest('the tests above run as an ordinary user already')
        if not os.stat('/').st_mode & 0o001:
            self.skipTest('the root folder of this system is closed to ordinary users')
        place = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, place)
        shutil.copytree(SOURCE, os.path.join(place, 'index'))
        folder = os.path.join(place, 'nightjar-practice-x')
        os.makedirs(os.path.join(folder, 'nightjar'))
        subprocess.run(['chown', '-R', 'nobody', place], check=True)
        subprocess.run(['chmod', '-R', 'a+rX', place], check=True)
        python = shutil.which('python3', path='/usr/bin:/bin')
        if not python:
            self.skipTest('no python3 that every user may run')
        process = subprocess.Popen([python, '-I', '-B', '-c', WITH_SHELL, shell, os.path.join(place, 'index'),
                                    '--folder', folder], cwd='/',
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={'PATH': os.defpath},
                                   preexec_fn=lambda: (os.setgid(65534), os.setuid(65534)))
        ready = process.stdout.readline()
        process.communicate(timeout=60)
        self.assertFalse(os.path.exists(folder))
        if b'"ssh_problem": "missing"' in ready:
            self.skipTest('no sshd on this computer')
        return ready


if __name__ == '__main__':
    unittest.main()
