"""What the tests of the download share: a shelf of wheels, and jobs of the real agent that fetch them."""
import hashlib
import json
import os
import sys
import threading

from harness import AgentTest, new_id, wait_until
from shelf import Shelf, wheel

MB = 1 << 20


class Fetching(AgentTest):
    def setUp(self):
        AgentTest.setUp(self)
        self.wheels = os.path.join(self.root, "wheels", "20261007-cpu")
        self.environment = {}

    def shelf(self, sizes, **options):
        """A server with wheels of these sizes: {"a": bytes, …}."""
        shelf = Shelf(dict(wheel(name, size) for name, size in sizes.items()), **options)
        self.addCleanup(shelf.close)
        return shelf

    def new_gate(self):
        """An event for `hold` (shelf.py)."""
        gate = threading.Event()
        self.addCleanup(gate.set)
        return gate

    def packages(self, shelf, folder="/f/", **more):
        """resolved.json for what the shelf holds; more: {file name: fields that differ}."""
        return [dict({"name": name.split("-")[0], "version": "1.0", "url": shelf.url + folder + name, "sha256": None,
                      "size": len(data)}, **(more.get(name.split("-")[0]) or {}))
                for name, data in sorted(shelf.files.items())]

    def steps(self, packages, **options):
        """The job's own resolve step is stood in for by a copy of its answer."""
        answer = self.write("resolved-{}.json".format(new_id()), json.dumps(packages))
        args = {"dir": self.wheels, "python": sys.executable, "argv": ["/bin/false"], "pause_s": 0.02}
        args.update(options)
        return [{"id": "resolve", "verb": "run", "args": {"commands": [["/bin/cp", answer, "resolved.json"]]}},
                {"id": "download", "verb": "download", "args": args}]

    def rules(self):
        return {"clean": {"keep": ["PATH", "HOME"], "set": self.environment}}

    def fetch(self, packages, **options):
        """(reply, records, log) of a job that fetches these."""
        return self.run_job(self.steps(packages, **options), step_environment=self.rules())

    def start_fetch(self, agent, packages, **options):
        return self.start(agent, self.steps(packages, **options), step_environment=self.rules())

    def half_way(self, shelf, name, connections, least=MB // 2):
        """(agent, job) that waits for the rest of a file which no answer brings to its end: `least` bytes or more are
        here and in its record. Where it stands does not depend on how fast this machine is."""
        shelf.faults[name] = [{"stall": MB // 2}, "always"]
        agent = self.agent()
        which = self.start_fetch(agent, self.packages(shelf), connections=connections)
        wait_until(lambda: self.recorded(name) >= least, "too little of it comes")
        return agent, which

    def recorded(self, name):
        """Bytes of an unfinished file that its record counts."""
        try:
            with open(os.path.join(self.wheels, name + ".part.json")) as file:
                return sum(end - first for first, end in json.load(file).get("done", []))
        except (OSError, ValueError):  # its first one is not written in one step
            return 0

    def here(self):
        return sorted(os.listdir(self.wheels))

    def assert_all_here(self, shelf, log=""):
        for name, data in shelf.files.items():
            with open(os.path.join(self.wheels, name), "rb") as file:
                self.assertTrue(file.read() == data, name + " is not what the server has\n" + log)
        self.assertEqual(self.here(), sorted(list(shelf.files) + ["checked.json"]))


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def downloads(found):
    return [record for record in found if record["event"] == "progress" and record["step"] == "download"]
