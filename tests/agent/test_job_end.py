"""Jobs that do not end by themselves: cancelled, killed, lost. Nothing of them stays."""
import ctypes
import json
import os
import signal
import sys
import time
import unittest

import harness
from harness import AgentTest, alive, log_text, wait_until
from removal import whole

SH = "/bin/sh"


def pids(text):
    return [int(word) for line in text.splitlines() if line.startswith("pids ") for word in line.split()[1:]]


class Ended(AgentTest):
    def started(self, agent, script, **fields):
        """A job that runs `script` and has printed its "pids …" line; returns (its address, those pids)."""
        which = self.start(agent, [[[SH, "-c", script]]], **fields)
        number = agent.send("job.follow", which)
        agent.wait_event(number, lambda event, data: pids(log_text(agent.events[number])))
        return which, pids(log_text(agent.events[number])), number

    def supervisor(self, which):
        import json

        with open(os.path.join(self.root, "jobs", which["id"], "supervisor.json")) as file:
            return json.load(file)["pid"]

    def assert_gone(self, numbers):
        self.assertTrue(numbers)
        for number in numbers:
            wait_until(lambda: not alive(number), "process {} lives on".format(number))


class Cancelling(Ended):
    def test_cancel_ends_the_whole_tree_and_says_cancelled(self):
        agent = self.agent()
        which, found, number = self.started(agent, "sleep 300 & echo pids $$ $!; wait")
        answer = agent.ask("job.cancel", which)
        self.assertEqual(answer, {"state": "cancelled", "left": []})
        self.assertNotIn("cancel", os.listdir(os.path.join(self.root, "jobs", which["id"])))
        self.assert_gone(found + [self.supervisor(which)])
        reply = agent.wait(number)
        self.assertEqual((reply["state"], reply["end"]["outcome"], reply["end"]["step"]), ("cancelled",) * 2 + ("s0",))

    def test_a_grandchild_that_left_the_session_is_ended_too(self):
        agent = self.agent()
        which, found, _ = self.started(agent, "setsid sh -c 'echo pids $$; exec sleep 300' & wait; sleep 300")
        self.assertEqual(agent.ask("job.cancel", which)["left"], [])
        self.assert_gone(found)

    def test_an_orphan_without_our_mark_is_ended_too(self):
        agent = self.agent()
        script = "(env -i setsid /bin/sh -c 'echo pids $$; exec /bin/sleep 300' &) ; sleep 300"
        which, found, _ = self.started(agent, script)
        self.assertEqual(agent.ask("job.cancel", which)["left"], [])
        self.assert_gone(found)

    def test_a_program_that_ignores_sigterm_is_killed(self):
        agent = self.agent()
        which, found, _ = self.started(agent, "trap '' TERM; echo pids $$; while :; do sleep 1; done")
        self.assertEqual(agent.ask("job.cancel", which)["state"], "cancelled")
        self.assert_gone(found)

    def test_cancel_takes_five_seconds_at_most_whatever_the_job_has_started(self):
        agent = self.agent()
        # All are asked together, so there is one grace: whoever is asked after the step has ended says so. (No program
        # could be called for that: it would be ended with them.)
        asked = "while read -r line; do case $line in *cancelled*) echo late;; esac; done < events"
        stubborn = "trap '{}' TERM; echo pids $$; while :; do sleep 1; done".format(asked)
        away = "setsid sh -c \"$0\" & (env -i PATH=\"$PATH\" setsid sh -c \"$0\" &) ; eval \"$0\""
        which = self.start(agent, [[[SH, "-c", away, stubborn]]])
        number = agent.send("job.follow", which)
        agent.wait_event(number, lambda event, data: len(pids(log_text(agent.events[number]))) == 3)
        found, began = pids(log_text(agent.events[number])), time.monotonic()
        self.assertEqual(agent.ask("job.cancel", which), {"state": "cancelled", "left": []})
        self.assertLess(time.monotonic() - began, 10.0)  # people are promised five, on a machine that is not overloaded
        agent.wait(number)
        self.assertNotIn("late", log_text(agent.events[number]).splitlines())
        self.assert_gone(found)

    def test_a_follow_goes_on_while_cancel_is_served(self):
        agent = self.agent()
        which, _, number = self.started(agent, "echo pids $$; sleep 300")
        agent.ask("job.cancel", which)
        self.assertEqual(agent.wait(number)["state"], "cancelled")

    def test_cancelling_a_job_that_is_over_tells_how_it_ended(self):
        agent = self.agent()
        which = self.start(agent, [[["/bin/true"]]])
        self.follow(agent, which)
        self.assertEqual(agent.ask("job.cancel", which), {"state": "succeeded", "left": []})

    def test_a_job_of_another_agent_can_be_cancelled(self):
        which, found, _ = self.started(self.agent(), "echo pids $$; sleep 300")
        self.assertEqual(self.agent().ask("job.cancel", which)["state"], "cancelled")
        self.assert_gone(found)


class CancelledLate(Ended):
    def test_until_current_is_switched_a_cancel_leaves_it_as_it_is(self):
        path = os.path.join(self.root, "envs", "20261121-cpu-x")
        waiting = path + "/pyvenv.cfg"  # activate reads it
        making = {"verb": "venv", "args": {"path": path, "attempts": [
            {"title": "mkfifo", "commands": [[SH, "-c", "mkdir -p '{}' && mkfifo '{}'".format(path, waiting)]]}]}}
        activate = {"verb": "activate", "args": {"root": self.root, "environment": path, "manifest": {"schema": "x"}}}
        agent = self.agent()
        which = self.start(agent, [making, activate], environment=path)
        number = agent.send("job.follow", which)
        agent.wait_event(number, lambda event, data: event["kind"] == "record" and event["record"].get("id") == "s1")
        with open(waiting, "w"):
            cancel = agent.send("job.cancel", which)
            agent.ask("ping")  # answered in turn: the job knows of the cancel
        self.assertEqual(agent.wait(cancel), {"state": "cancelled", "left": []})
        reply = agent.wait(number)
        self.assertEqual((reply["state"], reply["end"]["step"]), ("cancelled", "s1"))
        self.assertEqual((os.path.lexists(self.root + "/current"), os.path.exists(path)), (False, False))


class HalfMade(Ended):
    def environment_job(self, script, finishing=()):
        """Steps that make an environment folder and then run `script` in a job."""
        path = os.path.join(self.root, "envs", "half made")
        making = {"verb": "venv", "args": {"path": path, "attempts": [
            {"title": "mkdir", "commands": [["/bin/mkdir", "-p", path + "/bin"]]}]}}
        return path, [making, [[SH, "-c", script]]] + list(finishing), {"environment": path}

    def test_the_environment_of_a_failed_job_is_removed(self):
        path, steps, fields = self.environment_job("test -d \"{}\" && exit 5".format(self.root + "/envs/half made"))
        reply, _, _ = self.run_job(steps, **fields)
        self.assertEqual(reply["end"]["exit_code"], 5)
        self.assertFalse(os.path.exists(path))
        self.assertIsNone(reply["end"]["result"]["environment"])

    def test_the_environment_of_a_cancelled_job_is_removed(self):
        path, steps, fields = self.environment_job("echo pids $$; sleep 300")
        agent = self.agent()
        which = self.start(agent, steps, **fields)
        number = agent.send("job.follow", which)
        agent.wait_event(number, lambda event, data: pids(log_text(agent.events[number])))
        self.assertTrue(os.path.isdir(path))
        self.assertEqual(agent.ask("job.cancel", which), {"state": "cancelled", "left": []})
        self.assertFalse(os.path.exists(path))

    def test_an_environment_that_was_there_before_is_not_touched(self):
        path, steps, fields = self.environment_job("exit 1")
        os.makedirs(path)
        self.write("root/envs/half made/precious", "mine")
        reply, _, _ = self.run_job(steps, **fields)
        self.assertIn("not touched", reply["end"]["reason"])
        self.assertTrue(os.path.exists(path + "/precious"))

    def test_a_finished_environment_stays_when_its_verification_fails(self):
        verify = {"verb": "verify", "args": {"python": "/bin/false", "environment": "x", "checks": []}}
        path, steps, fields = self.environment_job("true", [verify])
        reply, _, _ = self.run_job(steps, **fields)
        self.assertEqual((reply["state"], reply["end"]["step"]), ("failed", "s2"))
        self.assertTrue(os.path.isdir(path))
        self.assertEqual(reply["end"]["result"]["environment"], path)


class Lost(Ended):
    def test_a_killed_supervisor_means_lost_to_a_follower_and_in_the_list(self):
        agent = self.agent()
        which, found, number = self.started(agent, "echo pids $$; sleep 300")
        os.kill(self.supervisor(which), signal.SIGKILL)
        reply = agent.wait(number)
        self.assertEqual((reply["state"], reply["end"]), ("lost", None))
        self.assertEqual(agent.ask("job.list", {"root": self.root})["jobs"][0]["state"], "lost")
        late = self.follow(self.agent(), which)
        self.assertEqual(late[0]["state"], "lost")
        self.assertIn("pids", late[2])
        self.assertEqual(agent.ask("job.cancel", which), {"state": "lost", "left": []})
        self.assert_gone(found)

    def half_made(self, agent):
        """A job that has made half an environment: its request, that folder, its processes, the follower's number."""
        path = os.path.join(self.root, "envs", "half")
        making = {"verb": "venv", "args": {"path": path, "attempts": [
            {"title": "mkdir", "commands": [["/bin/mkdir", "-p", path]]}]}}
        which = self.start(agent, [making, [[SH, "-c", "echo pids $$; sleep 300"]]], environment=path)
        number = agent.send("job.follow", which)
        agent.wait_event(number, lambda event, data: pids(log_text(agent.events[number])))
        return which, path, pids(log_text(agent.events[number])), number

    def test_a_follower_tells_what_is_known_of_a_lost_job_and_clears_away_what_it_left(self):
        agent = self.agent()
        which, path, found, number = self.half_made(agent)
        os.kill(self.supervisor(which), signal.SIGKILL)
        reply = agent.wait(number)
        self.assertEqual((reply["lost"]["step"], reply["lost"]["rebooted"], reply["left"]), ("s1", False, []))
        self.assertIn("pids", reply["lost"]["tail"])
        self.assertGreater(reply["lost"]["at"], time.time() - 100)
        self.assertFalse(os.path.exists(path))
        self.assert_gone(found)

    def test_what_a_lost_job_left_is_found_where_its_root_has_moved_to(self):
        agent = self.agent()
        which, path, found, _ = self.half_made(agent)
        agent.close()
        supervisor = self.supervisor(which)
        os.kill(supervisor, signal.SIGKILL)
        wait_until(lambda: not alive(supervisor), "the supervisor lives on")
        moved = os.path.join(self.folder, "moved")
        os.rename(self.root, moved)
        other = self.agent()
        self.assertEqual(other.ask("environments", {"root": moved}), {"environments": []})
        self.assertEqual(other.ask("job.cancel", dict(which, root=moved)), {"state": "lost", "left": []})
        self.assertEqual((os.listdir(moved + "/envs"), os.listdir(moved + "/tmp")), ([], []))
        self.assert_gone(found)

    def test_the_next_job_clears_away_what_a_lost_one_left(self):
        agent = self.agent()
        which, path, found, _ = self.half_made(agent)
        agent.close()
        os.kill(self.supervisor(which), signal.SIGKILL)
        self.assertTrue(os.path.isdir(path))
        self.assertEqual(self.run_job([[["/bin/true"]]])[0]["state"], "succeeded")
        self.assertFalse(os.path.exists(path))
        self.assert_gone(found)

    def test_a_follower_leaves_a_lost_job_to_the_next_one_that_runs_already(self):
        agent = self.agent()
        which, path, _, _ = self.half_made(agent)
        agent.close()
        os.kill(self.supervisor(which), signal.SIGKILL)
        other = self.agent()
        running, found, _ = self.started(other, "echo pids $$; sleep 300")
        self.assertEqual(self.follow(self.agent(), which)[0]["state"], "lost")
        self.assertEqual(other.ask("job.list", {"root": self.root})["jobs"][-1]["state"], "running")
        self.assertTrue(all(alive(pid) for pid in found))
        other.ask("job.cancel", running)

    def test_a_stopped_supervisor_is_not_lost(self):
        agent = self.agent()
        pipe = os.path.join(self.folder, "pipe")
        os.mkfifo(pipe)
        which, _, number = self.started(agent, "echo pids $$; read line < '{}'".format(pipe))
        pid = self.supervisor(which)
        os.kill(pid, signal.SIGSTOP)
        folder = os.path.join(self.root, "jobs", which["id"])
        os.utime(folder + "/heartbeat", (1, 1))
        self.assertEqual(agent.ask("job.list", {"root": self.root})["jobs"][0]["state"], "running")
        os.kill(pid, signal.SIGCONT)
        with open(pipe, "w") as end:
            end.write("go\n")
        self.assertEqual(agent.wait(number)["state"], "succeeded")

    def test_a_stopped_supervisor_can_be_cancelled(self):
        agent = self.agent()
        which, found, _ = self.started(agent, "echo pids $$; sleep 300")
        os.kill(self.supervisor(which), signal.SIGSTOP)
        self.assertEqual(agent.ask("job.cancel", which), {"state": "cancelled", "left": []})
        self.assert_gone(found)

    def unanswering(self, which):
        """Its supervisor deaf to every signal but SIGKILL, as where its disk does not answer: all its threads are
        stopped by a tracer. Returns what buries it afterwards."""
        attach, threads_too = 16, 0x40000000  # PTRACE_ATTACH, __WALL
        tasks = [int(name) for name in os.listdir("/proc/{}/task".format(self.supervisor(which)))]
        for task in tasks:
            if ctypes.CDLL(None).ptrace(attach, task, None, None):
                print("this user may not trace a process that is no child", file=sys.stderr)
                self.skipTest("this user may not trace a process that is no child")
            os.waitpid(task, threads_too)
        return lambda: [os.waitpid(task, threads_too) for task in reversed(tasks)]

    def test_a_supervisor_that_had_to_be_killed_by_a_cancel_leaves_a_cancelled_job(self):
        agent = self.agent()
        which, path, found, number = self.half_made(agent)
        self.write_raw(which, b'{"at": 1, "event": "prog')
        reap = self.unanswering(which)
        answer = self.agent().ask("job.cancel", which)
        listed = agent.ask("job.list", {"root": self.root})["jobs"][0]
        self.assertEqual(listed["state"], answer["state"])
        reap()
        self.assertFalse(os.path.exists(path))
        self.assert_gone(found)
        late = self.follow(self.agent(), which)[0]
        self.assertEqual(late["state"], answer["state"])
        self.assertEqual((answer, late["end"]["left"]), ({"state": "cancelled", "left": []}, []))
        self.assertIn("did not answer", late["end"]["reason"])

    def test_who_follows_meanwhile_is_told_that_it_was_cancelled(self):
        agent = self.agent()
        which, path, _, number = self.half_made(agent)
        for name in range(20000):  # so that removing it takes a while
            open(os.path.join(path, str(name)), "w").close()
        reap = self.unanswering(which)
        self.assertEqual(self.agent().ask("job.cancel", which)["state"], "cancelled")
        reap()
        self.assertEqual(agent.wait(number)["state"], "cancelled")

    def test_who_follows_is_told_so_also_where_a_program_does_not_want_to_end(self):
        agent = self.agent()
        which, _, number = self.started(agent, "trap '' TERM; echo pids $$; while :; do sleep 1; done")
        reap = self.unanswering(which)
        self.assertEqual(self.agent().ask("job.cancel", which), {"state": "cancelled", "left": []})
        reap()
        self.assertEqual(agent.wait(number)["state"], "cancelled")

    def test_a_supervisor_that_dies_of_something_else_during_a_cancel_leaves_a_cancelled_job(self):
        from cancel import cancel

        agent = self.agent()
        which, path, found, number = self.half_made(agent)
        reap = self.unanswering(which)
        work = cancel(which, None)
        next(work)
        os.kill(self.supervisor(which), signal.SIGKILL)  # as where the machine has no memory left
        reap()
        self.assertEqual(whole(work), {"state": "cancelled", "left": []})
        self.assertEqual(agent.wait(number)["state"], "cancelled")
        self.assertFalse(os.path.exists(path))

    def test_whoever_clears_away_first_signs_off_for_a_cancel_that_has_killed(self):
        agent = self.agent()
        which, path, _, number = self.half_made(agent)
        open(os.path.join(self.root, "jobs", which["id"], "cancel"), "w").close()
        os.kill(self.supervisor(which), signal.SIGKILL)
        self.assertEqual(agent.wait(number)["state"], "cancelled")
        self.assertFalse(os.path.exists(path))
        self.assertEqual(self.agent().ask("job.cancel", which), {"state": "cancelled", "left": []})

    def test_a_cancel_waits_for_whoever_signs_off(self):
        import leftovers
        import processes
        from job_folder import JobFolder
        from root_lock import take_lock
        from sign_off import announce

        agent = self.agent()
        which, path, _, _ = self.half_made(agent)
        agent.close()  # or its follower would clear away
        folder = JobFolder(self.root, which["id"])
        announce(folder)
        supervisor = self.supervisor(which)
        os.kill(supervisor, signal.SIGKILL)
        wait_until(lambda: not alive(supervisor), "the supervisor lives on")
        lock = take_lock(self.root, which["id"], True)
        self.addCleanup(setattr, leftovers, "CLEARING", leftovers.CLEARING)
        leftovers.CLEARING = 0.0  # it takes longer than that
        work = leftovers.clean_up(folder)
        while processes.family(which["id"]):
            next(work)
        for _ in range(20):
            next(work)
        self.assertIsNone(folder.end())
        leftovers.clear(folder, [])
        self.assertEqual(list(work), [])
        os.close(lock)
        self.assertEqual((folder.end()["outcome"], os.path.exists(path)), ("cancelled", False))

    def test_what_was_lost_stays_lost_when_its_environment_goes_later(self):
        import leftovers
        from job_folder import JobFolder
        from sign_off import announce

        path = os.path.join(self.root, "envs", "whole")
        os.makedirs(path)
        self.write("root/jobs/20261123-000000-00000000/job.json", json.dumps({"environment": path}))
        folder = JobFolder(self.root, "20261123-000000-00000000")
        announce(folder)
        leftovers.clear(folder, [])
        os.rmdir(path)
        leftovers.clear(folder, [])
        self.assertIsNone(folder.end())

    def write_raw(self, which, data):
        """As a record that was cut in the middle."""
        with open(os.path.join(self.root, "jobs", which["id"], "events"), "ab") as file:
            file.write(data)

    def test_a_supervisor_of_an_earlier_boot_is_lost(self):
        agent = self.agent()
        which = self.start(agent, [[["/bin/true"]]])
        self.follow(agent, which)
        folder = os.path.join(self.root, "jobs", which["id"])
        os.unlink(folder + "/events")
        self.write("root/jobs/{}/supervisor.json".format(which["id"]),
                   '{"pid": 1, "boot_id": "another", "start_time": "1"}')
        os.utime(folder + "/heartbeat", (1, 1))
        self.assertEqual(agent.ask("job.list", {"root": self.root})["jobs"][0]["state"], "lost")

    def test_a_pid_that_was_given_to_another_program_is_not_taken_for_the_supervisor(self):
        agent = self.agent()
        which, found, number = self.started(agent, "echo pids $$; sleep 300")
        pid = self.supervisor(which)
        os.kill(pid, signal.SIGKILL)
        agent.wait(number)
        path = os.path.join(self.root, "jobs", which["id"], "supervisor.json")
        with open(path) as file:
            text = file.read()
        with open(path, "w") as file:
            file.write(text.replace(str(pid), str(os.getpid())))
        answer = agent.ask("job.cancel", which)
        self.assertEqual(answer["state"], "lost")
        self.assert_gone(found)


class FullDisk(Ended):
    def small_disk(self):
        import subprocess

        os.mkdir(self.root)
        mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", self.root]
        made = subprocess.run(mount, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if made.returncode:
            self.skipTest("no right to mount a small file system here: " + made.stdout.decode().strip())
        self.addCleanup(subprocess.run, ["umount", "-l", self.root], check=False)

    def test_a_full_disk_is_reported_and_the_end_record_still_written(self):
        self.small_disk()
        fill = "cat /dev/zero > filler; echo full; exit 28"
        reply, _, _ = self.run_job([[[SH, "-c", fill]]])
        self.assertEqual((reply["state"], reply["end"]["exit_code"]), ("failed", 28))

    def test_a_start_that_the_disk_has_no_room_for_says_so_and_leaves_nothing(self):
        self.small_disk()
        agent, started, refused = self.agent(), False, 0
        os.mkdir(self.root + "/jobs", 0o700)
        with open(self.root + "/filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 4096)
            except OSError:
                pass
        while not started:  # at each of the files in turn it is that there is no more room
            try:
                agent.ask("job.start", {"job": self.job([[["/bin/true"]]])})
                started = True
            except harness.AgentFault as fault:
                refused += 1
                self.assertEqual((fault.code, "No space left" in fault.error["details"]), ("root-unusable", True), fault)
                self.assertEqual([name for name in os.listdir(self.root + "/jobs") if name != "lock"], [])
                os.truncate(self.root + "/filler", os.path.getsize(self.root + "/filler") - 4096)
        self.assertGreater(refused, 10)


if __name__ == "__main__":
    unittest.main()
