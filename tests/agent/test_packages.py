"""The steps "resolve", "download" and "install": real pip, an index with the nightly's shape on loopback."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

import packages
from harness import AgentTest

VERSION = "2.16.0.dev20261007+cpu"
PAYLOAD = "the quick brown tensor " * 50000


class Packages(AgentTest):
    @classmethod
    def setUpClass(cls):
        cls.shared = os.path.realpath(tempfile.mkdtemp(prefix="nightjar-packages-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared, True)
        cls.template = os.path.join(cls.shared, "env")
        packages.make_environment(cls.template)

    def setUp(self):
        AgentTest.setUp(self)
        self.python = os.path.join(self.template, "bin", "python")
        self.served = os.path.join(self.folder, "served")
        self.wheels = os.path.join(self.root, "wheels", "20261007-cpu")
        self.torch = packages.make_wheel(self.served, "torch", VERSION, ["leaf>=1"], {
            "torch/__init__.py": "__version__ = '{}'\n".format(VERSION), "torch/data.txt": PAYLOAD})
        self.leaf = packages.make_wheel(self.served, "leaf", "1.5")

    def index(self, **hashes):
        index = packages.Index(self.served, hashes.get("hashes") or ())
        self.addCleanup(index.close)
        return index

    def steps(self, index, min_pip="22.2"):
        """The three steps with the arguments that core's plan gives them."""
        work = os.path.join(self.root, "tmp", "work")
        pip = [self.python, "-m", "pip"]
        source = ["--pre", "--only-binary", ":all:", "--index-url", index.url]
        fetch = pip + ["download", "--progress-bar", "off", "--dest", self.wheels] + source
        report = os.path.join(work, "report.json")
        resolved = os.path.join(work, "resolved.txt")
        offline = lambda folder: pip + ["install", "--no-index", "--find-links", folder, "--progress-bar", "off"]
        exact = os.path.join(work, "exact")
        resolve = ["install", "--dry-run", "--ignore-installed", "--quiet", "--report", report]
        return work, [
            {"id": "resolve", "verb": "resolve", "args": {
                "python": self.python, "argv": pip + resolve + source + ["torch==" + VERSION],
                "report": report, "min_pip": min_pip, "resolved": resolved, "index": index.url}},
            {"id": "download", "verb": "download", "args": {
                "python": self.python, "argv": fetch + ["torch==" + VERSION], "index": index.url,
                "dir": self.wheels, "report": report, "resolved": resolved,
                "argv_report": pip + resolve + ["--no-index", "--find-links", self.wheels, "--pre", "torch==" + VERSION]}},
            {"id": "install", "verb": "install", "args": {
                "python": self.python, "dir": self.wheels, "resolved": resolved,
                "exact": exact, "argv": offline(self.wheels) + ["torch==" + VERSION],
                "argv_resolved": offline(exact) + ["--no-deps", "--requirement", resolved]}},
        ]

    def run_steps(self, index, count=3, agent=None, **options):
        work, steps = self.steps(index, **options)
        rules = {"clean": {"keep": ["PATH", "HOME"], "set": {
            "PIP_CONFIG_FILE": "/dev/null", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_CACHE_DIR": "1"}}}
        return self.run_job(steps[:count], agent, work=work, step_environment=rules)

    def own_environment(self):
        """A copy of the template to install into; its interpreter finds its own place."""
        path = os.path.join(self.folder, "own")
        shutil.copytree(self.template, path, symlinks=True)
        self.python = os.path.join(path, "bin", "python")


class Whole(Packages):
    def test_resolve_download_install_give_a_package_that_imports(self):
        self.own_environment()
        index = self.index()
        reply, found, log = self.run_steps(index)
        self.assertEqual(reply["state"], "succeeded", log)
        said = subprocess.run([self.python, "-c", "import torch, leaf; print(torch.__version__)"],
                              stdout=subprocess.PIPE, check=True)
        self.assertEqual(said.stdout.decode().strip(), VERSION)

        job = [os.path.join(self.root, "jobs", name) for name in os.listdir(self.root + "/jobs") if name != "lock"][0]
        with open(job + "/resolved.json") as file:
            resolved = {package["name"]: package for package in json.load(file)}
        size = os.path.getsize(os.path.join(self.served, self.torch))
        self.assertEqual((resolved["torch"]["version"], resolved["torch"]["size"]), (VERSION, size))
        self.assertIn("HEAD", [method for method, _ in index.asked])
        self.assertIn("torch=={}".format(VERSION), log)

        progress = [record for record in found if record["event"] == "progress"]
        last = {record["step"]: record for record in progress}
        total = size + os.path.getsize(os.path.join(self.served, self.leaf))
        self.assertEqual((last["download"]["done"], last["download"]["total"], last["download"]["unit"]),
                         (total, total, "bytes"))
        self.assertEqual((last["install"]["done"], last["install"]["total"], last["install"]["unit"]),
                         (2, 2, "packages"))
        done = [record["done"] for record in progress if record["step"] == "download"]
        self.assertEqual(done, sorted(done))

    def test_what_resolve_found_is_what_is_fetched_and_recorded(self):
        index = self.index()
        work, steps = self.steps(index)
        _, _, log = self.run_steps(index, 2)
        self.assertEqual([line for line in log.splitlines() if line.startswith("$") and " download " in line], [])
        self.assertEqual(sorted(name for name in os.listdir(self.wheels)), sorted(
            [self.torch, self.leaf, "checked.json"]))
        job = [os.path.join(self.root, "jobs", name) for name in os.listdir(self.root + "/jobs") if name != "lock"][0]
        with open(job + "/packages.json") as file:
            fetched = {package["file"]: package for package in json.load(file)}
        self.assertEqual(sorted(fetched), sorted([self.torch, self.leaf]))
        torch = os.path.join(self.served, self.torch)
        self.assertEqual(fetched[self.torch], {
            "name": "torch", "version": VERSION, "file": self.torch, "sha256": packages.sha256(torch),
            "size": os.path.getsize(torch), "url": index.url[:-len("/nightly/cpu")] + "/whl/" + self.torch.replace(
                "+", "%2B")})
        self.assertFalse(os.path.exists(work))

    def test_an_old_pip_skips_resolve_and_download_resolves(self):
        reply, found, log = self.run_steps(self.index(), 2, min_pip="99")
        self.assertEqual(reply["state"], "succeeded", log)
        skipped = [record for record in found if record.get("state") == "skipped"]
        self.assertEqual([record["id"] for record in skipped], ["resolve"])
        self.assertIn("would have to download everything", skipped[0]["reason"])
        self.assertIn("pip downloads by itself", log)
        totals = {record["total"] for record in found if record["event"] == "progress"}
        self.assertEqual(totals, {0})

    def job_folders(self):
        return [os.path.join(self.root, "jobs", name) for name in sorted(os.listdir(self.root + "/jobs"))
                if name != "lock"]

    def test_an_old_pip_tells_what_it_took_so_that_a_lock_can_be_made_of_it(self):
        self.own_environment()
        other = packages.make_wheel(self.served, "numpy", "2.0")
        os.makedirs(self.wheels)
        shutil.copy(os.path.join(self.served, other), self.wheels)  # of an earlier job; none of this set
        reply, _, log = self.run_steps(self.index(), min_pip="99")
        self.assertEqual(reply["state"], "succeeded", log)
        with open(self.job_folders()[0] + "/packages.json") as file:
            fetched = {package["file"]: package for package in json.load(file)}
        self.assertEqual(sorted(fetched), sorted([self.torch, self.leaf]))
        torch = os.path.join(self.served, self.torch)
        self.assertEqual(fetched[self.torch], {"name": "torch", "version": VERSION, "file": self.torch, "url": None,
                                               "sha256": packages.sha256(torch), "size": os.path.getsize(torch)})

    def test_an_old_pip_that_brings_another_file_under_a_known_name_is_refused(self):
        self.write("root/envs/20261101-cpu-x/nightjar.json", json.dumps(
            {"packages": [{"file": self.torch, "sha256": "0" * 64, "name": "torch"}]}))
        reply, _, log = self.run_steps(self.index(), 2, min_pip="99")
        self.assertEqual((reply["state"], reply["end"]["step"]), ("failed", "download"), log)
        self.assertIn("has changed under the same name", reply["end"]["reason"])
        self.assertFalse(os.path.exists(os.path.join(self.wheels, self.torch)))

    def test_an_old_pip_does_not_take_the_wheel_of_an_environment_away(self):
        """pip removes a file whose hash is not the index's, and fetches the new one, before anybody can refuse that."""
        os.makedirs(self.wheels)
        shutil.copy(os.path.join(self.served, self.leaf), self.wheels)
        first = packages.sha256(os.path.join(self.wheels, self.leaf))
        self.write("root/envs/20261101-cpu-x/nightjar.json", json.dumps(
            {"packages": [{"file": self.leaf, "sha256": first, "name": "leaf"}]}))
        packages.make_wheel(self.served, "leaf", "1.5", files={"leaf/other.py": "1\n"})
        hashes = {self.leaf: packages.sha256(os.path.join(self.served, self.leaf))}
        reply, _, log = self.run_steps(self.index(hashes=hashes), 2, min_pip="99")
        self.assertEqual((reply["state"], reply["end"]["step"]), ("failed", "download"), log)
        self.assertIn("has changed under the same name", reply["end"]["reason"])
        self.assertEqual(packages.sha256(os.path.join(self.wheels, self.leaf)), first)
        self.assertFalse(os.path.exists(os.path.join(self.wheels, ".kept")))

    def test_what_a_killed_job_has_set_aside_comes_back(self):
        aside = os.path.join(self.wheels, ".kept")
        os.makedirs(aside)
        shutil.copy(os.path.join(self.served, self.leaf), aside)
        reply, _, log = self.run_steps(self.index(), 2)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertEqual(packages.sha256(os.path.join(self.wheels, self.leaf)),
                         packages.sha256(os.path.join(self.served, self.leaf)))
        self.assertFalse(os.path.exists(aside))

    def test_an_old_pip_is_not_judged_by_wheels_of_other_sets(self):
        other = packages.make_wheel(self.wheels, "numpy", "2.0")
        self.write("root/envs/20261101-cpu-x/nightjar.json", json.dumps(
            {"packages": [{"file": other, "sha256": "0" * 64, "name": "numpy"}]}))
        reply, _, log = self.run_steps(self.index(), 2, min_pip="99")
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertTrue(os.path.exists(os.path.join(self.wheels, other)))

    def test_only_the_files_that_were_checked_are_installed(self):
        self.own_environment()
        stem = self.leaf.split("-py3")[0]
        os.makedirs(self.wheels)
        shutil.copy(os.path.join(self.served, self.leaf), os.path.join(self.wheels, stem + "-7-py3-none-any.whl"))
        reply, _, log = self.run_steps(self.index())
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertIn("/exact/" + self.leaf, log)
        self.assertNotIn(stem + "-7-py3", log)

    def test_a_second_download_fetches_and_reads_no_wheel_again(self):
        index = self.index()
        agent = self.agent()
        self.run_steps(index, 2, agent)
        torch = [path for method, path in index.asked if method == "GET" and "torch-" in path]
        with open(os.path.join(self.wheels, "checked.json")) as file:
            first = json.load(file)
        self.assertEqual(first[self.torch]["sha256"], packages.sha256(os.path.join(self.served, self.torch)))
        reply, _, log = self.run_steps(index, 2, agent)
        self.assertEqual(reply["state"], "succeeded", log)
        again = [path for method, path in index.asked if method == "GET" and "torch-" in path][len(torch):]
        self.assertEqual(again, torch[:-1], "only pip, which downloads to resolve, has asked again")


class Faults(Packages):
    def test_a_version_the_index_does_not_have_fails_with_pips_words(self):
        os.unlink(os.path.join(self.served, self.torch))
        packages.make_wheel(self.served, "torch", "2.15.0")
        reply, _, _ = self.run_steps(self.index(), 1)
        self.assertEqual((reply["state"], reply["end"]["step"]), ("failed", "resolve"))
        self.assertIn("No matching distribution found", reply["end"]["tail"])

    def test_a_damaged_wheel_is_named_and_dropped(self):
        self.own_environment()
        packages.damage(os.path.join(self.served, self.torch), b"brown")
        reply, _, _ = self.run_steps(self.index())
        self.assertEqual((reply["state"], reply["end"]["step"]), ("failed", "install"))
        self.assertIn(self.torch + " is damaged", reply["end"]["reason"])
        self.assertNotIn(self.torch, os.listdir(self.wheels))
        self.assertIn(self.leaf, os.listdir(self.wheels))

    def test_a_wheel_with_another_hash_than_promised_is_dropped(self):
        import wheels
        from desk import StepFailed

        class Desk:
            def check(self):
                pass

        real = packages.sha256(os.path.join(self.served, self.torch))
        wheels.inspect(Desk(), self.served, {self.torch: real, self.leaf: None})
        with self.assertRaises(StepFailed) as refused:
            wheels.inspect(Desk(), self.served, {self.torch: "0" * 64, self.leaf: None})
        self.assertIn("its sha256 is {}, {} was promised".format(real, "0" * 64), refused.exception.reason)
        self.assertEqual(sorted(os.listdir(self.served)), ["checked.json", self.leaf])

    def test_pip_refuses_a_wheel_whose_hash_is_not_the_links(self):
        reply, _, _ = self.run_steps(self.index(hashes={self.torch: "0" * 64}), 1)
        self.assertIn("DO NOT MATCH THE HASHES", reply["end"]["tail"])

    def test_what_a_killed_download_left_cut_short_is_fetched_anew(self):
        os.makedirs(self.wheels)
        with open(os.path.join(self.served, self.torch), "rb") as file:
            part = file.read(5000)
        with open(os.path.join(self.wheels, self.torch), "wb") as file:
            file.write(part)
        reply, _, log = self.run_steps(self.index(), 2)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertIn("it is cut short", log)
        self.assertEqual(packages.sha256(os.path.join(self.wheels, self.torch)),
                         packages.sha256(os.path.join(self.served, self.torch)))

    def test_an_index_that_is_down_fails_the_step(self):
        index = self.index()
        index.close()
        index.close = lambda: None
        work, steps = self.steps(index)
        steps[0]["args"]["argv"] += ["--retries", "0", "--timeout", "2"]
        reply, _, _ = self.run_job(steps[:1], work=work)
        self.assertEqual((reply["state"], reply["end"]["step"]), ("failed", "resolve"))


class Certificates(AgentTest):
    def test_the_named_bundle_alone_or_the_systems_and_pips(self):
        import certificates

        named = self.write("own.pem", "a certificate")
        vendored = self.write("env/lib/python3.12/site-packages/pip/_vendor/certifi/cacert.pem", "another")
        python = self.folder + "/env/bin/python"
        system = [path for path in certificates.SYSTEM if certificates.is_there(path)][:1]
        self.assertEqual(certificates.bundles({"SSL_CERT_FILE": named}, python), [named])
        self.assertEqual(certificates.bundles({"PIP_CERT": "/not/there"}, python), system + [vendored])
        self.assertEqual(certificates.bundles({}, "/nowhere/bin/python"), system)


if __name__ == "__main__":
    unittest.main()
