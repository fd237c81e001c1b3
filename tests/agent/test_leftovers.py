"""What lies about after a supervisor, or an agent, was killed in the middle of something."""
import json
import os
import signal
import time
import unittest

from harness import AgentTest, log_bytes, wait_until
from test_job_end import Ended

SH = "/bin/sh"


class Killed(Ended):
    def killed(self, agent, script):
        """A job whose supervisor is dead, before anybody has come back: (its address, the supervisor's number)."""
        which, _, number = self.started(agent, script)
        pid = self.supervisor(which)
        agent.process.kill()  # so that it does not clear away before what lies about has been laid there
        os.kill(pid, signal.SIGKILL)
        return which, pid

    def lay_about(self, which, pid):
        job = "jobs/{}/".format(which["id"])
        names = [job + "resolved.json.{}".format(pid), "wheels/b/checked.json.{}".format(pid),
                 "wheels/.probe.{}".format(pid), "tmp/.probe.{}".format(pid),
                 "envs/kept/nightjar.json.{}".format(pid)]
        paths = [self.write("root/" + name, "half") for name in names]
        os.symlink("envs/x", self.root + "/current.{}".format(pid))
        return paths + [self.root + "/current.{}".format(pid), os.path.join(self.root, job, "reserve")]

    def test_who_comes_back_removes_what_it_was_just_writing(self):
        which, pid = self.killed(self.agent(), "echo pids $$; sleep 300")
        paths, other = self.lay_about(which, pid), self.write("root/wheels/b/a-1.whl.{}".format(pid + 1), "another's")
        mine = [self.write("root/" + name.format(pid), "a person's own")
                for name in ("checkpoint.{}", "current.json.{}", "envs/kept/data.{}", "tmp/core.{}")]
        self.assertEqual([path for path in paths if not os.path.lexists(path)], [])
        paths.append(os.path.dirname(self.write("root/envs/.gone-old.12345678/half-removed", "x")))
        reply = self.follow(self.agent(), which)[0]
        self.assertEqual((reply["state"], reply["left"]), ("lost", []))
        self.assertEqual([path for path in paths if os.path.lexists(path)], [])
        self.assertEqual([path for path in mine + [other] if not os.path.exists(path)], [])

    def test_halves_of_its_downloads_that_nothing_owns_go_and_those_that_can_be_resumed_stay(self):
        job = self.job([[["/bin/sh", "-c", "echo pids $$; sleep 300"]]], manifest={"build": "b"})
        agent = self.agent()
        agent.ask("job.start", {"job": job})
        which = {"root": self.root, "id": job["id"]}
        wait_until(lambda: os.path.exists(self.root + "/jobs/{id}/supervisor.json".format(**which)), "it did not start")
        resumed = [self.write("root/wheels/b/torch-2.whl.part" + end, "x") for end in ("", ".json")]
        orphans = [self.write("root/wheels/b/" + name, "x") for name in
                   ("leaf-1.whl.part", "numpy-2.whl.part.json", "numpy-2.whl.part.json.4711", "checked.json.4711")]
        pid = self.supervisor(which)
        agent.process.kill()
        os.kill(pid, signal.SIGKILL)
        self.assertEqual(self.follow(self.agent(), which)[0]["state"], "lost")
        self.assertEqual([path for path in orphans if os.path.exists(path)], [])
        self.assertEqual([path for path in resumed if not os.path.exists(path)], [])

    def test_cancelling_a_job_that_is_only_starting_waits_for_what_becomes_of_it(self):
        job = self.job([[["/bin/true"]]])
        path = self.write("root/jobs/{}/job.json".format(job["id"]), json.dumps(job))
        os.utime(path, (time.time() - 6,) * 2)
        which = {"root": self.root, "id": job["id"]}
        self.assertEqual(self.agent().ask("job.cancel", which), {"state": "lost", "left": []})

    def test_the_next_job_removes_it_too(self):
        which, pid = self.killed(self.agent(), "echo pids $$; sleep 300")
        paths = self.lay_about(which, pid)
        self.assertEqual(self.run_job([[["/bin/true"]]])[0]["state"], "succeeded")
        self.assertEqual([path for path in paths if os.path.lexists(path)], [])

    def test_a_folder_whose_agent_died_before_it_wrote_the_job_is_removed_after_a_minute(self):
        old = os.path.dirname(self.write("root/jobs/20261123-000000-00000000/job.json.77", "half"))
        new = os.path.dirname(self.write("root/jobs/20261123-000000-00000001/job.json.78", "half"))
        os.utime(old, (time.time() - 300,) * 2)
        self.assertEqual(self.run_job([[["/bin/true"]]])[0]["state"], "succeeded")
        self.assertEqual((os.path.exists(old), os.path.exists(new)), (False, True))


class Clearing(Ended):
    """A follower is ending what a lost job left, which takes seconds. Found by the campaign: seed 77, trial 341."""

    def clearing(self):
        agent = self.agent()
        which, _, _ = self.started(agent, "trap '' TERM; echo pids $$; while :; do sleep 1; done")
        os.kill(self.supervisor(which), signal.SIGKILL)
        lock = os.path.join(self.root, "jobs", "lock")
        wait_until(lambda: os.path.getsize(lock) == 0, "nobody clears away")
        return which

    def test_a_cancel_meanwhile_says_that_the_job_is_lost(self):
        which = self.clearing()
        self.assertEqual(self.agent().ask("job.cancel", which), {"state": "lost", "left": []})

    def test_the_job_is_listed_as_lost_meanwhile(self):
        which = self.clearing()
        self.assertEqual(self.agent().ask("job.list", {"root": self.root})["jobs"][0]["state"], "lost")
        self.agent().ask("job.cancel", which)  # or its program would outlive the test

    def test_the_next_job_waits_for_it(self):
        self.clearing()
        self.assertEqual(self.run_job([[["/bin/true"]]])[0]["state"], "succeeded")


class Last(Ended):
    def test_a_lost_jobs_log_is_whole_with_what_its_programs_said_until_they_were_ended(self):
        agent = self.agent()
        script = "trap 'seq 20000; exit' TERM; echo pids $$; while :; do sleep 0.05; done"
        which, _, number = self.started(agent, script)
        os.kill(self.supervisor(which), signal.SIGKILL)
        reply = agent.wait(number)
        with open(os.path.join(self.root, "jobs", which["id"], "log"), "rb") as file:
            log = file.read()
        self.assertIn(b"\n20000\n", log)
        self.assertEqual((reply["state"], reply["log_bytes"]), ("lost", len(log)))
        self.assertEqual(log_bytes(agent.events[number]), log)


    def test_a_follower_that_comes_while_another_clears_away_has_the_whole_log_too(self):
        agent, other = self.agent(), self.agent()
        busy = "i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done"  # a sleep would be ended, too
        script = "trap '{}; seq 20000; exit' TERM; echo pids $$; while :; do sleep 0.05; done".format(busy)
        which, _, number = self.started(agent, script)
        os.kill(self.supervisor(which), signal.SIGKILL)
        lock = os.path.join(self.root, "jobs", "lock")
        wait_until(lambda: os.path.getsize(lock) == 0, "nobody clears away")
        late = self.follow(other, which)
        agent.wait(number)
        with open(os.path.join(self.root, "jobs", which["id"], "log"), "rb") as file:
            log = file.read().decode("utf-8")
        self.assertIn("\n20000\n", log)
        self.assertEqual((late[0]["state"], late[2]), ("lost", log))


class Young(AgentTest):
    def test_a_job_that_is_only_starting_is_not_lost(self):
        path = self.write("root/jobs/20261123-000000-00000000/job.json", '{"id": "20261123-000000-00000000"}')
        state = lambda: self.agent().ask("job.list", {"root": self.root})["jobs"][0]["state"]
        self.assertEqual(state(), "running")
        os.utime(path, (time.time() - 60,) * 2)
        self.assertEqual(state(), "lost")


del Ended  # its own tests run where they are
if __name__ == "__main__":
    unittest.main()
