"""The step "download" gives what has come to uv while the rest is on its way. A stand-in for uv shows when and with
what it is called; test_installers does the same with the real one."""
import os
import threading
import unittest

from fetching import MB, Fetching, downloads
from harness import alive, wait_until

BIG, LATE = "big-1.0-py3-none-any.whl", "late-1.0-py3-none-any.whl"


class UnpackAhead(Fetching):
    def setUp(self):
        Fetching.setUp(self)
        self.work = os.path.join(self.root, "tmp", "work")
        self.exact = os.path.join(self.work, "exact")
        self.gate = threading.Event()
        self.server = self.shelf({"big": 5 * MB, "late": 5 * MB, "small": 1000})
        self.server.faults[LATE] = [{"hold": self.gate}, "always"]
        self.promised = {}
        self.addCleanup(self.gate.set)

    def begin(self, script):
        """A job whose wheel `late` waits for the gate; `script` is what stands in for uv."""
        uv = self.write("uv", "#!/bin/sh\ncd {}\n{}\n".format(self.folder, script), 0o755)
        agent = self.agent()
        steps = self.steps(self.packages(self.server, **self.promised), ahead=[uv, "pip", "install"], exact=self.exact)
        return agent, self.start(agent, steps, work=self.work, step_environment=self.rules())

    def text(self, name):
        with open(os.path.join(self.folder, name)) as file:
            return file.read().split("\n")[:-1]

    def is_there(self, name):
        return os.path.exists(os.path.join(self.folder, name))

    def test_what_has_come_is_unpacked_before_the_rest_is_here(self):
        agent, which = self.begin('ls {} >> seen; printf "%s\\n" "$@" > new; mv new "asked$(ls | grep -c asked)"'
                                  .format(self.exact))
        wait_until(lambda: self.is_there("asked0"), "nothing was unpacked ahead")
        first = self.text("asked0")
        self.assertEqual(first[:3], ["pip", "install", "--"])
        self.assertIn("big==1.0", first)
        self.assertNotIn("late==1.0", first)
        self.assertNotIn(LATE, self.text("seen"))
        self.gate.set()
        reply, found, log = self.follow(agent, which)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(self.server, log)
        self.assertFalse(self.is_there("asked1"), "what comes last is the step install's\n" + log)

    def test_the_step_waits_for_what_it_has_begun_and_says_so(self):
        agent, which = self.begin("echo >> begun; until [ -e go ]; do sleep 0.05; done; echo >> ended")
        wait_until(lambda: self.is_there("begun"), "nothing was unpacked ahead")
        self.gate.set()
        with open(os.path.join(self.root, "jobs", which["id"], "events")) as events:
            said = []
            wait_until(lambda: said.append(events.read()) or "unpacking" in "".join(said), "the wait is not told")
        self.write("go", "")
        reply, found, log = self.follow(agent, which)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertTrue(self.text("ended"))
        self.assertEqual(downloads(found)[-1]["bottleneck"], "unpacking", log)

    def test_one_failure_ends_it_and_not_the_download(self):
        agent, which = self.begin("echo >> called; exit 3")
        wait_until(lambda: self.is_there("called"), "nothing was unpacked ahead")
        self.gate.set()
        reply, _, log = self.follow(agent, which)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(self.server, log)
        self.assertEqual(self.text("called"), [""])
        self.assertIn("Nothing more is unpacked before all of it is here: uv pip install ended with exit code 3.", log)

    def test_a_cancel_ends_it_too(self):
        agent, which = self.begin("echo $$ > new; mv new pid; exec sleep 60")
        wait_until(lambda: self.is_there("pid"), "nothing was unpacked ahead")
        self.assertEqual(agent.ask("job.cancel", which), {"state": "cancelled", "left": []})
        self.assertFalse(alive(int(self.text("pid")[0])))

    def test_a_failed_download_ends_it_too(self):
        self.promised["late"] = {"sha256": "0" * 64}
        agent, which = self.begin("echo $$ > new; mv new pid; exec sleep 60")
        wait_until(lambda: self.is_there("pid"), "nothing was unpacked ahead")
        self.gate.set()
        reply, _, log = self.follow(agent, which)
        self.assertEqual((reply["state"], reply["end"]["step"]), ("failed", "download"), log)
        self.assertFalse(alive(int(self.text("pid")[0])))


if __name__ == "__main__":
    unittest.main()
