"""From an exec command to a running agent: the right Python, whatever shell, a cache that mends itself."""
import os
import shutil
import stat
import unittest

import harness
from harness import AgentFault, AgentTest

REAL = harness.agent_python()


def start_environment(path, home):
    return {"PATH": path, "HOME": home}


class Texts(unittest.TestCase):
    def test_the_command_is_one_line_that_every_login_shell_passes_on(self):
        _, script, loader, command = harness.packed()
        for text in (script, loader):
            for character in "'!\\\n":
                self.assertNotIn(character, text)
        self.assertEqual(command, "exec /bin/sh -c '{}' nightjar '{}'".format(script, loader))
        command.encode("ascii")
        self.assertLess(len(command), 8192)

    def test_packing_twice_gives_the_same_bytes(self):
        import agent_zip

        self.assertEqual(agent_zip.pack(harness.AGENT), agent_zip.pack(harness.AGENT))

    def test_the_zip_holds_every_module_and_nothing_else(self):
        import io
        import zipfile

        payload = harness.packed()[0]
        archive = zipfile.ZipFile(io.BytesIO(payload[payload.index(b"\n") + 1:]))
        modules = sorted(name for name in os.listdir(harness.AGENT) if name.endswith(".py"))
        self.assertEqual(sorted(archive.namelist()), sorted(modules + ["names"]))


class Shells(AgentTest):
    """The exec command as sshd gives it to a login shell: <shell> -c <command>."""

    def through(self, shell):
        path = shutil.which(shell)
        if not path:
            self.skipTest(shell + " is not installed")
        agent = self.agent([path, "-c", harness.packed()[3]], start_environment("/usr/bin:/bin", self.folder))
        self.assertEqual(agent.ask("ping"), {})
        self.assertEqual(agent.close()[0], 0)

    def test_sh(self):
        self.through("sh")

    def test_dash(self):
        self.through("dash")

    def test_bash(self):
        self.through("bash")

    def test_zsh(self):
        self.through("zsh")

    def test_fish(self):
        self.through("fish")

    def test_csh(self):
        self.through("csh")

    def test_tcsh(self):
        self.through("tcsh")

    def test_the_script_runs_in_busybox_sh(self):
        if not shutil.which("busybox"):
            self.skipTest("busybox is not installed")
        _, script, loader, _ = harness.packed()
        agent = self.agent(["busybox", "sh", "-c", script, "nightjar", loader],
                           start_environment("/usr/bin:/bin", self.folder))
        self.assertEqual(agent.ask("ping"), {})


class Choosing(AgentTest):
    """The script with an absolute sh, a PATH of the test's own and candidates that are stubs."""

    def stub(self, name, text):
        return self.write("bin/" + name, "#!/bin/sh\n" + text + "\n", 0o755)

    def begin(self, path=None):
        _, script, loader, _ = harness.packed()
        for place in ("/usr/bin/", "/usr/local/bin/", "/opt/"):  # keep the real ones of this machine out
            script = script.replace(" " + place, " /nowhere" + place)
        path = path or os.path.join(self.folder, "bin")
        return self.agent(["/bin/sh", "-c", script, "nightjar", loader], start_environment(path, self.folder))

    def test_no_python_at_all_is_said_in_one_line(self):
        agent = self.begin("/nowhere")
        out = agent.process.stdout.read()
        self.assertEqual(out, b"NIGHTJAR-NO-PYTHON\n")
        self.assertEqual(agent.process.wait(10), 127)

    def test_python3_is_taken_first(self):
        self.stub("python3", 'exec "{}" "$@"'.format(REAL))
        self.stub("python3.14", "echo wrong one; exit 9")
        self.assertEqual(self.begin().ask("ping"), {})

    def test_a_shim_without_a_version_set_is_passed_over(self):
        self.write("shims/python3", "#!/bin/sh\necho 'pyenv: python3: command not found' >&2\nexit 127\n", 0o755)
        self.stub("python3.11", 'exec "{}" "$@"'.format(REAL))
        agent = self.begin("{0}/shims:{0}/bin".format(self.folder))
        self.assertEqual(agent.ask("ping"), {})

    def test_a_shim_is_used_where_nothing_else_is(self):
        self.write("shims/python3", '#!/bin/sh\nexec "{}" "$@"\n'.format(REAL), 0o755)
        self.assertEqual(self.begin(self.folder + "/shims").ask("ping"), {})

    def test_an_interpreter_that_cannot_start_is_passed_over(self):
        self.stub("python3", "echo 'Fatal Python error: init_fs_encoding' >&2; exit 1")
        self.stub("python3.14", "kill -SEGV $$")
        self.stub("python3.13", "exit 2")
        self.stub("python3.12", 'exec "{}" "$@"'.format(REAL))
        self.assertEqual(self.begin().ask("ping"), {})

    def test_an_old_python3_gives_way_to_a_newer_one(self):
        self.stub("python3", 'case "$*" in *" old") echo never;; *) exit 126;; esac')
        self.stub("python3.9", 'exec "{}" "$@"'.format(REAL))
        self.assertEqual(self.begin().ask("ping"), {})

    def test_where_all_are_old_the_agent_says_so_itself(self):
        old = self.write("old.py", "import sys\nsys.version_info = (3, 5, 2, 'final', 0)\n"
                                   "text = sys.argv[sys.argv.index('-c') + 1]\n"
                                   "sys.argv = ['-c'] + sys.argv[sys.argv.index('-c') + 2:]\nexec(text)\n")
        self.stub("python3", 'exec "{}" "{}" "$@"'.format(REAL, old))
        with self.assertRaises(AgentFault) as refused:
            self.begin().ask("facts")
        self.assertEqual(refused.exception.code, "python-too-old")

    def test_a_pyenv_version_in_the_home_is_found(self):
        self.write(".pyenv/versions/3.11.1/bin/python3", '#!/bin/sh\nexec "{}" "$@"\n'.format(REAL), 0o755)
        self.assertEqual(self.begin("/nowhere").ask("ping"), {})


class Keeping(AgentTest):
    def cache(self):
        return os.path.join(self.folder, ".cache", "nightjar")

    def kept(self):
        return sorted(name for name in os.listdir(self.cache()))

    def test_the_agent_is_kept_in_a_private_folder_named_by_its_hash(self):
        self.assertEqual(self.agent(home=self.folder).ask("ping"), {})
        self.assertEqual(len(self.kept()), 1)
        self.assertRegex(self.kept()[0], r"^agent-[0-9a-f]{64}$")
        self.assertEqual(stat.S_IMODE(os.stat(self.cache()).st_mode), 0o700)

    def test_a_second_start_uses_what_the_first_one_kept(self):
        self.agent(home=self.folder).ask("ping")
        marks = {name: os.stat(os.path.join(self.cache(), self.kept()[0], name)).st_mtime_ns
                 for name in ("frames.py", "agent.pyz")}
        self.agent(home=self.folder).ask("ping")
        again = {name: os.stat(os.path.join(self.cache(), self.kept()[0], name)).st_mtime_ns for name in marks}
        self.assertEqual(marks, again)

    def test_XDG_CACHE_HOME_is_respected(self):
        environment = harness.clean_environment(self.folder, XDG_CACHE_HOME=self.folder + "/elsewhere")
        self.agent(environment=environment).ask("ping")
        self.assertTrue(os.path.isdir(self.folder + "/elsewhere/nightjar"))
        self.assertFalse(os.path.exists(self.cache()))

    def test_a_file_that_was_cut_short_is_replaced(self):
        self.agent(home=self.folder).ask("ping")
        for name in ("frames.py", "agent.pyz"):
            path = os.path.join(self.cache(), min(self.kept(), key=len), name)
            with open(path, "w"):
                pass
            self.assertEqual(self.agent(home=self.folder).ask("ping"), {})
            self.assertGreater(os.path.getsize(path), 0)

    def test_versions_nobody_used_for_a_month_go_when_a_job_starts(self):
        agent = self.agent(home=self.folder)
        agent.ask("ping")
        old, young = self.cache() + "/agent-" + "0" * 64, self.cache() + "/agent-" + "1" * 64
        for path in (old, young):
            os.mkdir(path)
        os.utime(old, (1, 1))
        self.run_job([[["/bin/true"]]], agent)
        self.assertEqual(len(self.kept()), 2)
        self.assertFalse(os.path.exists(old))

    def test_a_home_that_cannot_be_written_is_no_obstacle(self):
        self.write(".cache", "a file where the folder should be")
        environment = harness.clean_environment(self.folder, TMPDIR=self.folder + "/tmp")
        os.mkdir(self.folder + "/tmp")
        agent = self.agent(environment=environment)
        self.assertEqual(agent.ask("ping"), {})
        made = self.folder + "/tmp/nightjar-{}".format(os.getuid())
        self.assertEqual(stat.S_IMODE(os.stat(made).st_mode), 0o700)

    def test_a_folder_that_others_may_write_is_not_trusted(self):
        os.makedirs(self.cache())
        os.chmod(self.cache(), 0o777)
        os.mkdir(self.folder + "/tmp")
        environment = harness.clean_environment(self.folder, TMPDIR=self.folder + "/tmp")
        self.assertEqual(self.agent(environment=environment).ask("ping"), {})
        self.assertEqual(self.kept(), [])

    def test_a_link_planted_in_the_temporary_folder_is_not_followed(self):
        self.write(".cache", "a file where the folder should be")
        os.makedirs(self.folder + "/tmp")
        os.makedirs(self.folder + "/target")
        os.symlink(self.folder + "/target", self.folder + "/tmp/nightjar-{}".format(os.getuid()))
        environment = harness.clean_environment(self.folder, TMPDIR=self.folder + "/tmp")
        self.assertEqual(self.agent(environment=environment).ask("ping"), {})
        self.assertEqual(os.listdir(self.folder + "/target"), [])

    def test_a_kept_file_that_a_power_cut_has_filled_with_zeros_is_made_anew(self):
        self.assertEqual(self.agent(home=self.folder).ask("ping"), {})
        path = os.path.join(self.cache(), self.kept()[0], "ping.py")
        with open(path, "r+b") as file:
            file.write(bytes(os.path.getsize(path)))
        self.assertEqual(self.agent(home=self.folder).ask("ping"), {})
        with open(path, "rb") as file:
            self.assertNotIn(b"\0", file.read())

    def test_a_damaged_payload_is_refused_and_not_kept(self):
        whole = bytearray(harness.packed()[0])
        whole[-100] ^= 1
        agent = self.agent(payload=bytes(whole), home=self.folder)
        self.assertEqual(agent.process.wait(10), 3)
        self.assertIn(b"damaged", agent.process.stderr.read())
        self.assertFalse(os.path.exists(self.cache()))

    def test_a_payload_cut_off_or_missing_ends_with_a_plain_word(self):
        for payload, word in ((harness.packed()[0][:2000], b"whole"), (b"", b"whole"), (b"SSH-2.0\n", b"no agent")):
            agent = self.agent(payload=payload, home=self.folder)
            agent.process.stdin.close()
            self.assertEqual(agent.process.wait(10), 3)
            self.assertIn(word, agent.process.stderr.read())


if __name__ == "__main__":
    unittest.main()
