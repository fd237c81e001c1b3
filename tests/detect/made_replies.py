"""Prints {name: reply of the agent's verb "facts"} for every machine of tests/data/facts/*.txt, as JSON."""
import glob
import json
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "agent"))
import harness  # noqa: E402
import facts_driver  # noqa: E402
import facts_gpu  # noqa: E402
import facts_pci  # noqa: E402
import facts_system  # noqa: E402
from test_facts_machines import Machine  # noqa: E402


def reply(name, folder):
    machine = Machine(name, folder)
    smi = machine.smi()
    about = facts_system.system(machine.tree, {}, "/root")
    gpus = facts_gpu.gpus(smi) or facts_pci.nvidia(machine.tree, 0)
    about.update(gpus=gpus + facts_pci.amd(machine.tree) + facts_pci.intel(machine.tree), nvidia_smi=smi["report"],
                 driver=facts_driver.driver(machine.tree, smi), library_path=facts_driver.library_path(machine.tree),
                 pythons=[{"path": "/usr/bin/python3.12", "version": "3.12.3", "free_threaded": False, "has_venv": True,
                           "has_pip": True}],
                 roots=[{"asked": "~/nightjar", "path": "/root/nightjar", "free_bytes": 66000000000},
                        {"asked": "/content/nightjar", "path": "/content/nightjar", "free_bytes": 66000000000}])
    return about


replies = {}
for path in sorted(glob.glob(os.path.join(harness.DATA, "*.txt"))):
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.basename(path)[:-4]
        replies[name] = reply(name, folder)
print(json.dumps(replies))
