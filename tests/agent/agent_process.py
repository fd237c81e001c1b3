"""Runs the real agent as a process, through the real bootstrap or loader, and talks to it in frames."""
import contextlib
import functools
import hashlib
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time

SOURCE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
AGENT = os.path.join(SOURCE, "resources", "agent")
BOOTSTRAP = os.path.join(SOURCE, "resources", "bootstrap")
DATA = os.path.join(SOURCE, "tests", "data", "facts")
for place in (AGENT, os.path.join(SOURCE, "cmake")):
    if place not in sys.path:
        sys.path.insert(0, place)
sys.dont_write_bytecode = True

import agent_zip  # noqa: E402

PATIENCE = 60.0  # seconds until an answer that does not come fails a test


@functools.lru_cache(None)
def packed():
    """(payload with its header, sh script, loader line, command line), as the program carries them."""
    data = agent_zip.pack(AGENT)
    header = "NIGHTJAR-PAYLOAD {} {}\n".format(len(data), hashlib.sha256(data).hexdigest())
    script = agent_zip.script_line(os.path.join(BOOTSTRAP, "bootstrap.sh"))
    loader = agent_zip.loader_line(os.path.join(BOOTSTRAP, "loader.py"))
    return header.encode("ascii") + data, script, loader, agent_zip.command_line(script, loader)


class AgentFault(Exception):
    """An error frame."""

    def __init__(self, error):
        Exception.__init__(self, json.dumps(error))
        self.code = error["code"]
        self.error = error


class Agent:
    """One running agent. argv: what starts it (default: this test's Python with the loader)."""

    def __init__(self, argv=None, environment=None, payload=None, home=None):
        whole, _, loader, _ = packed()
        self.events = {}
        self.replies = {}
        self.buffer = b""
        self.number = 0
        self.process = subprocess.Popen(
            argv or [agent_python(), "-I", "-S", "-c", loader], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment if environment is not None else clean_environment(home))
        self.send_raw(whole if payload is None else payload)

    def send_raw(self, data):
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended; what is missing then shows it

    def send(self, verb, args=None, payload=b""):
        self.number += 1
        self.events[self.number] = []
        frame = {"id": self.number, "verb": verb, "args": args or {}}
        if payload:
            frame["bytes"] = len(payload)
        self.send_raw(json.dumps(frame).encode("ascii") + b"\n" + payload)
        return self.number

    def line(self, deadline):
        return self.take(lambda: self.buffer.find(b"\n") + 1, deadline)

    def take(self, enough, deadline):
        """The first enough() bytes of what arrives; fails the test where they do not."""
        while not enough() or len(self.buffer) < enough():
            if not select.select([self.process.stdout], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise AssertionError("no answer from the agent; so far: {!r}".format(self.buffer[-500:]))
            data = os.read(self.process.stdout.fileno(), 65536)
            if not data:
                raise EOFError("the agent ended: {!r} {!r}".format(self.buffer[-500:], self.process.stderr.read()))
            self.buffer += data
        size = enough()
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def read_frame(self, deadline=None):
        """The next frame, filed under its request. The banner line gives None."""
        deadline = deadline or time.monotonic() + PATIENCE
        line = self.line(deadline)
        if not line.startswith(b"{"):
            return None
        frame = json.loads(line.decode("ascii"))
        size = frame.get("bytes", 0)
        payload = self.take(lambda: size, deadline) if size else b""
        if "event" in frame:
            self.events[frame["id"]].append((frame["event"], payload))
        elif "id" in frame:
            self.replies[frame["id"]] = frame
        return frame

    def wait(self, number):
        """The reply of a request; AgentFault for an error frame."""
        while number not in self.replies:
            self.read_frame()
        frame = self.replies[number]
        if "error" in frame:
            raise AgentFault(frame["error"])
        return frame["reply"]

    def wait_event(self, number, wanted):
        """Reads until an event of this request satisfies wanted(event, payload)."""
        seen = 0
        while True:
            for event, payload in self.events[number][seen:]:
                seen += 1
                if wanted(event, payload):
                    return event, payload
            if number in self.replies:
                raise AssertionError("the request ended first: {}".format(self.replies[number]))
            self.read_frame()

    def ask(self, verb, args=None, payload=b""):
        return self.wait(self.send(verb, args, payload))

    def close(self):
        """Ends its input; returns the exit status and what it wrote to stderr."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            status = self.process.wait(PATIENCE)
        finally:
            self.process.kill()
        said = self.process.stderr.read().decode("utf-8", "replace")
        self.process.stdout.close()
        self.process.stderr.close()
        self.process.wait()
        return status, said

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        if not self.process.stdout.closed:
            self.close()


def agent_python():
    """The Python the agent runs on: NIGHTJAR_AGENT_PYTHON, or the one that runs the tests."""
    return os.environ.get("NIGHTJAR_AGENT_PYTHON") or sys.executable


def clean_environment(home=None, **more):
    """A small environment like that of an SSH exec, with a home of the tests' own."""
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": home or shared_home(), "LANG": "C.UTF-8"}
    environment.update(more)
    return environment


@functools.lru_cache(None)
def shared_home():
    """One home for all tests of a process, so that the agent is compiled once; removed at exit."""
    import atexit

    path = tempfile.mkdtemp(prefix="nightjar-home-")
    atexit.register(shutil.rmtree, path, True)
    return path
