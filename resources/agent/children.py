"""Running a program for a step: output to the log, cancel and silence watched, the whole tree ended when it must be."""
import itertools
import os
import select
import shlex
import signal
import subprocess
import time

import processes
from desk import StepFailed
from facts_pip import without_password


def run(desk, argv, cwd=None, environment=None, silence=None, timeout=None, on_tick=None, variables=None):
    """Runs argv to its end; raises StepFailed unless it ends with 0. `on_tick` is called about five times a second."""
    child = spawn(desk, argv, cwd, environment, variables)
    try:
        watch(desk, child, silence, timeout, on_tick)
    except BaseException:
        end_tree(desk, child)
        raise
    check(argv, child.returncode)


def spawn(desk, argv, cwd=None, environment=None, variables=None, **pipes):
    """A child in a session of its own. `environment` names the rules for its variables, `variables` come on top. Its
    output goes to the log unless `pipes` say otherwise. It starts in the job's private folder: `python -m` looks for
    modules where it starts."""
    desk.check()
    desk.say("$ " + without_password(" ".join(map(shlex.quote, argv))))
    options = {"stdin": subprocess.DEVNULL, "stdout": desk.log_fd, "stderr": desk.log_fd}
    options.update(pipes)
    made = dict(desk.environment(environment), **(variables or {}))
    try:
        child = subprocess.Popen(argv, cwd=cwd or desk.folder.path, env=made, start_new_session=True, close_fds=True,
                                 **options)
    except OSError as error:
        raise StepFailed("{} could not be started: {}".format(argv[0], error.strerror or error))
    return child


def watch(desk, child, silence=None, timeout=None, on_tick=None):
    """Waits for the child's end. Raises Cancelled, or StepFailed where it was silent or took too long."""
    began = spoke = time.monotonic()
    size = desk.log_size()
    while child.poll() is None:
        wait(desk, 0.2)
        now = time.monotonic()
        if on_tick:
            on_tick()
        desk.check()
        if silence and desk.log_size() != size:
            size, spoke = desk.log_size(), now
        if silence and now - spoke > silence:
            raise StepFailed("There was no answer for {:g} s.".format(silence))
        if timeout and now - began > timeout:
            raise StepFailed("It took longer than {:g} s.".format(timeout))


def wait(desk, seconds):
    """Until a child ends, cancel is asked for, or the time is over."""
    if select.select([desk.wake], [], [], seconds)[0]:
        try:
            os.read(desk.wake, 4096)
        except BlockingIOError:
            pass


def end_tree(desk, child):
    find = lambda: processes.family(desk.folder.id, (child.pid,), (child.pid, os.getpid()))
    steps = processes.end_all(lambda: [pid for pid in find() if child.poll() is None or pid != child.pid])
    for _ in steps:
        wait(desk, 0.02)
    processes.reap((child.pid,))
    child.wait()


def check(argv, code):
    words = itertools.dropwhile(lambda word: word.startswith("--"), argv[1:])  # uv's options stand before its command
    name = " ".join([os.path.basename(argv[0])] + list(words)[:3])
    if code < 0:
        raise StepFailed("{} was ended by {}.".format(name, signal_name(-code)), None, -code)
    if code:
        raise StepFailed("{} ended with exit code {}.".format(name, code), code)


def signal_name(number):
    # type: (int) -> str
    try:
        return signal.Signals(number).name
    except ValueError:
        return "signal {}".format(number)
