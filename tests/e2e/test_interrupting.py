"""Ctrl-C, wherever it comes: exit code 130, and nothing left half-made."""

import subprocess

from world import World

CTRL_C = '\x03'


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
