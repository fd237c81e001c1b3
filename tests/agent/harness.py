"""What the agent's tests share: a folder of their own, jobs to run in it, and readers of what comes back."""
import os
import select
import shutil
import tempfile
import time
import unittest

from agent_process import (AGENT, BOOTSTRAP, DATA, PATIENCE, SOURCE, Agent, AgentFault, agent_python,  # noqa: F401
                           clean_environment, packed)


class AgentTest(unittest.TestCase):
    """A test with a folder of its own and help to run jobs in it."""

    STEP_ENVIRONMENT = {"clean": {"keep": ["PATH", "HOME", "LANG"], "keep_prefixes": ["LC_"], "set": {}}}

    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="nightjar-test-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.root = os.path.join(self.folder, "root")

    def agent(self, *args, **options):
        agent = Agent(*args, **options)
        self.addCleanup(agent.__exit__)
        return agent

    def job(self, steps, **fields):
        """A job of these steps; a list of argv stands for a step "run" with those commands."""
        made = []
        for index, step in enumerate(steps):
            if isinstance(step, list):
                step = {"verb": "run", "args": {"commands": step}}
            made.append(dict({"id": "s{}".format(index), "title": "Step {}".format(index)}, **step))
        job = {"id": new_id(), "title": "a test", "root": self.root, "environment": None, "steps": made,
               "step_environment": self.STEP_ENVIRONMENT, "manifest": {}}
        job.update(fields)
        return job

    def start(self, agent, steps, **fields):
        """Starts a job; returns {"root", "id"} for the other verbs."""
        job = self.job(steps, **fields)
        agent.ask("job.start", {"job": job})
        return {"root": job["root"], "id": job["id"]}

    def run_job(self, steps, agent=None, **fields):
        """Runs a job to its end. Returns (reply, records, log)."""
        agent = agent or self.agent()
        which = self.start(agent, steps, **fields)
        return self.follow(agent, which)

    def follow(self, agent, which, **offsets):
        number = agent.send("job.follow", dict(which, **offsets))
        reply = agent.wait(number)
        return reply, records(agent.events[number]), log_text(agent.events[number])

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        return path


def new_id():
    return "20261123-{:06d}-{}".format(int(time.time()) % 1000000, os.urandom(4).hex())


def records(events):
    return [event["record"] for event, _ in events if event["kind"] == "record"]


def log_bytes(events):
    return b"".join(payload for event, payload in events if event["kind"] == "log")


def log_text(events):
    return log_bytes(events).decode("utf-8", "replace")


def states(found):
    """[(step, state)] of a job's records."""
    return [(record["id"], record["state"]) for record in found if record["event"] == "step"]


def wait_until(true, message, seconds=PATIENCE):
    """Polls a fact about another process that nobody announces."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(message)
        select.select([], [], [], 0.02)


def alive(pid):
    try:
        with open("/proc/{}/stat".format(pid)) as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
