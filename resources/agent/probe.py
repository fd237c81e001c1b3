"""Running a handful of short programs at once and waiting for all of them, without `subprocess` (10 ms to import)."""
import os
import select
import time

LIMIT = 262144  # bytes of output kept a program
SIGKILL = 9  # `import signal` would cost milliseconds
REAPING = 1.0  # seconds to wait for a program that was killed: one that is stuck in a driver does not end


class Probe:
    """One running program. After `collect`: `status` (exit status, negative signal, None where it did not start or had
    to be stopped) and `output` (stdout and stderr together)."""

    def __init__(self, argv, environment, seconds):
        # type: (list, dict, float) -> None
        self.argv = argv
        self.deadline = time.monotonic() + seconds
        self.chunks = []  # type: list
        self.status = None
        self.timed_out = False
        self.fd, write_end = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self._become(argv, environment, write_end)
        os.close(write_end)

    @staticmethod
    def _become(argv, environment, write_end):
        try:
            os.setsid()
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            os.dup2(write_end, 1)
            os.dup2(write_end, 2)
            os.execve(argv[0], argv, environment)
        except OSError as error:
            os.write(2, "cannot be started: {}\n".format(error.strerror).encode("utf-8"))
        finally:
            os._exit(127)

    @property
    def output(self):
        # type: () -> str
        return b"".join(self.chunks).decode("utf-8", "replace")

    def read(self):
        """Takes what is there; False at the end."""
        data = os.read(self.fd, 65536)
        if sum(map(len, self.chunks)) < LIMIT:
            self.chunks.append(data)
        return bool(data)

    def close(self, stop):
        """Reaps the program, which has closed its output or is to be stopped."""
        os.close(self.fd)
        if not stop and self._reaped(self.deadline):
            return
        self.timed_out = True
        try:
            os.killpg(self.pid, SIGKILL)
        except OSError:
            pass
        self._reaped(time.monotonic() + REAPING)
        self.status = None

    def _reaped(self, deadline):
        """Waits for its end until then; True where it came."""
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(0.001)


def collect(probes):
    # type: (list) -> None
    """Waits for all, each at most for its own time."""
    running = {probe.fd: probe for probe in probes}
    while running:
        wait = max(0.0, min(probe.deadline for probe in running.values()) - time.monotonic())
        for fd in select.select(list(running), [], [], wait)[0]:
            if not running[fd].read():
                running.pop(fd).close(False)
        for fd in [fd for fd, probe in running.items() if probe.deadline <= time.monotonic()]:
            running.pop(fd).close(True)
