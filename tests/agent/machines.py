#!/usr/bin/env python3
"""The machines of tests/data/facts, made as a folder that the agent reads in place of /, with programs that answer as
theirs do. Run with names (default: all), it prints {name: {"facts": the agent's answer, "findings": [wanted ids]}}."""
import json
import os
import shutil
import sys
import tempfile

from agent_process import DATA

import facts
import facts_smi
from probe import Probe, collect
from tree import Tree

ANSWER = """#!/bin/sh
case "$*" in
{cases}
esac
"""
SHORT = 0.5  # seconds for a program that is known to hang


def names():
    return sorted(name[:-len(".txt")] for name in os.listdir(DATA) if name.endswith(".txt"))


def sections(name):
    # type: (str) -> dict
    """{title: text} of one file; its format is in tests/data/facts/README.md."""
    with open(os.path.join(DATA, name + ".txt"), encoding="utf-8") as file:
        parts = ("\n" + file.read()).split("\n== ")[1:]
    return {title: text + "\n" if text else "" for title, _, text in (part.partition("\n") for part in parts)}


class MadeTree(Tree):
    """A tree whose device files can be out of this user's reach, which root's tests could not make."""

    denied = {}  # type: dict

    def may_use(self, path):
        return path not in self.denied and Tree.may_use(self, path)

    def owning_group(self, path):
        return self.denied.get(path) or Tree.owning_group(self, path)


class Machine:
    def __init__(self, name, folder):
        self.tree = MadeTree(folder)
        self.tree.denied = {}
        self.said = sections(name)
        for title, text in self.said.items():
            if title.startswith("/"):
                self.put(title, text)
        self.put_smi()
        if "rocm" in self.said:
            self.put("/opt/rocm/bin/rocm_agent_enumerator*", self.script([("*", 0, self.said["rocm"])]))

    def put(self, title, text):
        """"/path", "/path*" for a program, "/path -> target" for a link, "/path ! group" for what is out of reach."""
        path, _, target = title.partition(" -> ")
        path, _, group = path.partition(" ! ")
        place = self.tree.path(path.rstrip("*"))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        if group:
            self.tree.denied[path] = group
        if target:
            return os.symlink(target, place)
        with open(place, "wb") as file:
            file.write(text.replace("\\0", "\0").encode("utf-8"))
        os.chmod(place, 0o755 if title.endswith("*") else 0o644)

    def put_smi(self):
        failed = [(int(title.split()[1]), text) for title, text in self.said.items() if title.startswith("failed ")]
        if failed:
            cases = [("*",) + failed[0]]
        else:
            query = (2, self.said["failed-query 2"]) if "failed-query 2" in self.said else (0, self.said.get("query"))
            cases = [("*compute_cap*",) + query, ("*--query-gpu*", 0, self.said.get("old_query")),
                     ("-L", 0, self.said.get("list")), ("*", 0, self.said.get("table"))]
        if "hangs" in self.said:
            return self.put("/usr/bin/nvidia-smi*", "#!/bin/sh\nexec sleep 600\n")
        if not any(text for _, _, text in cases):
            return None
        places = [title for title in self.said if title.endswith("/nvidia-smi*")] or ["/usr/bin/nvidia-smi*"]
        return self.put(places[0], self.script(cases))

    def script(self, cases):
        """A program that prints `text` and ends with `status` for arguments like `pattern`."""
        lines = []
        for pattern, status, text in cases:
            answer = "/answer-{}".format(len(os.listdir(self.tree.prefix)))
            self.put(answer, text or "")
            lines.append("{}) cat '{}'; exit {} ;;".format(pattern, self.tree.path(answer), status))
        return ANSWER.format(cases="\n".join(lines))

    def facts(self):
        # type: () -> dict
        """What the agent says of this machine; its Pythons, folders and C library are this computer's."""
        seconds = facts.SECONDS
        facts.SECONDS = SHORT if "hangs" in self.said else seconds
        try:
            return facts.gather(self.tree, {"PATH": "/usr/bin:/bin"}, "/root", ["~/nightjar", "/content/nightjar"])
        finally:
            facts.SECONDS = seconds

    def smi(self):
        # type: () -> dict
        """nvidia-smi's answers, read."""
        path = facts_smi.find(self.tree, ["/usr/bin"])
        probes = self.ask(facts_smi.commands(self.tree, path))
        probes.update(self.ask(facts_smi.more(path, probes)))
        return facts_smi.answer(path, probes)

    def ask(self, commands):
        probes = {key: Probe([self.tree.path(argv[0])] + argv[1:], {"PATH": "/usr/bin:/bin"}, 60)
                  for key, argv in commands.items()}
        collect(list(probes.values()))
        return probes

    def findings(self):
        return self.said.get("findings", "").split()


def main():
    made = {}
    for name in sys.argv[1:] or names():
        folder = tempfile.mkdtemp(prefix="nightjar-machine-")
        try:
            machine = Machine(name, folder)
            made[name] = {"facts": machine.facts(), "findings": machine.findings()}
        finally:
            shutil.rmtree(folder)
    json.dump(made, sys.stdout, indent=1, sort_keys=True)


if __name__ == "__main__":
    main()
