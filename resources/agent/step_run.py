"""The steps "run" (programs one after another) and "install" (one pip install, with progress in packages)."""
import os

import children
import wheels
from desk import StepFailed


def run(desk, args):
    """args: commands, silence_s?, timeout_s? (each for one command), cwd?. A command is an argv array, or an object
    {argv, environment?, silence_s?, timeout_s?, cwd?} where it differs from the rest. Stops at the first failure."""
    for command in args["commands"]:
        own = command if isinstance(command, dict) else {"argv": command}
        limits = {name: own.get(name, args.get(name)) for name in ("cwd", "silence_s", "timeout_s")}
        children.run(desk, own["argv"], limits["cwd"], own.get("environment"), limits["silence_s"],
                     limits["timeout_s"])


def install(desk, args):
    """args: python, argv, dir (the wheels; as many packages are expected)."""
    before = packages(args["python"])
    total = sum(name.endswith(".whl") for name in os.listdir(args["dir"])) if args.get("dir") else 0
    try:
        children.run(desk, args["argv"],
                     on_tick=lambda: desk.progress(len(packages(args["python"]) - before), total, "packages"))
    except StepFailed as failed:
        bad = wheels.find_damaged(desk, args["dir"]) if args.get("dir") else []
        if bad:
            raise StepFailed(" ".join(bad) + " It was removed; try again.")
        raise failed
    done = len(packages(args["python"]) - before)
    desk.progress(done, total or done, "packages", True)


def packages(python):
    # type: (str) -> set
    """Folders that describe installed packages, in the environment of this interpreter."""
    library = os.path.join(os.path.dirname(os.path.dirname(python)), "lib")
    found = set()  # type: set
    for name in os.listdir(library) if os.path.isdir(library) else ():
        folder = os.path.join(library, name, "site-packages")
        if os.path.isdir(folder):
            found.update(entry for entry in os.listdir(folder) if entry.endswith(".dist-info"))
    return found
