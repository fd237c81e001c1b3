"""Facts read from made machines: what their files and programs show, what the client is told."""
import os
import unittest

import machines
from harness import AgentTest

import facts_amd
import facts_devices
import facts_driver
import facts_gpu
import facts_pci
import facts_smi
import facts_system
from tree import Tree, number


class Machines(AgentTest):
    def machine(self, name):
        return machines.Machine(name, self.folder)

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
        self.assertEqual(facts_smi.find(tree, ["/usr/bin"]), "/opt/bin/nvidia-smi")
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
        self.assertEqual(facts_smi.find(machine.tree, ["/usr/bin"]), "/usr/lib/wsl/lib/nvidia-smi")
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
        found = facts_amd.gpus(self.machine("amd-mi300x").tree, {})
        self.assertEqual([(gpu["name"], gpu["architecture"], gpu["memory_mib"], gpu["pci_bus_id"]) for gpu in found], [
            ("AMD Instinct MI300X OAM", "gfx942", 196592, "0000:2d:00.0"),
            ("AMD GPU (gfx90a)", "gfx90a", 0, "0001:2f:00.0")])
        self.assertEqual([gpu["uuid"] for gpu in found], ["GPU-8e33fca597def065", None])

    def test_gfx_names_follow_the_kernels_number(self):
        wanted = {"90402": "gfx942", "90010": "gfx90a", "110000": "gfx1100", "120001": "gfx1201", "100302": "gfx1032",
                  "0": None, "": None}
        self.assertEqual({number: facts_amd.gfx_name(number) for number in wanted}, wanted)

    def test_intel_gpus_are_display_controllers_and_nothing_else(self):
        found = facts_pci.intel(self.machine("intel-arc").tree)
        self.assertEqual([gpu["name"] for gpu in found], ["Intel Battlemage G21 [Arc B580]"])

    def test_alpine_is_musl_and_a_containers_limit_is_its_memory(self):
        about = facts_system.system(self.machine("alpine-musl").tree, {}, "/root")
        self.assertEqual((about["os"]["libc"], about["os"]["libc_version"]), ("musl", "1.2.5"))
        self.assertEqual((about["memory_bytes"], about["container"]), (8 << 30, True))

    def test_a_bare_machine_has_no_gpu_and_no_driver(self):
        tree = Tree(self.folder)
        nothing = facts_smi.answer("", {})
        self.assertEqual(facts_gpu.gpus(nothing) or facts_pci.nvidia(tree, 0), [])
        self.assertEqual(facts_amd.gpus(tree, {}) + facts_pci.intel(tree) + facts_devices.devices(tree), [])
        self.assertFalse(facts_driver.has_cuda_library(tree, ""))
        self.assertIsNone(facts_driver.driver(tree, nothing))
        self.assertEqual(nothing["report"], {"path": None, "exit": None, "output": "", "complaints": ""})

    def test_every_machine_gives_a_whole_answer(self):
        import facts

        for name in machines.names():
            with self.subTest(name):
                folder = os.path.join(self.folder, name)
                os.mkdir(folder)
                found = machines.Machine(name, folder).facts()
                self.assertEqual(set(found), {
                    "os", "colab", "wsl", "container", "jetson", "gpus", "driver", "nvidia_smi", "library_path",
                    "cuda_library", "devices", "pythons", "tools", "roots", "memory_bytes", "home", "user", "uid",
                    "pip", "env"})
                for gpu in found["gpus"]:
                    self.assertEqual(set(gpu), {
                        "vendor", "name", "memory_mib", "compute_capability", "architecture", "uuid", "pci_bus_id",
                        "mig", "pci_device", "kernel_driver"})
        self.assertEqual(facts.SECONDS, 5)

    def test_both_kernel_modules_tell_their_version(self):
        texts = {
            "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.82.07  Release Build  (a@1.2)  Thu": "580.82.07",
            "NVRM version: NVIDIA UNIX Open Kernel Module for aarch64  555.58  Release Build  (portage@localhost)":
                "555.58",
            "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024": "550.54.14",
            "NVRM version: none": None,
            "GCC version:  gcc version 12.2.0": None,
        }
        self.assertEqual({text: facts_driver.kernel_version(text) for text in texts}, texts)

    def test_the_kernels_version_counts_before_nvidia_smis(self):
        machine = self.machine("sources-differ")
        self.assertEqual(facts_driver.driver(machine.tree, machine.smi()), {
            "version": "580.82.07", "cuda": "13.0",
            "sources": {"sys": "580.82.07", "proc": "580.82.07", "smi": "580.95.05"}})

    def test_a_file_of_the_kernel_that_tells_no_version_is_passed_over(self):
        self.write("sys/module/nvidia/version", "(null)\n")
        self.write("proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu\n")
        found = facts_driver.driver(Tree(self.folder), facts_smi.answer("", {}))
        self.assertEqual((found["version"], found["sources"]["sys"]), ("550.54.14", None))

    def test_a_lost_gpu_beside_others_is_told_with_the_others(self):
        machine = self.machine("one-gpu-lost")
        smi = machine.smi()
        self.assertEqual([gpu["name"] for gpu in self.gpus(machine)], ["NVIDIA GeForce RTX 2080 Ti"])
        self.assertIn("GPU is lost", smi["report"]["complaints"])
        self.assertEqual(facts_driver.driver(machine.tree, smi)["sources"]["smi"], "580.95.05")

    def test_only_the_lines_with_errors_are_complaints(self):
        said = self.machine("err-cells").smi()["report"]
        self.assertEqual((said["exit"], said["output"], said["complaints"].count("\n")), (0, "", 0))
        self.assertTrue(said["complaints"].startswith("|ERR!   68C"))
        self.assertEqual(self.machine_of("a100-mig").smi()["report"]["complaints"], "")

    def machine_of(self, name):
        folder = os.path.join(self.folder, name)
        os.mkdir(folder)
        return machines.Machine(name, folder)

    def test_a_driver_that_hangs_is_not_asked_through_its_files(self):
        found = self.machine("smi-hangs").facts()
        self.assertEqual([(gpu["name"], gpu["pci_device"]) for gpu in found["gpus"]],
                         [("NVIDIA GA100 [A100 PCIe 40GB]", "10de:20f1")])
        self.assertEqual((found["nvidia_smi"]["exit"], found["driver"]["version"]), (None, "535.183.01"))

    def test_an_nvidia_smi_that_must_not_be_run_is_found_and_said(self):
        found = self.machine("smi-denied").facts()
        self.assertEqual(found["nvidia_smi"], {
            "path": "/usr/bin/nvidia-smi", "exit": 126, "output": "Permission denied", "complaints": ""})
        self.assertEqual([gpu["name"] for gpu in found["gpus"]], ["NVIDIA H100 PCIe"])

    def test_a_gpu_cut_up_into_nothing_stays_beside_the_instances_of_another(self):
        row = {"name": "A", "mig.mode.current": "Enabled"}
        listing = "GPU 0: A (UUID: GPU-1)\n  MIG 1g.5gb     Device  0: (UUID: MIG-2)\nGPU 1: A (UUID: GPU-3)\n"
        found = facts_gpu.gpus({"rows": [dict(row, uuid="GPU-1"), dict(row, uuid="GPU-3")], "table": "",
                                "list": listing})
        self.assertEqual([(gpu["uuid"], gpu["mig"]) for gpu in found], [("GPU-3", True), ("MIG-2", True)])

    def test_pci_tells_device_and_driver_of_each_gpu(self):
        self.assertEqual(
            {name: [(gpu["pci_device"], gpu["kernel_driver"]) for gpu in self.machine_of(name).facts()["gpus"]]
             for name in ("intel-denied", "nouveau", "gpu-unreachable", "amd-denied")},
            {"intel-denied": [("8086:56a0", "i915")], "nouveau": [("10de:2204", "nouveau")],
             "gpu-unreachable": [("10de:1e07", "nvidia")], "amd-denied": [("1002:744c", "amdgpu")]})
        self.assertEqual(facts_pci.kernel_slot("00000000:3B:00.0"), "0000:3b:00.0")

    def test_rocms_enumerator_names_what_an_old_kernel_does_not(self):
        found = self.machine("amd-old-kernel").facts()["gpus"]
        self.assertEqual([(gpu["name"], gpu["architecture"]) for gpu in found], [("AMD GPU (66a1)", "gfx906")])

    def test_rocms_enumerator_is_believed_only_where_it_is_clear(self):
        two = [facts_pci.entry("amd", "one"), facts_pci.entry("amd", "two")]
        for said, wanted in (("gfx000\ngfx906\ngfx906\n", ["gfx906", "gfx906"]), ("gfx906\ngfx90a\n", [None, None]),
                             ("gfx906\n", [None, None]), ("", [None, None]), ("Traceback gfx!\n", [None, None])):
            gpus = facts_amd.with_names([dict(gpu) for gpu in two], said.split())
            self.assertEqual([gpu["architecture"] for gpu in gpus], wanted, said)

    def test_a_topology_of_nonsense_does_no_harm(self):
        self.write("sys/class/kfd/kfd/topology/nodes/x/properties",
                   "simd_count many\ngfx_target_version \u00b2\ndevice_id -1\nlocation_id 0x3\nunique_id 1e9\n"
                   "domain 99999999999999999999999\n")
        gpu, = facts_amd.gpus(Tree(self.folder), {})
        self.assertEqual((gpu["name"], gpu["architecture"], gpu["uuid"]), ("AMD GPU (0000)", None, None))
        self.assertEqual([number(text) for text in ("12", "\u00b2", "-1", "", "9" * 21)], [12, 0, 0, 0, 0])

    def test_devices_tell_who_may_use_them(self):
        self.assertEqual(facts_devices.devices(self.machine("amd-denied").tree), [
            {"path": "/dev/kfd", "usable": False, "group": "render"},
            {"path": "/dev/dri/renderD128", "usable": False, "group": "render"}])

    def test_a_driver_only_LD_LIBRARY_PATH_names_is_kept_for_programs_that_run_clean(self):
        tree = Tree(self.folder)
        for folder in ("opt/driver", "opt/cuda/lib64/stubs", "opt/cuda/compat", "relative"):
            self.write(folder + "/libcuda.so.1", "")
        self.assertEqual(facts_driver.library_path(tree, "relative:/opt/cuda/lib64/stubs:/opt/cuda/compat"), "")
        self.assertEqual(facts_driver.library_path(tree, "/opt/cuda/compat::/opt/driver"), "/opt/driver")
        self.assertEqual([facts_driver.has_cuda_library(tree, folder) for folder in ("", "/opt/driver")],
                         [False, True])
        self.write("usr/lib64/libcuda.so.1", "")
        self.assertEqual(facts_driver.library_path(tree, "/opt/driver"), "")
        self.assertTrue(facts_driver.has_cuda_library(tree, ""))

    def test_apptainers_libraries_are_found(self):
        self.write(".singularity.d/libs/libcuda.so.1", "")
        self.assertEqual(facts_driver.library_path(Tree(self.folder)), "/.singularity.d/libs")


class Texts(unittest.TestCase):
    def test_what_nvidia_smi_does_not_know_is_null(self):
        row = {"name": "NVIDIA Thor", "uuid": "[N/A]", "memory.total": "[N/A]", "compute_cap": "[N/A]"}
        gpu = facts_gpu.gpu(row)
        self.assertEqual((gpu["memory_mib"], gpu["compute_capability"], gpu["architecture"], gpu["uuid"]),
                         (0, None, None, None))

    def test_the_newest_header_of_nvidia_smi_is_read_too(self):
        self.assertEqual(facts_smi.cuda_of("| KMD Version: 595.1   CUDA UMD Version: 13.2 |"), "13.2")
        self.assertIsNone(facts_smi.cuda_of("| CUDA Version: N/A |"))
        self.assertIsNone(facts_smi.cuda_of(""))

    def test_a_row_of_a_lost_gpu_tells_nothing_but_that_it_is_there(self):
        row = dict.fromkeys(facts_smi.FIELDS, "[GPU is lost]")
        self.assertEqual(facts_gpu.gpu(row), {
            "vendor": "nvidia", "name": "NVIDIA GPU", "memory_mib": 0, "compute_capability": None,
            "architecture": None, "uuid": None, "pci_bus_id": None, "mig": False})
        self.assertEqual(facts_gpu.gpu({"name": "ERR!"})["name"], "NVIDIA GPU")


if __name__ == "__main__":
    unittest.main()
