"""What the end-to-end tests are made of: the built program, a real sshd, an index of the nightly index's shape."""

import fcntl
import json
import os
import pathlib
import pty
import pwd
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / 'resources/practice'))
import index_server  # noqa: E402
import samples  # noqa: E402

INSTALLING = '--requirement'  # a word that only the pip of the step "install" is given
BINARY = os.environ.get('NIGHTJAR_BINARY', '')
SSHD = shutil.which('sshd', path='/usr/sbin:/usr/local/sbin:' + os.environ.get('PATH', ''))
KEYS = {}


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def wait_for_port(port, process, seconds=10):
    for _ in range(seconds * 50):
        if process.poll() is not None:
            raise RuntimeError('ended at once: ' + repr(process.args))
        try:
            socket.create_connection(('127.0.0.1', port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError('never answered: ' + repr(process.args))


class Run:
    """One run of the program: exit code, what it printed, and the JSON objects among that."""

    def __init__(self, finished):
        self.code, self.out, self.err = finished.returncode, finished.stdout, finished.stderr
        self.objects = [json.loads(line) for line in self.out.splitlines() if line.startswith('{')]

    @property
    def last(self):
        return self.objects[-1]

    def events(self, kind):
        return [o for o in self.objects if o.get('event') == kind]

    def __str__(self):
        return 'exit %s\n--- out\n%s\n--- err\n%s' % (self.code, self.out[-6000:], self.err[-3000:])


class World(unittest.TestCase):
    """A test with a folder, a home and helpers of its own; all of it is gone afterwards."""

    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='nightjar-e2e-'))
        self.addCleanup(shutil.rmtree, str(self.folder), True)
        self.home = self.folder / 'home'
        self.home.mkdir()

    def environment(self, **extra):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(('PIP_', 'UV_', 'PYTHON', 'NIGHTJAR_'))}
        for name in ('PIP_CERT', 'SSL_CERT_FILE', 'PIP_INDEX_URL'):
            if name in os.environ:
                kept[name] = os.environ[name]
        kept.update(HOME=str(self.home), XDG_CONFIG_HOME=str(self.home / '.config'), LC_ALL='C.UTF-8',
                    XDG_CACHE_HOME=str(self.home / '.cache'), QT_QPA_PLATFORM='offscreen')
        kept.pop('SSH_AUTH_SOCK', None)
        kept.update(extra)
        return {k: v for k, v in kept.items() if v is not None}

    def nightjar(self, *words, timeout=300, as_user=None, cwd=None, **extra):
        other = ['setpriv', '--reuid=%d' % as_user, '--regid=%d' % as_user, '--clear-groups'] if as_user else []
        return Run(subprocess.run([*other, BINARY, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, env=self.environment(**extra), timeout=timeout, cwd=cwd,
                                  encoding='utf-8', errors='replace', start_new_session=True))

    def start_nightjar(self, *words, **extra):
        process = subprocess.Popen([BINARY, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=self.environment(**extra), encoding='utf-8',
                                   errors='replace', start_new_session=True)
        self.addCleanup(process.kill)
        return process

    def at_terminal(self, *words, **extra):
        """The program with a terminal of its own, which is where it asks."""
        return Terminal(self, [BINARY, *map(str, words)], self.environment(**extra))

    def index(self, wheels=None):
        """The practice index on loopback; returns its root URL."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix='index-', dir=str(self.folder)))
        words = [sys.executable, '-I', '-B', str(SOURCE / 'resources/practice'), '--folder', str(folder), '--no-ssh']
        process = subprocess.Popen(words + (['--wheels', str(wheels)] if wheels else []), stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        self.addCleanup(self._end, process)
        ready = json.loads(process.stdout.readline())
        self.assertNotIn('error', ready)
        return 'http://127.0.0.1:%d/whl/nightly' % ready['index_port']

    def held_index(self):
        """The practice index, which keeps every wheel back until the event beside it is set: (its root URL, the event).
        Till then a job stands still at its download, at the latest, however slow the machine or the test is: the agent
        asks for a silent wheel eight times, each for 20 s."""
        server = index_server.serve(samples.sample_wheels())
        server.RequestHandlerClass, server.released = Held, threading.Event()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.addCleanup(server.released.set)
        return 'http://127.0.0.1:%d/whl/nightly' % server.server_address[1], server.released

    def stand_still(self, root, word):
        """From now on a Python of the root's only environment that has this word on its command line reads, as it
        starts, from the pipe whose path this returns: it waits for ever."""
        pipe = self.folder / 'pipe'
        if not pipe.exists():
            os.mkfifo(str(pipe))
        packages, = root.glob('envs/*/lib/python*/site-packages')
        (packages / 'stand.pth').write_text('import sys; %r in sys.orig_argv and open(%r).read()\n' % (word, str(pipe)))
        return pipe

    @staticmethod
    def _end(process):
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def sshd(self, *extra_config):
        """A real OpenSSH server for this user; returns a Server."""
        if not SSHD:
            self.skipTest('no sshd on this machine (package openssh-server)')
        return Server(self, extra_config)

    def finished(self, run):
        self.assertTrue(run.objects, str(run))
        self.assertEqual(run.last.get('event'), 'finished', str(run))
        return run.last


class Held(index_server._Handler):
    """See World.held_index."""

    def _send_wheel(self, wheel):
        if self.command == 'GET':  # its size is asked for before anything is installed
            self.server.released.wait(600)
        super()._send_wheel(wheel)


class Terminal:
    """A program on a pseudo terminal: stdin and the questions are there, stdout and stderr in files beside it."""

    def __init__(self, test, argv, environment):
        self.keyboard, terminal = pty.openpty()
        self.files = [tempfile.TemporaryFile() for _ in range(2)]
        self.process = subprocess.Popen(argv, stdin=terminal, stdout=self.files[0], stderr=self.files[1],
                                        env=environment, start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(terminal)
        self.shown = b''
        test.addCleanup(self.close)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for thing in self.files:
            thing.close()
        os.close(self.keyboard)

    def wait_for(self, text, seconds=60):
        """Reads until the terminal shows `text`; what it showed before that is forgotten."""
        end = time.monotonic() + seconds
        while text.encode() not in self.shown:
            left = end - time.monotonic()
            if left < 0 or not select.select([self.keyboard], [], [], left)[0]:
                raise AssertionError('never shown: %s\n%s\n%s' % (text, self.shown, self.finish(0)))
            try:
                self.shown += os.read(self.keyboard, 4096)
            except OSError:
                raise AssertionError('ended before: %s\n%s\n%s' % (text, self.shown, self.finish())) from None
        self.shown = self.shown.split(text.encode(), 1)[1]
        return self

    def type(self, keys):
        os.write(self.keyboard, keys.encode())
        return self

    def finish(self, seconds=60):
        """Waits for the end; a Run."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        texts = []
        for file in self.files:
            file.seek(0)
            texts.append(file.read().decode('utf-8', 'replace'))
        return Run(subprocess.CompletedProcess(self.process.args, self.process.returncode, *texts))


class Server:
    def __init__(self, test, extra_config):
        folder = pathlib.Path(tempfile.mkdtemp(prefix='sshd-', dir=str(test.folder)))
        os.makedirs('/run/sshd', exist_ok=True) if os.getuid() == 0 else None
        self.user = pwd.getpwuid(os.getuid()).pw_name
        self.port = free_port()
        self.identity = folder / 'user_key'
        self.known_hosts = folder / 'known_hosts'
        for name in ('host_key', 'user_key'):
            subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', str(folder / name)], check=True)
        self.authorized_keys = folder / 'authorized_keys'
        shutil.copy(str(folder / 'user_key.pub'), str(self.authorized_keys))
        config = [*extra_config,  # the first of two values is sshd's
                  'ListenAddress 127.0.0.1', 'Port %d' % self.port, 'HostKey %s' % (folder / 'host_key'),
                  'AuthorizedKeysFile %s' % self.authorized_keys, 'StrictModes no', 'UsePAM no',
                  'PasswordAuthentication no', 'KbdInteractiveAuthentication no', 'PidFile none',
                  'SetEnv HOME=%s' % test.home]  # the person's own login files stay out of it
        (folder / 'config').write_text('\n'.join(config) + '\n')
        self.process = subprocess.Popen([SSHD, '-D', '-e', '-f', str(folder / 'config')], stdin=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        test.addCleanup(World._end, self.process)
        test.addCleanup(self.process.terminate)
        wait_for_port(self.port, self.process)
        self.host_key = (folder / 'host_key.pub').read_text().split()[:2]

    @property
    def target(self):
        return '%s@127.0.0.1:%d' % (self.user, self.port)

    def trust(self):
        self.known_hosts.write_text('[127.0.0.1]:%d %s %s\n' % (self.port, *self.host_key))
        return self

    def children(self):
        """Process ids of the server's own processes, one or two a connection."""
        found = [self.process.pid]
        for pid in found:
            for task in pathlib.Path('/proc/%d/task' % pid).glob('*/children'):
                found += [int(child) for child in task.read_text().split()
                          if 'sshd' in pathlib.Path('/proc/%s/comm' % child).read_text()]
        return found[1:]

    def words(self):
        return ['--identity', str(self.identity), '--known-hosts', str(self.known_hosts)]


def supervisor(root, job='*'):
    """Process id of the one that runs a job (by default, the only one) of this root."""
    about, = root.glob('jobs/%s/supervisor.json' % job)
    return json.loads(about.read_text())['pid']


def processes_with(text):
    """Command lines of living processes that mention `text`, ours left out."""
    found = []
    for entry in pathlib.Path('/proc').glob('[0-9]*/cmdline'):
        try:
            line = entry.read_bytes().replace(b'\0', b' ').decode('utf-8', 'replace')
        except OSError:
            continue
        if text in line and int(entry.parent.name) != os.getpid():
            found.append(line)
    return found
