"""uv finds the same exact set as pip, on an index that is not kind; where it cannot, pip does it."""
import glob
import json
import os
import sys
import time
import unittest

import packages
import real_uv
from harness import log_text
from packages import Index, make_wheel
from test_packages import VERSION, Packages  # makes the agent's own modules importable
from index_page import wheels_of
from uv_way import way_out

HERE = "cp{0}{1}-cp{0}{1}".format(*sys.version_info) + "-manylinux_2_5_" + os.uname().machine


RULES = {"clean": {"keep": ["PATH", "HOME"], "set": {
    "PIP_CONFIG_FILE": "/dev/null", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_CACHE_DIR": "1"}}}


class Resolving(Packages):
    def shelf(self):
        """Each package tries to lead astray in a way of its own."""
        make = lambda *args, **more: make_wheel(self.served, *args, **more)
        make("torch", VERSION, ["leaf>=1", "Fancy.Name", "tagged", "pulled", "late", "early", "built", "marked", "tie", "plus",
                                "nowhere; sys_platform == 'win32'"])
        make("fancy_name", "2.0", ["leaf<3"])
        for tag in ("py3-none-any", HERE, "cp27-cp27mu-manylinux1_x86_64", "py3-none-win_amd64"):
            make("tagged", "1.0", tag=tag)
        make("tagged", "1.1", tag="py3-none-macosx_11_0_arm64")  # newer, and for another machine
        for tag in ("py3-none-any", "2-py3-none-any", "10-py3-none-any"):
            make("built", "1.0", tag=tag)
        make("plus", "1.0+cpu")
        for tag in ("py2.py3-none-any", "py3-none-any"):
            make("tie", "1.0", tag=tag)
        for version in ("1.0", "1.1"):
            make("pulled", version)
            make("late", version)
            make("marked", version)
        make("early", "1.0")
        make("early", "2.0.dev5")  # pre-releases are wanted
        return Index(self.served, {"marked-1.1-py3-none-any.whl": packages.sha256(
            os.path.join(self.served, "marked-1.1-py3-none-any.whl"))}, {
                "pulled-1.1-py3-none-any.whl": "data-yanked='broken'",
                "late-1.1-py3-none-any.whl": "data-requires-python='&gt;=4'",
                "late-1.0-py3-none-any.whl": "data-requires-python='&gt;=3.6'"})

    def by(self, uv, index, work):
        """The step's arguments for uv, as core's plan gives them."""
        return {"argv": [uv, "--no-config", "--no-cache", "--no-progress", "pip", "compile", "--quiet", "--python",
                         self.python, "--no-build", "--prerelease", "allow", "--index-url", index.url, "--no-annotate",
                         "--no-header"],
                "requirements": ["torch==" + VERSION], "folder": os.path.join(work, "uv")}

    def resolve(self, index, uv=None):
        """(resolved.json by name, reply, log)."""
        work, steps = self.steps(index)
        if uv:
            steps[0]["args"]["uv"] = self.by(uv, index, work)
        reply, _, log = self.run_job(steps[:1], work=work, step_environment=RULES)
        found = {}
        if reply["state"] == "succeeded":
            newest = max(glob.glob(self.root + "/jobs/*/resolved.json"), key=os.path.getmtime)
            with open(newest) as file:
                entries = json.load(file)
            found = {entry["name"]: entry for entry in entries}
            self.assertEqual(list(found), sorted(found), log)
        return found, reply, log

    def test_uv_and_pip_find_the_same_files(self):
        uv = real_uv.find(self)
        index = self.shelf()
        self.addCleanup(index.close)
        index.raw = True
        by_pip, _, log = self.resolve(index)
        self.assertEqual(len(by_pip), 11, log)
        del index.asked[:]
        by_uv, _, log = self.resolve(index, uv)
        self.assertNotIn("pip does it now", log)
        self.assertEqual(sorted(by_uv), sorted(by_pip))
        for name, entry in by_pip.items():
            for key in ("version", "url", "sha256", "size"):
                if key != "sha256" or name == "marked":  # pip tells the hash of what it has downloaded, too
                    self.assertEqual(by_uv[name][key], entry[key], name)
        self.assertEqual([by_uv[name]["version"] for name in ("tagged", "pulled", "late", "early")],
                         ["1.0", "1.0", "1.0", "2.0.dev5"])
        self.assertIn("10-py3", by_uv["built"]["url"])

    def test_where_uv_cannot_pip_does_it(self):
        index = self.index()
        for number, (script, reason) in enumerate((
                ("exit 3", "exit code 3"), ("exit 0", "No such file"), ("sleep 1; kill $$", "SIGTERM"),
                ("eval f=\\${17}; echo torch @ http://x/ >$f", "It answered torch @ http://x/."))):
            broken = self.write("broken{}/uv".format(number), "#!/bin/sh\n{}\n".format(script), 0o755)
            found, reply, log = self.resolve(index, broken)
            self.assertIn("uv could not resolve", log)
            self.assertIn(reason, log)
            self.assertEqual((reply["state"], sorted(found)), ("succeeded", ["leaf", "torch"]), log)

    def test_pages_that_are_not_what_they_should_be_are_left_to_pip(self):
        uv = real_uv.find(self)

        def cut(request, page):
            request.send_response(200)
            request.send_header("Content-Length", str(len(page)))
            request.end_headers()
            request.wfile.write(page[:len(page) // 2])
            request.close_connection = True
            return True

        def cut_chunk(request, page):
            request.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n" + page)
            request.close_connection = True
            return True

        def odd(request, page):
            Index.send(request, 200, b"<![foo[ x ]>" + page, "text/html", True)
            return True

        for twist in (cut, cut_chunk, odd):
            index = self.index()
            index.twist = twist
            found, reply, log = self.resolve(index, uv)
            if twist is not odd:  # some Pythons' parsers give up there, some go on
                self.assertIn("uv could not resolve", log)
            self.assertEqual((reply["state"], sorted(found)), ("succeeded", ["leaf", "torch"]), log)

    def test_a_page_made_to_take_hours_is_no_obstacle_to_a_cancel(self):
        uv = real_uv.find(self)
        index = self.index()
        index.twist = lambda request, page: Index.send(request, 200, b"<a " * 1000000, "text/html", True) or True
        began = time.monotonic()
        wheels_of("<a " * 4000, "http://x/")
        if time.monotonic() - began < 0.3:
            print("this Python's parser is not slow", file=sys.stderr)
            self.skipTest("this Python's parser is not slow")
        agent, (work, steps) = self.agent(), self.steps(index)
        steps[0]["args"]["uv"] = self.by(uv, index, work)
        which = self.start(agent, steps[:1], work=work, step_environment=RULES)
        number = agent.send("job.follow", which)
        agent.wait_event(number, lambda event, data: " --pick " in log_text(agent.events[number]))
        began = time.monotonic()
        self.assertEqual(agent.ask("job.cancel", which)["state"], "cancelled")
        self.assertLess(time.monotonic() - began, 30)

    def test_a_set_that_cannot_be_is_told_in_pips_words(self):
        uv = real_uv.find(self)
        os.unlink(os.path.join(self.served, self.leaf))
        _, reply, log = self.resolve(self.index(), uv)
        self.assertEqual((reply["state"], reply["end"]["step"]), ("failed", "resolve"), log)
        self.assertIn("No matching distribution found for leaf", reply["end"]["tail"])

    def test_a_check_by_uv_that_says_nothing_is_made_by_pip(self):
        """A uv that has failed once in a job, that hangs or that is not content leaves the last word to pip."""
        pip = self.write("pip", "#!/bin/sh\necho checked by pip\n", 0o755)
        for script, before in (("exit 1", False), ("exit 0", True), ("exec sleep 1000", False)):
            uv = self.write("uv", "#!/bin/sh\n{}\n".format(script), 0o755)
            work, steps = self.steps(self.index())
            steps[0]["args"]["uv"] = self.by(uv, self.index(), work)
            check = {"id": "check", "verb": "check", "args": {"argv_uv": [uv], "argv": [pip], "patience_s": 2}}
            reply, _, log = self.run_job(steps[:1] * before + [check], work=work, step_environment=RULES)
            self.assertEqual(reply["state"], "succeeded", log)
            self.assertIn("checked by pip", log)
            self.assertEqual("uv is not content" in log, not before, log)

    def test_a_uv_that_took_too_long_over_an_environment_and_answers_later_unpacks(self):
        """It waited for PyPI then, which gives the environment its pip."""
        uv, broken = real_uv.find(self), self.write("uv", "#!/bin/sh\nexit 1\n", 0o755)
        for answers in (True, False):
            path = os.path.join(self.root, "envs", "made{}".format(answers))
            making = {"id": "venv", "verb": "venv", "args": {"path": path, "attempts": [
                {"title": "uv venv", "uv": True, "timeout_s": 0.3, "commands": [["/bin/sleep", "60"]]},
                {"title": "mkdir", "commands": [["/bin/mkdir", "-p", path]]}]}}
            index = self.index()
            work, steps = self.steps(index)
            if answers:
                steps[0]["args"]["uv"] = self.by(uv, index, work)
            steps[2]["args"].update(uv_only=False, argv_uv=[broken])
            reply, _, log = self.run_job([making] + steps, work=work, step_environment=RULES)
            self.assertEqual(reply["state"], "succeeded", log)
            self.assertIn("It took longer than", log)
            self.assertEqual("uv gave no answer before" in log, not answers, log)

    def test_uv_goes_pips_way_out(self):
        cert = self.write("lab.pem", "a certificate")
        made = way_out({"PIP_PROXY": "http://proxy:3128", "PIP_CERT": cert, "PIP_CLIENT_CERT": "/me.pem"}, self.python)
        self.assertEqual((made["HTTPS_PROXY"], made["NO_PROXY"], made["SSL_CERT_FILE"], made["SSL_CLIENT_CERT"]),
                         ("http://proxy:3128", "", cert, "/me.pem"))
        self.assertNotIn("HTTPS_PROXY", way_out({}, self.python))


del Packages  # its subclass above is the test

if __name__ == "__main__":
    unittest.main()
