"""An HTTP hop in front of the practice index that answers as a bad day's does: late, 503, cut short, wrong or changed."""

import hashlib
import http.client
import random
import re
import socket
import struct
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PASSED_ON = ('Content-Type', 'Content-Range', 'Accept-Ranges', 'Cache-Control', 'ETag')


class BadIndex(ThreadingHTTPServer):
    """`mood` is (kind, how often it may still strike); calm() ends it."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, url):
        super().__init__(('127.0.0.1', 0), Hop)
        parts = urllib.parse.urlsplit(url)
        self.behind, self.path_prefix = parts.netloc, parts.path
        self.url = 'http://127.0.0.1:%d%s' % (self.server_address[1], parts.path)
        self.lock, self.random = threading.Lock(), random.Random(0)
        self.calm()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def calm(self):
        with self.lock:
            self.kind, self.left, self.struck = '', 0, 0

    def upset(self, kind, times, rng):
        with self.lock:
            self.kind, self.left, self.struck, self.random = kind, times, 0, random.Random(rng.random())

    def strike(self, *kinds):
        """The kind, if one of these is in the air; counts it."""
        with self.lock:
            if self.kind not in kinds or self.left <= 0:
                return ''
            self.left -= 1
            self.struck += 1
            return self.kind

    def whole(self, variant, name):
        """The content of the wheel of that name, as the index behind has it; b'' where it has none."""
        page = '%s/%s/%s/' % (self.path_prefix.rstrip('/'), variant, name.split('-')[0].replace('_', '-').lower())
        for link in re.findall(r'href="([^"#]+)', self.behind_says(page).decode()):
            if urllib.parse.unquote(link).endswith('/' + name) or urllib.parse.unquote(link) == name:
                return self.behind_says(urllib.parse.urlsplit(urllib.parse.urljoin(page, link)).path)
        return b''

    def behind_says(self, path):
        behind = http.client.HTTPConnection(self.behind, timeout=60)
        try:
            behind.request('GET', path)
            return behind.getresponse().read()
        finally:
            behind.close()

    def handle_error(self, request, client_address):
        """A client that goes away in the middle is nothing to report."""


class Hop(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True

    def log_message(self, *_):
        """Nobody reads it."""

    def do_GET(self):
        is_wheel = self.path.split('#')[0].endswith('.whl')
        if self.server.strike('503'):
            return self.answer(503, b'busy', {'Retry-After': '0'})
        status, headers, body = self.fetch()
        if not is_wheel:
            own = 'http://' + self.server.behind
            return self.answer(status, body.replace(own.encode(), self.server.url.split('/whl')[0].encode()), headers)
        if self.command == 'HEAD':
            return self.answer(status, b'', headers, int(headers.pop('Content-Length', 0)))
        return self.wheel(status, headers, body)

    do_HEAD = do_GET

    def fetch(self):
        behind = http.client.HTTPConnection(self.server.behind, timeout=60)
        try:
            wanted = {name: self.headers[name] for name in ('Range', 'If-Range') if self.headers[name]}
            behind.request(self.command, self.path, headers=wanted)
            answer = behind.getresponse()
            headers = {name: answer.headers[name] for name in PASSED_ON if answer.headers[name]}
            if self.command == 'HEAD':
                headers['Content-Length'] = answer.headers['Content-Length'] or '0'
            return answer.status, headers, answer.read()
        finally:
            behind.close()

    def wheel(self, status, headers, body):
        rng = self.server.random
        if self.server.strike('changed'):
            # Bytes in the middle, another ETag: a file that was replaced, or spoilt by a cache on the way.
            at = len(body) // 2
            body = body[:at] + bytes(255 - b for b in body[at:at + 64]) + body[at + 64:]
            headers['ETag'] = '"%s"' % hashlib.sha1(body).hexdigest()
            if rng.random() < 0.5:
                return self.part(status, body, headers, rng.randrange(1, max(2, len(body))))
        if self.headers['Range'] and status == 206 and self.server.strike('ranges'):
            return self.wrong_range(headers, body, rng)
        if not self.headers['Range'] and self.server.strike('ranges') or self.server.strike('reset'):
            return self.part(status, body, headers, rng.randrange(0, max(1, len(body))))
        if self.server.strike('slow'):
            return self.answer(status, body, headers, pause=0.02 + 0.05 * rng.random())
        return self.answer(status, body, headers)

    def wrong_range(self, headers, body, rng):
        how = rng.randrange(4)
        span = headers.pop('Content-Range', '')
        if how == 0:  # a server that does not know ranges, and is cut short into the bargain
            return self.answer(200, body, headers)
        if how == 1:  # says another range than it was asked for
            first, _, total = span.rpartition(' ')[2].partition('/')
            start = int(first.partition('-')[0]) + 7
            headers['Content-Range'] = 'bytes %d-%d/%s' % (start, start + len(body) - 1, total)
            return self.answer(206, body, headers)
        if how == 2:  # says nothing about the range
            return self.answer(206, body, headers)
        return self.answer(416, b'', headers)

    def part(self, status, body, headers, size):
        """So many bytes of the body, then RST."""
        self.answer(status, body[:size], headers, len(body))
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        self.connection.close()
        self.close_connection = True

    def answer(self, status, body, headers, length=None, pause=0.0):
        self.send_response(status)
        for name, value in dict(headers, **{'Content-Length': str(len(body) if length is None else length)}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == 'HEAD':
            return
        for at in range(0, len(body), 65536):
            self.wfile.write(body[at:at + 65536])
            if pause:
                time.sleep(pause)
