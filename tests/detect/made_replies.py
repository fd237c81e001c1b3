"""Prints {name: reply of the agent's verb "facts"} for every machine of tests/data/facts/*.txt, as JSON."""
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "agent"))
import machines  # noqa: E402


def reply(name, folder):
    about = machines.Machine(name, folder).facts()
    about["pythons"] = [{"path": "/usr/bin/python3.12", "version": "3.12.3", "free_threaded": False, "has_venv": True,
                         "has_pip": True}]
    about["roots"] = [{"asked": asked, "path": path, "free_bytes": 66000000000}
                      for asked, path in (("~/nightjar", "/root/nightjar"), ("/content/nightjar",) * 2)]
    return about


replies = {}
for each in machines.names():
    with tempfile.TemporaryDirectory() as place:
        replies[each] = reply(each, place)
print(json.dumps(replies))
