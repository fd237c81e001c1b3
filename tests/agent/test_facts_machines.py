"""Facts read from made machines: what their files and programs show, what the client is told."""
import os
import unittest

import harness
from harness import AgentTest

import facts_driver
import facts_gpu
import facts_pci
import facts_system
from tree import Tree


class Answer:
    """What a finished probe looks like."""

    def __init__(self, status, output):
        self.status = status
        self.output = output
        self.timed_out = False


class Machine:
    """One file of tests/data/facts as a tree in `folder` and as nvidia-smi's answers."""

    def __init__(self, name, folder):
        self.tree = Tree(folder)
        self.said = {}
        with open(os.path.join(harness.DATA, name + ".txt"), encoding="utf-8") as file:
            parts = file.read().split("== ")[1:]
        for part in parts:
            title, _, text = part.partition("\n")
            if title.startswith("/"):
                self.put(title, text)
            else:
                self.said[title] = text

    def put(self, title, text):
        path = self.tree.path(title.rstrip("*"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text.replace("\\0", "\0").encode("utf-8"))
        os.chmod(path, 0o755 if title.endswith("*") else 0o644)

    def smi(self):
        whole = [(int(title.split()[1]), text) for title, text in self.said.items() if title.startswith("failed ")]
        probes = {}
        path = "/usr/bin/nvidia-smi"
        asked = list(facts_driver.smi_commands(path))
        while asked:
            for name in asked:
                status, text = whole[0] if whole else (0, self.said.get(name, ""))
                if name == "query" and "failed-query 2" in self.said:
                    status, text = 2, self.said["failed-query 2"]
                probes[name] = Answer(status, text)
            asked = [name for name in facts_driver.smi_more(path, probes) if name not in probes]
        return facts_driver.smi_answer(path, probes)


class Machines(AgentTest):
    def machine(self, name):
        return Machine(name, self.folder)

    def gpus(self, machine, memory=0):
        return facts_gpu.gpus(machine.smi()) or facts_pci.nvidia(machine.tree, memory)

    def test_a_colab_T4_over_ssh(self):
        machine = self.machine("colab-t4")
        tree = machine.tree
        about = facts_system.system(tree, {}, "/root")
        self.assertEqual((about["os"]["id"], about["os"]["version"]), ("ubuntu", "22.04"))
        self.assertEqual([name for name in ("colab", "container", "wsl", "jetson") if about[name]],
                         ["colab", "container"])
        self.assertEqual(about["memory_bytes"], 13290480 * 1024)
        self.assertEqual(facts_driver.library_path(tree), "/usr/lib64-nvidia")
        self.assertEqual(facts_driver.find_smi(tree, ["/usr/bin"]), "/opt/bin/nvidia-smi")
        self.assertEqual(facts_driver.driver(tree, machine.smi()), {
            "version": "580.82.07", "cuda": "13.0",
            "sources": {"sys": "580.82.07", "proc": "580.82.07", "smi": "580.82.07"}})
        self.assertEqual(self.gpus(machine), [{
            "vendor": "nvidia", "name": "Tesla T4", "memory_mib": 15360, "compute_capability": "7.5",
            "architecture": "sm_75", "uuid": "GPU-6f9a2b8c-0d1e-4f3a-9b7c-5d6e7f8091a2",
            "pci_bus_id": "00000000:00:04.0", "mig": False}])

    def test_a_folder_called_content_alone_is_no_colab(self):
        os.makedirs(self.folder + "/content")
        self.assertFalse(facts_system.is_colab(Tree(self.folder), {}))
        self.assertTrue(facts_system.is_colab(Tree(self.folder), {"COLAB_RELEASE_TAG": "release-colab_1"}))

    def test_an_A100_cut_up_by_MIG_shows_its_instances_and_the_whole_ones(self):
        found = self.gpus(self.machine("a100-mig"))
        self.assertEqual([(gpu["name"], gpu["memory_mib"], gpu["uuid"][:8]) for gpu in found], [
            ("NVIDIA A100-SXM4-40GB", 40960, "GPU-0a1b"),
            ("NVIDIA A100-SXM4-40GB MIG 3g.20gb", 20096, "MIG-c738"),
            ("NVIDIA A100-SXM4-40GB MIG 1g.5gb", 4864, "MIG-a28a")])
        self.assertEqual({gpu["compute_capability"] for gpu in found}, {"8.0"})

    def test_a_driver_updated_but_not_rebooted_keeps_the_gpu_and_tells_nvidia_smis_words(self):
        machine = self.machine("driver-mismatch")
        smi = machine.smi()
        self.assertEqual(smi["report"]["exit"], 18)
        self.assertIn("Driver/library version mismatch", smi["report"]["output"])
        self.assertEqual(facts_driver.driver(machine.tree, smi), {
            "version": "550.54.14", "cuda": None, "sources": {"sys": "550.54.14", "proc": "550.54.14", "smi": None}})
        gpu, = self.gpus(machine)
        self.assertEqual((gpu["name"], gpu["uuid"][:8], gpu["pci_bus_id"]),
                         ("NVIDIA GeForce RTX 3090", "GPU-1e2d", "0000:01:00.0"))

    def test_wsl_has_a_driver_that_only_nvidia_smi_knows(self):
        machine = self.machine("wsl")
        self.assertTrue(facts_system.is_wsl(machine.tree))
        self.assertEqual(facts_driver.find_smi(machine.tree, ["/usr/bin"]), "/usr/lib/wsl/lib/nvidia-smi")
        driver = facts_driver.driver(machine.tree, machine.smi())
        self.assertEqual((driver["version"], driver["cuda"], driver["sources"]["sys"]), ("566.36", "12.7", None))
        self.assertEqual(self.gpus(machine)[0]["architecture"], "sm_89")
        self.assertEqual(facts_driver.library_path(machine.tree), "")

    def test_a_jetson_is_known_by_its_device_tree(self):
        machine = self.machine("jetson-orin")
        self.assertTrue(facts_system.is_jetson(machine.tree))
        gpu, = self.gpus(machine, facts_system.memory_bytes(machine.tree))
        self.assertEqual((gpu["name"], gpu["compute_capability"], gpu["architecture"], gpu["memory_mib"]),
                         ("NVIDIA Jetson AGX Orin Developer Kit", "8.7", "sm_87", 64349816 // 1024))

    def test_a_gpu_whose_driver_is_out_of_reach_is_still_named(self):
        machine = self.machine("no-libnvml")
        self.assertIn("libnvidia-ml.so", machine.smi()["report"]["output"])
        self.assertIsNone(facts_driver.driver(machine.tree, machine.smi()))
        self.assertEqual([(gpu["name"], gpu["pci_bus_id"]) for gpu in self.gpus(machine)],
                         [("NVIDIA TU104GL [Tesla T4]", "0000:00:04.0")])

    def test_a_driver_without_a_gpu_is_a_driver_and_no_gpu(self):
        machine = self.machine("no-devices")
        self.assertEqual(self.gpus(machine), [])
        self.assertEqual(facts_driver.driver(machine.tree, machine.smi())["version"], "580.82.07")

    def test_an_old_driver_that_does_not_know_compute_cap_still_lists_its_gpu(self):
        gpu, = self.gpus(self.machine("old-driver"))
        self.assertEqual((gpu["name"], gpu["memory_mib"], gpu["compute_capability"]), ("Tesla K80", 11441, None))

    def test_amd_gpus_come_from_the_kernels_topology(self):
        found = facts_pci.amd(self.machine("amd-mi300x").tree)
        self.assertEqual([(gpu["name"], gpu["architecture"], gpu["memory_mib"], gpu["pci_bus_id"]) for gpu in found], [
            ("AMD Instinct MI300X OAM", "gfx942", 196592, "0000:2d:00.0"),
            ("AMD GPU (gfx90a)", "gfx90a", 0, "0001:2f:00.0")])
        self.assertEqual([gpu["uuid"] for gpu in found], ["GPU-8e33fca597def065", None])

    def test_gfx_names_follow_the_kernels_number(self):
        wanted = {"90402": "gfx942", "90010": "gfx90a", "110000": "gfx1100", "120001": "gfx1201", "100302": "gfx1032",
                  "0": None, "": None}
        self.assertEqual({number: facts_pci.gfx_name(number) for number in wanted}, wanted)

    def test_intel_gpus_are_display_controllers_and_nothing_else(self):
        found = facts_pci.intel(self.machine("intel-arc").tree)
        self.assertEqual([gpu["name"] for gpu in found], ["Intel Battlemage G21 [Arc B580]"])

    def test_alpine_is_musl_and_a_containers_limit_is_its_memory(self):
        about = facts_system.system(self.machine("alpine-musl").tree, {}, "/root")
        self.assertEqual((about["os"]["libc"], about["os"]["libc_version"]), ("musl", "1.2.5"))
        self.assertEqual((about["memory_bytes"], about["container"]), (8 << 30, True))

    def test_a_bare_machine_has_no_gpu_and_no_driver(self):
        tree = Tree(self.folder)
        nothing = facts_driver.smi_answer("", {})
        self.assertEqual(facts_gpu.gpus(nothing) or facts_pci.nvidia(tree, 0), [])
        self.assertEqual(facts_pci.amd(tree) + facts_pci.intel(tree), [])
        self.assertIsNone(facts_driver.driver(tree, nothing))
        self.assertEqual(nothing["report"], {"path": None, "exit": None, "output": ""})


class Texts(unittest.TestCase):
    def test_what_nvidia_smi_does_not_know_is_null(self):
        row = {"name": "NVIDIA Thor", "uuid": "[N/A]", "memory.total": "[N/A]", "compute_cap": "[N/A]"}
        gpu = facts_gpu.gpu(row)
        self.assertEqual((gpu["memory_mib"], gpu["compute_capability"], gpu["architecture"], gpu["uuid"]),
                         (0, None, None, None))

    def test_the_newest_header_of_nvidia_smi_is_read_too(self):
        self.assertEqual(facts_driver.cuda_of("| KMD Version: 595.1   CUDA UMD Version: 13.2 |"), "13.2")
        self.assertIsNone(facts_driver.cuda_of("| CUDA Version: N/A |"))
        self.assertIsNone(facts_driver.cuda_of(""))


if __name__ == "__main__":
    unittest.main()
