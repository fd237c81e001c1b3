"""Serves pages and wheels on loopback the way the nightly index does: ranges, and 403 for what is not there."""

import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from index_pages import all_pages, path_of

_RANGE = re.compile(r'bytes=(\d*)-(\d*)')


def serve(wheels):
    """A server on a free port of 127.0.0.1; call its serve_forever()."""
    server = _Server(('127.0.0.1', 0), _Handler)
    server.pages = all_pages(wheels, 'http://127.0.0.1:%d' % server.server_address[1], int(time.time()))
    server.wheels = {path_of(wheel): wheel for wheel in wheels}
    return server


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that goes away in the middle is nothing to report."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    server_version = 'nightjar-practice'
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def do_GET(self):
        path = unquote(urlsplit(self.path).path)
        if path in self.server.pages:
            self._send_bytes(self.server.pages[path], 'text/html')
        elif path in self.server.wheels:
            self._send_wheel(self.server.wheels[path])
        elif path.endswith('.metadata') and path[:-9] in self.server.wheels:
            self._send_bytes(self.server.wheels[path[:-9]].metadata(), 'binary/octet-stream')
        else:
            self._send_bytes(b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>\n',
                             'application/xml', status=403)

    do_HEAD = do_GET

    def _send_bytes(self, content, kind, status=200):
        self._send_head(status, kind, len(content), {'Cache-Control': 'no-cache'})
        self._send_body([content])

    def _send_wheel(self, wheel):
        size = wheel.size()
        # no-store: pip would otherwise keep practice wheels in the person's own cache
        head = {'Accept-Ranges': 'bytes', 'Cache-Control': 'no-store', 'ETag': '"%d-%s"' % (size, wheel.version)}
        asked = _asked_range(self.headers.get('Range'), size)
        if self.headers.get('If-Range', head['ETag']) != head['ETag']:
            asked = None
        start, end = asked or (0, size)
        if start >= end:
            self._send_head(416, 'binary/octet-stream', 0, dict(head, **{'Content-Range': 'bytes */%d' % size}))
            return
        if asked:
            head['Content-Range'] = 'bytes %d-%d/%d' % (start, end - 1, size)
        self._send_head(206 if asked else 200, 'binary/octet-stream', end - start, head)
        self._send_body(wheel.read(start, end))

    def _send_head(self, status, kind, length, headers):
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _send_body(self, pieces):
        if self.command != 'HEAD':
            for piece in pieces:
                self.wfile.write(piece)

    def log_message(self, *_):
        """Nobody reads it."""


def _asked_range(header, size):
    """(start, end not included) of one byte range, empty where it does not fit; None where none was asked."""
    match = _RANGE.fullmatch((header or '').strip())
    if not match or match.group(0) == 'bytes=-':
        return None
    first, last = match.groups()
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1, size) if last else size
