"""Roots that other people and programs use, too: what is not ours is neither removed nor listed nor followed."""
import json
import os
import signal
import time
import unittest

from harness import AgentFault, AgentTest, alive, wait_until
from test_job_end import Ended

TRUE = [[["/bin/true"]]]
LONG_AGO = (1000000000,) * 2


class Theirs(AgentTest):
    def lay(self, names):
        paths = [self.write("root/" + name, "a person's own") for name in names]
        for path in paths:
            os.utime(path, LONG_AGO)
            os.utime(os.path.dirname(path), LONG_AGO)
        return paths

    def test_folders_that_are_called_as_ours_keep_what_is_in_them(self):
        paths = self.lay(["wheels/mine/flash_attn-2.whl", "jobs/exp1/train.sh", "jobs/exp2/checkpoint.5000",
                          "jobs/exp2/reserve", "jobs/20261101-000000-0000000a/notes.txt", "envs/myproject/pyvenv.cfg",
                          "envs/myproject/bin/activate", "tmp/data.5000", "wheels/mine/torch.part", "current.bak/x"])
        paths.append(self.write("root/jobs/exp2/job.json", '{"queue": "gpu"}'))
        tidy = {"verb": "tidy", "args": {"root": self.root, "ids": ["myproject"]}}
        reply, _, log = self.run_job([tidy])
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertEqual(self.run_job(TRUE)[0]["state"], "succeeded")
        self.assertEqual([path for path in paths if not os.path.exists(path)], [])
        agent = self.agent()
        self.assertEqual(agent.ask("environments", {"root": self.root}), {"environments": []})
        self.assertEqual(len(agent.ask("job.list", {"root": self.root})["jobs"]), 2)
        for verb in ("remove", "activate"):
            with self.assertRaises(AgentFault) as refused:
                agent.ask("environment." + verb, {"root": self.root, "id": "myproject"})
            self.assertEqual(refused.exception.code, "no-such-environment")

    def refused(self, job):
        with self.assertRaises(AgentFault) as fault:
            self.agent().ask("job.start", {"job": job})
        self.assertEqual(fault.exception.code, "root-unusable")

    def test_links_that_somebody_laid_are_not_followed(self):
        victim = self.write("victim", "precious")
        os.makedirs(self.root + "/jobs")
        os.symlink(victim, self.root + "/jobs/lock")
        self.refused(self.job(TRUE))
        os.unlink(self.root + "/jobs/lock")
        os.rename(self.root + "/jobs", self.folder + "/elsewhere")
        os.symlink(self.folder + "/elsewhere", self.root + "/jobs")
        self.refused(self.job(TRUE))
        os.unlink(self.root + "/jobs")
        os.makedirs(self.root + "/tmp")
        os.makedirs(self.folder + "/trap")
        os.symlink(self.folder + "/trap", self.root + "/tmp/known")
        self.refused(self.job(TRUE, work=self.root + "/tmp/known"))
        os.unlink(self.root + "/tmp/known")
        with open(victim) as file:
            self.assertEqual(file.read(), "precious")
        self.assertEqual(os.listdir(self.folder + "/trap"), [])
        self.assertEqual(self.run_job(TRUE)[0]["state"], "succeeded")


class AnotherMachine(Ended):
    """A folder that several machines share: a supervisor on another one is known by its heartbeat and its lock."""

    def elsewhere(self):
        """A job that lives, but looks as if another machine ran it: (its address, supervisor's pid, its pids)."""
        path = os.path.join(self.root, "envs", "half")
        making = {"verb": "venv", "args": {"path": path, "attempts": [
            {"title": "mkdir", "commands": [["/bin/mkdir", "-p", path]]}]}}
        agent = self.agent()
        which = self.start(agent, [making, [["/bin/sleep", "300"]]], environment=path)
        wait_until(lambda: os.path.isdir(path), "the environment was never begun")
        agent.close()
        file = os.path.join(self.root, "jobs", which["id"], "supervisor.json")
        with open(file) as about:
            who = json.load(about)
        with open(file, "w") as about:
            json.dump(dict(who, boot_id="another", pid=1, start_time="1"), about)
        return which, who["pid"], path

    def test_one_that_is_silent_but_holds_the_lock_is_not_cleared_away_by_a_cancel(self):
        which, pid, path = self.elsewhere()
        os.kill(pid, signal.SIGSTOP)
        os.utime(os.path.join(self.root, "jobs", which["id"], "heartbeat"), LONG_AGO)
        with self.assertRaises(AgentFault) as refused:
            self.agent().ask("job.cancel", which)
        self.assertEqual(refused.exception.code, "elsewhere")
        self.assertTrue(os.path.isdir(path))
        self.assertTrue(alive(pid))
        os.kill(pid, signal.SIGCONT)
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: not alive(pid), "the job did not end")

    def test_a_heartbeat_from_the_future_does_not_keep_a_dead_job_alive(self):
        which, pid, _ = self.elsewhere()
        os.kill(pid, signal.SIGKILL)
        os.utime(os.path.join(self.root, "jobs", which["id"], "heartbeat"), (time.time() + 3600,) * 2)
        agent = self.agent()
        self.assertEqual(agent.ask("job.list", {"root": self.root})["jobs"][0]["state"], "lost")
        self.assertEqual(agent.ask("job.cancel", which)["state"], "lost")
        self.assertEqual(self.follow(agent, which)[0]["state"], "lost")


del Ended  # its own tests run where they are
if __name__ == "__main__":
    unittest.main()
