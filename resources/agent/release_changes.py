"""The verbs "environment.activate" and "environment.remove". Both hold the root's lock: no job runs meanwhile."""
import os
import subprocess
import time

import wire
from busy import hold
from environments import in_the_way, switch
from errors import AgentError, need
from in_use import users
from job_folder import absolute, write_whole
from releases import RECORD, read_record, recorded, shown
from removal import discard, left_aside, sweep

PATIENCE = 30.0  # seconds for a Python to start


def activate(args, emit):
    # type: (dict, object) -> object
    """Points <root>/current to the environment `id` and returns it as it is then listed. Errors: bad-arguments,
    no-such-environment, not-verified, busy, changing, python-does-not-start, root-unusable, current-unusable."""
    root = absolute(need(args, "root"))
    named = need(args, "id")
    find(root, named)
    lock = hold(root, "switch")
    try:
        about = find(root, named)
        if not about["verified"]:
            raise AgentError("not-verified", "This environment has not passed its checks.", about["path"])
        yield from starts(os.path.join(about["path"], "bin", "python"))
        point(root, about)
        return shown(find(root, named))
    finally:
        os.close(lock)


def remove(args, emit):
    # type: (dict, object) -> object
    """Removes the environment `id`, with its build's downloads where no other environment is of that build. Returns
    {"freed_bytes", "wheels_bytes"}. Errors: as activate, and is-current, in-use (details: the process), left-behind."""
    root = absolute(need(args, "root"))
    named = need(args, "id")
    find(root, named)
    lock = hold(root, "remove")
    try:
        sweep(root)
        before = left_aside(root)
        others = recorded(root)
        about = find(root, named, others)
        if about["current"]:
            raise AgentError("is-current", "This is the environment in use: \"current\" points to it.", about["path"])
        user = users(others, root).get(about["id"])
        if user:
            raise AgentError("in-use", "A program on the runtime uses this environment: process {pid}.".format(**user),
                             "process {pid}: {command}".format(**user))
        try:
            freed = yield from discard(root, about, others)
        except OSError as error:
            raise AgentError("root-unusable", "The environment cannot be removed.", str(error))
        stayed = [path for path in left_aside(root) if path not in before]
        if stayed:
            raise AgentError("left-behind", "The environment is gone from the list, but some of its files stayed.",
                             "\n".join(stayed))
        return freed
    finally:
        os.close(lock)


def find(root, named, listed=None):
    # type: (str, str, object) -> dict
    """The environment of that id. The id is only compared with what is there: no path is ever made of it."""
    for about in recorded(root) if listed is None else listed:
        if about["id"] == named:
            return about
    raise AgentError("no-such-environment", "There is no such environment on this runtime.", repr(named)[:200])


def starts(python):
    # type: (str) -> object
    """A generator that ends when the interpreter has shown that it works."""
    try:
        child = subprocess.Popen([python, "-I", "-c", "import sys, site, encodings"], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")
    except OSError as error:
        raise AgentError("python-does-not-start", "The environment's Python does not start.", str(error))
    try:
        until = time.monotonic() + PATIENCE
        while child.poll() is None and time.monotonic() < until:
            yield
        if child.poll() != 0:
            raise AgentError("python-does-not-start", "The environment's Python does not start.", said(child))
    finally:
        if child.poll() is None:
            child.kill()
        child.wait()
        child.stderr.close()


def said(child):
    # type: (subprocess.Popen) -> str
    if child.poll() is None:
        return "It gave no answer for {:.0f} s.".format(PATIENCE)
    return os.read(child.stderr.fileno(), 8192).decode("utf-8", "replace").strip() or "It ended with {}.".format(
        child.returncode)


def point(root, about):
    # type: (str, dict) -> None
    """The record first: that an environment was in use is what keeps it from being tidied away."""
    obstacle = in_the_way(root)
    if obstacle:
        raise AgentError("current-unusable", obstacle, root)
    record = read_record(about["path"])
    record.setdefault("made", about["made"])
    record.update(activated=int(time.time()), verified=True)
    try:
        write_whole(os.path.join(about["path"], RECORD), wire.dumps(record).encode("ascii") + b"\n")
        switch(root, about["path"])
    except OSError as error:
        raise AgentError("current-unusable", "The link to the current environment cannot be replaced.", str(error))
