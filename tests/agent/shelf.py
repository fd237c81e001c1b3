"""A real HTTP server on loopback that serves files with ranges, and goes wrong the way servers do when it is told to."""
import base64
import http.server
import io
import os
import re
import socket
import socketserver
import ssl
import struct
import threading
import time
import zipfile
from urllib.parse import unquote, urlsplit

RANGE = re.compile(r"bytes=(\d+)-(\d*)$")
BLOCK = 16384


def wheel(name, size, seed=0):
    """(file name, bytes) of a valid wheel with `size` bytes that no compression shrinks."""
    stem = name + "-1.0"
    info = stem + ".dist-info"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, data in (
                (name + "/data.bin", os.urandom(size)),
                (info + "/METADATA", "Metadata-Version: 2.1\nName: {}\nVersion: 1.0\n".format(name)),
                (info + "/WHEEL", "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
                (info + "/RECORD", "{0}/data.bin,,\n{1}/METADATA,,\n{1}/WHEEL,,\n{1}/RECORD,,\n".format(name, info))):
            archive.writestr(zipfile.ZipInfo(path, (2026, 10, 7, 0, 0, 0)), data)
    return stem + "-py3-none-any.whl", buffer.getvalue()


def wait_for(fault, at):
    if "hold" in fault and at >= fault.get("held", 0):
        fault["hold"].wait(60)


class Shelf:
    """files: {name: bytes}. `faults` {name: [fault, …]}: each GET of the file takes the next one, a dict with any of
    status, headers, cut (bytes after which the connection is reset), end (the same, but closed in order), stall (bytes
    after which nothing comes), whole (a range is answered by all), shift (the range begins so much later), hold (an
    event; no more than the first `held` bytes, 0 without it, come before it, nor a reset or an end after them), plain
    (no length, the end of the connection is the end), spoil (the place of a byte that is wrong). "always" in place of a
    list's end repeats the last one."""

    def __init__(self, files, rate=None, certificate=None):
        self.files = dict(files)
        self.tags = {}
        self.faults = {}
        self.rate = rate  # bytes per second for each connection
        self.ranges = True
        self.login = None  # "user:password"
        self.elsewhere = None  # the address that /moved/NAME leads to
        self.asked = []  # (name, first byte asked or None, status)
        self.authorized = []  # the header of each GET
        self.sent = 0  # bytes of bodies
        self.busy = self.most = 0  # answers at the same time
        self.lock = threading.Lock()
        self.gone = threading.Event()
        self.reached = {}  # bytes → event
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.shelf = self
        self.url = "http{}://127.0.0.1:{}".format("s" if certificate else "", self.server.server_address[1])
        if certificate:  # a file with the key in it
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
                                                     do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.gone.set()
        self.server.shutdown()
        self.server.server_close()

    def when_sent(self, count):
        """An event that comes once so many bytes have gone out."""
        return self.reached.setdefault(count, threading.Event())

    def count(self, length):
        with self.lock:
            self.sent += length
            for mark, event in self.reached.items():
                if self.sent >= mark:
                    event.set()

    def next_fault(self, name):
        with self.lock:
            waiting = self.faults.get(name) or []
            if not waiting:
                return {}
            return waiting[0] if waiting[-1] == "always" and len(waiting) == 2 else waiting.pop(0)

    def gets(self, name):
        return [first for asked, first, _ in self.asked if asked == name]


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass  # a client that goes away is nothing to report


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *ignored):
        pass

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        shelf = self.server.shelf
        path = unquote(urlsplit(self.path).path)
        name = path.rpartition("/")[2]
        if path.startswith("/moved/"):
            return self.head(302, {"Location": (shelf.elsewhere or "") + "/" + name, "Content-Length": "0"})
        fault = shelf.next_fault(name) if self.command == "GET" else {}
        with shelf.lock:
            shelf.busy += 1
            shelf.most = max(shelf.most, shelf.busy)
        try:
            self.answer(shelf, name, fault)
        finally:
            with shelf.lock:
                shelf.busy -= 1

    def answer(self, shelf, name, fault):
        first, end, status = 0, None, 200
        body = shelf.files.get(name)
        if "spoil" in fault:
            at = fault["spoil"]
            body = body[:at] + bytes([body[at] ^ 1]) + body[at + 1:]
        tag = '"{}"'.format(shelf.tags.get(name, "one"))
        match = RANGE.match(self.headers.get("Range") or "")
        if match and shelf.ranges and not fault.get("whole") and self.headers.get("If-Range", tag) == tag and body:
            first, end, status = int(match.group(1)), int(match.group(2) or len(body) - 1) + 1, 206
        shelf.authorized.append((name, self.headers.get("Authorization")))
        if shelf.login and self.headers.get("Authorization") != "Basic " + base64.b64encode(
                shelf.login.encode()).decode():
            status = 401
        status = fault.get("status", 404 if body is None else status)
        if self.command == "GET":
            shelf.asked.append((name, first if match else None, status))
        if status not in (200, 206):
            return self.head(status, dict(fault.get("headers") or {}, **{"Content-Length": "0"}))
        headers = {"ETag": tag, "Content-Length": str((end or len(body)) - first)}
        if status == 206:
            shown = first + fault.get("shift", 0)
            headers["Content-Range"] = "bytes {}-{}/{}".format(shown, end - 1 + fault.get("shift", 0), len(body))
        if fault.get("plain"):
            del headers["Content-Length"]
            headers["Connection"] = "close"
            self.close_connection = True
        headers.update(fault.get("headers") or {})
        self.head(status, headers)
        if self.command == "GET":
            self.body(shelf, memoryview(body)[first:end], fault)

    def head(self, status, headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()

    def body(self, shelf, body, fault):
        limit = min(value for value in (fault.get("cut"), fault.get("end"), fault.get("stall"), len(body))
                    if value is not None)
        began, at = time.monotonic(), 0
        wait_for(fault, at)
        while at < limit:
            block = body[at:min(at + BLOCK, limit)]
            self.wfile.write(block)
            shelf.count(len(block))
            at += len(block)
            wait_for(fault, at)
            if shelf.rate and at < limit:
                shelf.gone.wait(max(0.0, began + at / shelf.rate - time.monotonic()))
        if at == len(body):
            return
        self.close_connection = True
        self.wfile.flush()
        if "stall" in fault:
            shelf.gone.wait(30)
        if "cut" in fault:  # a reset, not an end
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
