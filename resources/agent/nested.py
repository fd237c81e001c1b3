"""Roots inside roots: what lies in ROOT/current, or in another folder of a root's own, goes when that root is tidied."""
import os

from errors import AgentError
from root_lock import lock_path

OWN = frozenset(("envs", "wheels", "tmp", "jobs"))


def refuse_nested(root):
    # type: (str) -> None
    """Errors: root-nested."""
    outer = around(root)
    if outer:
        raise AgentError("root-nested", "This folder lies inside another environment root, {}.".format(outer), root)


def around(root):
    # type: (str) -> object
    """The root in one of whose own folders this one lies; None for none."""
    path = os.path.realpath(root)
    while path != os.path.dirname(path):
        path, name = os.path.split(path)
        if name in OWN and os.path.lexists(lock_path(path)) and os.path.isdir(os.path.join(path, "envs")):
            return path
    return None
