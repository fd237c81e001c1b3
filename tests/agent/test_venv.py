"""The step "venv" with real venvs, and with Pythons that cannot make one."""
import os
import subprocess
import sys
import unittest

import harness
import packages
from harness import AgentTest, log_text

ODD = "it's \"odd\" $(touch pwned) `x` \n two; ünï"  # a folder's name may be all of this


class Venv(AgentTest):
    def setUp(self):
        AgentTest.setUp(self)
        self.path = os.path.join(self.root, "envs", "made here")

    def step(self, attempts, **args):
        return {"id": "venv", "title": "Make it", "verb": "venv", "args": dict({
            "path": self.path, "attempts": attempts,
            "check": [self.path + "/bin/python", "-m", "pip", "--version"]}, **args)}

    def attempt(self, title, *commands):
        return {"title": title, "commands": [list(command) for command in commands]}

    def without_ensurepip(self):
        """Rules that make this Python's venv fail as where the distribution splits ensurepip off: the new interpreter
        is there, its ensurepip ends with 1."""
        self.write("hidden/sitecustomize.py", HIDE)
        return {"clean": {"keep": ["PATH", "HOME"], "set": {"PYTHONPATH": self.folder + "/hidden"}}}

    def test_the_first_attempt_that_works_wins_and_failed_ones_leave_nothing(self):
        saw = self.folder + "/saw"
        probe = "test -e '{}' && echo there > {}; exit 0".format(self.path, saw)
        attempts = [
            self.attempt("half a venv", ["/bin/mkdir", "-p", self.path + "/lib"], ["/bin/false"]),
            self.attempt("look", ["/bin/sh", "-c", probe], ["/bin/sh", "-c", "exit 9"]),
            self.attempt("python -m venv", [sys.executable, "-I", "-m", "venv", self.path]),
            self.attempt("never", ["/bin/touch", self.folder + "/never"]),
        ]
        reply, _, log = self.run_job([self.step(attempts)], environment=self.path)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertTrue(os.path.exists(self.path + "/bin/python"))
        self.assertFalse(os.path.exists(saw), "the second attempt did not begin from nothing")
        self.assertFalse(os.path.exists(self.folder + "/never"))
        self.assertIn("made by python -m venv", log)

    def test_without_ensurepip_the_fallback_makes_it(self):
        attempts = [
            self.attempt("python -m venv", [sys.executable, "-m", "venv", self.path]),
            self.attempt("venv without pip, then pip", [sys.executable, "-m", "venv", "--without-pip", self.path],
                         [sys.executable, "-c", packages.BORROW, self.path, packages.pip_wheel()]),
        ]
        reply, _, log = self.run_job([self.step(attempts)], environment=self.path,
                                     step_environment=self.without_ensurepip())
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertIn("python -m venv: ", log)
        self.assertIn("made by venv without pip", log)

    def by_uv(self, script):
        """The log where a stand-in for uv runs `script`."""
        uv = self.write("uv", "#!/bin/sh\n{}\n".format(script), 0o755)
        attempts = [dict(self.attempt("uv venv", [uv]), uv=True)]
        return self.run_job([self.step(attempts)], step_environment=self.rules)[2]

    def test_uv_is_told_of_the_certificates_and_the_proxy_that_pip_knows(self):
        """Left alone it knows nothing of a network's own."""
        cert = self.write("lab.pem", "a certificate")
        self.rules = {"clean": {"keep": ["PATH"], "set": {"PIP_CERT": cert, "PIP_PROXY": "http://lab:3128"}}}
        log = self.by_uv("echo trusts $SSL_CERT_FILE through $HTTPS_PROXY; echo bad certificate; exit 1")
        self.assertIn("trusts {} through http://lab:3128".format(cert), log)
        self.assertNotIn("Once more", log)  # what the person named counts

    def test_where_the_systems_certificates_do_not_do_uv_is_asked_with_its_own(self):
        self.rules = {"clean": {"keep": ["PATH"]}}
        script = "test -n \"$SSL_CERT_FILE\" && echo invalid peer certificate && exit 1; echo with its own; exit 1"
        log = self.by_uv(script)
        if "invalid peer" not in log:
            print("this machine has no certificates", file=sys.stderr)
            self.skipTest("this machine has no certificates")
        self.assertIn("with its own", log)
        self.assertEqual(self.by_uv("echo certificate of no matter; exit 1").count("Once more"), 1)
        self.assertNotIn("Once more", self.by_uv("exit 1"))

    def test_when_nothing_works_every_reason_is_told_and_nothing_stays(self):
        attempts = [self.attempt("python -m venv", [sys.executable, "-m", "venv", self.path]),
                    self.attempt("uv venv", ["/no/such/uv", "venv", self.path])]
        reply, _, _ = self.run_job([self.step(attempts)], environment=self.path,
                                   step_environment=self.without_ensurepip())
        reason = reply["end"]["reason"]
        self.assertEqual(reply["state"], "failed")
        self.assertIn("python -m venv: ", reason)
        self.assertIn("/no/such/uv could not be started", reason)
        self.assertFalse(os.path.exists(self.path))

    def test_a_venv_outside_the_root_is_refused(self):
        step = self.step([self.attempt("mkdir", ["/bin/mkdir", self.folder + "/x"])], path=self.folder + "/x")
        reply, _, _ = self.run_job([step])
        self.assertIn("must lie in", reply["end"]["reason"])
        self.assertFalse(os.path.exists(self.folder + "/x"))


HIDE = """
import subprocess
for name in ("check_output", "run", "check_call"):
    def refuse(argv, *args, real=getattr(subprocess, name), **options):
        if "ensurepip" in argv:
            raise subprocess.CalledProcessError(1, argv)
        return real(argv, *args, **options)
    setattr(subprocess, name, refuse)
"""


class Preflight(AgentTest):
    def check(self, **args):
        step = {"id": "preflight", "title": "Check", "verb": "preflight",
                "args": dict({"root": self.root, "python": sys.executable, "need_bytes": 1}, **args)}
        return self.run_job([step])

    def test_it_makes_the_folders_and_says_what_it_found(self):
        reply, _, log = self.check(min_python="3.6")
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertEqual(sorted(os.listdir(self.root)), ["envs", "jobs", "tmp", "wheels"])
        self.assertEqual(os.stat(self.root + "/jobs").st_mode & 0o777, 0o700)
        self.assertIn("Free space in", log)
        self.assertIn("Python {}.{}.{} at".format(*sys.version_info), log)

    def test_too_little_space_is_told_with_both_figures(self):
        reply, _, _ = self.check(need_bytes=10 ** 18)
        self.assertRegex(reply["end"]["reason"], r"not enough free space in .*: [\d.]+ [GM]B are free, 1000000000.0 GB")

    def test_an_old_python_is_refused_by_version(self):
        reply, _, _ = self.check(min_python="4.0")
        self.assertIn("4.0 or later is needed", reply["end"]["reason"])

    def test_a_python_that_does_not_start_is_told(self):
        self.assertIn("does not start", self.check(python="/bin/false")[0]["end"]["reason"])

    def test_a_folder_that_cannot_be_written_is_named(self):
        self.write("root/wheels", "a file where the folder should be")
        reply, _, _ = self.check()
        self.assertIn("/root/wheels cannot be written", reply["end"]["reason"])


class Activate(AgentTest):
    def activate(self, name="one", **fields):
        environment = os.path.join(self.root, "envs", name)
        os.makedirs(environment, exist_ok=True)
        step = {"id": "activate", "title": "Switch", "verb": "activate", "args": {
            "root": self.root, "environment": environment, "manifest": {"build": name, "who": "ünï"}}}
        return self.run_job([step], environment=environment, **fields)

    def test_current_is_a_relative_link_and_the_manifest_can_be_read_back(self):
        agent = self.agent()
        for name in ("one", "two"):
            self.assertEqual(self.activate(name, agent=agent)[0]["state"], "succeeded")
            self.assertEqual(os.readlink(self.root + "/current"), "envs/" + name)
            told = agent.ask("manifest", {"root": self.root, "environment": self.root + "/current"})
            self.assertEqual((told["build"], told["who"], told["verified"]), (name, "ünï", True))
        self.assertEqual(sorted(os.listdir(self.root)), ["current", "envs", "jobs", "tmp"])

    def test_a_folder_called_current_is_not_replaced(self):
        self.write("root/current/mine", "x")
        reply, _, _ = self.activate()
        self.assertIn("move it away", reply["end"]["reason"])
        self.assertTrue(os.path.exists(self.root + "/current/mine"))

    def test_a_link_called_current_that_is_not_ours_is_neither_replaced_nor_swept_away(self):
        self.write("root/releases/42/app", "x")
        os.symlink("releases/42", self.root + "/current")
        os.symlink("releases/42", self.root + "/current.20240101")
        for step in ({"verb": "preflight", "args": {"root": self.root, "python": sys.executable}}, None):
            reply, _, _ = self.run_job([step]) if step else self.activate()
            self.assertIn("move it away", reply["end"]["reason"])
            self.assertEqual([os.readlink(self.root + "/" + name) for name in ("current", "current.20240101")],
                             ["releases/42"] * 2)

    def test_a_manifest_of_no_environment_is_an_error_and_an_absent_one_is_empty(self):
        agent = self.agent()
        with self.assertRaises(harness.AgentFault) as refused:
            agent.ask("manifest", {"root": self.root, "environment": self.root + "/current"})
        self.assertEqual(refused.exception.code, "no-environment")
        os.makedirs(self.root + "/envs/bare")
        self.assertEqual(agent.ask("manifest", {"root": self.root, "environment": self.root + "/envs/bare"}), {})


class OddPaths(AgentTest):
    def setUp(self):
        AgentTest.setUp(self)
        self.root = os.path.join(self.folder, ODD)

    def test_a_real_venv_under_a_root_with_spaces_quotes_shell_and_a_newline(self):
        path = os.path.join(self.root, "envs", ODD)
        python = path + "/bin/python"
        words = [ODD, "$HOME", "a b", "*"]
        steps = [
            {"verb": "preflight", "args": {"root": self.root, "python": sys.executable, "need_bytes": 1}},
            {"verb": "venv", "args": {"path": path, "check": [python, "-m", "pip", "--version"], "attempts": [
                {"title": "venv", "commands": [[sys.executable, "-I", "-m", "venv", "--without-pip", path],
                                               [sys.executable, "-c", packages.BORROW, path, packages.pip_wheel()]]}]}},
            {"verb": "run", "args": {"cwd": self.root, "commands": [
                [python, "-c", "import sys; open('told', 'w').write(ascii(sys.argv[1:]))"] + words]}},
            {"verb": "activate", "args": {"root": self.root, "environment": path, "manifest": {"build": ODD}}},
        ]
        agent = self.agent()
        reply, _, log = self.run_job(steps, agent, environment=path)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertFalse(any("pwned" in names for _, _, names in os.walk(self.folder)))
        with open(os.path.join(self.root, "told")) as file:
            self.assertEqual(file.read(), ascii(words))
        current = os.path.join(self.root, "current", "bin", "python")
        subprocess.run([current, "-c", "import pip"], check=True)
        root, = agent.ask("facts", {"roots": [self.root]})["roots"]
        self.assertEqual(root["current"], {"path": path, "build": ODD})

    def test_the_same_in_the_C_locale_and_in_bytes_that_are_no_text(self):
        environment = {"PATH": "/usr/bin:/bin", "HOME": self.folder, "LC_ALL": "C"}
        agent = self.agent(environment=environment)
        which = self.start(agent, [[["/bin/sh", "-c", "printf '\\303\\274 \\377'; printf '%s' \"$1\"", "x", ODD]]])
        number = agent.send("job.follow", which)
        self.assertEqual(agent.wait(number)["state"], "succeeded")
        self.assertIn("ü \ufffd" + ODD, log_text(agent.events[number]))
        self.assertTrue(os.path.isdir(os.path.join(self.root, "jobs")))
        self.assertEqual(len(agent.ask("job.list", {"root": self.root})["jobs"]), 1)


if __name__ == "__main__":
    unittest.main()
