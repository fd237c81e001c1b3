"""The verb "job.cancel": asks the supervisor to end the job, and does it itself where the supervisor is dead."""
import os
import signal
import time

import processes
import wire
from errors import AgentError
from job_folder import job_folder, start_time
from leftovers import clean_up

PATIENCE = 4.0  # seconds that a supervisor may go without a heartbeat before it is killed


def cancel(args, emit):
    """{"state": how the job has ended, "left": what of it could be neither ended nor removed}. Errors: bad-arguments,
    no-such-job, elsewhere."""
    folder = job_folder(args)
    who = folder.read("supervisor.json")
    while not who.get("pid") and folder.end() is None and folder.supervised():  # it is only starting
        yield
        who = folder.read("supervisor.json")
    found = folder.end() is None and lives(folder) and who.get("pid")
    if found:
        yield from ask(folder, who["pid"], who.get("start_time"))
    left = yield from processes.end_all(lambda: processes.family(folder.id))
    remains = ["process {}".format(number) for number in left]
    if folder.end() is None:
        undone = not complete(folder)
        remains = yield from clean_up(folder, lambda left: sign_off(folder, left) if found and undone else None)
    end = folder.end() or {}
    state = end.get("outcome") or "lost"
    return {"state": state, "left": remains + (end.get("left") or [])}


def lives(folder):
    """A supervisor on another machine, whose heartbeat does not come through, holds the lock all the same."""
    return folder.supervised() or folder.holds_lock()


def ask(folder, pid, started):
    """Waits until the supervisor has gone. One that no longer beats is killed."""
    if start_time(pid) != started:
        if not lives(folder):
            return  # it has just died
        raise AgentError("elsewhere", "This job is run by another machine that shares the folder; cancel it there.",
                         folder.path)
    processes.send([pid], signal.SIGTERM)
    processes.send([pid], signal.SIGCONT)  # a stopped one hears nothing
    last, since = folder.beat(), time.monotonic()
    while start_time(pid) == started and folder.end() is None:
        if folder.beat() != last:
            last, since = folder.beat(), time.monotonic()
        if time.monotonic() - since > PATIENCE:
            processes.send([pid], signal.SIGKILL)
        yield
    while start_time(pid) == started:
        yield


def complete(folder):
    """Whether the environment is there for good, so that nobody knows how far the job came after that."""
    environment = folder.read("job.json").get("environment")
    half = os.path.exists(folder.file("made"))  # whoever clears away removes the environment first, then this
    return bool(environment) and os.path.lexists(environment) and not half


def sign_off(folder, left):
    """The end record of a supervisor that is gone without one, so that the list says what the person did."""
    if folder.end() is not None:
        return
    end = {"at": time.time(), "event": "end", "log": folder.size("log"), "log_size": folder.size("log"),
           "outcome": "cancelled", "step": None, "exit_code": None, "signal": None, "tail": "", "left": left,
           "reason": "It was cancelled; its supervisor did not answer any more.",
           "result": {"environment": None, "verify": None}}
    try:
        with open(folder.file("events"), "ab") as file:  # a line that was cut ends first
            file.write(b"\n" + wire.dumps(end).encode("ascii") + b"\n")
    except OSError:
        pass  # a full disk: it stays lost
