"""One runtime and one computer in front of it, shared by many trials: sshd, index, the two hops, and a Python."""

import contextlib
import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'agent'))
import agent_process  # noqa: E402
from world import BINARY, SOURCE, SSHD, World  # noqa: E402,F401

import strangers  # noqa: E402
from bad_index import BadIndex  # noqa: E402
from link import Link  # noqa: E402

LEFT_OUT = ('test', 'tests', 'ensurepip', 'site-packages', '__pycache__', 'config-*', 'idlelib', 'tkinter')
SMALL = 150 << 20  # bytes of the file system that gets full


def make_python(folder):
    """A Python without ensurepip, as Debian's is, with virtualenv where that can be had: environments in half a second.
    Returns the interpreter's path."""
    name = 'python%d.%d' % sys.version_info[:2]
    (folder / 'bin').mkdir(parents=True)
    shutil.copy(os.path.realpath(sys.executable), str(folder / 'bin' / name))
    (folder / 'bin/python3').symlink_to(name)
    library = folder / 'lib' / name
    shutil.copytree(os.path.dirname(os.__file__), str(library), symlinks=True,
                    ignore=shutil.ignore_patterns(*LEFT_OUT))
    packages = library / 'site-packages'
    packages.mkdir()
    got = subprocess.run([sys.executable, '-m', 'pip', 'install', '-q', '--target', str(packages), 'virtualenv'],
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if got.returncode:
        print('no virtualenv to be had here: environments are made by venv, which takes longer')
        with contextlib.suppress(FileNotFoundError):
            shutil.copytree(os.path.join(os.path.dirname(os.__file__), 'ensurepip'), str(library / 'ensurepip'))
    subprocess.run([sys.executable, '-m', 'compileall', '-q', str(library)], stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return folder / 'bin' / name


def can_mount(folder):
    """Whether this user may mount a file system: root, and not in a container that forbids it."""
    place = folder / 'mount'
    place.mkdir()
    words = [['mount', '-t', 'tmpfs', 'tmpfs', str(place)], ['umount', str(place)]]
    return os.getuid() == 0 and all(
        subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0 for argv in words)


@functools.lru_cache(None)
def sample_torch(folder):
    """A folder with the sample torch in it, its padding left out, to be copied into an environment."""
    sys.path.insert(0, str(SOURCE / 'resources/practice'))
    import samples

    made = pathlib.Path(folder) / 'sample'
    shutil.copytree(str(SOURCE / 'resources/practice/sample/torch'), str(made / 'torch'))
    wheel = next(w for w in samples.sample_wheels() if w.project == 'torch' and w.variant == 'cpu')
    (made / 'torch/version.py').write_text(samples._version_module(wheel))
    return made


class Place(World):
    def open(self, python, small):
        """small: the root lies on a file system of its own, which can be filled."""
        self.setUp()
        self.python, self.root, self.small = python, self.folder / 'root', small
        if small:
            self.root = self.folder / 'small' / 'root'
            self.root.parent.mkdir()
            subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=%d' % SMALL, 'tmpfs', str(self.root.parent)],
                           check=True)
            self.addCleanup(subprocess.run, ['umount', '-l', str(self.root.parent)])
        strangers.lay(self.root)
        variables = {'HOME': self.home, 'PATH': '%s:/usr/local/bin:/usr/bin:/bin' % python.parent,
                     'PIP_NO_INDEX': '1'}  # there is no index for pip's own upgrade: that step is skipped
        self.server = self.sshd('SetEnv ' + ' '.join('%s=%s' % pair for pair in variables.items())).trust()
        self.link = Link(self.server.port)
        self.addCleanup(self.link.close)
        with self.server.known_hosts.open('a') as known:
            known.write('[127.0.0.1]:%d %s %s\n' % (self.link.port, *self.server.host_key))
        self.bad_index = BadIndex(self.index())
        self.addCleanup(self.bad_index.shutdown)
        self.agent = agent_process.Agent(environment=agent_process.clean_environment(str(self.home)))
        self.addCleanup(self.agent.__exit__)
        self.asking = threading.Lock()
        return self

    def ask(self, verb, args):
        """Over the agent that is always there, for one thread at a time. AgentFault for a refusal."""
        with self.asking:
            return self.agent.ask(verb, args)

    def where(self, through_the_link):
        port = self.link.port if through_the_link else self.server.port
        target = self.server.target.replace(str(self.server.port), str(port))
        return [target, *self.server.words(), '--root', self.root]

    def start_program(self, words, home=None):
        """The program with its output in files: (process, stdout's path, stderr's path)."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix='run-', dir=str(self.folder)))
        environment = self.environment()
        if home:
            environment.update(HOME=str(home), XDG_CONFIG_HOME=str(home / '.config'),
                               XDG_CACHE_HOME=str(home / '.cache'))
        with (folder / 'out').open('wb') as out, (folder / 'err').open('wb') as err:
            process = subprocess.Popen([BINARY, *map(str, words)], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                       env=environment, start_new_session=True)
        return process, folder / 'out', folder / 'err'

    def jobs(self):
        try:
            return {entry.name for entry in (self.root / 'jobs').iterdir()
                    if entry.is_dir() and entry.name not in strangers.NAMES}
        except OSError:
            return set()

    def job_folder(self, job):
        return self.root / 'jobs' / job

    def supervisor(self, job):
        """Its process id, if it lives; else None."""
        try:
            who = json.loads((self.job_folder(job) / 'supervisor.json').read_text())
            with open('/proc/%d/stat' % who['pid']) as file:
                fields = file.read().rpartition(')')[2].split()
        except (OSError, ValueError):
            return None
        return who['pid'] if fields[19] == who['start_time'] and fields[0] not in 'ZX' else None

    def end(self, job):
        """The end record, or None."""
        try:
            last = (self.job_folder(job) / 'events').read_bytes().rstrip(b'\n').split(b'\n')[-1]
            record = json.loads(last.decode('ascii'))
        except (OSError, ValueError):
            return None
        return record if record.get('event') == 'end' else None
