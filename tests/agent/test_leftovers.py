"""What lies about after a supervisor, or an agent, was killed in the middle of something."""
import json
import os
import select
import signal
import time
import unittest

from harness import AgentTest, alive, log_bytes, wait_until
from test_job_end import Ended
import leftovers  # the harness has put the agent's folder on the path
from job_folder import JobFolder
from root_lock import take_lock

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
        whole = self.write("root/wheels/b/jinja-3.whl", "x")  # by a download, after an archive's sending was cut
        sent = [self.write("root/wheels/b/jinja-3.whl.part" + end, '{"sent": "0"}') for end in ("", ".json")]
        orphans = [self.write("root/wheels/b/" + name, "x") for name in
                   ("leaf-1.whl.part", "numpy-2.whl.part.json", "numpy-2.whl.part.json.4711", "checked.json.4711")]
        pid = self.supervisor(which)
        agent.process.kill()
        os.kill(pid, signal.SIGKILL)
        self.assertEqual(self.follow(self.agent(), which)[0]["state"], "lost")
        self.assertEqual([path for path in orphans + sent if os.path.exists(path)], [])
        self.assertEqual([path for path in resumed + [whole] if not os.path.exists(path)], [])

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


class Lost(Ended):
    def lost(self, script):
        """(address, processes) of a job that lost its supervisor and that nobody follows."""
        agent = self.agent()
        which, found, _ = self.started(agent, script)
        agent.close()
        pid = self.supervisor(which)
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not alive(pid), "the supervisor lives on")
        return which, found

    def waits(self, agent, verb, which):
        """The number of a request that the agent has begun and does not answer yet."""
        number = agent.send(verb, which)
        agent.ask("ping")
        self.assertNotIn(number, agent.replies)
        return number


class Clearing(Lost):
    """Somebody is ending what a lost job left, which takes seconds. Found by the campaign: seed 77, trial 341."""

    def setUp(self):
        Lost.setUp(self)
        self.which, _ = self.lost("echo pids $$; sleep 300")
        self.work = leftovers.clean_up(JobFolder(self.root, self.which["id"]))
        next(self.work)  # and stands still there
        self.other = self.agent()

    def test_a_cancel_meanwhile_says_that_the_job_is_lost(self):
        number = self.waits(self.other, "job.cancel", self.which)
        list(self.work)
        self.assertEqual(self.other.wait(number), {"state": "lost", "left": []})

    def test_the_job_is_listed_as_lost_meanwhile(self):
        self.assertEqual(self.other.ask("job.list", {"root": self.root})["jobs"][0]["state"], "lost")
        list(self.work)

    def test_the_next_job_waits_for_it(self):
        self.other.ask("ping")
        job = self.job([[["/bin/true"]]])
        number = self.other.send("job.start", {"job": job})
        self.assertFalse(select.select([self.other.process.stdout], [], [], 0.5)[0], "it does not wait")
        list(self.work)
        self.other.wait(number)
        self.assertEqual(self.follow(self.other, {"root": self.root, "id": job["id"]})[0]["state"], "succeeded")


class Last(Lost):
    def test_a_lost_jobs_log_is_whole_with_what_its_programs_said_until_they_were_ended(self):
        agent = self.agent()
        script = "all=$(seq 20000); trap 'echo \"$all\"; exit' TERM; echo pids $$; while :; do sleep 0.05; done"
        which, _, number = self.started(agent, script)  # what it called then would be ended, too
        os.kill(self.supervisor(which), signal.SIGKILL)
        reply = agent.wait(number)
        with open(os.path.join(self.root, "jobs", which["id"], "log"), "rb") as file:
            log = file.read()
        self.assertIn(b"\n20000\n", log)
        self.assertEqual((reply["state"], reply["log_bytes"]), ("lost", len(log)))
        self.assertEqual(log_bytes(agent.events[number]), log)

    def test_a_follower_that_comes_while_another_clears_away_has_the_whole_log_too(self):
        which, found = self.lost("trap 'seq 20000; exit' TERM; echo pids $$; while :; do sleep 0.05; done")
        lock, late = take_lock(self.root, which["id"], True), self.agent()
        number = self.waits(late, "job.follow", which)
        os.kill(found[0], signal.SIGTERM)
        wait_until(lambda: not alive(found[0]), "the program lives on")
        os.close(lock)
        self.assertEqual(late.wait(number)["state"], "lost")
        with open(os.path.join(self.root, "jobs", which["id"], "log"), "rb") as file:
            log = file.read()
        self.assertIn(b"\n20000\n", log)
        self.assertEqual(log_bytes(late.events[number]), log)


class Young(AgentTest):
    def test_a_job_that_is_only_starting_is_not_lost(self):
        agent = self.agent()
        state = lambda: agent.ask("job.list", {"root": self.root})["jobs"][0]["state"]
        agent.ask("ping")  # so that it is asked at once, not after its Python has started
        path = self.write("root/jobs/20261123-000000-00000000/job.json", '{"id": "20261123-000000-00000000"}')
        self.assertEqual(state(), "running")
        os.utime(path, (time.time() - 60,) * 2)
        self.assertEqual(state(), "lost")


del Ended  # its own tests run where they are
if __name__ == "__main__":
    unittest.main()
