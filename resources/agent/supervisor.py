"""The detached process that runs a job's steps, from its first record to the end record."""
import os
import signal
import threading
import time

import processes
from desk import Cancelled, Desk, StepFailed, StepSkipped
from environments import claim, keep, tidy
from job_folder import all_jobs, boot_id, start_time
from leftovers import clear, forget_unborn, named
from removal import left_aside, sweep
from retention import forget_old
from root_lock import holder, take_lock
from sign_off import forget
from steps import STEPS, load_all


def main(folder, job, pipe):
    """Never returns. What goes through `pipe` tells the agent whether the job has started: see jobs.detach."""
    try:
        lock = take_lock(folder.root, folder.id)
    except OSError as error:
        return answer(pipe, "unusable {}".format(error))
    if lock < 0:
        return answer(pipe, "busy " + holder(folder.root))
    try:
        desk = settle(folder, job, (pipe, lock))
    except OSError as error:
        return answer(pipe, "unusable {}".format(error))
    except Exception as error:
        return answer(pipe, "{}: {}".format(type(error).__name__, error))
    answer(pipe, "started")
    try:
        end = run(desk, (tidy_lost, forget_old))
    except BaseException:
        end = fault(desk)
    finish(desk, end, lock)


def answer(pipe, text):
    try:
        os.write(pipe, text.encode("utf-8", "replace"))
        os.close(pipe)
    except OSError:
        pass  # the agent was killed meanwhile; its client finds the job by its id


def settle(folder, job, ours):
    """Cuts every tie to the agent and its client, and says who we are."""
    desk = Desk(folder, job, dict(os.environ))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(desk.log_fd, 1)
    os.dup2(desk.log_fd, 2)
    kept = set(ours) | {desk.log_fd, desk.events_fd}
    for name in os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else range(3, 256):
        if int(name) > 2 and int(name) not in kept:
            try:
                os.close(int(name))
            except OSError:
                pass
    os.chdir("/")
    load_all()
    listen(desk)
    processes.become_reaper()
    about = {"pid": os.getpid(), "boot_id": boot_id(), "start_time": start_time(os.getpid()), "at": time.time()}
    beat(folder)
    folder.write("supervisor.json", about)
    threading.Thread(target=beat_on, args=(folder,), daemon=True).start()
    clean = desk.environment("clean")
    os.environ.clear()  # what the steps do in this process sees no more than their children do
    os.environ.update(clean)
    own_folder(desk.temporary)
    return desk


def own_folder(path):
    """What lies in it is run, so it must be one that nobody else has laid there. Raises OSError."""
    os.makedirs(os.path.dirname(path), 0o700, exist_ok=True)
    if os.path.islink(os.path.dirname(path)):
        raise OSError("{} is a link".format(os.path.dirname(path)))
    os.mkdir(path, 0o700)


def listen(desk):
    """SIGTERM means cancel; it and the end of a child wake whoever waits on desk.wake."""
    desk.wake, write_end = os.pipe()
    os.set_blocking(desk.wake, False)
    os.set_blocking(write_end, False)
    signal.set_wakeup_fd(write_end)

    def on_term(number, frame):
        desk.cancelled = True

    signal.signal(signal.SIGTERM, on_term)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    for number in (signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def beat(folder):
    with open(folder.file("heartbeat"), "ab"):
        os.utime(folder.file("heartbeat"))


def beat_on(folder):
    while True:
        try:
            beat(folder)
        except OSError:
            pass  # a full disk; the next one may succeed
        time.sleep(1.0)


def tidy_lost(desk):
    """Removes what earlier jobs on this root left when they were killed. We hold the lock, so none of them lives. What
    a cancel leaves of it, the next job removes."""
    folder = desk.folder
    for other in all_jobs(folder.root):
        if other.id != folder.id and other.end() is None:
            clear(other, named(processes.end_all_now(lambda: processes.family(other.id))))
            desk.check()
    forget_unborn(folder.root, time.time())
    sweep(folder.root, desk.check)


def run(desk, before=()):
    """What is to be done `before`, then the steps in order. Returns the end record's fields."""
    try:
        for work in before:
            work(desk)
    except Cancelled:
        return {"outcome": "cancelled", "step": None, "exit_code": None, "signal": None, "reason": "It was cancelled.",
                "tail": ""}
    for step in desk.job["steps"]:
        desk.step = step
        began, start = time.monotonic(), desk.log_size()
        desk.record("step", id=step["id"], state="running", reason=None, seconds=0.0)
        try:
            desk.check()
            state, reason = run_step(desk, step), None
        except StepSkipped as skipped:
            state, reason = "skipped", str(skipped)
        except StepFailed as failed:
            if not step.get("optional") or (desk.disk_is_full() and not desk.switched):
                return step_end(desk, step, "failed", failed, began, start)
            state, reason = "skipped", failed.reason
        except Cancelled:
            if desk.switched:  # what is left to do is optional
                desk.record("step", id=step["id"], state="skipped", reason="It was cancelled.", seconds=0.0)
                continue
            return step_end(desk, step, "cancelled", StepFailed("It was cancelled."), began, start)
        if reason:
            desk.say("{}: {}".format(step.get("title") or step["id"], reason))
        desk.record("step", id=step["id"], state=state, reason=reason, seconds=time.monotonic() - began)
    return {"outcome": "succeeded", "step": None, "exit_code": 0, "signal": None, "reason": "", "tail": ""}


def run_step(desk, step):
    module, name = STEPS[step["verb"]]
    try:
        getattr(__import__(module), name)(desk, step["args"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise StepFailed("{}: {}".format(type(error).__name__, error))
    return "done"


def step_end(desk, step, outcome, failed, began, start):
    """The end record's fields where a step is the last one that ran."""
    tail = desk.tail(start)
    if outcome == "failed" and desk.disk_is_full():
        # What the program said about it could not be logged any more.
        failed.reason += " No space left on device."
    desk.say("{}: {}".format(step.get("title") or step["id"], failed.reason))
    desk.record("step", id=step["id"], state="failed", reason=failed.reason, seconds=time.monotonic() - began)
    return {"outcome": outcome, "step": step["id"], "exit_code": failed.exit_code, "signal": failed.signal,
            "reason": failed.reason, "tail": tail}


def fault(desk):
    import traceback

    return {"outcome": "failed", "step": desk.step.get("id"), "exit_code": None, "signal": None,
            "reason": "The agent met a fault of its own.", "tail": traceback.format_exc()[-8192:]}


def finish(desk, end, lock):
    """Ends stray children, removes what is half-made, lets go of the lock and writes the last record. The lock goes
    first: whoever has read the end may start the next job at once."""
    folder, environment = desk.folder, desk.job.get("environment")
    me = os.getpid()
    left = processes.end_all_now(lambda: processes.family(folder.id, (), (me,)))
    if end["outcome"] == "succeeded":
        keep(folder)
    elif end["outcome"] == "cancelled" and environment and desk.completed and not desk.switched:
        claim(folder, environment)  # nobody asked for an environment that was not proved or switched to
    remains = named(left) + tidy(folder) + left_aside(folder.root)
    desk.spend_reserve()
    result = {"environment": environment if environment and os.path.isdir(environment) else None,
              "verify": desk.report}
    forget(folder)
    os.close(lock)
    desk.record("end", log_size=desk.log_size(), result=result, left=remains, **end)
    forget(folder)  # of a cancel that has come since
