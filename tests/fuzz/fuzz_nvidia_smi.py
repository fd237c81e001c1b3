#!/usr/bin/env python3
"""Random damage to what real machines show, through the agent's readers: nvidia-smi's answers and the kernel's files.

This is mutation without coverage: it does not learn which damage reaches new code, as libFuzzer does. It starts from
every machine of tests/data/facts, and a run with the same --seed makes the same damage.

    fuzz_nvidia_smi.py --runs N | --seconds S  [--seed N] [--crashes FOLDER]

Always first: the kept inputs of corpus/nvidia-smi. What breaks a promise is printed and kept in FOLDER; put it into the
corpus once it is mended. Ends with 1 where anything broke.
"""
import argparse
import json
import os
import random
import sys
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, "agent"))

import machines  # noqa: E402

import facts  # noqa: E402
import facts_devices  # noqa: E402
import facts_driver  # noqa: E402
import facts_smi  # noqa: E402
import facts_system  # noqa: E402
from tree import Tree  # noqa: E402

CORPUS = os.path.join(HERE, "corpus", "nvidia-smi")
MOST = 65536  # characters of an input's section, as the agent's own limits would cut it
PIECES = ["", "\0", "\n", "\r\n", ",", ", ", "|", " ", "\t", "[N/A]", "[GPU is lost]", "ERR!", "-1", "0", "1e9",
          "99999999999999999999999", "\u00b2", "\u0663", "\ufffd", "\u202e", "\x1b[31m", "MiB", "MIG ", "MIG devices:",
          "GPU ", "GPU 0:", "  MIG", "UUID: ", "NVRM version:", "CUDA Version:", "Driver Version:", ".", "...", "13.",
          "simd_count 1", "gfx_target_version ", "size_in_bytes 9", "Model:", "Enabled", "x" * 5000]
TYPES = {"vendor": (str,), "name": (str,), "memory_mib": (int,), "compute_capability": (str, type(None)),
         "architecture": (str, type(None)), "uuid": (str, type(None)), "pci_bus_id": (str, type(None)), "mig": (bool,),
         "pci_device": (str, type(None)), "kernel_driver": (str, type(None))}


class Finished:
    """A probe that has ended."""

    def __init__(self, status, output):
        self.status = status
        self.output = output
        self.timed_out = status is None


class HeldTree(Tree):
    """A tree in memory: {path: text}; "path -> target" is a link."""

    def __init__(self, said):
        Tree.__init__(self)
        self.files = {title.rstrip("*").partition(" ! ")[0]: text for title, text in said.items()
                      if title.startswith("/") and " -> " not in title}
        self.links = dict(title.split(" -> ", 1) for title in said if " -> " in title)

    def bytes(self, path, limit=65536):
        return self.files.get(path, "").encode("utf-8", "surrogateescape")[:limit]

    def names(self, path):
        below = path.rstrip("/") + "/"
        return sorted({file[len(below):].split("/")[0] for file in self.files if file.startswith(below)})

    def link(self, path):
        return os.path.basename(self.links.get(path, ""))

    def exists(self, path):
        return path in self.files or bool(self.names(path))

    is_file = is_program = exists

    def is_folder(self, path):
        return bool(self.names(path))

    def may_use(self, path):
        return False

    def owning_group(self, path):
        return "render"


def probes_of(said):
    # type: (dict) -> dict
    failed = [(title.split()[1], text) for title, text in said.items() if title.startswith("failed ")]
    status, words = (int(failed[0][0]), failed[0][1]) if failed else (0, None)
    if "hangs" in said:
        status, words = None, ""
    return {name: Finished(status, words if words is not None else said.get(name, ""))
            for name in ("query", "table", "list", "old_query")}


def look(said):
    # type: (dict) -> None
    """Reads one machine; raises where a promise does not hold."""
    tree = HeldTree(said)
    smi = facts_smi.answer("/usr/bin/nvidia-smi", probes_of(said))
    amd = {"rocm": Finished(0, said.get("rocm", ""))}
    answer = {
        "smi": smi["report"], "driver": facts_driver.driver(tree, smi),
        "gpus": facts.all_gpus(tree, smi, amd, facts_system.memory_bytes(tree)),
        "devices": facts_devices.devices(tree), "libc": facts_system.libc_of(tree),
        "library_path": facts_driver.library_path(tree), "more": facts_smi.more("/x", probes_of(said)),
        "kind": [facts_system.is_wsl(tree), facts_system.is_jetson(tree), facts_system.is_container(tree, {})],
    }
    for gpu in answer["gpus"]:
        wrong = [key for key, types in TYPES.items() if not isinstance(gpu[key], types)]
        assert set(gpu) == set(TYPES) and not wrong, (wrong, gpu)
        assert gpu["memory_mib"] >= 0 and gpu["name"], gpu
    assert len(smi["report"]["output"]) <= facts_smi.MOST and len(smi["report"]["complaints"]) <= facts_smi.MOST
    json.dumps(answer).encode("ascii")


def damaged(said, dice, others):
    # type: (dict, random.Random, list) -> dict
    """One machine with a few sections damaged, gone, or those of another machine."""
    made = dict(said)
    for _ in range(dice.randint(1, 4)):
        title = dice.choice(sorted(made) or ["table"])
        act = dice.randrange(8)
        if act == 0:
            made.pop(title, None)
        elif act == 1:
            other = dice.choice(others)
            made.update({key: other[key] for key in dice.sample(sorted(other), min(2, len(other)))})
        else:
            made[title] = cut(made.get(title, ""), dice)
    return made


def cut(text, dice):
    # type: (str, random.Random) -> str
    first, last = sorted((dice.randint(0, len(text)), dice.randint(0, len(text))))
    act = dice.randrange(6)
    if act == 0:  # gone
        made = text[:first] + text[last:]
    elif act == 1:  # twice
        made = text[:last] + text[first:]
    elif act == 2 and text:  # another character
        made = text[:first] + chr(dice.randrange(1, 0x2100)) + text[first + 1:]
    elif act == 3:  # lines shuffled
        lines = text.splitlines(True)
        dice.shuffle(lines)
        made = "".join(lines)
    else:
        made = text[:first] + dice.choice(PIECES) + text[first if act == 4 else min(last, first + 12):]
    return made[:MOST]


def broken(said):
    # type: (dict) -> object
    """None, or what broke."""
    try:
        look(said)
    except Exception:  # whatever it is, it would have cost a person all facts
        return traceback.format_exc()
    return None


def keep(said, what, folder, number):
    print("nvidia-smi: a promise does not hold (input {}):\n{}".format(number, what), flush=True)
    if folder:
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, "nvidia-smi-{}.json".format(number))
        with open(path, "w", encoding="utf-8") as file:
            json.dump(said, file)
        print("nvidia-smi: the input is kept as " + path, flush=True)


def kept_inputs():
    for name in sorted(os.listdir(CORPUS)):
        with open(os.path.join(CORPUS, name), encoding="utf-8") as file:
            yield name, json.load(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=sys.maxsize)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crashes", help="folder for inputs that break a promise")
    options = parser.parse_args()
    if options.runs == sys.maxsize and options.seconds == float("inf"):
        parser.error("say --runs or --seconds")
    real = [machines.sections(name) for name in machines.names()]
    given = [(str(number), said) for number, said in enumerate(real)] + list(kept_inputs())
    failures = [(name, said, what) for name, said in given for what in [broken(said)] if what]
    dice = random.Random(options.seed)
    end = time.monotonic() + options.seconds
    runs = len(given)
    while runs < options.runs and time.monotonic() < end and len(failures) < 10:
        said = damaged(dice.choice(real), dice, real)
        what = broken(said)
        failures += [("seed {} run {}".format(options.seed, runs).replace(" ", "-"), said, what)] if what else []
        runs += 1
    for name, said, what in failures:
        keep(said, what, options.crashes, name)
    print("nvidia-smi: {} executions, {}".format(runs, "{} failures".format(len(failures)) if failures
                                                 else "no failure"), flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
