"""What the tests of the practice runtime share: the real process, and asking its index."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'resources', 'practice')
sys.path.insert(0, os.path.abspath(SOURCE))


class Practice:
    """The practice process as the program starts it, in a folder of its own."""

    def __init__(self, *options, parent=None):
        self.own_parent = None if parent else tempfile.mkdtemp()
        self.folder = tempfile.mkdtemp(prefix='nightjar-practice-', dir=parent or self.own_parent)
        os.mkdir(self.root)
        self.process = subprocess.Popen([sys.executable, '-I', '-B', SOURCE, '--folder', self.folder, *options],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.ready = json.loads(self.process.stdout.readline())

    @property
    def root(self):
        return os.path.join(self.folder, 'nightjar')

    @property
    def base(self):
        return 'http://127.0.0.1:%d' % self.ready['index_port']

    @property
    def index(self):
        return self.base + '/whl/nightly'

    def close(self):
        """Ends it the way the program does; returns what it wrote to stderr."""
        if not self.process.stdin.closed:
            self.words = self.process.communicate(timeout=60)[1].decode()
            if self.own_parent:
                shutil.rmtree(self.own_parent)
        return self.words


def ask(url, method='GET', **headers):
    """(status, headers, body) of a request; header names are given with underscores."""
    request = urllib.request.Request(url, method=method,
                                     headers={name.replace('_', '-'): value for name, value in headers.items()})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def alive(pid):
    try:
        with open('/proc/%d/stat' % pid) as file:
            return file.read().rpartition(')')[2].split()[0] not in 'ZX'
    except OSError:
        return False


def processes_naming(text):
    found = []
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open('/proc/%s/cmdline' % pid, 'rb') as file:
                if os.fsencode(text) in file.read():
                    found.append(int(pid))
        except OSError:
            pass
    return found
