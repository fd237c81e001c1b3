"""The hashes that the environments of a root recorded for their wheels: a file name stands for one content only."""
import os

import wire
from releases import RECORD


def recorded_hashes(root):
    # type: (str) -> dict
    """{file name: [(sha256, environment's folder name)]}."""
    found = {}  # type: dict
    parent = os.path.join(root, "envs")
    for name in sorted(os.listdir(parent)) if os.path.isdir(parent) else ():
        try:
            with open(os.path.join(parent, name, RECORD), encoding="ascii") as file:
                packages = wire.loads(file.read()).get("packages") or []
            for package in packages:
                if package.get("file") and package.get("sha256"):
                    found.setdefault(package["file"], []).append((package["sha256"], name))
        except (OSError, ValueError, AttributeError, TypeError):
            continue  # half-made, or made by an earlier version
    return found


def refusal(earlier, name, digest):
    # type: (dict, str, str) -> object
    """A sentence where an environment recorded another content under this name; None otherwise."""
    for known, environment in earlier.get(name, ()):
        if known != digest:
            return ("{} has changed under the same name: the environment {} recorded sha256 {}, now it is {}. "
                    "The new one was not kept.".format(name, environment, known, digest))
    return None
