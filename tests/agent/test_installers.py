"""pip and uv install the same packages from the folder of wheels."""
import csv
import glob
import os
import shutil
import threading
import unittest

import real_uv
from harness import log_text, records
from packages import make_wheel
from test_packages import PAYLOAD, VERSION, Packages

class Installers(Packages):
    def install(self, folder, uv=None, only=True, ahead=None, once=""):
        """The three steps into an environment of its own; returns (environment, reply, log). ahead: another uv that
        unpacks ahead. once: what the log says before leaf, the last wheel, comes."""
        environment = os.path.join(self.folder, folder)
        shutil.copytree(self.template, environment, symlinks=True)
        self.python = os.path.join(environment, "bin", "python")
        index = self.index()
        index.held[self.leaf] = gate = threading.Event()
        self.addCleanup(gate.set)
        work, steps = self.steps(index)
        steps[1]["args"]["patience_s"] = 100  # more than leaf is held
        if uv:
            exact = os.path.join(work, "exact")
            argv = [uv, "--no-config", "--no-cache", "--offline", "--no-progress", "pip", "install", "--python",
                    self.python, "--no-index", "--find-links", exact, "--no-build", "--link-mode", "hardlink",
                    "--prerelease", "allow", "--no-deps"]
            steps[1]["args"].update(ahead=[ahead or uv] + argv[1:], exact=exact)
            steps[2]["args"].update(uv_only=only, argv_uv=argv + ["--requirement", os.path.join(work, "resolved.txt")])
        rules = {"clean": {"keep": ["PATH", "HOME"], "set": {
            "PIP_CONFIG_FILE": "/dev/null", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_CACHE_DIR": "1"}}}
        agent = self.agent()
        number = agent.send("job.follow", self.start(agent, steps, work=work, step_environment=rules))
        if once:
            agent.wait_event(number, lambda event, data: once in log_text(agent.events[number]))
        gate.set()
        reply, self.found = agent.wait(number), records(agent.events[number])
        return environment, reply, log_text(agent.events[number])

    def only_torch_is_here(self):
        self.torch = make_wheel(self.served, "torch", VERSION, ["leaf>=1"], {"torch/data.txt": PAYLOAD * 5})
        os.makedirs(self.wheels, exist_ok=True)
        for name in os.listdir(self.wheels):
            os.unlink(os.path.join(self.wheels, name))
        shutil.copy(os.path.join(self.served, self.torch), self.wheels)

    def test_what_failed_in_the_middle_of_unpacking_ahead_is_made_whole(self):
        uv = real_uv.find(self)
        self.only_torch_is_here()
        gone = os.path.join(self.folder, "torn", "lib", "python*", "site-packages", "torch", "data.txt")
        torn = self.write("uv", "#!/bin/sh\n{} \"$@\"\nrm {}\nexit 9\n".format(uv, gone), 0o755)
        environment, reply, log = self.install("torn", uv, True, torn, "ended with exit code 9")
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertTrue(glob.glob(gone), log)

    def test_uv_and_pip_install_the_same_packages_and_files(self):
        uv = real_uv.find(self)
        self.only_torch_is_here()
        by_pip, reply, log = self.install("by pip")
        self.assertEqual(reply["state"], "succeeded", log)
        self.only_torch_is_here()
        by_uv, reply, log = self.install("by uv", uv, once="-- torch==" + VERSION)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertEqual(log.count("pip install --python"), 2, log)
        self.assertEqual(versions(by_uv), versions(by_pip))
        ours, theirs = files(by_uv), files(by_pip)
        self.assertEqual(sorted(ours), sorted(theirs))
        self.assertEqual([name for name in ours if ours[name] != theirs[name]], [])
        self.assertEqual(os.listdir(os.path.join(self.root, "tmp")), [])
        progress = [record for record in self.found if record["event"] == "progress" and record["step"] == "install"]
        self.assertEqual((progress[-1]["done"], progress[-1]["total"]), (2, 2))

    def test_the_install_step_says_that_unpacking_holds_it_up(self):
        _, reply, log = self.install("by pip")
        self.assertEqual(reply["state"], "succeeded", log)
        told = [record["bottleneck"] for record in self.found
                if record["event"] == "progress" and record["step"] == "install"]
        self.assertEqual(set(told[:-1]), {"unpacking"}, told)

    def test_where_uv_fails_pip_does_it_unless_uv_was_asked_for(self):
        broken = self.write("uv", "#!/bin/sh\necho uv is ill\nexit 3\n", 0o755)
        environment, reply, log = self.install("auto", broken, False)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertIn("pip does it now", log)
        self.assertEqual(versions(environment)["torch"], VERSION)
        _, reply, log = self.install("only", broken, True)
        self.assertEqual((reply["state"], reply["end"]["step"]), ("failed", "install"), log)


def site(environment):
    place, = glob.glob(os.path.join(environment, "lib", "python3*", "site-packages"))
    return place


def versions(environment):
    found = {}
    for path in glob.glob(os.path.join(site(environment), "*.dist-info")):
        name, _, version = os.path.basename(path)[:-len(".dist-info")].partition("-")
        found[name] = version
    return found


def files(environment):
    """{path: content} of what the RECORDs list; bytecode and the installers' own notes aside."""
    found = {}
    for path in glob.glob(os.path.join(site(environment), "*.dist-info", "RECORD")):
        with open(path, newline="") as file:
            names = [row[0] for row in csv.reader(file)]
        for name in names:
            if os.path.basename(name) in ("INSTALLER", "RECORD", "REQUESTED", "uv_cache.json") or name.endswith(".pyc"):
                continue
            with open(os.path.join(site(environment), name), "rb") as file:
                found[name] = file.read()
    return found


del Packages  # its subclass above is the test

if __name__ == "__main__":
    unittest.main()
