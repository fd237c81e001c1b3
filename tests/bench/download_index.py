"""The index of bench_download, a process of its own: download_index.py FOLDER [BYTES_PER_SECOND [LINE]]

Serves the wheels of FOLDER as a nightly index at /whl/nightly/ (and everything at /whl/nightly/cpu/), each connection
limited to a rate where one is given, and all of them together to LINE bytes per second where that is (0: no limit). Prints its port; GET /sent tells the bytes of wheels sent so far. Ends with its
standard input."""
import os
import pathlib
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'resources/practice'))
from index_pages import all_pages, path_of  # noqa: E402
from real_wheels import wheels_in  # noqa: E402

RANGE = re.compile(r'bytes=(\d+)-(\d*)$')
STEP = 0.02  # seconds between two portions


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    free = 0.0  # when the line has passed on all that was given to it

    def passed(self, count):
        with self.lock:
            self.free = max(self.free, time.monotonic()) + count / self.line
            return self.free

    def handle_error(self, request, client_address):
        pass  # a client that goes away


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True
    wbufsize = 1 << 14

    def log_message(self, *ignored):
        pass

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        server, path = self.server, unquote(self.path.partition('?')[0])
        path = path.replace('/simple/', '/whl/nightly/', 1) if path.startswith('/simple/') else path
        if path == '/sent':
            return self.small(200, str(server.sent).encode())
        if path in server.pages:
            return self.small(200, server.pages[path])
        if path.endswith('.metadata') and path[:-9] in server.wheels:
            return self.small(200, server.wheels[path[:-9]].metadata())
        if path not in server.wheels:
            return self.small(403, b'')
        self.wheel(server.wheels[path])

    def small(self, status, body):
        self.head(status, {'Content-Type': 'text/html', 'Content-Length': len(body)})
        if self.command != 'HEAD':
            self.wfile.write(body)

    def head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()

    def wheel(self, wheel):
        size, match = wheel.size(), RANGE.match(self.headers.get('Range') or '')
        first = int(match.group(1)) if match else 0
        end = min(size, int(match.group(2) or size - 1) + 1) if match else size
        headers = {'Content-Length': end - first, 'ETag': '"%d"' % size, 'Accept-Ranges': 'bytes'}
        if match:
            headers['Content-Range'] = 'bytes %d-%d/%d' % (first, end - 1, size)
        self.head(206 if match else 200, headers)
        self.wfile.flush()
        if self.command == 'HEAD':
            return
        rate, began, start = self.server.rate, time.monotonic(), first
        portion = max(4096, int((rate or self.server.line) * STEP)) if rate or self.server.line else 1 << 20
        with open(wheel.path, 'rb') as file:
            while first < end:
                sent = os.sendfile(self.connection.fileno(), file.fileno(), first, min(portion, end - first))
                if not sent:
                    return
                first += sent
                with self.server.lock:
                    self.server.sent += sent
                if rate:
                    time.sleep(max(0.0, began + (first - start) / rate - time.monotonic()))
                if self.server.line:
                    time.sleep(max(0.0, self.server.passed(sent) - time.monotonic()))


def main():
    server = Server(('127.0.0.1', 0), Handler)
    wheels = wheels_in(sys.argv[1])
    base = 'http://127.0.0.1:%d' % server.server_address[1]
    server.pages = all_pages(wheels, base, int(time.time()))
    server.wheels = {path_of(wheel): wheel for wheel in wheels}
    server.rate, server.line = ([int(word) for word in sys.argv[2:4]] + [0, 0])[:2]
    server.sent, server.lock = 0, threading.Lock()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


main()
