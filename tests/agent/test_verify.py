"""The verb and the step "verify": the checks in an environment's own Python, also when they crash or hang."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import harness
from harness import AgentFault, AgentTest, alive

SAMPLE = os.path.join(harness.SOURCE, "resources", "practice", "sample")
ALL = ["import", "versions", "cpu", "cuda", "arch", "matmul", "nms", "bf16", "compile"]
GPU = ("cuda", "arch", "matmul")


class Environments(AgentTest):
    @classmethod
    def setUpClass(cls):
        cls.shared = os.path.realpath(tempfile.mkdtemp(prefix="nightjar-verify-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared, True)
        cls.template = os.path.join(cls.shared, "env")
        subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", cls.template], check=True)

    def setUp(self):
        AgentTest.setUp(self)
        self.environment = os.path.join(self.folder, "it's an env")
        shutil.copytree(self.template, self.environment, symlinks=True)
        library = os.path.join(self.environment, "lib")
        self.packages = os.path.join(library, os.listdir(library)[0], "site-packages")

    def put(self, name, text):
        """A module of the environment, by its path."""
        return self.write(os.path.relpath(os.path.join(self.packages, name), self.folder), text)

    def torch(self, text, version="1.0"):
        """A torch that consists of these lines only."""
        self.put("torch/__init__.py", "__version__ = '{}'\n{}\n".format(version, text))
        self.put("torch/version.py", "cuda = hip = git_version = None\n")
        self.put("torch-{0}.dist-info/METADATA".format(version), "Name: torch\nVersion: {}\n".format(version))

    def args(self, ids, variant="cpu", versions=None, **checks):
        rows = [dict({"id": name, "required": name not in ("bf16", "compile"), "timeout_s": 60,
                      "skip": "not for this build" if variant == "cpu" and name in GPU else None},
                     **checks.get(name, {})) for name in ids]
        return {"python": self.environment + "/bin/python", "environment": self.environment, "checks": rows,
                "library_path": "", "expect": {"variant": variant, "versions": versions or {}}}

    def verify(self, *args, **options):
        agent = self.agent()
        number = agent.send("verify", self.args(*args, **options))
        report = agent.wait(number)
        streamed = [event["row"] for event, _ in agent.events[number]]
        self.assertEqual(streamed, report["checks"])
        return report

    @staticmethod
    def states(report):
        return {row["id"]: row["state"] for row in report["checks"]}


@unittest.skipUnless(os.path.isdir(SAMPLE), "the practice samples are not here")
class Samples(Environments):
    def setUp(self):
        Environments.setUp(self)
        for name in ("torch", "torchvision"):
            shutil.copytree(os.path.join(SAMPLE, name), os.path.join(self.packages, name))
            self.put(name + "/version.py", "__version__ = '2.16.0'\ncuda = None\nhip = None\ngit_version = 'abc'\n")

    def test_the_practice_samples_answer_every_check(self):
        report = self.verify(ALL, versions={"torch": "2.16.0"})
        wrong = [row for row in report["checks"] if row["state"] not in ("passed", "skipped")]
        self.assertEqual(wrong, [])
        self.assertEqual([row["id"] for row in report["checks"]], ALL)
        self.assertEqual({state for name, state in self.states(report).items() if name in GPU}, {"skipped"})
        self.assertTrue(report["ok"])
        self.assertTrue(report["sample"])
        self.assertEqual(report["commit"], "abc")
        self.assertEqual(report["cuda"], {"runtime": None, "available": False, "device": None, "capability": None})
        self.assertTrue(report["checks"][0]["detail"].startswith(self.packages))

    def test_a_version_other_than_the_chosen_one_fails(self):
        report = self.verify(["import", "versions", "cpu"], versions={"torch": "2.15.0"})
        self.assertEqual(self.states(report), {"import": "passed", "versions": "failed", "cpu": "passed"})
        self.assertEqual(report["checks"][1]["detail"], "torch is 2.16.0 instead of 2.15.0")
        self.assertFalse(report["ok"])

    def test_a_cuda_build_without_a_gpu_fails_its_gpu_rows(self):
        report = self.verify(["import", "cuda", "matmul"], "cu130")
        self.assertEqual(self.states(report), {"import": "passed", "cuda": "failed", "matmul": "failed"})
        self.assertIn("no CUDA in it", report["checks"][1]["detail"])


class Odd(Environments):
    def test_a_check_that_crashes_fails_by_signal_and_the_rest_goes_on(self):
        self.torch("import os\ndef tensor(*a, **k):\n  os.kill(os.getpid(), 11)\n")
        report = self.verify(["import", "cpu", "versions"], versions={"torch": "1.0"})
        self.assertEqual(self.states(report), {"import": "passed", "cpu": "failed", "versions": "passed"})
        self.assertIn("SIGSEGV", report["checks"][1]["detail"])
        self.assertEqual(report["versions"], {"torch": "1.0"})

    def test_a_check_that_hangs_fails_after_its_time_and_leaves_nobody(self):
        pids = self.folder + "/pids"
        self.torch("import os, subprocess, time\nchild = subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
                   "open({!r}, 'a').write('%d %d ' % (os.getpid(), child.pid))\n"
                   "def tensor(*a, **k):\n  time.sleep(600)\n".format(pids))
        report = self.verify(["import", "cpu", "versions"], cpu={"timeout_s": 0.5}, versions={"torch": "1.0"})
        self.assertEqual(self.states(report), {"import": "passed", "cpu": "failed", "versions": "passed"})
        self.assertIn("no answer within 0.5 s", report["checks"][1]["detail"])
        with open(pids) as file:
            found = file.read().split()
        self.assertEqual((len(found), [pid for pid in found if alive(pid)]), (4, []))

    def test_a_torch_that_does_not_import_skips_what_needs_it(self):
        self.torch("raise ImportError('libcudart.so.13: cannot open shared object file')")
        report = self.verify(["import", "cpu", "nms"])
        self.assertEqual(self.states(report), {"import": "failed", "cpu": "skipped", "nms": "skipped"})
        self.assertIn("libcudart.so.13", report["checks"][0]["detail"])
        self.assertFalse(report["ok"])
        self.assertEqual(report["versions"], {"torch": "1.0"})

    def test_a_torch_that_crashes_on_import_is_tried_once(self):
        self.torch("import os\nopen({!r}, 'a').write('x')\nos.abort()".format(self.folder + "/tries"))
        report = self.verify(["import", "cpu", "nms"])
        self.assertIn("SIGABRT", report["checks"][0]["detail"])
        self.assertEqual(os.path.getsize(self.folder + "/tries"), 1)

    def test_a_torch_from_elsewhere_is_not_the_environments(self):
        self.write("elsewhere/torch/__init__.py", "__version__ = '1.0'")
        self.put("easy.pth", self.folder + "/elsewhere\n")
        report = self.verify(["import"])
        self.assertEqual(self.states(report), {"import": "failed"})
        self.assertIn("outside the environment", report["checks"][0]["detail"])

    def test_a_check_that_is_not_required_only_warns(self):
        self.torch("")
        report = self.verify(["bf16"])
        self.assertEqual(self.states(report), {"bf16": "warning"})
        self.assertTrue(report["ok"])

    def test_what_torch_prints_does_not_disturb_the_answers(self):
        self.torch("print('hello'); import os; os.write(1, b'{\"row\": 1}\\n')")
        self.assertEqual(self.states(self.verify(["import"])), {"import": "passed"})

    def test_neither_our_modules_nor_the_callers_settings_reach_torch(self):
        self.torch("import sys, os\nassert not any('agent' in p for p in sys.path), sys.path\n"
                   "assert 'PYTHONPATH' not in os.environ and 'SECRET' not in os.environ, dict(os.environ)\n"
                   "assert os.environ['LD_LIBRARY_PATH'] == '/usr/lib64-nvidia'\n")
        agent = self.agent(environment=harness.clean_environment(SECRET="x", PYTHONPATH="/y"))
        report = agent.ask("verify", dict(self.args(["import"]), library_path="/usr/lib64-nvidia"))
        self.assertEqual(report["checks"][0]["state"], "passed", report)

    def test_a_python_that_does_not_start_is_an_error(self):
        chatty = self.folder + "/chatty"
        with open(chatty, "w") as file:
            file.write("#!/bin/sh\nprintf 'hello\\n7\\n\\377\\n'\n")
        os.chmod(chatty, 0o755)
        for python in (self.folder + "/nowhere", "/bin/false", chatty):
            with self.assertRaises(AgentFault) as refused:
                self.agent().ask("verify", dict(self.args(["import"]), python=python))
            self.assertEqual(refused.exception.code, "python-does-not-start")

    def test_the_agents_end_ends_the_checks(self):
        pids = self.folder + "/pid"
        self.torch("import os, time\nopen({!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)".format(pids))
        agent = self.agent()
        agent.send("verify", self.args(["import"]))
        harness.wait_until(lambda: os.path.exists(pids) and os.path.getsize(pids), "the check did not begin")
        self.assertEqual(agent.close()[0], 0)
        with open(pids) as file:
            self.assertFalse(alive(file.read()))


class AsAStep(Environments):
    def job_with(self, *args, **options):
        step = {"id": "verify", "verb": "verify", "args": self.args(*args, **options)}
        return self.run_job([step])

    def test_rows_are_records_and_the_report_is_in_the_end_record(self):
        self.torch("")
        reply, found, log = self.job_with(["import", "versions"], versions={"torch": "1.0"})
        self.assertEqual(reply["state"], "succeeded", log)
        rows = [record["row"] for record in found if record["event"] == "check"]
        self.assertEqual(rows, reply["end"]["result"]["verify"]["checks"])
        self.assertIn("import: passed in", log)

    def test_a_required_check_that_fails_fails_the_step_and_keeps_the_report(self):
        self.torch("import sys; sys.stderr.write('a word from torch\\n')")
        reply, _, log = self.job_with(["import", "cpu", "bf16"])
        self.assertEqual((reply["state"], reply["end"]["step"]), ("failed", "verify"))
        self.assertIn("cpu: AttributeError", reply["end"]["reason"])
        self.assertNotIn("bf16", reply["end"]["reason"])
        self.assertEqual(len(reply["end"]["result"]["verify"]["checks"]), 3)
        self.assertIn("a word from torch", log)

    def test_cancel_ends_a_check_that_runs(self):
        pids = self.folder + "/pid"
        self.torch("import os, time\nopen({!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)".format(pids))
        agent = self.agent()
        which = self.start(agent, [{"verb": "verify", "args": self.args(["import"])}])
        harness.wait_until(lambda: os.path.exists(pids) and os.path.getsize(pids), "the check did not begin")
        self.assertEqual(agent.ask("job.cancel", which), {"state": "cancelled", "left": []})
        with open(pids) as file:
            self.assertFalse(alive(file.read()))


class Rules(unittest.TestCase):
    def test_machine_code_runs_on_a_higher_minor_of_its_major_and_ptx_on_anything_newer(self):
        import checks

        modern = ["sm_75", "sm_80", "sm_86", "sm_90", "sm_100", "sm_120", "compute_120"]
        cases = {(7, 5): "sm_75", (8, 9): "sm_86", (8, 0): "sm_80", (9, 0): "sm_90", (12, 1): "sm_120",
                 (7, 0): "", (6, 1): "", (13, 0): "compute_120 (PTX, compiled at first use)", (11, 0): ""}
        self.assertEqual({gpu: checks.code_for(gpu, modern) for gpu in cases}, cases)

    def test_code_for_exactly_one_gpu_runs_on_no_other(self):
        import checks

        self.assertEqual(checks.code_for((9, 0), ["sm_90a"]), "sm_90a")
        self.assertEqual(checks.code_for((10, 3), ["sm_100a"]), "")
        self.assertEqual(checks.code_for((10, 3), ["sm_100f"]), "sm_100f")

    def test_every_check_the_program_names_has_a_function(self):
        import re
        import checks

        table = os.path.join(harness.SOURCE, "core", "verify", "checks.cpp")
        if not os.path.exists(table):
            self.skipTest("core/verify/checks.cpp is not there")
        with open(table, encoding="utf-8") as file:
            named = re.findall(r'Check\{"(\w+)"', file.read())
        self.assertEqual(sorted(named), sorted(checks.CHECKS))


if __name__ == "__main__":
    unittest.main()
