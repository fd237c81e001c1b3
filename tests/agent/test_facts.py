"""Facts about this machine, by the real agent, and about made homes."""
import os
import platform
import pwd
import unittest

import harness
from harness import AgentTest

import facts_pip
import facts_python
import facts_tools
from tree import Tree


class ThisMachine(AgentTest):
    def facts(self, roots=(), **environment):
        agent = self.agent(environment=harness.clean_environment(self.folder, **environment))
        return agent.ask("facts", {"roots": list(roots)})

    def test_the_system_is_this_one(self):
        found = self.facts()
        self.assertEqual(found["os"]["kernel"], platform.release())
        self.assertEqual(found["os"]["arch"], platform.machine())
        if found["os"]["libc"] == "glibc":
            self.assertEqual(found["os"]["libc_version"], os.confstr("CS_GNU_LIBC_VERSION").split()[1])
        self.assertEqual((found["home"], found["uid"]), (self.folder, os.getuid()))
        self.assertGreater(found["memory_bytes"], 100 << 20)
        self.assertEqual(set(found), {
            "os", "colab", "wsl", "container", "jetson", "gpus", "driver", "nvidia_smi", "library_path",
            "cuda_library", "devices", "pythons", "tools", "roots", "memory_bytes", "home", "user", "uid", "pip", "env"})

    def test_the_python_that_runs_the_agent_is_listed_once_with_its_version(self):
        real = os.path.realpath(harness.agent_python())
        found = self.facts(PATH=os.path.dirname(real) + ":/usr/bin")["pythons"]
        own = [python for python in found if python["path"] == real]
        self.assertEqual(len(own), 1)
        import subprocess

        said = subprocess.run([real, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"],
                              stdout=subprocess.PIPE)
        self.assertEqual(own[0]["version"], said.stdout.decode().strip())
        self.assertEqual(len({python["path"] for python in found}), len(found))

    def test_roots_are_absolute_and_tell_space_and_permission(self):
        os.mkdir(self.folder + "/there")
        home, there, denied = self.facts(["~/nightjar", self.folder + "/there", "/proc/none/of this"])["roots"]
        self.assertEqual((home["asked"], home["path"], home["exists"], home["writable"]),
                         ("~/nightjar", self.folder + "/nightjar", False, True))
        self.assertEqual((there["exists"], there["current"]), (True, None))
        self.assertGreater(there["free_bytes"], 0)
        self.assertEqual((denied["exists"], denied["free_bytes"]), (False, 0))

    def test_a_root_may_begin_with_somebodys_home(self):
        who = pwd.getpwuid(os.getuid())
        theirs, nobodys = self.facts(["~" + who.pw_name + "/x", "~no-such-user/x"])["roots"]
        self.assertEqual(theirs["path"], who.pw_dir + "/x")
        self.assertIsNone(nobodys["path"])

    def test_the_current_environment_is_told_with_its_build(self):
        self.write("nightjar/envs/one two/nightjar.json", '{"build": "20261121-cu130"}')
        os.symlink("envs/one two", self.folder + "/nightjar/current")
        root, = self.facts(["~/nightjar"])["roots"]
        self.assertEqual(root["current"], {"path": self.folder + "/nightjar/envs/one two", "build": "20261121-cu130"})
        self.write("nightjar/envs/one two/nightjar.json", "damaged {")
        self.assertIsNone(self.facts(["~/nightjar"])["roots"][0]["current"]["build"])

    def test_what_would_leak_is_listed_without_passwords(self):
        leaking = self.facts(PIP_INDEX_URL="https://me:secret@host/x", PYTHONPATH="/y", UV_SYSTEM_PYTHON="1")["env"]
        self.assertEqual(leaking, {"PIP_INDEX_URL": "https://***@host/x", "PYTHONPATH": "/y", "UV_SYSTEM_PYTHON": "1"})

    def test_a_stub_nvidia_smi_is_asked_and_its_failure_told(self):
        self.write("bin/nvidia-smi", "#!/bin/sh\necho No devices were found\nexit 6\n", 0o755)
        found = self.facts(PATH=self.folder + "/bin:/usr/bin:/bin")
        self.assertEqual(found["nvidia_smi"], {
            "path": self.folder + "/bin/nvidia-smi", "exit": 6, "output": "No devices were found\n",
            "complaints": ""})

    def test_a_nvidia_smi_that_hangs_costs_five_seconds_and_no_more(self):
        import time

        self.write("bin/nvidia-smi", "#!/bin/sh\nsleep 600\n", 0o755)
        began = time.monotonic()
        found = self.facts(PATH=self.folder + "/bin:/usr/bin:/bin")
        self.assertLess(time.monotonic() - began, 30)  # the five are facts.SECONDS (test_facts_machines.py)
        self.assertEqual((found["nvidia_smi"]["exit"], found["nvidia_smi"]["output"]), (None, "no answer"))

    def test_a_program_that_cannot_be_started_says_why(self):
        self.write("bin/nvidia-smi", "\x7fELF of another machine", 0o755)
        found = self.facts(PATH=self.folder + "/bin:/usr/bin:/bin")["nvidia_smi"]
        self.assertEqual((found["exit"], found["output"]), (127, "cannot be started: Exec format error\n"))

    def test_a_program_that_even_killing_does_not_end_is_left_behind(self):
        import time
        import unittest.mock

        import probe

        stuck = probe.Probe(["/bin/sleep", "600"], {}, 0.05)
        began = time.monotonic()
        with unittest.mock.patch("os.waitpid", return_value=(0, 0)):
            probe.collect([stuck])
        self.assertLess(time.monotonic() - began, 30)
        self.assertEqual((stuck.status, stuck.timed_out), (None, True))
        os.waitpid(stuck.pid, 0)

    def test_uv_tells_its_version(self):
        self.write("bin/uv", "#!/bin/sh\necho 'uv 0.9.1 (abc 2026-01-01)'\n", 0o755)
        found = self.facts(PATH=self.folder + "/bin:/usr/bin:/bin")["tools"]
        self.assertEqual(found["uv"], {"path": self.folder + "/bin/uv", "version": "0.9.1"})


class Pythons(AgentTest):
    def interpreter(self, path, minor="3.12", patch="3.12.4", headers=True, venv=True, pip=True):
        self.write(path, "\x7fELF", 0o755)
        prefix = os.path.dirname(os.path.dirname(os.path.join(self.folder, path)))[len(self.folder) + 1:]
        if headers:
            self.write("{}/include/python{}/patchlevel.h".format(prefix, minor),
                       '#define PY_MAJOR_VERSION 3\n#define PY_VERSION      "{}"\n'.format(patch))
        home = "{}/lib/python{}".format(prefix, minor)
        self.write(home + "/venv/__init__.py", "")
        if venv:
            self.write(home + "/ensurepip/__init__.py", "")
            self.write(home + "/ensurepip/_bundled/pip-24.0-py3-none-any.whl", "")
        if pip:
            self.write(home + "/site-packages/pip/__init__.py", "")

    def found(self, environment=None, home="/home/me"):
        tree = Tree(self.folder)
        known = facts_python.read(tree, environment or {"PATH": "/usr/bin"}, home)
        return facts_python.pythons(tree, known, {}), facts_python.commands(known)

    def test_a_python_with_headers_is_read_without_being_started(self):
        self.interpreter("usr/bin/python3.12")
        os.symlink("python3.12", self.folder + "/usr/bin/python3")
        found, asked = self.found()
        self.assertEqual(found, [{"path": "/usr/bin/python3.12", "version": "3.12.4", "free_threaded": False,
                                  "has_venv": True, "has_pip": True}])
        self.assertEqual(asked, {})

    def test_a_python_without_headers_has_to_be_asked(self):
        self.interpreter("usr/bin/python3.12", headers=False)
        self.assertEqual(list(self.found()[1]), ["/usr/bin/python3.12"])

    def test_debians_python_without_its_venv_package_has_no_venv(self):
        self.interpreter("usr/bin/python3.12", venv=False, pip=False)
        python, = self.found()[0]
        self.assertEqual((python["has_venv"], python["has_pip"]), (False, False))

    def test_pip_of_the_distribution_counts(self):
        self.interpreter("usr/bin/python3.12", pip=False)
        self.write("usr/lib/python3/dist-packages/pip/__init__.py", "")
        self.assertTrue(self.found()[0][0]["has_pip"])

    def test_version_managers_are_searched_and_shims_are_not(self):
        self.interpreter("home/me/.pyenv/versions/3.13.1/bin/python3.13", "3.13", "3.13.1")
        self.interpreter("home/me/.local/share/uv/python/cpython-3.14/bin/python3.14t", "3.14t", "3.14.0")
        self.interpreter("opt/conda/bin/python3.11", "3.11", "3.11.9")
        for path in ("home/me/.pyenv/versions/3.13.1/bin/python3.13", "opt/conda/bin/python3.11",
                     "home/me/.local/share/uv/python/cpython-3.14/bin/python3.14t"):
            os.symlink(os.path.basename(path), os.path.join(self.folder, os.path.dirname(path), "python3"))
        self.write("home/me/.pyenv/shims/python3", "#!/bin/sh\n", 0o755)
        found, asked = self.found({"PATH": "/home/me/.pyenv/shims:/usr/bin"})
        self.assertEqual(asked, {})
        self.assertEqual({python["version"]: python["free_threaded"] for python in found},
                         {"3.13.1": False, "3.14.0": True, "3.11.9": False})

    def test_the_answer_of_an_interpreter_is_read_from_its_last_lines(self):
        class Probe:
            status = 0
            output = "a warning\n/usr/bin/env\n3.15.0\nt\n"

        self.assertEqual(facts_python.from_answer(Probe), {
            "path": os.path.realpath("/usr/bin/env"), "version": "3.15.0", "free_threaded": True})
        Probe.status = 1
        self.assertIsNone(facts_python.from_answer(Probe))


class PipSettings(AgentTest):
    def settings(self, environment=None):
        return facts_pip.settings(Tree(self.folder), environment or {}, "/home/me")

    def test_nothing_is_set_where_there_is_no_file(self):
        self.assertEqual(self.settings(), {"cert": None, "proxy": None})

    def test_the_users_file_wins_over_the_systems(self):
        self.write("etc/pip.conf", "[global]\ncert = /etc/ca.pem\nproxy: http://proxy:3128\n")
        self.write("home/me/.config/pip/pip.conf", "# mine\n[global]\nindex-url = https://x\n[install]\ncert=/my/ca\n")
        self.assertEqual(self.settings(), {"cert": "/my/ca", "proxy": "http://proxy:3128"})

    def test_PIP_CONFIG_FILE_comes_last_and_the_null_device_shuts_all_out(self):
        self.write("etc/pip.conf", "[global]\ncert = /etc/ca.pem\n")
        self.write("own.conf", "[global]\ncert = /own.pem\n")
        self.assertEqual(self.settings({"PIP_CONFIG_FILE": "/own.conf"})["cert"], "/own.pem")
        self.assertIsNone(self.settings({"PIP_CONFIG_FILE": "/dev/null"})["cert"])

    def test_the_persons_own_variable_wins_over_every_file(self):
        self.write("etc/pip.conf", "[global]\ncert = /etc/ca.pem\nproxy = http://proxy:3128\n")
        self.assertEqual(self.settings({"PIP_CERT": "/mine", "PIP_PROXY": ""}),
                         {"cert": None, "proxy": "http://proxy:3128"})

    def test_passwords_go_wherever_they_stand(self):
        self.assertEqual(facts_pip.without_password("a https://u:p@h/x file:///y ssh://k@z end"),
                         "a https://***@h/x file:///y ssh://***@z end")


class Tools(AgentTest):
    def test_virtualenv_is_read_from_beside_its_interpreter(self):
        self.write("opt/py/bin/virtualenv", "#!/opt/py/bin/python3\n", 0o755)
        os.makedirs(self.folder + "/opt/py/lib/python3.12/site-packages/virtualenv-20.26.3.dist-info")
        found = facts_tools.tools(Tree(self.folder), ["/opt/py/bin"], {})
        self.assertEqual(found["virtualenv"], {"path": "/opt/py/bin/virtualenv", "version": "20.26.3"})
        self.assertEqual((found["uv"], found["git"], found["cc"]), (None, None, None))


if __name__ == "__main__":
    unittest.main()
