"""An OpenSSH server of our own on loopback, with keys made for the occasion; ends with this process."""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time

MARK = 'NIGHTJAR_PRACTICE'  # in the environment of everything that comes in through the server; see ending.py
START_SECONDS = 10
ATTEMPTS = 3  # somebody else may take the port between our looking and sshd's binding
_PRIVILEGE_SEPARATION = '/run/sshd'
_PR_SET_PDEATHSIG = 1
_NO_SHELL = ('nologin', 'false')

_CONFIG = '''\
ListenAddress 127.0.0.1:{port}
HostKey {folder}/host_key
PidFile none
AllowUsers {user}
AuthorizedKeysFile {folder}/user_key.pub
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
MaxAuthTries 20
UsePAM {pam}
UseDNS no
PrintMotd no
PrintLastLog no
PermitUserRC no
X11Forwarding no
AllowTcpForwarding no
AllowAgentForwarding no
SetEnv {mark}={folder}
'''


class SshServer:
    def __init__(self, process, port, user):
        self.process = process
        self.port = port
        self.user = user

    @staticmethod
    def start(folder):
        """(SshServer or None, problem): the problem is '' or why there is none, 'missing' where sshd is not installed.

        `folder` gets host_key, user_key, known_hosts (with the host key in it), sshd_config and sshd.log.
        """
        places = os.environ.get('PATH', '') + ':/usr/sbin:/usr/local/sbin:/sbin'
        sshd, keygen = shutil.which('sshd', path=places), shutil.which('ssh-keygen', path=places)
        if not sshd or not keygen:
            return None, 'missing'
        try:
            account = pwd.getpwuid(os.getuid())
            user = account.pw_name
            if os.path.basename(account.pw_shell) in _NO_SHELL:
                return None, '%s may not log in: its shell is %s' % (user, account.pw_shell)
            for name in ('host_key', 'user_key'):
                subprocess.run([keygen, '-q', '-t', 'ed25519', '-N', '', '-C', 'nightjar-practice', '-f',
                                os.path.join(folder, name)], check=True, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if os.getuid() == 0 and not os.path.isdir(_PRIVILEGE_SEPARATION):
                os.makedirs(_PRIVILEGE_SEPARATION)
                os.chmod(_PRIVILEGE_SEPARATION, 0o755)  # our umask is tighter than other servers may want it
            for _ in range(ATTEMPTS):
                server, problem = _start_once(os.path.realpath(sshd), folder, user)
                if server:
                    break
            return server, problem
        except (OSError, KeyError, subprocess.CalledProcessError) as error:
            return None, '%s %s' % (error, getattr(error, 'output', None) or '')


def _start_once(sshd, folder, user):
    with socket.socket() as looking:
        looking.bind(('127.0.0.1', 0))
        port = looking.getsockname()[1]
    config = os.path.join(folder, 'sshd_config')
    with open(config, 'w') as file:
        file.write(_CONFIG.format(port=port, folder=folder, user=user, mark=MARK, pam='yes' if _locked(user) else 'no'))
    with open(os.path.join(folder, 'host_key.pub')) as key, open(os.path.join(folder, 'known_hosts'), 'w') as known:
        known.write('[127.0.0.1]:%d %s' % (port, key.read()))
    log_path = os.path.join(folder, 'sshd.log')
    with open(log_path, 'wb') as log:
        process = subprocess.Popen([sshd, '-D', '-e', '-f', config], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   start_new_session=True, preexec_fn=_die_with_parent)
    if _answers(process, port):
        return SshServer(process, port, user), ''
    process.kill()
    process.wait()
    with open(log_path, errors='replace') as log:
        return None, log.read() or 'sshd did not answer.'


def _answers(process, port):
    """Whether the server greets in time."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(('127.0.0.1', port), timeout=1) as connection:
                if connection.recv(4) == b'SSH-':
                    return process.poll() is None
        except OSError:
            pass
        time.sleep(0.02)
    return False


def _locked(user):
    """A password that begins with '!': without PAM, sshd takes that for a locked account. Root alone can tell."""
    try:
        with open('/etc/shadow', errors='replace') as file:
            return any(line.startswith(user + ':!') for line in file)
    except OSError:
        return False


def _die_with_parent():
    """So that even kill -9 of this process leaves no server (Linux)."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    except (OSError, AttributeError):
        pass
