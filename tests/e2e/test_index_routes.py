"""An index that this computer, the runtime, or nobody can reach: the list says how it came."""

import http.server
import shutil
import signal
import ssl
import subprocess
import threading
import unittest
import urllib.request

from world import World, free_port


class Passing(http.server.BaseHTTPRequestHandler):
    """Passes on what the practice index says."""

    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        try:
            body = urllib.request.urlopen(self.server.upstream + self.path).read()
            body = body.replace(self.server.upstream.encode(), self.server.here.encode())
            self.send_response(200)
        except OSError:
            body = b''
            self.send_response(403)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *words):
        pass


class IndexRoutes(World):
    def passing(self, certificate=None, handler=Passing):
        """The practice index behind a server of our own, with https where there is a certificate."""
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
        server.daemon_threads = True
        server.upstream = self.index()[:-len('/whl/nightly')]
        server.here = '%s://localhost:%d' % ('https' if certificate else 'http', server.server_address[1])
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def builds(self, index, *words, **extra):
        run = self.nightjar('builds', 'local', '--root', self.folder / 'root', '--index', index, '--json', *words,
                            **extra)
        self.assertEqual(run.code, 0, str(run))
        return run

    def test_the_copy_is_used_when_the_index_is_gone_and_says_so(self):
        server = self.passing()
        index = server.here + '/whl/nightly'
        first = self.builds(index)
        self.assertEqual(first.last['from'], 'network')
        server.shutdown()
        server.server_close()
        second = self.builds(index)
        self.assertEqual(second.last['from'], 'cache')
        self.assertEqual(second.last['builds'], [dict(build, download_bytes=None) for build in first.last['builds']])
        self.assertEqual(second.last['read_at'], first.last['read_at'])
        self.assertIn('From the copy of less than a minute ago: the index could not be reached.', second.err)
        self.assertIn('refused', second.err)
        copies = list((self.home / '.cache').rglob('*.page'))
        self.assertTrue(copies)
        for copy in copies:
            self.assertEqual(copy.stat().st_mode & 0o077, 0, str(copy))

    def test_an_index_nobody_reaches_and_nobody_has_read_is_an_error(self):
        run = self.nightjar('builds', 'local', '--root', self.folder / 'root', '--index',
                            'http://127.0.0.1:%d/whl/nightly' % free_port(), '--json')
        self.assertEqual(run.code, 1, str(run))
        self.assertIn('refused', run.last['error']['why'])

    def test_the_runtime_is_asked_where_only_it_trusts_the_index(self):
        if not shutil.which('openssl'):
            self.skipTest('no openssl to make a certificate with')
        key, cert = self.folder / 'key', self.folder / 'cert'
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj',
                        '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', str(key), '-out',
                        str(cert)], check=True, stderr=subprocess.DEVNULL)
        index = self.passing((str(cert), str(key))).here + '/whl/nightly'
        run = self.builds(index, PIP_CERT=str(cert))
        self.assertEqual(run.last['from'], 'runtime', str(run))
        self.assertIn('Read through the runtime.', run.err)
        self.assertIn('not secure', run.err)
        self.assertGreater(run.last['recommended']['download_bytes'], 0)

    def test_the_size_of_the_chosen_wheels_is_shown(self):
        run = self.builds(self.index())
        self.assertGreater(run.last['recommended']['download_bytes'], 0)
        sizes = [build['download_bytes'] for build in run.last['builds'] if build['download_bytes']]
        self.assertEqual(len(sizes), 1, 'asked for the recommended build only')
        said = self.nightjar('builds', 'local', '--root', self.folder / 'root', '--index', self.index())
        self.assertRegex(said.out, r'torch and torchvision: [0-9.,]+ .?B, and the libraries they need')

    def test_what_speaks_against_a_build_that_fits_is_told_in_the_terminal_too(self):
        run = self.builds(self.index())
        said = self.nightjar('builds', 'local', '--root', self.folder / 'root', '--index', self.index()).out
        others = [build for build in run.last['builds'] if build['id'] != run.last['recommended']['id']]
        self.assertTrue([build for build in others if build['fits'] == 'yes' and build['reasons']], str(run))
        for build in others:
            for reason in build['reasons']:
                self.assertIn(reason, said)

    def test_ctrl_c_while_a_size_is_asked_for_is_a_cancel(self):
        asked, done = threading.Event(), threading.Event()

        class Silent(Passing):
            def do_HEAD(self):
                asked.set()
                done.wait(60)

        self.addCleanup(done.set)
        index = self.passing(handler=Silent).here + '/whl/nightly'
        process = self.start_nightjar('builds', 'local', '--root', self.folder / 'root', '--index', index, '--json')
        self.assertTrue(asked.wait(60), 'no size was asked for')
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, out)
        self.assertNotIn('"recommended"', out)

    def test_what_was_dropped_is_counted_with_verbose(self):
        class Odd(Passing):
            def do_GET(self):
                if not self.path.endswith('/torch/'):
                    return Passing.do_GET(self)
                body = urllib.request.urlopen(self.server.upstream + self.path).read()
                odd = (b'<a href="javascript:alert(1)">x</a><a href="file:///etc/passwd">x</a><a href="torch.zip">x</a>'
                       b'<a href="torch-1.0-cp312-cp312-win_amd64.whl">x</a>')
                body = body.replace(b'</body>', odd + b'</body>')
                self.send_response(200)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_HEAD = Passing.do_GET

        server = self.passing()
        server.RequestHandlerClass = Odd
        run = self.builds(server.here + '/whl/nightly', '--verbose')
        for words in ('2 links with an address that is neither http nor https', '1 links that are no wheels',
                      'wheels for other systems than Linux'):
            self.assertIn(words, run.err)
        self.assertNotIn('neither http', self.builds(server.here + '/whl/nightly').err)


if __name__ == '__main__':
    unittest.main()
