"""Locks on the runtime's side: "lock.check", "wheel.read", "wheel.write" and the step "lock"."""
import errno
import hashlib
import json
import os
import signal
import sys
import unittest

import packages
from harness import AgentFault, AgentTest, wait_until
from root_lock import is_held

BUILD = "20261007-cpu"


class Wheels(AgentTest):
    def setUp(self):
        AgentTest.setUp(self)
        self.served = os.path.join(self.folder, "served")
        self.kept = os.path.join(self.root, "wheels", BUILD)
        self.files = [packages.make_wheel(self.served, name, "1.5") for name in ("torch", "leaf")]

    def read(self, name, folder=None):
        with open(os.path.join(folder or self.served, name), "rb") as file:
            return file.read()

    def put(self, name, content):
        os.makedirs(self.kept, exist_ok=True)
        with open(os.path.join(self.kept, name), "wb") as file:
            file.write(content)

    def about(self, name):
        return {"root": self.root, "build": BUILD, "file": name}

    def refused(self, code, verb, args, payload=b"", agent=None):
        with self.assertRaises(AgentFault) as fault:
            (agent or self.agent()).ask(verb, args, payload)
        self.assertEqual(fault.exception.code, code, str(fault.exception))
        return fault.exception.error


class Check(Wheels):
    def states(self, place=None, **changed):
        made = []
        for name in self.files:
            content = self.read(name)
            package = {"file": name, "url": place and "{}/{}".format(place, name), "size": len(content),
                       "sha256": hashlib.sha256(content).hexdigest()}
            made.append(dict(package, **changed))
        reply = self.agent().ask("lock.check", {"root": self.root, "build": BUILD, "packages": made})
        self.assertEqual([row["file"] for row in reply["packages"]], self.files)
        return [row["state"] for row in reply["packages"]]

    def index(self):
        index = packages.Index(self.served)
        self.addCleanup(index.close)
        return index

    def recorded(self, name):
        """An environment that was made from the wheel which is here."""
        self.put(name, self.read(name))
        self.write("root/envs/e1/nightjar.json", json.dumps({"build": BUILD, "packages": [
            {"file": name, "sha256": hashlib.sha256(self.read(name)).hexdigest()}]}))

    def test_a_lock_that_contradicts_what_an_environment_was_made_from_is_told_and_costs_no_wheel(self):
        name = self.files[0]
        self.recorded(name)
        self.assertEqual(self.states(sha256="0" * 64), ["recorded", "missing"])
        self.assertEqual(self.states(), ["present", "missing"])
        args = {"root": self.root, "build": BUILD, "file": name, "sha256": hashlib.sha256(b"x").hexdigest(), "size": 1}
        error = self.refused("other-wheel", "wheel.write", dict(args, offset=0), b"x")
        self.assertIn("the environment e1 recorded", error["details"])
        step = {"verb": "lock", "args": {"dir": self.root + "/wheels/" + BUILD, "packages": [
            {"name": name.split("-")[0], "version": "1", "file": name, "url": None, "sha256": "0" * 64, "size": None}]}}
        download = {"verb": "download", "args": {"dir": self.root + "/wheels/" + BUILD, "python": sys.executable,
                                                 "argv": ["/bin/false"]}}
        reply, _, log = self.run_job([step, download])
        self.assertEqual((reply["state"], reply["end"]["step"]), ("failed", "s1"), log)
        self.assertIn("has changed under the same name", reply["end"]["reason"])
        with open(os.path.join(self.root, "wheels", BUILD, name), "rb") as file:
            self.assertEqual(file.read(), self.read(name))

    def test_what_is_here_with_its_hash_is_not_asked_about(self):
        self.put(self.files[0], self.read(self.files[0]))
        index = self.index()
        self.assertEqual(self.states(index.url), ["present", "available"])
        self.assertEqual([method for method, _ in index.asked], ["HEAD"])

    def test_another_file_under_the_same_name_is_not_there(self):
        content = self.read(self.files[0])
        self.put(self.files[0], content[:-1] + bytes([content[-1] ^ 1]))
        self.assertEqual(self.states(self.index().url), ["available", "available"])

    def test_a_link_is_no_wheel(self):
        os.makedirs(self.kept)
        os.symlink(os.path.join(self.served, self.files[0]), os.path.join(self.kept, self.files[0]))
        self.assertEqual(self.states(), ["missing", "missing"])

    def test_what_the_index_lost_is_missing(self):
        self.assertEqual(self.states(url=self.index().url + "/none-9-py3-none-any.whl"), ["missing", "missing"])

    def test_what_has_another_size_there_is_changed(self):
        self.assertEqual(self.states(self.index().url, size=7), ["changed", "changed"])

    def test_an_index_that_is_down_is_unreachable_and_not_missing(self):
        index = packages.Index(self.served)
        index.close()
        self.assertEqual(self.states(index.url), ["unreachable", "unreachable"])

    def test_a_file_of_the_runtimes_own_disk_counts(self):
        self.assertEqual(self.states("file://" + self.served), ["available", "available"])
        self.assertEqual(self.states("file://" + self.folder), ["missing", "missing"])

    def test_nothing_is_made(self):
        self.states(self.index().url)
        self.assertFalse(os.path.exists(self.root))

    def test_names_that_lead_elsewhere_are_refused(self):
        for name in ("../x.whl", "/etc/x.whl", ".whl", "a/b.whl", "x.zip", 5, None, "a\nb.whl"):
            package = {"file": name, "url": None, "size": 1, "sha256": "0" * 64}
            self.refused("bad-arguments", "lock.check", {"root": self.root, "build": BUILD, "packages": [package]})
        self.refused("bad-arguments", "lock.check", {"root": self.root, "build": "../..", "packages": []})


class Read(Wheels):
    def test_a_wheel_comes_whole_and_in_order(self):
        content = os.urandom(1 << 20) + b"end"
        self.put("big-1-py3-none-any.whl", content)
        agent = self.agent()
        number = agent.send("wheel.read", self.about("big-1-py3-none-any.whl"))
        self.assertEqual(agent.wait(number), {"size": len(content)})
        got = b""
        for event, data in agent.events[number]:
            self.assertEqual(event, {"kind": "bytes", "offset": len(got)})
            got += data
        self.assertEqual(hashlib.sha256(got).digest(), hashlib.sha256(content).digest())

    def test_another_request_is_answered_meanwhile(self):
        self.put("big-1-py3-none-any.whl", bytes(8 << 20))
        agent = self.agent()
        number = agent.send("wheel.read", self.about("big-1-py3-none-any.whl"))
        agent.ask("ping")
        self.assertNotIn(number, agent.replies)
        agent.wait(number)

    def test_a_wheel_that_is_gone_or_a_link_is_an_error(self):
        self.refused("no-wheel", "wheel.read", self.about(self.files[0]))
        os.makedirs(self.kept)
        os.symlink("/etc/passwd", os.path.join(self.kept, self.files[0]))
        self.refused("no-wheel", "wheel.read", self.about(self.files[0]))
        self.refused("bad-arguments", "wheel.read", self.about("../../jobs/lock"))


class Write(Wheels):
    def wheels_there(self):
        return sorted(name for name in os.listdir(self.kept) if ".whl" in name)

    def whole(self, name, content):
        return dict(self.about(name), sha256=hashlib.sha256(content).hexdigest(), size=len(content))

    def test_pieces_become_a_wheel_once_all_are_there(self):
        content = os.urandom(300000)
        name = self.files[0]
        args = self.whole(name, content)
        agent = self.agent()
        first = agent.ask("wheel.write", dict(args, offset=0), content[:200000])
        self.assertEqual(first, {"size": 200000, "done": False})
        self.assertEqual(self.wheels_there(), [name + ".part", name + ".part.json"])
        last = agent.ask("wheel.write", dict(args, offset=200000), content[200000:])
        self.assertEqual(last, {"size": 300000, "done": True})
        self.assertEqual(self.wheels_there(), [name])
        self.assertEqual(self.read(name, self.kept), content)

    def test_another_hash_is_refused_by_name_and_leaves_nothing(self):
        args = dict(self.whole(self.files[0], b"abc"), offset=0)
        error = self.refused("wrong-wheel", "wheel.write", args, b"abd")
        self.assertIn(self.files[0], error["details"])
        self.assertEqual(self.wheels_there(), [])

    def cut(self, content, sent):
        """What is known of a wheel whose client went away when so much of it was sent."""
        args = self.whole(self.files[0], content)
        agent = self.agent()
        agent.ask("wheel.write", dict(args, offset=0), content[:sent])
        agent.close()
        return args

    def test_it_goes_on_where_an_earlier_one_was_cut(self):
        for sent in (300, 999, 1000):
            content = os.urandom(1000)
            args = self.cut(content, min(sent, 999))
            if sent == 1000:  # killed before it could be renamed
                with open(os.path.join(self.kept, self.files[0] + ".part"), "ab") as file:
                    file.write(content[999:])
            agent = self.agent()
            self.refused("changing", "wheel.write", dict(args, offset=200), content[200:], agent)
            there = agent.ask("wheel.write", dict(args, offset=0), content[:100])
            self.assertEqual(there, {"size": min(sent, 999), "done": False})
            self.assertTrue(agent.ask("wheel.write", dict(args, offset=there["size"]), content[there["size"]:])["done"])
            self.assertEqual(self.read(self.files[0], self.kept), content)
            self.assertEqual(self.wheels_there(), [self.files[0]])
            os.unlink(os.path.join(self.kept, self.files[0]))

    def test_what_an_earlier_one_has_left_damaged_is_sent_once_more_from_its_start(self):
        content = os.urandom(1000)
        args = self.cut(content, 300)
        with open(os.path.join(self.kept, self.files[0] + ".part"), "r+b") as file:
            file.write(b"?")  # as after a power cut
        agent = self.agent()
        agent.ask("wheel.write", dict(args, offset=0), content[:100])
        self.assertEqual(agent.ask("wheel.write", dict(args, offset=300), content[300:]), {"size": 0, "done": False})
        self.assertTrue(agent.ask("wheel.write", dict(args, offset=0), content)["done"])

    def test_a_link_in_the_place_of_a_half_costs_nothing_behind_it(self):
        content = os.urandom(1000)
        args = self.cut(content, 300)
        part = os.path.join(self.kept, self.files[0] + ".part")
        os.unlink(part)
        os.symlink(self.write("precious", "mine" * 100), part)
        self.assertTrue(self.agent().ask("wheel.write", dict(args, offset=0), content)["done"])
        with open(os.path.join(self.folder, "precious")) as file:
            self.assertEqual(file.read(), "mine" * 100)

    def test_a_half_that_has_become_another_wheels_is_left_to_it(self):
        mine, theirs = os.urandom(1000), os.urandom(1000)
        args = self.cut(mine, 300)
        self.cut(theirs, 300)
        self.refused("changing", "wheel.write", dict(args, offset=300), mine[300:])

    def test_the_half_of_another_wheel_or_of_a_download_is_not_gone_on_with(self):
        for note in (None, b"{}", b"[]", b'{"sent": "' + b"0" * 64 + b'"}', b'{"url": "x", "done": [[0, 300]]}'):
            content = os.urandom(1000)
            args = self.cut(content, 300)
            path = self.files[0] + ".part.json"
            os.unlink(os.path.join(self.kept, path)) if note is None else self.put(path, note)
            self.assertTrue(self.agent().ask("wheel.write", dict(args, offset=0), content)["done"], note)
            self.assertEqual(self.wheels_there(), [self.files[0]])
            os.unlink(os.path.join(self.kept, self.files[0]))

    def test_nobody_else_changes_the_root_while_a_wheel_is_on_its_way(self):
        content = b"x" * 1000
        args = self.whole(self.files[0], content)
        agent, other = self.agent(), self.agent()
        agent.ask("wheel.write", dict(args, offset=0), content[:300])
        error = self.refused("changing", "wheel.write", dict(args, offset=0), content[:300], other)
        self.assertIn("sending wheels", error["what"])
        with self.assertRaises(AgentFault):
            self.start(other, [[["/bin/true"]]])
        self.assertTrue(agent.ask("wheel.write", dict(args, offset=300), content[300:])["done"])
        self.follow(other, self.start(other, [[["/bin/true"]]]))

    def test_a_client_that_gives_up_in_the_middle_can_start_a_job(self):
        args = self.whole(self.files[0], b"x" * 1000)
        agent = self.agent()
        agent.ask("wheel.write", dict(args, offset=0), b"x" * 300)
        self.assertEqual(self.follow(agent, self.start(agent, [[["/bin/true"]]]))[0]["state"], "succeeded")

    def kept_here(self, patience):
        """In this process: the first piece of a wheel is there, and the root's lock is kept for the next."""
        import root_lock
        import wheel_write

        before, wheel_write.PATIENCE = wheel_write.PATIENCE, patience
        self.addCleanup(setattr, wheel_write, "PATIENCE", before)
        self.addCleanup(root_lock.let_go)
        args = dict(self.whole(self.files[0], b"x" * 1000), offset=0, payload=b"x" * 300)
        list(wheel_write.write(args, None))

    def test_a_client_that_falls_silent_keeps_nobody_away_for_long(self):
        self.kept_here(0.01)
        wait_until(lambda: not is_held(self.root), "the lock is still held")
        self.follow(self.agent(), self.start(self.agent(), [[["/bin/true"]]]))

    def test_a_piece_that_comes_slowly_is_no_silence(self):
        from frames import Input, Server

        self.kept_here(1000.0)
        self.assertTrue(is_held(self.root))
        signal.setitimer(signal.ITIMER_REAL, 100.0)  # so long has nothing come
        ours, theirs = os.pipe()
        os.write(theirs, b'{"id": 1, "verb": "wheel.write", "bytes": 700}\nxxx')
        os.close(theirs)
        Server(Input(ours), None).run()
        os.close(ours)
        self.assertGreater(signal.getitimer(signal.ITIMER_REAL)[0], 900.0)

    def test_its_client_finds_the_root_free_also_by_another_name(self):
        args = self.whole(self.files[0], b"x" * 1000)
        agent = self.agent()
        agent.ask("wheel.write", dict(args, offset=0), b"x" * 300)
        link = os.path.join(self.folder, "link")
        os.symlink(self.root, link)
        agent.ask("wheel.write", dict(args, root=link, offset=0), b"x" * 300)
        self.assertTrue(agent.ask("wheel.write", dict(args, root=link, offset=300), b"x" * 700)["done"])
        self.assertFalse(is_held(self.root))

    def test_a_full_disk_is_named_and_not_kept_full(self):
        import wheel_write
        from errors import AgentError

        def full(path, data):
            before(path, data[:300])
            raise OSError(errno.ENOSPC, "No space left on device")

        content = b"x" * 1000
        os.makedirs(self.root)
        before, wheel_write.append = wheel_write.append, full
        self.addCleanup(setattr, wheel_write, "append", before)
        with self.assertRaises(AgentError) as refused:
            list(wheel_write.write(dict(self.whole(self.files[0], content), offset=0, payload=content), None))
        self.assertEqual(refused.exception.code, "disk-full")
        self.assertEqual(self.wheels_there(), [])

    def test_the_folder_of_a_half_is_known_as_ours(self):
        """So that it is forgotten after a week if nobody comes back."""
        import retention

        self.agent().ask("wheel.write", dict(self.whole(self.files[0], b"x" * 1000), offset=0), b"x" * 300)
        self.assertTrue(retention.is_ours(self.kept))

    def test_more_than_was_announced_is_refused(self):
        args = dict(self.whole(self.files[0], b"abc"), offset=0)
        self.refused("bad-arguments", "wheel.write", args, b"abcd")
        self.refused("bad-arguments", "wheel.write", dict(args, file="../x.whl"), b"abc")

    def test_a_payload_with_line_ends_is_no_request(self):
        content = b'\n{"id": 99, "verb": "ping"}\n' * 50000
        agent = self.agent()
        self.assertTrue(agent.ask("wheel.write", dict(self.whole(self.files[0], content), offset=0), content)["done"])
        agent.ask("ping")
        self.assertNotIn(99, agent.replies)


class Step(Wheels):
    def lock(self, **changed):
        made = []
        for name in self.files:
            content = self.read(name)
            made.append(dict({"name": name.split("-")[0], "version": "1.5", "file": name, "size": len(content),
                              "sha256": hashlib.sha256(content).hexdigest(), "url": "http://h.example/" + name},
                             **changed))
        return made

    def run_lock(self, made):
        self.out = os.path.join(self.folder, "resolved.txt")
        step = {"verb": "lock", "args": {"packages": made, "dir": self.kept, "resolved": self.out}}
        reply, _, log = self.run_job([step])
        jobs = os.path.join(self.root, "jobs")
        folder, = [name for name in os.listdir(jobs) if name != "lock"]
        path = os.path.join(jobs, folder, "resolved.json")
        return reply, log, path

    def test_it_leaves_what_resolve_leaves(self):
        made = self.lock()
        reply, log, path = self.run_lock(made)
        self.assertEqual(reply["state"], "succeeded", log)
        with open(path) as file:
            resolved = json.load(file)
        keys = ("name", "version", "url", "sha256", "size")
        self.assertEqual(resolved, [{key: package[key] for key in keys} for package in made])
        with open(self.out) as file:
            self.assertEqual(file.read().splitlines(), ["torch==1.5", "leaf==1.5"])
        self.assertIn("leaf==1.5", log)

    def test_a_wheel_without_an_address_is_the_one_that_was_sent(self):
        reply, log, path = self.run_lock(self.lock(url=None))
        self.assertEqual(reply["state"], "succeeded", log)
        with open(path) as file:
            self.assertEqual(json.load(file)[0]["url"], "file://{}/{}".format(self.kept, self.files[0]))

    def test_a_file_that_leads_elsewhere_fails_it(self):
        reply, _, _ = self.run_lock(self.lock(file="../../x.whl"))
        self.assertEqual(reply["state"], "failed")


if __name__ == "__main__":
    unittest.main()
