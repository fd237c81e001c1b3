"""pip downloads by itself: its progress is told by what grows, and what it took by its report, where it has one."""
import os

import children
import wheels
from desk import StepFailed
from fetched import file_name, leave
from pip_meter import Meter
from recorded import recorded_hashes, refusal
from removal import listed
from step_preflight import numbers
from step_resolve import from_report, pip_version, write_requirements
from wheel_place import read_ledger, stamp

KEPT = ".kept"  # in the folder of wheels
REPORTING = "22.2"  # the first pip with --report (its release notes)


def by_pip(desk, args, folder):
    desk.say("The exact set is not known beforehand, so pip downloads by itself: a file that is cut begins anew.")
    wheels.drop_unreadable(desk, folder)
    earlier = recorded_hashes(desk.folder.root)
    before = {name: stamp(os.path.join(folder, name)) for name in wheels.names(folder)}
    try:
        set_aside(desk, folder, earlier)
        run(desk, args, folder)
        here = read_ledger(folder)
        version = pip_version(args["python"])
        if args.get("argv_report") and numbers(version) >= numbers(REPORTING):
            return record(desk, args, folder, earlier, here)
        came = [name for name in here if before.get(name) != stamp(os.path.join(folder, name))]
        refuse_changed(folder, earlier, here, came)
        desk.say("pip {} does not tell what it took, so no lock can be made of it.".format(version))
    finally:
        bring_back(folder)


def run(desk, args, folder):
    meter = Meter(desk, folder)
    try:
        children.run(desk, args["argv"], on_tick=meter.tell)
    except StepFailed:
        wheels.drop_unreadable(desk, folder)  # a full disk cuts a file short under its own name
        raise
    meter.tell(True)
    wheels.inspect(desk, folder, {})


def record(desk, args, folder, earlier, here):
    children.run(desk, args["argv_report"])
    files = [dict(package, file=file_name(package["url"]), url=None) for package in from_report(args["report"])]
    refuse_changed(folder, earlier, here, [package["file"] for package in files])
    for package in files:
        package.update(sha256=here[package["file"]]["sha256"], size=here[package["file"]]["size"])
    leave(desk, files)
    write_requirements(desk, args, files)


def refuse_changed(folder, earlier, here, names):
    for name in names:
        refused = refusal(earlier, name, here[name]["sha256"])
        if refused:
            os.unlink(os.path.join(folder, name))
            raise StepFailed(refused)


def set_aside(desk, folder, earlier):
    """A second name for wheels that environments were made from: where the index has a new file of the same name, pip
    removes the old one before anybody has looked at the new one."""
    for name in wheels.names(folder):
        path = os.path.join(folder, name)
        known = [digest for digest, _ in earlier.get(name, ())]
        if known and wheels.known_or_read(desk, folder, name)["sha256"] in known:
            kept = os.path.join(folder, KEPT, name)
            os.makedirs(os.path.dirname(kept), exist_ok=True)
            try:
                os.link(path, kept)
            except OSError:  # a file system without hard links
                os.rename(path, kept)


def bring_back(folder):
    """Also what a killed job has set aside."""
    aside = os.path.join(folder, KEPT)
    for name in listed(aside):
        kept = os.path.join(aside, name)
        os.replace(kept, os.path.join(folder, name))
        if os.path.lexists(kept):  # two names of one file stay two
            os.unlink(kept)
    if os.path.isdir(aside):
        os.rmdir(aside)
