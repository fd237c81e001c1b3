"""The core of the promises on every Python from 3.6 up that this machine has: greeting, facts, the machines of
tests/data/facts, a job followed to its end, a download with a cut and a busy server, cancel with an escaped grandchild,
an odd root in the C locale, checks in an environment of that Python."""
import functools
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

import harness
from fetching import MB, Fetching
from harness import alive, log_text, wait_until

SUPPORTED = range(6, 16)


def pythons():
    """{minor: path} of Pythons on PATH and in pyenv's folder."""
    found = {}
    names = ["python3.{}".format(minor) for minor in SUPPORTED]
    paths = [path for path in map(shutil.which, ["python3"] + names) if path and "/shims/" not in path]
    paths += glob.glob(os.path.expanduser("~/.pyenv/versions/*/bin/python3")) + [sys.executable]
    for path in paths:
        said = subprocess.run([path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode().strip()
        match = re.match(r"^3\.(\d+)$", said)
        if match and int(match.group(1)) in SUPPORTED:
            found.setdefault(int(match.group(1)), path)
    return found


@functools.lru_cache(None)
def machines_seen_by(python):
    """What the agent makes of every machine of tests/data/facts when `python` runs it."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "machines.py")
    said = subprocess.run([python, "-B", script], stdout=subprocess.PIPE, check=True).stdout
    about = ("gpus", "driver", "nvidia_smi", "devices", "library_path", "cuda_library", "memory_bytes", "container")
    return {name: {key: machine["facts"][key] for key in about} for name, machine in json.loads(said.decode()).items()}


class EveryPython(Fetching):
    FOUND = pythons()

    def begin(self, minor, **environment):
        if minor not in self.FOUND:
            self.skipTest("Python 3.{} is not on this machine".format(minor))
        argv = [self.FOUND[minor], "-I", "-S", "-c", harness.packed()[2]]
        return self.agent(argv, harness.clean_environment(self.folder, **environment))

    def promises(self, minor):
        python = self.FOUND.get(minor)
        agent = self.begin(minor)
        facts = agent.ask("facts", {"roots": ["~/nightjar"]})
        self.assertIn(os.path.realpath(python), [entry["path"] for entry in facts["pythons"]])
        self.assertEqual(machines_seen_by(python), machines_seen_by(sys.executable))
        self.job_to_its_end(agent, python)
        self.download(agent)
        self.cancelled_job(agent)
        self.environments(agent)
        self.checks(agent, python)
        self.wheels_up_and_down(agent)
        self.assertEqual(agent.close(), (0, ""))
        self.root = os.path.join(self.folder, "ünï 'quoted' $(x) \n two")
        odd = self.begin(minor, LC_ALL="C", LANG="C")
        self.assertEqual(self.run_job([[["/bin/echo", "ü"]]], odd)[0]["state"], "succeeded")
        self.assertTrue(os.path.isdir(self.root + "/jobs"))

    def job_to_its_end(self, agent, python):
        preflight = {"verb": "preflight", "args": {"root": self.root, "python": python, "need_bytes": 1}}
        reply, found, log = self.run_job([preflight, [["/bin/echo", "hello ü"]]], agent)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertIn("\nhello ü\n", log)
        self.assertEqual(found[-1]["event"], "end")

    def download(self, agent):
        shelf = self.shelf({"torch": 4 * MB, "leaf": 1000})
        leaf, torch = sorted(shelf.files)
        shelf.faults = {torch: [{"cut": 300000}], leaf: [{"status": 503}]}
        reply, _, log = self.run_job(self.steps(self.packages(shelf)), agent, step_environment=self.rules())
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)

    def cancelled_job(self, agent):
        script = "setsid sh -c 'echo pid $$; exec sleep 300' & wait; sleep 300"
        which = self.start(agent, [[["/bin/sh", "-c", script]]])
        number = agent.send("job.follow", which)
        agent.wait_event(number, lambda event, data: "pid " in log_text(agent.events[number]).partition("\n")[2])
        pid = log_text(agent.events[number]).rpartition("pid ")[2].split()[0]
        self.assertEqual(agent.ask("job.cancel", which), {"state": "cancelled", "left": []})
        wait_until(lambda: not alive(pid), "the grandchild lives on", 10)

    def environments(self, agent):
        for name in ("one", "two"):
            self.write("root/envs/{}/nightjar.json".format(name), json.dumps({"build": name, "verified": True}))
            os.makedirs("{}/envs/{}/bin".format(self.root, name))
            os.symlink(sys.executable, "{}/envs/{}/bin/python".format(self.root, name))
        agent.ask("environment.activate", {"root": self.root, "id": "one"})
        agent.ask("environment.remove", {"root": self.root, "id": "two"})
        listed = agent.ask("environments", {"root": self.root})["environments"]
        self.assertEqual([(about["id"], about["current"]) for about in listed], [("one", True)])

    def wheels_up_and_down(self, agent):
        content = os.urandom(700000)
        about = {"root": self.root, "build": "b", "file": "a-1-py3-none-any.whl"}
        whole = dict(about, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        for offset in (0, 400000):
            said = agent.ask("wheel.write", dict(whole, offset=offset), content[offset:offset + 400000])
        self.assertEqual(said, {"size": len(content), "done": True})
        number = agent.send("wheel.read", about)
        agent.wait(number)
        self.assertEqual(b"".join(data for _, data in agent.events[number]), content)
        package = {"name": "a", "version": "1", "url": None}
        package.update((key, whole[key]) for key in ("file", "sha256", "size"))
        checked = agent.ask("lock.check", dict(about, packages=[package]))["packages"]
        self.assertEqual([row["state"] for row in checked], ["present"])
        step = {"verb": "lock", "args": {"packages": [package], "dir": self.root + "/wheels/b",
                                         "resolved": os.path.join(self.folder, "resolved.txt")}}
        reply, _, log = self.run_job([step], agent)
        self.assertEqual(reply["state"], "succeeded", log)

    def checks(self, agent, python):
        environment = os.path.join(self.folder, "env")
        subprocess.run([python, "-I", "-m", "venv", "--without-pip", environment], check=True)
        site, = glob.glob(environment + "/lib/python3*/site-packages")
        self.write(os.path.relpath(site, self.folder) + "/torch/__init__.py", "__version__ = '1'\n")
        rows = [{"id": name, "required": True} for name in ("import", "versions", "cpu")]
        report = agent.ask("verify", {"python": environment + "/bin/python", "environment": environment,
                                      "expect": {"versions": {"torch": "1"}, "variant": "cpu"}, "checks": rows})
        self.assertEqual([row["state"] for row in report["checks"]], ["passed", "passed", "failed"])


def add(minor):
    def test(self):
        self.promises(minor)

    setattr(EveryPython, "test_python_3_{:02d}".format(minor), test)


for each in SUPPORTED:
    add(each)


if __name__ == "__main__":
    for each in SUPPORTED:
        print("Python 3.{}: {}".format(each, EveryPython.FOUND.get(each, "not found")), flush=True)
    unittest.main(verbosity=2)
