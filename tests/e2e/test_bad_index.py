"""An index that misbehaves: exit code 1, one clear error, nothing half-made."""

import http.server
import pathlib
import threading
import urllib.error
import urllib.request

from world import World, free_port


class Mischief(http.server.BaseHTTPRequestHandler):
    """Passes on what the real (practice) index says, spoilt in one way."""

    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        how = self.server.how
        if how == 'stall' and '/simple' in self.path:
            self.server.done.wait(60)
            return
        if how in ('403', '500'):
            return self.reply(int(how), b'no')
        if how == 'html':
            return self.reply(200, b'<html><body><h1>Sign in to the hotel network</h1></body></html>')
        try:
            body = urllib.request.urlopen(self.server.upstream + self.path).read()
        except urllib.error.HTTPError as error:
            return self.reply(error.code, b'')
        if '.whl' not in self.path:
            body = body.replace(self.server.upstream.encode(), self.server.here.encode())
        if how == 'cut' and self.path.endswith('/'):
            return self.reply(200, body, missing=len(body) // 2)
        if how == 'corrupt' and self.path.endswith('.whl') and 'torch-' in self.path:
            body = body[:len(body) // 2] + bytes(100) + body[len(body) // 2 + 100:]
        self.reply(200, body)

    do_HEAD = do_GET

    def reply(self, status, body, missing=0):
        self.send_response(status)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body[:len(body) - missing])
        if missing:
            self.close_connection = True

    def log_message(self, *words):
        pass


class BadIndex(World):
    def spoilt(self, how):
        index = self.index()
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Mischief)
        server.daemon_threads = True
        server.how, server.done = how, threading.Event()
        server.upstream = index[:-len('/whl/nightly')]
        server.here = 'http://127.0.0.1:%d' % server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.addCleanup(server.done.set)
        return server.here + '/whl/nightly'

    def fails(self, index, code=1):
        root = self.folder / 'root'
        run = self.nightjar('install', 'local', '--root', root, '--index', index, '--yes', '--json')
        self.assertEqual(run.code, code, str(run))
        error = self.finished(run)['error']
        for part in ('what', 'why', 'fix'):
            self.assertTrue(error[part], str(run))
        self.assertEqual([p for p in root.glob('envs/*')], [], 'nothing half-made')
        self.assertFalse((root / 'current').exists())
        return run

    def test_the_index_is_down(self):
        self.fails('http://127.0.0.1:%d/whl/nightly' % free_port())

    def test_the_index_answers_403(self):
        error = self.fails(self.spoilt('403')).last['error']
        self.assertIn('answered 403', error['why'])
        self.assertIn('network', error['fix'])

    def test_the_index_answers_500(self):
        self.fails(self.spoilt('500'))

    def test_the_page_is_no_index(self):
        self.fails(self.spoilt('html'))

    def test_the_page_is_cut_in_half(self):
        self.fails(self.spoilt('cut'))

    def test_a_corrupt_wheel(self):
        run = self.fails(self.spoilt('corrupt'))
        self.assertEqual(list((self.folder / 'root').glob('wheels/*/torch-*')), [], 'the bad file is dropped')

    def test_tooling_is_skipped_when_the_runtimes_own_index_never_answers(self):
        stalled = self.spoilt('stall')
        pip_conf = self.home / '.config/pip/pip.conf'
        pip_conf.parent.mkdir(parents=True)
        pip_conf.write_text('[global]\nindex-url = %s/simple\n' % stalled)
        run = self.nightjar('install', 'local', '--root', self.folder / 'root', '--index', self.index(), '--yes',
                            '--json', PIP_INDEX_URL=None, PIP_CONFIG_FILE=str(pip_conf))
        self.assertEqual(run.code, 0, str(run))
        tooling = [e for e in run.events('step') if e['id'] == 'tooling'][-1]
        self.assertEqual(tooling['state'], 'skipped', str(run))
        self.assertLess(tooling['seconds'], 60)  # pip by itself would try for a minute and a half
