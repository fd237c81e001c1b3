"""The verb "verify", and what the step of that name shares with it: runs the checks in the environment's own Python.

One process runs them all; where it dies or hangs in a check, that row is failed and a new process goes on.
"""
import os
import signal
import subprocess
import tempfile
import time

import processes
import wire
from errors import AgentError, need

ABOUT = "about"  # the last question, after the rows
START = 60.0  # seconds for the environment's Python to start
KEPT = ("HOME", "USER", "LOGNAME", "PATH", "LANG", "TZ", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES",
        "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES")


def verify(args, emit):
    """Streams {"kind": "check", "row"}; the reply is the report. Errors: python-does-not-start."""
    need(args, "python"), need(args, "environment"), need(args, "checks", list)
    with tempfile.TemporaryFile() as noise, tempfile.TemporaryDirectory(prefix="nightjar-") as temporary:
        name = "verify-{}-{}".format(os.getpid(), int(time.time() * 1000))
        environment = {key: value for key, value in os.environ.items() if key in KEPT or key.startswith("LC_")}
        environment.update({"TMPDIR": temporary, processes.MARK: name})
        run = Run(args, environment, name, noise.fileno(), noise.fileno())
        return (yield from run.report(lambda row: emit({"kind": "check", "row": row})))


class Run:
    """One verification. What the checks print goes to `noise`, which is read from `heard` where a check dies."""

    def __init__(self, args, environment, job_id, noise, heard):
        self.args = args
        self.environment = dict(environment)
        if args.get("library_path"):
            self.environment["LD_LIBRARY_PATH"] = args["library_path"]
        # torch.compile: its caches stay in our folder, and no pool of helpers has to import torch once more.
        self.environment["TRITON_CACHE_DIR"] = os.path.join(environment["TMPDIR"], "triton")
        self.environment["TORCHINDUCTOR_COMPILE_THREADS"] = "1"
        self.job_id = job_id
        self.noise = noise
        self.heard = heard
        self.about = {}  # type: dict
        self.importable = True
        self.buffer = b""

    def report(self, on_row):
        """A generator that yields the descriptors it waits for, calls on_row for each row, and returns the report."""
        rows = []

        def settle(row):
            rows.append(row)
            on_row(row)

        waiting = [dict(spec) for spec in self.args["checks"]]
        finished = False
        while not finished:
            pass_over(waiting, settle)
            finished = yield from self.round(waiting, settle)
        cuda = {"runtime": None, "available": False, "device": None, "capability": None}
        return {
            "environment": self.args["environment"], "python": self.args["python"],
            "versions": self.about.get("versions") or {}, "commit": self.about.get("commit"),
            "cuda": self.about.get("cuda") or cuda, "checks": rows, "sample": bool(self.about.get("sample")),
            "ok": all(row["state"] != "failed" for row in rows),
        }

    def round(self, waiting, settle):
        """One process. Settles checks and takes them from `waiting`; False where another process has to go on."""
        todo = [spec for spec in waiting if not spec.get("skip")]
        child = self.start([spec["id"] for spec in todo] + [ABOUT])
        try:
            yield from self.await_start(child)
            for spec in todo:
                began = time.monotonic()
                answer = yield from self.answer(child, began + limit(spec), ("row",))
                row = judged(spec, answer.get("row") or self.died(child, spec, answer, began))
                waiting.remove(spec)
                settle(row)
                if spec["id"] == "import" and row["state"] == "failed":
                    self.importable = False
                    for other in waiting:
                        other["skip"] = other.get("skip") or "torch could not be imported"
                pass_over(waiting, settle)
                if "row" not in answer or not self.importable:
                    return False
            answer = yield from self.answer(child, time.monotonic() + limit({}), (ABOUT,))
            self.about = answer.get(ABOUT) or {}
            return True
        finally:
            self.stop(child)

    def start(self, names):
        agent = os.path.dirname(os.path.abspath(__file__))
        self.buffer = b""
        self.loudness = os.fstat(self.noise).st_size
        try:
            child = subprocess.Popen([self.args["python"], "-I", agent, "--checks"], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, stderr=self.noise, env=self.environment,
                                     cwd=self.environment["TMPDIR"], start_new_session=True)
        except OSError as error:
            raise AgentError("python-does-not-start", "The environment's Python does not start.", str(error))
        request = {"checks": names, "expect": self.args.get("expect") or {}, "importable": self.importable,
                   "environment": self.args["environment"]}
        try:
            child.stdin.write(wire.dumps(request).encode("ascii") + b"\n")
            child.stdin.close()
        except BrokenPipeError:
            pass  # it has died; the missing answer tells
        return child

    def await_start(self, child):
        answer = yield from self.answer(child, time.monotonic() + START, ("ready",))
        if "ready" not in answer:
            raise AgentError("python-does-not-start", "The environment's Python does not start.", self.said())

    def answer(self, child, deadline, kinds):
        """The next line of one of these kinds; {"ended": …} or {"late": …} where none comes."""
        fd = child.stdout.fileno()
        while True:
            while b"\n" in self.buffer:
                line, self.buffer = self.buffer.split(b"\n", 1)
                value = understood(line)
                if any(kind in value for kind in kinds):
                    return value
            if time.monotonic() > deadline:
                return {"late": True}
            os.set_blocking(fd, False)
            try:
                data = os.read(fd, 65536)
            except BlockingIOError:
                yield (fd,)
                continue
            if not data:
                return {"ended": True}
            self.buffer += data

    def died(self, child, spec, answer, began):
        """The row of a check that did not answer."""
        if "late" in answer:
            detail = "There was no answer within {:g} s.".format(limit(spec))
        else:
            detail = "The process {}.".format(ending(child))
        last = (self.said().strip().splitlines() or [""])[-1]
        return {"id": spec["id"], "state": "failed", "detail": (detail + " " + last).strip()[:2000],
                "seconds": time.monotonic() - began}

    def said(self):
        """The end of what the process has printed."""
        size = os.fstat(self.noise).st_size
        start = max(self.loudness, size - 8192)
        return os.pread(self.heard, size - start, start).decode("utf-8", "replace")

    def stop(self, child):
        """Ends the process and what it has started."""
        child.stdout.close()
        find = lambda: [pid for pid in processes.family(self.job_id, (child.pid,), (child.pid,))
                        if pid != child.pid or child.poll() is None]
        processes.end_all_now(find, 0.5)
        child.wait()


def understood(line):
    """What one line of the child's says; {} for what is no answer of ours (its Python is not the one we made)."""
    try:
        value = wire.loads(line.decode("ascii"))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def ending(child):
    """How a process ended, in words; waits for it."""
    code = child.wait()
    if code >= 0:
        return "ended with exit code {}".format(code)
    try:
        return "was ended by " + signal.Signals(-code).name
    except ValueError:
        return "was ended by signal {}".format(-code)


def limit(spec):
    """Seconds a check may take."""
    return float(spec.get("timeout_s") or 120)


def pass_over(waiting, settle):
    """Settles the checks at the front that are to be skipped."""
    while waiting and waiting[0].get("skip"):
        spec = waiting.pop(0)
        settle({"id": spec["id"], "state": "skipped", "detail": str(spec["skip"]), "seconds": 0.0})


def judged(spec, row):
    """A check that is not required can only warn."""
    if row["state"] == "failed" and not spec.get("required", True):
        row["state"] = "warning"
    return row
