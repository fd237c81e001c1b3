"""Whether wheels on the disk are what they should be: whole, and with the hash that the index promised."""
import hashlib
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor

import wire
from desk import StepFailed
from job_folder import write_whole
from wheel_place import LEDGER, known_sha256, read_ledger, stamp


def names(folder):
    # type: (str) -> list
    return sorted(name for name in os.listdir(folder) if name.endswith(".whl"))


def drop_unreadable(desk, folder):
    """Removes what a cancelled or killed download left cut short; pip would take it for whole."""
    for name in names(folder):
        path = os.path.join(folder, name)
        if not zipfile.is_zipfile(path):
            desk.say("{} is not whole; it was removed.".format(name))
            os.unlink(path)


def inspect(desk, folder, promised):
    # type: (object, str, dict) -> None
    """Hashes every wheel that was not read before. One that is cut short, or is not what was promised, is removed and
    fails the step by name. promised: {file name: sha256 or None}. Unpacking tells the rest: see find_damaged."""
    ledger = read_ledger(folder)
    found = {name: stamp(os.path.join(folder, name)) for name in names(folder)}
    fresh = [name for name, about in found.items() if {key: ledger.get(name, {}).get(key) for key in about} != about]
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        looks = {name: pool.submit(look, desk, os.path.join(folder, name)) for name in fresh}
        for name, answer in looks.items():
            found[name].update(answer.result())
    desk.check()
    bad = []
    for name, about in found.items():
        about.setdefault("sha256", ledger.get(name, {}).get("sha256"))
        fault = about.pop("fault", None) or mismatch(about["sha256"], promised.get(name))
        if fault:
            bad.append("{} is damaged: {}.".format(name, fault))
            os.unlink(os.path.join(folder, name))
    sound = {name: about for name, about in found.items() if os.path.exists(os.path.join(folder, name))}
    write_whole(os.path.join(folder, LEDGER), wire.dumps(sound).encode("ascii"))
    if bad:
        raise StepFailed(" ".join(bad) + " It was removed; try again.")


def find_damaged(desk, folder):
    # type: (object, str) -> list
    """Reads every member of every wheel, as unpacking does, and removes those that cannot be read: [sentence]. It takes
    as long as unpacking, so it is for when installing has failed."""
    bad = []
    for name in names(folder):
        fault = fault_of(desk, os.path.join(folder, name))
        if fault:
            bad.append("{} is damaged: {}.".format(name, fault))
            os.unlink(os.path.join(folder, name))
    return bad


def known_or_read(desk, folder, name):
    # type: (object, str, str) -> dict
    """{"size", "time", "sha256"} of a wheel, and "fault" where it is not whole; read only where the ledger has not
    seen it as it is."""
    about = stamp(os.path.join(folder, name))
    known = known_sha256(folder, name, about)
    if known:
        return dict(about, sha256=known)
    about.update(look(desk, os.path.join(folder, name)))
    return about


def record(folder, files):
    # type: (str, list) -> None
    """Adds those of [{"file", "sha256", "whole"?, …}] that were found whole to the ledger; forgets what is gone."""
    ledger = {name: about for name, about in read_ledger(folder).items() if os.path.exists(os.path.join(folder, name))}
    for package in files:
        path = os.path.join(folder, package["file"])
        if package.get("whole") and os.path.exists(path):
            ledger[package["file"]] = dict(stamp(path), sha256=package["sha256"])
    try:
        write_whole(os.path.join(folder, LEDGER), wire.dumps(ledger).encode("ascii"))
    except OSError:
        pass  # a full disk; the wheels are read again next time


def mismatch(actual, expected):
    # type: (str, object) -> object
    if not expected or actual == expected:
        return None
    return "its sha256 is {}, {} was promised".format(actual, expected)


def look(desk, path):
    # type: (object, str) -> dict
    """{"sha256"} and, where it does not end as a zip does, {"fault"}."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            desk.check()
            digest.update(block)
    return {"sha256": digest.hexdigest(), "fault": None if zipfile.is_zipfile(path) else "it is cut short"}


def fault_of(desk, path):
    # type: (object, str) -> object
    """None where every member can be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                desk.check()
                with archive.open(entry) as member:
                    while member.read(1 << 20):
                        pass
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        return str(error) or type(error).__name__
    except Exception as error:
        if type(error).__module__ != "zlib":
            raise
        return str(error)
    return None
