"""The agent's loop: requests in, events and replies out (the frames of core/runtime/agent.h, protocol 1).

Each verb is a function (args, emit) that returns its reply, or a generator that does so in the end. The raw bytes
behind a request, where it has some, are args["payload"]. A generator yields the file descriptors it waits for, nothing
(then it is resumed about 20 times a second), or True (it has more to do and only lets the others have their turn), so
that several requests are served at once by one thread. The end of stdin ends the agent at once; jobs are detached and
go on.
"""
import os
import select
import sys

import wire
from errors import AgentError
from root_lock import heard

MOST = 8 << 20  # bytes of a request's payload
TICK = 0.05  # seconds between two looks of a request that waits for no descriptor

VERBS = {
    "ping": ("ping", "ping"),
    "facts": ("facts", "facts"),
    "pages": ("pages", "pages"),
    "manifest": ("environments", "manifest"),
    "environments": ("releases", "environments"),
    "environment.activate": ("release_changes", "activate"),
    "environment.remove": ("release_changes", "remove"),
    "job.start": ("jobs", "start"),
    "job.list": ("jobs", "list_jobs"),
    "job.show": ("jobs", "show"),
    "job.follow": ("follow", "follow"),
    "job.cancel": ("cancel", "cancel"),
    "lock.check": ("lock_check", "check"),
    "wheel.read": ("wheel_read", "read"),
    "wheel.write": ("wheel_write", "write"),
    "verify": ("verify", "verify"),
}


class Output:
    """Frames to the client. A client that is gone ends the agent."""

    def __init__(self, fd):
        self.fd = fd

    def write(self, data):
        # type: (bytes) -> None
        view = memoryview(data)
        while view:
            view = view[os.write(self.fd, view):]

    def send(self, frame, payload=b""):
        # type: (dict, bytes) -> None
        if payload:
            frame["bytes"] = len(payload)
        self.write(wire.dumps(frame).encode("ascii") + b"\n" + payload)


class Input:
    """Cuts what arrives into frames."""

    def __init__(self, fd):
        self.fd = fd
        self.buffer = b""
        self.frame = None  # read already, but its payload is not complete

    def read(self):
        """The frames that are complete now; None at the end of input."""
        data = os.read(self.fd, 1 << 18)
        if not data:
            return None
        self.buffer += data
        return list(self._complete())

    def _complete(self):
        while self.frame is not None or b"\n" in self.buffer:
            if self.frame is None:
                line, self.buffer = self.buffer.split(b"\n", 1)
                self.frame = self._parse(line)
            size = self.frame.get("bytes", 0)
            if len(self.buffer) < size:
                return
            frame, self.frame = self.frame, None
            frame["payload"], self.buffer = self.buffer[:size], self.buffer[size:]
            yield frame

    @staticmethod
    def _parse(line):
        try:
            frame = wire.loads(line.decode("utf-8"))
        except ValueError:
            frame = None
        frame = frame if isinstance(frame, dict) else {}
        size = frame.get("bytes", 0)
        return frame if isinstance(size, int) and 0 <= size <= MOST else {}


class Server:
    def __init__(self, source, output):
        self.source = source
        self.output = output
        self.tasks = {}  # request id -> (generator, what it yielded last)

    def run(self):
        while True:
            wishes = [wish for _, wish in self.tasks.values()]
            waiting = [fd for wish in wishes if wish is not True for fd in wish]
            patience = 0 if True in wishes else TICK if wishes else None
            ready = select.select([self.source.fd] + waiting, [], [], patience)[0]
            if self.source.fd in ready:
                requests = self.source.read()
                if requests is None:
                    return self.close()
                heard()
                for request in requests:
                    self.start(request)
            for number in list(self.tasks):
                self.resume(number)

    def close(self):
        for task, _ in self.tasks.values():
            task.close()

    def start(self, request):
        number, verb, args = request.get("id"), request.get("verb"), request.get("args") or {}
        try:
            if verb == "abandon":  # stops waiting for an earlier request; no more frames come for it
                task, _ = self.tasks.pop(args.get("request"), (None, ()))
                if task:
                    task.close()
                return self.output.send({"id": number, "reply": {}})
            if verb not in VERBS or not isinstance(args, dict):
                raise AgentError("unknown-verb", "The agent does not know this request.", repr(verb)[:200])
            if request.get("payload"):
                args = dict(args, payload=request["payload"])
            result = self.handler(verb)(args, lambda event, data=b"": self.emit(number, event, data))
        except Exception as error:
            return self.fail(number, error)
        if hasattr(result, "send"):
            self.tasks[number] = (result, ())
            return self.resume(number)
        self.output.send({"id": number, "reply": result})

    @staticmethod
    def handler(verb):
        module, name = VERBS[verb]
        return getattr(__import__(module), name)

    def emit(self, number, event, data):
        self.output.send({"id": number, "event": event}, data)

    def resume(self, number):
        task, _ = self.tasks[number]
        try:
            self.tasks[number] = (task, next(task) or ())
        except StopIteration as stop:
            del self.tasks[number]
            self.output.send({"id": number, "reply": stop.value})
        except Exception as error:
            del self.tasks[number]
            self.fail(number, error)

    def fail(self, number, error):
        if isinstance(error, BrokenPipeError):
            raise error
        if not isinstance(error, AgentError):
            import traceback

            error = AgentError("internal", "The agent met a fault of its own: {}".format(error), traceback.format_exc())
        self.output.send({"id": number, "error": error.frame()})


def main():
    # Frames get a private copy of stdout that no child inherits; whatever else prints goes to stderr.
    private = os.dup(1)
    os.dup2(2, 1)
    output = Output(private)
    hello = wire.dumps({"hello": 1, "python": ".".join(str(part) for part in sys.version_info[:3])})
    try:
        output.write(b"NIGHTJAR-AGENT 1\n" + hello.encode("ascii") + b"\n")
        Server(Input(0), output).run()
    except BrokenPipeError:
        pass
    return 0
