"""The verb "job.cancel": asks the supervisor to end the job, and does it itself where the supervisor is dead."""
import signal
import time

import processes
from errors import AgentError
from job_folder import job_folder, start_time
from leftovers import clean_up, named
from sign_off import announce

PATIENCE = 4.0  # seconds that a supervisor may go without a heartbeat before it is killed


def cancel(args, emit):
    """{"state": how the job has ended, "left": what of it could be neither ended nor removed}. Errors: bad-arguments,
    no-such-job, elsewhere."""
    folder = job_folder(args)
    who = folder.read("supervisor.json")
    while not who.get("pid") and folder.end() is None and folder.supervised():  # it is only starting
        yield
        who = folder.read("supervisor.json")
    if folder.end() is None and lives(folder) and who.get("pid"):
        yield from ask(folder, who["pid"], who.get("start_time"))
    if folder.end() is None:
        remains = yield from clean_up(folder)
    else:
        left = yield from processes.end_all(lambda: processes.family(folder.id))
        remains = named(left)
    end = folder.end() or {}
    told = [thing for thing in end.get("left") or [] if thing not in remains]
    return {"state": end.get("outcome") or "lost", "left": remains + told}


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
    announce(folder)  # it may die of something else before it has said how the job ended
    processes.send([pid], signal.SIGTERM)
    processes.send([pid], signal.SIGCONT)  # a stopped one hears nothing
    last, since = folder.beat(), time.monotonic()
    while start_time(pid) == started and folder.end() is None:
        if folder.beat() != last:
            last, since = folder.beat(), time.monotonic()
        if time.monotonic() - since > PATIENCE:
            announce(folder)  # once more: what hangs may be its last words
            processes.send([pid], signal.SIGKILL)
        yield
    while start_time(pid) == started:
        yield
