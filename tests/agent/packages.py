"""Small wheels made on the spot, an index that serves them on loopback, and environments with pip to install into."""
import contextlib
import glob
import hashlib
import http.server
import os
import subprocess
import sys
import threading
import unittest
import zipfile

# Gives an environment pip in a fraction of the seconds that ensurepip takes: argv is the environment and pip's wheel.
BORROW = """
import os, sys, zipfile
library = os.path.join(sys.argv[1], "lib", "python%d.%d" % sys.version_info[:2], "site-packages")
zipfile.ZipFile(sys.argv[2]).extractall(library)
"""


def pip_wheel():
    """The wheel of pip that ensurepip would unpack; skips the test where there is none."""
    try:
        import ensurepip

        places = [os.path.join(os.path.dirname(ensurepip.__file__), "_bundled")]
    except ImportError:
        places = []
    for place in places + ["/usr/share/python-wheels", "/usr/share/python3-wheels"]:
        for path in sorted(glob.glob(os.path.join(place, "pip-*.whl"))):
            return path
    raise unittest.SkipTest("this Python has no ensurepip, so no pip to make an environment with")


def make_environment(path):
    """A real venv with a real pip; returns its interpreter."""
    wheel = pip_wheel()
    subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", path], check=True)
    subprocess.run([sys.executable, "-c", BORROW, path, wheel], check=True)
    return os.path.join(path, "bin", "python")


def make_wheel(folder, name, version, requires=(), files=(), tag="py3-none-any"):
    """Writes a wheel; returns its file name. files: {path inside: text}. tag: with a build number before it where that
    is wanted."""
    stem = "{}-{}".format(name, version)
    info = stem + ".dist-info"
    metadata = "Metadata-Version: 2.1\nName: {}\nVersion: {}\n".format(name, version)
    metadata += "".join("Requires-Dist: {}\n".format(line) for line in requires)
    members = dict(files or {name + "/__init__.py": "__version__ = '{}'\n".format(version)})
    members[info + "/METADATA"] = metadata
    members[info + "/WHEEL"] = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: {}\n".format(tag)
    members[info + "/RECORD"] = "".join("{},,\n".format(path) for path in list(members) + [info + "/RECORD"])
    file_name = "{}-{}.whl".format(stem, tag)
    os.makedirs(folder, exist_ok=True)
    with zipfile.ZipFile(os.path.join(folder, file_name), "w") as archive:
        for path, text in members.items():
            archive.writestr(zipfile.ZipInfo(path, (2026, 10, 7, 0, 0, 0)), text)
    return file_name


def damage(path, marker):
    """Changes one byte of a member's content; the zip's directory stays whole."""
    with open(path, "r+b") as file:
        place = file.read().index(marker)
        file.seek(place)
        file.write(bytes([marker[0] ^ 1]))


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


class Index:
    """<folder> with wheels, served at `url` as <url>/<package>/; `asked` holds (method, path) of every request."""

    def __init__(self, folder, hashes=(), attributes=()):
        self.folder = folder
        self.hashes = dict(hashes)  # file name → sha256 in its link
        self.attributes = dict(attributes)  # file name → what else its link says
        self.raw = False  # links with "+" as it is
        self.held = {}  # file name → an event; the agent itself does not get it before
        self.twist = None  # for pages that the agent itself asks for: (request, page) → whether it has been answered
        self.asked = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.answer(self, True)

            def do_HEAD(self):
                outer.answer(self, False)

            def log_message(self, *ignored):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:{}/nightly/cpu".format(self.server.server_address[1])
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, request, whole):
        self.asked.append((request.command, request.path))
        name = request.path.rstrip("/").rpartition("/")[2].replace("%2B", "+")
        path = os.path.join(self.folder, name)
        ours = whole and request.headers.get("User-Agent") == "nightjar"
        if os.path.isfile(path):
            if ours and name in self.held:
                self.held[name].wait(60)
            with open(path, "rb") as file:
                return self.send(request, 200, file.read(), "application/octet-stream", whole)
        links = [wheel for wheel in sorted(os.listdir(self.folder)) if wheel.startswith(name.replace("-", "_") + "-")]
        if not links:
            return self.send(request, 403, b"Forbidden", "text/plain", whole)
        page = "<!DOCTYPE html><html><body>{}</body></html>".format("".join(map(self.link, links)))
        if not (ours and self.twist and self.twist(request, page.encode())):
            self.send(request, 200, page.encode(), "text/html", whole)

    def link(self, wheel):
        mark = "#sha256=" + self.hashes[wheel] if wheel in self.hashes else ""
        return '<a href="/whl/{}{}" {}>{}</a><br/>\n'.format(wheel if self.raw else wheel.replace("+", "%2B"), mark,
                                                            self.attributes.get(wheel, ""), wheel)

    @staticmethod
    def send(request, status, body, kind, whole):
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if whole:
            with contextlib.suppress(OSError):
                request.wfile.write(body)
