"""Environments beside each other: listed, switched back to, removed, tidied. Real folders, processes and interpreters."""
import json
import os
import subprocess
import sys
import threading
import types
import unittest
from unittest import mock

from harness import AgentFault, AgentTest, states, wait_until
import step_activate  # the harness has put the agent's folder on the path
from desk import Cancelled

HOSTILE = ["..", ".", "", "/", "../../outside", "/etc", "one/../two", "one/", "a\nb", ".gone-one", "*", "~", "one\u202e",
           "x" * 5000]


class Releases(AgentTest):
    def setUp(self):
        AgentTest.setUp(self)
        self.envs = os.path.join(self.root, "envs")
        self.here = self.agent()

    def make(self, name, made, **record):
        """An environment as an install leaves it, but for its packages; its python is this one."""
        path = os.path.join(self.envs, name)
        os.makedirs(os.path.join(path, "bin"))
        os.symlink(sys.executable, os.path.join(path, "bin", "python"))
        with open(os.path.join(path, "weight"), "wb") as file:
            file.write(b"x" * 100000)
        about = {"schema": "nightjar.environment/1", "build": name.rpartition("-")[0] or name, "date": "2026-11-21",
                 "variant": "cpu", "bytes": 102400, "verified": True, "made": made, "activated": made}
        about.update(record)
        self.record(name, {key: value for key, value in about.items() if value is not None})
        return path

    def record(self, name, value):
        with open(os.path.join(self.envs, name, "nightjar.json"), "w") as file:
            json.dump(value, file)

    def point(self, name):
        link = os.path.join(self.root, "current")
        if os.path.lexists(link):
            os.unlink(link)
        os.symlink("envs/" + name, link)

    def three(self):
        for made, name in enumerate(("b1-one", "b2-two", "b3-three"), 1000):
            self.make(name, made)
        self.point("b3-three")

    def listed(self):
        return self.here.ask("environments", {"root": self.root})["environments"]

    def ids(self):
        return [about["id"] for about in self.listed()]

    def change(self, verb, name):
        return self.here.ask("environment." + verb, {"root": self.root, "id": name})

    def refused(self, verb, name):
        with self.assertRaises(AgentFault) as refused:
            self.change(verb, name)
        return refused.exception.error

    def current(self):
        return os.readlink(os.path.join(self.root, "current"))


class Listing(Releases):
    def test_they_come_newest_first_with_what_their_records_say(self):
        self.three()
        newest = self.listed()[0]
        self.assertEqual(self.ids(), ["b3-three", "b2-two", "b1-one"])
        self.assertEqual(newest, {"id": "b3-three", "path": self.envs + "/b3-three", "build": "b3", "variant": "cpu",
                                  "date": "2026-11-21", "bytes": 102400, "verified": True, "current": True,
                                  "made": 1002, "in_use": None})

    def test_a_root_without_environments_has_none(self):
        self.assertEqual(self.listed(), [])

    def test_an_old_record_without_a_size_is_measured_and_one_that_was_current_counts_as_verified(self):
        self.make("b1-old", None, bytes=None, verified=None)
        self.make("b2-stray", 1001, bytes=None, verified=None)
        self.point("b1-old")
        old = {about["id"]: about for about in self.listed()}
        self.assertGreater(old["b1-old"]["bytes"], 100000)
        self.assertLess(old["b1-old"]["bytes"], 200000)
        self.assertEqual((old["b1-old"]["verified"], old["b2-stray"]["verified"]), (True, False))

    def test_an_old_record_is_verified_where_its_job_went_well(self):
        path = self.make("b1-old", 1000, verified=None)
        failed = self.make("b2-bad", 1000, verified=None)
        self.run_job([[["/bin/true"]]], self.here, environment=path)
        self.run_job([[["/bin/false"]]], self.here, environment=failed)
        self.assertEqual({about["id"]: about["verified"] for about in self.listed()}, {"b1-old": True, "b2-bad": False})

    def test_files_that_share_their_blocks_count_once(self):
        path = self.make("b1-one", 1000, bytes=None)
        os.link(path + "/weight", path + "/again")
        self.assertLess(self.listed()[0]["bytes"], 200000)

    def test_what_a_job_has_not_finished_is_not_listed(self):
        self.three()
        which = self.start(self.here, [{"verb": "venv", "args": {"path": self.envs + "/b4-new", "attempts": [
            {"title": "slow", "commands": [["/bin/sh", "-c", "mkdir -p '{}/b4-new'; sleep 100".format(self.envs)]]}]}}],
                           environment=self.envs + "/b4-new")
        wait_until(lambda: os.path.isdir(self.envs + "/b4-new"), "the environment was never begun")
        self.assertNotIn("b4-new", self.ids())
        self.assertEqual(self.refused("remove", "b4-new")["code"], "no-such-environment")
        self.assertEqual(self.refused("remove", "b1-one"), dict(self.refused("activate", "b1-one")))
        self.assertEqual(self.refused("remove", "b1-one")["details"], which["id"])
        self.here.ask("job.cancel", which)
        self.assertFalse(os.path.exists(self.envs + "/b4-new"))

    def test_links_files_and_hidden_folders_are_no_environments(self):
        self.three()
        os.symlink("b1-one", self.envs + "/b5-link")
        os.makedirs(self.envs + "/.gone-x")
        os.makedirs(self.envs + "/two words")
        self.write("root/envs/b6-file", "x")
        self.assertEqual(self.ids(), ["b3-three", "b2-two", "b1-one"])

    def test_a_damaged_record_hides_nothing_and_proves_nothing(self):
        self.three()
        for text in ("", "[]", "{", '{"verified": "yes", "bytes": -1, "made": 1e400, "build": ["x"]}'):
            self.write("root/envs/b1-one/nightjar.json", text)
            about = {about["id"]: about for about in self.listed()}["b1-one"]
            self.assertEqual((about["verified"], about["build"]), (False, None), text)

    def test_facts_carry_them_without_walking_through_any(self):
        self.three()
        self.make("b0-old", 900, bytes=None)
        root, = self.here.ask("facts", {"roots": [self.root]})["roots"]
        self.assertEqual([(about["id"], about["bytes"]) for about in root["environments"]],
                         [("b3-three", 102400), ("b2-two", 102400), ("b1-one", 102400), ("b0-old", None)])


class Switching(Releases):
    def test_current_points_to_the_one_that_was_named_and_starts(self):
        self.three()
        told = self.change("activate", "b1-one")
        self.assertEqual((told["id"], told["current"], self.current()), ("b1-one", True, "envs/b1-one"))
        subprocess.run([self.root + "/current/bin/python", "-c", "0"], check=True)
        self.assertEqual(self.ids(), ["b3-three", "b2-two", "b1-one"])
        self.assertEqual(sorted(os.listdir(self.root)), ["current", "envs", "jobs"])

    def test_it_keeps_what_else_the_record_says(self):
        self.make("b1-one", 1000, packages=[{"name": "torch"}])
        self.change("activate", "b1-one")
        record = self.here.ask("manifest", {"environment": self.envs + "/b1-one"})
        self.assertEqual((record["packages"], record["made"]), ([{"name": "torch"}], 1000))
        self.assertGreater(record["activated"], 1000)

    def test_one_that_is_not_there_not_verified_or_does_not_start_is_refused(self):
        self.three()
        self.make("b4-failed", 1003, verified=False)
        os.unlink(self.envs + "/b2-two/bin/python")
        os.unlink(self.envs + "/b1-one/bin/python")
        self.write("root/envs/b1-one/bin/python", "#!/bin/sh\necho broken >&2\nexit 3\n", 0o755)
        self.assertEqual(self.refused("activate", "b4-failed")["code"], "not-verified")
        self.assertEqual(self.refused("activate", "b2-two")["code"], "python-does-not-start")
        self.assertEqual(self.refused("activate", "b1-one")["details"], "broken")
        for name in HOSTILE:
            self.assertEqual(self.refused("activate", name)["code"], "no-such-environment", repr(name)[:50])
        self.assertEqual(self.current(), "envs/b3-three")

    def test_the_lock_is_free_again_after_every_answer(self):
        self.three()
        self.refused("activate", "nothing")
        self.change("activate", "b1-one")
        self.refused("remove", "b1-one")
        self.assertEqual(self.run_job([[["/bin/true"]]], self.here)[0]["state"], "succeeded")

    def test_a_folder_called_current_is_not_replaced(self):
        self.make("b1-one", 1000)
        self.write("root/current/mine", "x")
        self.assertEqual(self.refused("activate", "b1-one")["code"], "current-unusable")
        self.assertTrue(os.path.exists(self.root + "/current/mine"))

    def test_current_starts_at_every_moment_of_many_switches(self):
        self.three()
        watch = "import os, sys\nwhile True:\n  os.stat(sys.argv[1])\n"
        reader = subprocess.Popen([sys.executable, "-c", watch, self.root + "/current/bin/python"],
                                  stderr=subprocess.DEVNULL)
        self.addCleanup(reader.wait)
        self.addCleanup(reader.kill)
        for name in ["b1-one", "b2-two"] * 10:
            self.change("activate", name)
        self.assertIsNone(reader.poll())

    def test_killed_at_any_moment_it_leaves_one_environment_or_the_other_and_the_next_job_clears_up(self):
        self.three()
        for name in ["b1-one", "b2-two"] * 8:
            agent = self.agent()
            agent.ask("ping", {})
            agent.send("environment.activate", {"root": self.root, "id": name})
            agent.process.kill()
            agent.process.wait()
            self.assertIn(self.current(), ("envs/b1-one", "envs/b2-two", "envs/b3-three"))
            self.assertEqual(len(self.ids()), 3)
        os.symlink("envs/b1-one", self.root + "/current.4711")
        self.write("root/envs/b1-one/nightjar.json.4711", "{")
        self.run_job([[["/bin/true"]]], self.here)
        self.assertEqual(sorted(os.listdir(self.root)), ["current", "envs", "jobs", "tmp"])
        self.assertEqual(sorted(os.listdir(self.envs + "/b1-one")), ["bin", "nightjar.json", "weight"])


class Space(Releases):
    def preflight(self):
        step = {"id": "preflight", "title": "Look", "verb": "preflight",
                "args": {"root": self.root, "python": sys.executable, "need_bytes": 10 ** 18}}
        return self.run_job([step], self.here)[0]["end"]["reason"]

    def test_too_little_of_it_names_the_oldest_environment_that_can_go_and_its_size(self):
        self.three()
        self.assertIn("are needed. The oldest environment that can be removed there is b1-one, 0.1 MB.", self.preflight())
        self.point("b1-one")
        self.assertIn("The oldest environment that can be removed there is b2-two, 0.1 MB.", self.preflight())

    def test_where_only_the_current_one_is_left_nothing_is_offered(self):
        self.make("b1-one", 1000)
        self.point("b1-one")
        self.assertTrue(self.preflight().endswith("are needed."))


class Removing(Releases):
    def test_it_is_gone_and_what_that_freed_is_told(self):
        self.three()
        freed = self.change("remove", "b1-one")
        self.assertGreater(freed["freed_bytes"], 100000)
        self.assertEqual((self.ids(), sorted(os.listdir(self.envs))), (["b3-three", "b2-two"], ["b2-two", "b3-three"]))

    def test_the_downloads_go_with_the_last_environment_of_their_build_only(self):
        self.three()
        self.make("b1-again", 1005)
        for build in ("b1", "b2", "cancelled"):
            self.write("root/wheels/{}/torch.whl".format(build), "w" * 50000)
        self.assertEqual(self.change("remove", "b1-one")["wheels_bytes"], 0)
        self.assertEqual(sorted(os.listdir(self.root + "/wheels")), ["b1", "b2", "cancelled"])
        self.assertGreater(self.change("remove", "b1-again")["wheels_bytes"], 50000)
        self.assertEqual(sorted(os.listdir(self.root + "/wheels")), ["b2", "cancelled"])

    def test_the_current_one_stays(self):
        self.three()
        self.assertEqual(self.refused("remove", "b3-three")["code"], "is-current")
        self.assertEqual(len(self.ids()), 3)

    def test_one_that_a_program_was_started_from_stays_and_the_program_is_named(self):
        self.three()
        user = subprocess.Popen([self.envs + "/b1-one/bin/python", "-c", "import time; time.sleep(1000)"])
        self.addCleanup(user.wait)
        self.addCleanup(user.kill)
        error = self.refused("remove", "b1-one")
        self.assertEqual(error["code"], "in-use")
        self.assertIn("process {}: {}/b1-one/bin/python -c".format(user.pid, self.envs), error["details"])
        used = {about["id"]: about["in_use"] for about in self.listed()}
        self.assertEqual((used["b1-one"]["pid"], used["b2-two"], used["b3-three"]), (user.pid, None, None))
        user.kill()
        user.wait()
        self.change("remove", "b1-one")

    def test_one_whose_python_was_started_by_its_bare_or_relative_name_stays(self):
        self.three()
        place, bin_folder = self.envs + "/b1-one", self.envs + "/b1-one/bin"
        os.makedirs(os.path.join(self.folder, "opt", "python"))  # a folder is no program, though it may be entered
        path = ":".join((os.path.join(self.folder, "opt"), bin_folder, os.environ["PATH"]))
        active = dict(os.environ, PATH=path, VIRTUAL_ENV=place)
        ways = ((["python"], {"env": active, "cwd": "/"}), (["b1-one/bin/python"], {"cwd": self.envs}),
                (["root/envs/b1-one/bin/python"], {"cwd": self.folder}))
        for words, options in ways:
            sleeper = ["-c", "print('', flush=True); input()"]
            # The shell passes the name on as it is; Popen would look for a relative one elsewhere.
            user = subprocess.Popen(["/bin/sh", "-c", "exec \"$0\" \"$@\""] + words + sleeper, stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE, **options)
            user.stdout.readline()
            self.assertIn("process {}".format(user.pid), self.refused("remove", "b1-one")["details"], words)
            user.communicate(b"\n")
        self.change("remove", "b1-one")

    def test_one_that_a_program_stands_in_or_has_mapped_stays(self):
        self.three()
        hold = "import mmap, sys; f = open(sys.argv[1], 'rb'); m = mmap.mmap(f.fileno(), 0, access=1); \
print('', flush=True); input()"
        for words, place in (([self.envs + "/b1-one/weight"], "/"), ([sys.executable], self.envs + "/b1-one/bin")):
            user = subprocess.Popen([sys.executable, "-c", hold] + words, cwd=place, stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE)
            user.stdout.readline()
            self.assertIn("process {}".format(user.pid), self.refused("remove", "b1-one")["details"])
            user.communicate(b"\n")
        self.change("remove", "b1-one")

    def test_a_program_started_through_current_below_a_linked_folder_is_seen(self):
        self.three()
        self.record("b1-one", {"build": "b1", "verified": True, "made": 1000, "activated": 2000})
        self.point("b1-one")
        user = subprocess.Popen(["/bin/sh", "-c", "exec current/bin/python -c 'print(\"\", flush=True); input()'"],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self.root)
        user.stdout.readline()
        self.point("b2-two")
        os.symlink(self.root, os.path.join(self.folder, "link"))
        used = self.here.ask("environments", {"root": os.path.join(self.folder, "link")})["environments"]
        self.assertEqual({about["id"] for about in used if about["in_use"]}, {"b1-one"})
        user.communicate(b"\n")

    def test_a_program_started_by_another_path_of_the_root_is_seen(self):
        self.three()
        self.record("b1-one", {"build": "b1", "verified": True, "made": 1000, "activated": 2000})
        self.point("b1-one")
        link = os.path.join(self.folder, "link")
        os.symlink(self.root, link)
        for python in ("envs/b1-one/bin/python", "current/bin/python"):
            user = subprocess.Popen([os.path.join(link, python), "-c", "print('', flush=True); input()"],
                                    stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            user.stdout.readline()
            self.point("b2-two")
            self.assertIn("process {}".format(user.pid), self.refused("remove", "b1-one")["details"], python)
            self.point("b1-one")
            user.communicate(b"\n")

    def test_a_program_whose_folder_is_a_link_that_cannot_be_read_hides_nothing(self):
        """As /proc/1/root may be. Found by the campaign: seed 2915, trial 273."""
        import in_use

        path, own = b"/proc/1/root/bin/python", str(os.getpid())
        with mock.patch("os.path.realpath", side_effect=PermissionError):
            self.assertEqual(in_use.called(own, path), [path])
        with mock.patch("os.geteuid", return_value=os.geteuid() + 1):  # another's may hang, as on a disk that is away
            self.assertEqual(in_use.called(own, b"/usr/../bin/python"), [b"/usr/../bin/python"])
        self.assertEqual(in_use.called(own, b"/usr/../tmp/python"), [b"/usr/../tmp/python", b"/tmp/python"])

    def test_one_that_was_current_when_a_program_was_started_through_it_stays(self):
        self.three()
        self.record("b1-one", {"build": "b1", "verified": True, "made": 1000, "activated": 2000})
        self.point("b1-one")
        program = "import time; print('', flush=True); time.sleep(1000)"
        user = subprocess.Popen([self.root + "/current/bin/python", "-c", program], stdout=subprocess.PIPE)
        self.addCleanup(user.stdout.close)
        self.addCleanup(user.wait)
        self.addCleanup(user.kill)
        user.stdout.readline()
        self.record("b2-two", {"build": "b2", "verified": True, "made": 1001, "activated": 4e9})  # a later switch
        self.point("b2-two")
        self.assertIn("process {}".format(user.pid), self.refused("remove", "b1-one")["details"])
        self.change("remove", "b3-three")

    def test_nothing_outside_can_be_removed_whatever_the_id_says(self):
        self.three()
        self.write("outside/precious", "x")
        os.symlink(self.folder + "/outside", self.envs + "/b7-link")
        os.symlink(self.folder + "/outside", self.envs + "/b1-one/way-out")
        for name in HOSTILE + ["b7-link", "b1-one/way-out", "../envs/b1-one", "b1-one\0", "\udcff\udcfe"]:
            try:
                self.change("remove", name)
                self.fail(repr(name)[:80])
            except AgentFault as fault:
                self.assertIn(fault.code, ("no-such-environment", "bad-arguments"), repr(name)[:80])
        for name in (7, None, ["b1-one"], {"id": "b1-one"}):
            self.assertEqual(self.refused("remove", name)["code"], "bad-arguments")
        self.change("remove", "b1-one")
        self.assertTrue(os.path.exists(self.folder + "/outside/precious"))
        self.record("b2-two", {"build": "../../outside", "verified": True, "made": 1})
        self.change("remove", "b2-two")
        self.assertTrue(os.path.exists(self.folder + "/outside/precious"))

    def test_a_folder_that_lets_nobody_write_is_removed_all_the_same(self):
        self.three()
        self.write("root/envs/b1-one/lib/closed/file", "x")
        os.chmod(self.envs + "/b1-one/lib/closed", 0o555)
        self.change("remove", "b1-one")
        self.assertEqual(sorted(os.listdir(self.envs)), ["b2-two", "b3-three"])

    def test_killed_half_way_nothing_broken_is_listed_and_the_next_job_ends_it(self):
        self.three()
        for number in range(300):
            self.write("root/envs/b1-one/lib/p{}/file".format(number), "x")
        self.write("root/wheels/b1/torch.whl", "w")
        number = self.here.send("environment.remove", {"root": self.root, "id": "b1-one"})
        wait_until(lambda: not os.path.exists(self.envs + "/b1-one"), "it was never put aside")
        self.here.process.kill()
        self.here.process.wait()
        self.here = self.agent()
        self.assertNotIn(number, self.here.replies)
        self.assertEqual(self.ids(), ["b3-three", "b2-two"])
        self.run_job([[["/bin/true"]]], self.here)
        self.assertEqual(sorted(os.listdir(self.envs)), ["b2-two", "b3-three"])

    def test_remains_of_a_removal_are_ended_by_the_next_one_too(self):
        self.three()
        self.write("root/envs/.gone-b0.00ff/file", "x")
        self.write("root/wheels/.gone-b0.00ff/file", "x")
        self.change("remove", "b1-one")
        self.assertEqual((sorted(os.listdir(self.envs)), os.listdir(self.root + "/wheels")),
                         (["b2-two", "b3-three"], []))


class Tidying(Releases):
    def tidy(self, *ids, **fields):
        step = dict({"id": "tidy", "title": "Tidy", "verb": "tidy", "optional": True,
                     "args": {"root": self.root, "ids": list(ids)}}, **fields)
        return self.run_job([step], self.here)

    def test_those_that_the_plan_named_are_removed_and_no_other(self):
        self.three()
        self.make("b0-zero", 900)
        reply, _, log = self.tidy("b1-one", "b7-gone-already")
        self.assertEqual((reply["state"], self.ids()), ("succeeded", ["b3-three", "b2-two", "b0-zero"]))
        self.assertIn("Removed b1-one: ", log)

    def test_the_current_one_the_one_before_it_and_one_in_use_stay_whatever_the_plan_says(self):
        self.three()
        self.make("b0-zero", 900)
        user = subprocess.Popen([self.envs + "/b0-zero/bin/python", "-c", "import time; time.sleep(1000)"])
        self.addCleanup(user.wait)
        self.addCleanup(user.kill)
        reply, _, log = self.tidy("b0-zero", "b1-one", "b2-two", "b3-three")
        self.assertEqual((reply["state"], self.ids()), ("succeeded", ["b3-three", "b2-two", "b0-zero"]))
        self.assertIn("b3-three stays: it is the current one", log)
        self.assertIn("b2-two stays: it was the current one until now", log)
        self.assertIn("b0-zero stays: process {} uses it".format(user.pid), log)

    def test_a_failure_skips_the_step_and_the_job_goes_well(self):
        self.three()
        reply, found, _ = self.tidy(args={"root": self.root})
        self.assertEqual((reply["state"], states(found)[-1]), ("succeeded", ("tidy", "skipped")))

    def test_a_cancel_after_the_switch_leaves_the_install_a_success(self):
        path = self.make("b4-four", 2000)
        slow = {"id": "slow", "title": "Slow", "verb": "run", "optional": True,
                "args": {"commands": [["/bin/sh", "-c", "echo up; exec sleep 1000"]]}}
        activate = {"id": "activate", "title": "Switch", "verb": "activate",
                    "args": {"root": self.root, "environment": path, "manifest": {"build": "b4"}}}
        which = self.start(self.here, [activate, slow], environment=path)
        follow = self.here.send("job.follow", which)
        self.here.wait_event(follow, lambda event, payload: b"up\n" in payload)
        told = self.here.ask("job.cancel", which)
        self.assertEqual((told["state"], self.current()), ("succeeded", "envs/b4-four"))
        self.assertEqual(states([e["record"] for e, _ in self.here.events[follow] if e["kind"] == "record"])[-1],
                         ("slow", "skipped"))


class Recorded(Releases):
    def test_activate_writes_what_the_environment_is(self):
        path = os.path.join(self.envs, "b1-one")
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", path], check=True)
        packages = [{"name": "torch", "version": "2.16.0", "file": "torch.whl", "url": None, "sha256": "0", "size": 3}]
        put = "cat > packages.json <<'END'\n{}\nEND".format(json.dumps(packages))
        steps = [[["/bin/sh", "-c", put]],
                 {"verb": "activate", "args": {"root": self.root, "environment": path, "manifest": {"build": "b1"}}}]
        reply, _, log = self.run_job(steps, self.here, environment=path)
        self.assertEqual(reply["state"], "succeeded", log)
        record = self.here.ask("manifest", {"environment": self.root + "/current"})
        self.assertEqual(record["packages"], packages)
        self.assertEqual(record["python_version"], "{}.{}.{}".format(*sys.version_info))
        self.assertEqual((record["verified"], record["build"]), (True, "b1"))
        self.assertGreater(record["bytes"], 4096)
        self.assertEqual(self.listed()[0]["bytes"], record["bytes"])


class SlowDisk(unittest.TestCase):
    """The wait for the disk, which no test can make slow: in this process, with a stand-in for the call that waits."""

    def wait(self, check):
        said, release = [], threading.Event()
        desk = types.SimpleNamespace(say=said.append, check=lambda: check(said, release))
        waiting = mock.patch.multiple(
            step_activate, WORTH_SAYING=0.0, SAID_AGAIN=0.1,
            flush_file_system=lambda path, done: (release.wait(30), done.set()))
        with waiting:
            step_activate.to_disk(desk, "/")
        return said

    def test_it_lasts_as_long_as_the_disk_needs_and_is_said_again(self):
        said = self.wait(lambda said, release: len(said) >= 3 and release.set())
        self.assertGreaterEqual(len(said), 3)

    def test_a_cancel_ends_it(self):
        def check(said, release):
            if said:
                raise Cancelled()

        with self.assertRaises(Cancelled):
            self.wait(check)


if __name__ == "__main__":
    unittest.main()
