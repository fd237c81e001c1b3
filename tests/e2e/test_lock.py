"""What was installed, installed again: from its lock, and from an archive without any network."""

import hashlib
import http.server
import json
import os
import shutil
import subprocess
import tarfile
import threading
import time
import urllib.error
import urllib.request

from world import World

STEPS = ['preflight', 'venv', 'tooling', 'lock', 'download', 'install', 'check', 'verify', 'activate']


class PassOn(http.server.BaseHTTPRequestHandler):
    """Hands on what the practice index says, but for what it is told to have lost."""

    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        self.server.asked.append(self.path)
        if any(name in self.path for name in self.server.lost):
            return self.reply(403, b'')
        try:
            body = urllib.request.urlopen(self.server.upstream + self.path).read()
        except urllib.error.HTTPError as error:
            return self.reply(error.code, b'')
        if '.whl' not in self.path:
            body = body.replace(self.server.upstream.encode(), self.server.here.encode())
        self.reply(200, body)

    do_HEAD = do_GET

    def reply(self, status, body):
        self.send_response(status)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    def log_message(self, *words):
        pass


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Locks(World):
    def setUp(self):
        super().setUp()
        self.server = self.sshd().trust()
        self.root = self.folder / 'root'
        index = self.index()
        self.web = http.server.ThreadingHTTPServer(('127.0.0.1', 0), PassOn)
        self.web.daemon_threads = True
        self.web.lost, self.web.asked = [], []
        self.web.upstream = index[:-len('/whl/nightly')]
        self.web.here = 'http://127.0.0.1:%d' % self.web.server_address[1]
        threading.Thread(target=self.web.serve_forever, daemon=True).start()
        self.addCleanup(self.stop_index)
        self.up = True

    def stop_index(self):
        if self.up:
            self.web.shutdown()
            self.web.server_close()
        self.up = False

    def place(self):
        return [self.server.target, *self.server.words(), '--root', self.root]

    def install(self, *words):
        return self.nightjar('install', *self.place(), '--yes', '--json', *words)

    def first_install(self, *words):
        run = self.install('--index', self.web.here + '/whl/nightly', *words)
        self.assertEqual(run.code, 0, str(run))
        self.complete()
        return self.finished(run)

    def complete(self):
        """The packages in nightjar.json, where the agent did not put them there itself."""
        path = self.root / 'current' / 'nightjar.json'
        manifest = json.loads(path.read_text())
        if 'packages' in manifest:
            return
        job, = (self.root / 'jobs').glob('*/resolved.json')
        wheels = self.root / 'wheels' / manifest['build']
        manifest['packages'] = []
        for package in json.loads(job.read_text()):
            stem = '%s-%s-' % (package['name'].replace('-', '_'), package['version'])
            wheel, = [wheel for wheel in wheels.glob('*.whl') if wheel.name.startswith(stem)]
            manifest['packages'].append(dict(package, file=wheel.name, sha256=sha256(wheel),
                                             size=wheel.stat().st_size))
        path.write_text(json.dumps(manifest))

    def freeze(self):
        """What pip says is there, without what the step tooling brings."""
        python = str(self.root / 'current/bin/python')
        said = subprocess.check_output([python, '-I', '-m', 'pip', 'freeze', '--exclude', 'setuptools', '--exclude',
                                        'packaging']).decode()
        self.assertIn('torch==', said)
        return said

    def lock(self):
        path = self.folder / 'lab.lock.json'
        run = self.nightjar('lock', *self.place(), '--output', path)
        self.assertEqual((run.code, run.out), (0, ''), str(run))
        return path

    def archive(self):
        path = self.folder / 'lab.tar'
        run = self.nightjar('archive', *self.place(), path, '--json')
        self.assertEqual(run.code, 0, str(run))
        return path, run

    def nothing_was_made(self):
        self.assertEqual([str(path) for path in self.root.rglob('*')], [])

    def test_a_lock_names_everything_and_installs_the_same_again(self):
        self.first_install('--save-profile', 'lab')
        before = self.freeze()
        path = self.lock()
        lock = json.loads(path.read_text())
        kept = self.nightjar('profiles', 'show', 'lab', '--json').last['profiles'][0]['lock']
        self.assertEqual(kept['packages'], lock['packages'])
        self.assertEqual(lock['schema'], 'nightjar.lock/1')
        self.assertEqual(lock['build'], json.loads((self.root / 'current/nightjar.json').read_text())['build'])
        for package in lock['packages']:
            self.assertTrue(package['url'].startswith(self.web.here), package)
            self.assertEqual(package['sha256'], sha256(self.root / 'wheels' / lock['build'] / package['file']))
        named = self.nightjar('lock', self.place()[0], os.path.basename(os.path.realpath(str(self.root / 'current'))),
                              *self.place()[1:], '--json')
        self.assertEqual(named.last, lock, str(named))
        for unknown in ('20261101-cpu-20261101-000000', '../../current', '.', os.path.basename(str(self.folder))):
            for words in (['lock', self.place()[0], unknown], ['archive', self.place()[0], self.folder / 'no.tar', unknown]):
                run = self.nightjar(*words, *self.place()[1:], '--json')
                self.assertEqual(run.code, 2, str(run))
                self.assertIn(os.path.basename(os.path.realpath(str(self.root / 'current'))), run.last['error']['why'])

        shutil.rmtree(str(self.root))
        del self.web.asked[:]
        again = self.install('--from-lock', path, '--save-profile', 'lab')
        self.assertEqual(again.code, 0, str(again))
        self.assertEqual([step['id'] for step in again.events('started')[0]['plan']][:9], STEPS)
        self.assertEqual(self.freeze(), before)
        self.assertEqual([asked for asked in self.web.asked if asked.endswith('/')], [], 'no index page is read')
        shown = self.nightjar('profiles', 'show', 'lab', '--json')
        self.assertEqual(shown.last['profiles'][0]['lock']['packages'], lock['packages'])

    def test_what_vanished_is_named_before_anything_starts(self):
        self.first_install()
        path = self.lock()
        lost, = [package['file'] for package in json.loads(path.read_text())['packages'] if package['name'] == 'torch']
        shutil.rmtree(str(self.root))
        self.web.lost.append('/torch-')
        run = self.install('--from-lock', path)
        self.assertEqual(run.code, 4, str(run))
        error = self.finished(run)['error']
        self.assertIn(lost, error['why'])
        self.assertIn('archive', error['fix'])
        self.assertEqual(run.events('started'), [])
        self.nothing_was_made()

    def test_an_index_that_is_down_is_said_before_anything_starts(self):
        self.first_install()
        path = self.lock()
        shutil.rmtree(str(self.root))
        self.stop_index()
        run = self.install('--from-lock', path)
        self.assertEqual(run.code, 1, str(run))
        self.assertIn('network', self.finished(run)['error']['fix'])
        self.nothing_was_made()

    def test_an_archive_installs_without_any_network(self):
        self.first_install()
        before = self.freeze()
        path, run = self.archive()
        lock = self.lock().read_text()
        self.assertEqual(run.last, {'schema': 'nightjar.archive/1', 'file': str(path), 'bytes': path.stat().st_size,
                                    'packages': len(json.loads(lock)['packages'])})
        with tarfile.open(str(path)) as tar:
            self.assertEqual(tar.getnames()[0], 'nightjar.lock.json')
            self.assertEqual(tar.extractfile('nightjar.lock.json').read().decode(), lock)
            self.assertTrue(all(member.isreg() for member in tar))
        shutil.rmtree(str(self.root))
        self.stop_index()
        again = self.install('--from-lock', path)
        self.assertEqual(again.code, 0, str(again))
        steps = [step['id'] for step in again.events('started')[0]['plan']]
        self.assertEqual(steps[:8], [step for step in STEPS if step != 'tooling'])
        self.assertTrue([event for event in again.events('progress') if event['step'] == 'send'])
        self.assertEqual(self.freeze(), before)

        time.sleep(1.1)  # the stamp in the environment's name counts seconds
        third = self.install('--from-lock', path)
        self.assertEqual(third.code, 0, str(third))
        self.assertEqual([event for event in third.events('progress') if event['step'] == 'send'], [],
                         'what is there is not sent again')

    def test_an_archive_with_one_other_byte_is_refused_by_name(self):
        self.first_install()
        path, _ = self.archive()
        with tarfile.open(str(path)) as tar:
            member, = [member for member in tar if '/torch-' in member.name]
        shutil.rmtree(str(self.root))
        with open(str(path), 'r+b') as file:
            file.seek(member.offset_data + member.size // 2)
            byte = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte[0] ^ 1]))
        run = self.install('--from-lock', path)
        self.assertEqual(run.code, 1, str(run))
        self.assertIn(os.path.basename(member.name), self.finished(run)['error']['why'])
        self.nothing_was_made()

    def test_a_wheel_that_is_gone_from_the_runtime_makes_no_archive(self):
        self.first_install()
        wheel, = self.root.glob('wheels/*/torch-*.whl')
        wheel.unlink()
        run = self.nightjar('archive', *self.place(), self.folder / 'lab.tar', '--json')
        self.assertEqual(run.code, 1, str(run))
        self.assertIn(wheel.name, run.last['error']['why'])
        self.assertEqual(list(self.folder.glob('lab.tar*')), [])

    def test_a_lock_for_a_python_that_is_not_there_is_refused(self):
        self.first_install()
        path = self.lock()
        lock = json.loads(path.read_text())
        shutil.rmtree(str(self.root))
        lock['python'], lock['python_version'] = '3.29', '3.29.1'
        for package in lock['packages']:
            package['file'] = '-'.join(package['file'].split('-')[:2] + ['py3-none-any.whl'])
        path.write_text(json.dumps(lock))
        run = self.install('--from-lock', path)
        self.assertEqual(run.code, 4, str(run))
        self.assertIn('Python 3.29', self.finished(run)['error']['why'])
        self.nothing_was_made()

    def test_a_file_that_is_no_lock_is_refused_without_connecting(self):
        for content in (b'', b'[]', b'{"schema":"nightjar.lock/2"}', b'\0' * 1024):
            path = self.folder / 'odd'
            path.write_bytes(content)
            run = self.nightjar('install', 'nobody@127.0.0.1:1', '--yes', '--json', '--from-lock', path)
            self.assertEqual(run.code, 1, str(run))
            self.assertTrue(self.finished(run)['error']['fix'])
        missing = self.nightjar('install', 'nobody@127.0.0.1:1', '--yes', '--json', '--from-lock', self.folder / 'no')
        self.assertEqual(missing.code, 2, str(missing))
