"""The verb "facts": everything about this machine in one answer.

Programs (nvidia-smi, git, uv, Pythons whose files do not tell) are started first and all at once; files are read while
they run. Nothing here judges: what is odd about a fact is for the client to say.
"""
import os

import facts_amd
import facts_devices
import facts_driver
import facts_gpu
import facts_pci
import facts_pip
import facts_python
import facts_smi
import facts_system
import facts_tools
from probe import Probe, collect
from tree import Tree

SECONDS = 5  # for a program to answer; nvidia-smi takes up to two where the driver has to be woken


def facts(args, emit):
    # type: (dict, object) -> dict
    return gather(Tree(), dict(os.environ), os.path.expanduser("~"), args.get("roots") or [])


def gather(tree, environment, home, roots):
    # type: (Tree, dict, str, list) -> dict
    folders = facts_system.program_folders(environment)
    library_path = facts_driver.library_path(tree, environment.get("LD_LIBRARY_PATH", ""))
    smi_path = facts_smi.find(tree, folders)
    known_pythons = facts_python.read(tree, environment, home)
    commands = {
        "smi": facts_smi.commands(tree, smi_path),
        "amd": facts_amd.commands(tree, folders),
        "tools": facts_tools.commands(tree, folders),
        "pythons": facts_python.commands(known_pythons),
    }
    probes = start(tree, commands, environment, library_path)

    answer = facts_system.system(tree, environment, home)
    answer["roots"] = [facts_system.root(path, home) for path in roots]
    answer["pip"] = facts_pip.settings(tree, environment, home)
    answer["env"] = facts_pip.leaking(environment)
    answer["library_path"] = library_path
    answer["cuda_library"] = facts_driver.has_cuda_library(tree, library_path)
    answer["devices"] = facts_devices.devices(tree)

    finish(probes)
    more = start(tree, {"smi": facts_smi.more(smi_path, probes["smi"])}, environment, library_path)
    finish(more)
    probes["smi"].update(more["smi"])
    answer["tools"] = facts_tools.tools(tree, folders, probes["tools"])
    answer["pythons"] = facts_python.pythons(tree, known_pythons, probes["pythons"])
    smi = facts_smi.answer(smi_path, probes["smi"])
    answer["nvidia_smi"] = smi["report"]
    answer["driver"] = facts_driver.driver(tree, smi)
    answer["gpus"] = all_gpus(tree, smi, probes["amd"], answer["memory_bytes"])
    return answer


def all_gpus(tree, smi, amd_probes, memory_bytes):
    # type: (Tree, dict, dict, int) -> list
    nvidia = facts_gpu.gpus(smi) or facts_pci.nvidia(tree, memory_bytes, smi["hangs"])
    return facts_pci.with_pci_facts(tree, nvidia + facts_amd.gpus(tree, amd_probes) + facts_pci.intel(tree))


def start(tree, commands, environment, library_path):
    # type: (Tree, dict, dict, str) -> dict
    """Every program that has to be asked, running: {group: {key: Probe}}."""
    quiet = {key: value for key, value in environment.items() if not key.startswith(("PYTHON", "LD_"))}
    quiet["LC_ALL"] = "C"
    with_driver = dict(quiet, LD_LIBRARY_PATH=library_path) if library_path else quiet
    return {
        group: {key: Probe([tree.path(argv[0])] + argv[1:], with_driver if group == "smi" else quiet, SECONDS)
                for key, argv in asked.items()}
        for group, asked in commands.items()
    }


def finish(probes):
    # type: (dict) -> None
    collect([probe for group in probes.values() for probe in group.values()])
