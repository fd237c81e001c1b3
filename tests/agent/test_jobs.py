"""Jobs: detached, followed, unlosable. Real processes throughout."""
import json
import itertools
import os
import signal
import sys
import time
import types
import unittest
from unittest import mock

import harness
from harness import AgentFault, AgentTest, alive, log_bytes, records, states, wait_until

SH = "/bin/sh"


class Running(AgentTest):
    def test_steps_run_in_order_and_the_end_record_is_last(self):
        reply, found, log = self.run_job([[[SH, "-c", "echo one"]], [[SH, "-c", "echo two >&2"]]])
        self.assertEqual(reply["state"], "succeeded")
        self.assertEqual(states(found), [("s0", "running"), ("s0", "done"), ("s1", "running"), ("s1", "done")])
        self.assertEqual(found[-1]["event"], "end")
        self.assertEqual(found[-1]["log_size"], len(log.encode()))
        self.assertLess(log.index("one\n"), log.index("two\n"))
        self.assertIn("$ /bin/sh -c 'echo one'", log)

    def test_a_failing_step_ends_the_job_with_its_exit_code_and_its_own_output(self):
        reply, found, _ = self.run_job([[[SH, "-c", "echo before"]], [[SH, "-c", "echo broken; exit 7"]],
                                        [[SH, "-c", "echo never"]]])
        end = reply["end"]
        self.assertEqual((reply["state"], end["step"], end["exit_code"], end["signal"]), ("failed", "s1", 7, None))
        self.assertIn("broken", end["tail"])
        self.assertNotIn("before", end["tail"])
        self.assertNotIn(("s2", "running"), states(found))

    def test_a_step_that_dies_of_a_signal_names_it(self):
        reply, _, _ = self.run_job([[[SH, "-c", "kill -SEGV $$"]]])
        self.assertEqual((reply["end"]["signal"], reply["end"]["exit_code"]), (signal.SIGSEGV, None))
        self.assertIn("SIGSEGV", reply["end"]["reason"])

    def test_a_failing_optional_step_is_skipped_with_its_reason(self):
        step = {"verb": "run", "optional": True, "args": {"commands": [[SH, "-c", "exit 3"]]}}
        reply, found, _ = self.run_job([step, [[SH, "-c", "echo on"]]])
        self.assertEqual(reply["state"], "succeeded")
        skipped = [record for record in found if record.get("state") == "skipped"]
        self.assertEqual([(record["id"], "exit code 3" in record["reason"]) for record in skipped], [("s0", True)])

    def test_a_silent_program_is_stopped_after_its_time(self):
        commands = [{"argv": [SH, "-c", "echo first; sleep 100"], "silence_s": 0.5}]
        reply, _, _ = self.run_job([{"verb": "run", "args": {"commands": commands}}])
        self.assertEqual(reply["state"], "failed")
        self.assertIn("no answer for 0.5 s", reply["end"]["reason"])

    def test_a_program_that_keeps_talking_is_not_silent(self):
        import children

        desk = types.SimpleNamespace(check=lambda: None, log_size=itertools.count().__next__)
        child = types.SimpleNamespace(poll=iter([None] * 9 + [0]).__next__)
        clock = types.SimpleNamespace(monotonic=itertools.count(0, 0.9).__next__)  # a pause on a busy machine is none
        with mock.patch.multiple(children, wait=lambda desk, seconds: None, time=clock):
            children.watch(desk, child, silence=1)

    def test_a_program_that_is_not_there_fails_in_plain_words(self):
        reply, _, _ = self.run_job([[["/nowhere/at/all"]]])
        self.assertIn("/nowhere/at/all could not be started", reply["end"]["reason"])

    def test_children_get_only_what_the_rules_let_through(self):
        rules = {"clean": {"keep": ["PATH"], "keep_prefixes": ["LC_"], "set": {"PIP_CONFIG_FILE": "/dev/null"}}}
        environment = harness.clean_environment(PIP_INDEX_URL="x", PYTHONPATH="y", LC_TIME="C", SECRET="z")
        agent = self.agent(environment=environment)
        _, _, log = self.run_job([[["/usr/bin/env"]]], agent, step_environment=rules)
        names = {line.partition("=")[0] for line in log.splitlines() if "=" in line and line[0] not in "$ "}
        self.assertEqual(names, {"PATH", "LC_TIME", "PIP_CONFIG_FILE", "NIGHTJAR_JOB", "TMPDIR"})

    def test_passwords_in_addresses_do_not_reach_the_log(self):
        _, _, log = self.run_job([[["/bin/true", "--index-url", "https://me:secret@host/simple"]]])
        self.assertNotIn("secret", log)
        self.assertIn("https://***@host/simple", log)

    def test_temporary_files_of_a_job_are_removed_with_it(self):
        reply, _, log = self.run_job([[[SH, "-c", "echo $TMPDIR; touch $TMPDIR/left"]]])
        folder = [line for line in log.splitlines() if line.startswith(self.root)][0]
        self.assertFalse(os.path.exists(folder))
        self.assertEqual(os.path.dirname(folder), os.path.join(self.root, "tmp"))

    def test_programs_left_behind_are_ended_with_the_job(self):
        _, _, log = self.run_job([[[SH, "-c", "setsid sleep 300 >/dev/null 2>&1 & echo pid $!"]]])
        pid = int(log.split("pid ")[-1].split()[0])
        self.assertFalse(alive(pid))


class Twins(AgentTest):
    def test_a_second_job_on_the_same_root_is_refused_with_the_first_ones_id(self):
        agent = self.agent()
        first = self.start(agent, [[[SH, "-c", "sleep 100"]]])
        with self.assertRaises(AgentFault) as refused:
            self.start(agent, [[["/bin/true"]]])
        self.assertEqual((refused.exception.code, refused.exception.error["details"]), ("busy", first["id"]))
        self.assertEqual(len(agent.ask("job.list", {"root": self.root})["jobs"]), 1)
        agent.ask("job.cancel", first)

    def test_the_next_job_can_start_as_soon_as_the_end_was_read(self):
        agent = self.agent()
        for _ in range(5):
            self.assertEqual(self.run_job([[["/bin/true"]]], agent)[0]["state"], "succeeded")

    def test_a_program_of_the_job_does_not_keep_the_lock(self):
        agent = self.agent()
        which = self.start(agent, [[[SH, "-c", "ls -l /proc/self/fd; echo listed"]]])
        _, _, log = self.follow(agent, which)
        self.assertNotIn("jobs/lock", log)
        self.assertIn("listed", log)


class Following(AgentTest):
    TALK = "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done"

    def test_records_come_with_their_age(self):
        agent, before = self.agent(), time.time()
        which = self.start(agent, [[["/bin/true"]]])
        number = agent.send("job.follow", which)
        agent.wait_event(number, lambda event, payload: event["kind"] == "record")
        seen = time.time()
        self.assertEqual(agent.wait(number)["state"], "succeeded")
        later = time.time()
        number = agent.send("job.follow", which)
        agent.wait(number)
        ages = [event["age"] for event, _ in agent.events[number] if event["kind"] == "record"]
        self.assertGreaterEqual(ages[0], later - seen)
        self.assertLessEqual(max(ages), time.time() - before)
        self.assertGreaterEqual(min(ages), 0)

    def test_a_follower_that_comes_back_gets_every_byte_exactly_once(self):
        first = self.agent()
        which = self.start(first, [[[SH, "-c", self.TALK + "; sleep 0.5; echo last"]]])
        number = first.send("job.follow", which)
        first.wait_event(number, lambda event, payload: b"line 10\n" in log_bytes(first.events[number]))
        got = log_bytes(first.events[number])
        seen = [event["offset"] for event, _ in first.events[number] if event["kind"] == "record"]
        first.process.kill()

        second = self.agent()
        number = second.send("job.follow", dict(which, log_offset=len(got), event_offset=max(seen or [0])))
        reply = second.wait(number)
        whole = got + log_bytes(second.events[number])
        with open(os.path.join(self.root, "jobs", which["id"], "log"), "rb") as file:
            self.assertEqual(whole, file.read())
        self.assertEqual(reply["log_bytes"], len(whole))
        self.assertEqual(whole.count(b"line 2999\n"), 1)
        both = records(first.events[1 + 1]) + records(second.events[number])
        self.assertEqual(states(both), [("s0", "running"), ("s0", "done")])

    def test_following_a_job_that_is_over_tells_all_of_it_again(self):
        agent = self.agent()
        which = self.start(agent, [[[SH, "-c", self.TALK]]])
        once, again = self.follow(agent, which), self.follow(agent, which)
        self.assertEqual(once, again)
        end = agent.ask("job.follow", dict(which, log_offset=once[0]["log_bytes"], event_offset=10 ** 6))
        self.assertEqual(end["state"], "succeeded")

    def test_log_chunks_are_no_larger_than_64_KiB(self):
        agent = self.agent()
        which = self.start(agent, [[[sys.executable, "-c", "print('x' * 1000000)"]]])
        number = agent.send("job.follow", which)
        agent.wait(number)
        sizes = [len(payload) for event, payload in agent.events[number] if event["kind"] == "log"]
        self.assertGreater(sum(sizes), 1000000)
        self.assertLessEqual(max(sizes), 65536)

    def test_a_job_that_does_not_exist_is_no_such_job(self):
        with self.assertRaises(AgentFault) as refused:
            self.agent().ask("job.follow", {"root": self.root, "id": "20261123-000000-00000000"})
        self.assertEqual(refused.exception.code, "no-such-job")

    def test_ids_and_environments_cannot_leave_the_root(self):
        agent = self.agent()
        for fields in ({"id": "../x"}, {"id": ".x"}, {"id": ""}, {"environment": self.folder + "/elsewhere"},
                       {"environment": self.root + "/envs/../../x"}, {"root": "relative"},
                       {"environment": self.root + "/envs/a/b"}):
            with self.assertRaises(AgentFault) as refused:
                self.start(agent, [[["/bin/true"]]], **fields)
            self.assertEqual(refused.exception.code, "bad-arguments", fields)
        self.assertFalse(os.path.exists(self.root))


class Listing(AgentTest):
    def test_a_list_tells_how_each_job_ended(self):
        agent = self.agent()
        self.run_job([[["/bin/true"]]], agent)
        self.run_job([[[SH, "-c", "exit 4"]]], agent)
        jobs = agent.ask("job.list", {"root": self.root})["jobs"]
        self.assertEqual([job["exit_code"] for job in jobs if job["state"] == "failed"], [4])
        self.assertEqual(sorted(job["state"] for job in jobs), ["failed", "succeeded"])
        for job in jobs:
            self.assertEqual(job["log_bytes"], os.path.getsize(job["log_path"]))
            self.assertEqual(os.stat(job["dir"]).st_mode & 0o777, 0o700)
            self.assertLessEqual(job["started"], job["ended"])

    def test_a_record_that_somebody_has_written_over_hides_no_other_job(self):
        agent = self.agent()
        for _ in range(3):
            self.run_job([[["/bin/true"]]], agent)
        first, second, third = [job["id"] for job in agent.ask("job.list", {"root": self.root})["jobs"]]
        self.write("root/jobs/{}/events".format(first), '{"event": "end"}\n')
        self.write("root/jobs/{}/supervisor.json".format(second), '{"at": "x"}')
        self.write("root/jobs/{}/supervisor.json".format(third), '{"at": 1e400}')
        listed = {job["id"]: job for job in agent.ask("job.list", {"root": self.root})["jobs"]}
        self.assertEqual([listed[known]["state"] for known in (first, second, third)], ["lost", "succeeded", "succeeded"])
        self.assertEqual([listed[known]["started"] for known in (second, third)], [None, None])

    def test_a_job_can_be_followed_by_who_did_not_start_it(self):
        agent = self.agent()
        which = self.start(agent, [[["/bin/true"]]], title="Install something")
        self.follow(agent, which)
        shown = self.agent().ask("job.show", which)
        self.assertEqual((shown["id"], shown["state"], shown["title"]), (which["id"], "succeeded", "Install something"))
        self.assertEqual([step["id"] for step in shown["job"]["steps"]], ["s0"])
        moved = self.folder + "/moved"
        os.rename(self.root, moved)
        which["root"] = moved
        self.assertEqual(self.agent().ask("job.show", which)["job"]["root"], moved)

    def test_jobs_of_an_earlier_boot_are_lost_without_a_wait_for_each(self):
        agent = self.agent()
        for number in range(8):
            job = self.job([[["/bin/true"]]])
            folder = "root/jobs/{}".format(job["id"])
            self.write(folder + "/job.json", json.dumps(job))
            self.write(folder + "/supervisor.json", '{"pid": 1, "boot_id": "another", "start_time": "1", "at": 1}')
            os.utime(self.write(folder + "/heartbeat", ""), (1, 1))
        jobs = agent.ask("job.list", {"root": self.root})["jobs"]
        self.assertEqual([job["state"] for job in jobs], ["lost"] * 8)

    def test_a_second_job_is_refused_by_the_name_of_the_first(self):
        agent = self.agent()
        which = self.start(agent, [[[SH, "-c", "sleep 300"]]], title="Install the first")
        with self.assertRaises(AgentFault) as refused:
            self.start(self.agent(), [[["/bin/true"]]])
        self.assertEqual((refused.exception.code, refused.exception.error["details"]), ("busy", which["id"]))
        self.assertIn("Install the first", refused.exception.error["what"])
        agent.ask("job.cancel", which)

    def test_records_come_after_the_log_that_was_there_before_them(self):
        agent = self.agent()
        which = self.start(agent, [[[SH, "-c", "echo first; seq 20000"]], [[SH, "-c", "echo second"]]])
        self.follow(agent, which)
        number = agent.send("job.follow", which)
        agent.wait(number)
        length = 0
        for event, payload in agent.events[number]:
            length += len(payload)
            self.assertGreaterEqual(length, event.get("record", {}).get("log", 0))

    def test_the_agents_end_does_not_end_the_job(self):
        agent = self.agent()
        which = self.start(agent, [[[SH, "-c", "sleep 1; echo survived"]]])
        self.assertEqual(agent.close()[0], 0)
        reply, _, log = self.follow(self.agent(), which)
        self.assertEqual(reply["state"], "succeeded")
        self.assertIn("survived", log)


class Files(AgentTest):
    def test_events_are_json_lines_that_other_programs_can_read(self):
        agent = self.agent()
        which = self.start(agent, [[["/bin/true"]]])
        self.follow(agent, which)
        with open(os.path.join(self.root, "jobs", which["id"], "events")) as file:
            rows = [json.loads(line) for line in file]
        self.assertTrue(all("at" in row and "event" in row for row in rows))
        self.assertFalse(os.path.exists(os.path.join(self.root, "jobs", which["id"], "reserve")))

    def test_a_root_inside_another_is_refused_and_nothing_is_made_there(self):
        self.run_job([[["/bin/true"]]])
        os.makedirs(os.path.join(self.root, "envs", "e1"))
        os.symlink("envs/e1", os.path.join(self.root, "current"))
        for place in ("current", "envs/e1/deeper", "tmp", "wheels/x", "jobs"):
            root = os.path.join(self.root, place)
            with self.assertRaises(AgentFault) as refused:
                self.start(self.agent(), [[["/bin/true"]]], root=root)
            self.assertEqual(refused.exception.code, "root-nested", place)
            self.assertIn(self.root, refused.exception.error["what"])
            with self.assertRaises(AgentFault) as refused:
                self.agent().ask("wheel.write", {"root": root, "build": "b", "file": "a-1-py3-none-any.whl", "sha256": "0",
                                                 "size": 2, "offset": 0}, b"x")
            self.assertEqual(refused.exception.code, "root-nested", place)
        self.assertEqual(os.listdir(os.path.join(self.root, "envs", "e1")), [])
        self.run_job([[["/bin/true"]]], root=os.path.join(self.root, "beside"))

    def test_a_root_that_cannot_be_written_is_refused_in_plain_words(self):
        self.write("root", "a file, not a folder")
        with self.assertRaises(AgentFault) as refused:
            self.start(self.agent(), [[["/bin/true"]]])
        self.assertEqual(refused.exception.code, "root-unusable")

    def test_a_supervisor_beats_every_second(self):
        agent = self.agent()
        which = self.start(agent, [[[SH, "-c", "sleep 100"]]])
        beat = os.path.join(self.root, "jobs", which["id"], "heartbeat")
        first = os.stat(beat).st_mtime
        wait_until(lambda: os.stat(beat).st_mtime > first, "the heartbeat stands still")
        agent.ask("job.cancel", which)


if __name__ == "__main__":
    unittest.main()
