"""The step "download": fetches exactly what the step "resolve" found, and records what came. Where there is no such
list (pip is too old to resolve without downloading), pip downloads."""
import hashlib
import os
import urllib.request
from urllib.parse import urlsplit

import wheels
from desk import StepFailed
from download_by_pip import bring_back, by_pip
from environments import flush
from fetch import fetch
from fetch_client import Route
from fetched import file_name, leave
from recorded import recorded_hashes, refusal
from unpack_ahead import Ahead


def download(desk, args):
    """args: dir, python, argv (pip's, for want of a list), argv_report? and report (with which pip tells what it took),
    index? (its login is used for files on its host), ahead? and exact? (see unpack_ahead), connections?, patience_s?
    (without a byte, then the request is made anew), pause_s? (before the first retry).
    Leaves the wheels, their ledger, and <job>/packages.json [{name, version, file, url, sha256, size}]."""
    folder = args["dir"]
    os.makedirs(folder, exist_ok=True)
    bring_back(folder)
    resolved = desk.folder.read_list("resolved.json")
    if not resolved:
        return by_pip(desk, args, folder)
    files = [dict(package, file=file_name(package["url"])) for package in resolved]
    earlier = recorded_hashes(desk.folder.root)
    try:
        rest = [package for package in files if not is_here(desk, folder, package, earlier)]
        for package in rest:
            if urlsplit(package["url"]).scheme == "file":
                copy(desk, folder, package, earlier)
        rest = [package for package in rest if urlsplit(package["url"]).scheme != "file"]
        route = Route(desk.environment(), args["python"], args.get("index") or "",
                      float(args.get("patience_s") or 20))
        with Ahead(desk, args, files) as ahead:
            fetch(desk, folder, files, rest, route, lambda name, digest: refusal(earlier, name, digest), args, ahead.tick)
    finally:
        wheels.record(folder, files)
        flush(folder)
    leave(desk, files)


def is_here(desk, folder, package, earlier):
    """Whether the wheel is in the folder, whole and the right one; one that is damaged or has another hash is removed."""
    path = os.path.join(folder, package["file"])
    if not os.path.isfile(path):
        return False
    about = wheels.known_or_read(desk, folder, package["file"])
    fault = about.get("fault") or wheels.mismatch(about["sha256"], package["sha256"])
    refused = None if about.get("fault") else refusal(earlier, package["file"], package["sha256"] or about["sha256"])
    if refused and about["sha256"] in [digest for digest, _ in earlier[package["file"]]]:
        raise StepFailed(refused)  # what is here is the one that an environment was made from: it stays
    if fault or refused:
        os.unlink(path)
        if refused:
            raise StepFailed(refused)
        desk.say("{} was removed: {}.".format(package["file"], fault))
        return False
    if not package["sha256"] and package["size"] not in (None, about["size"]):  # a proxy's page has a size, too
        desk.say("{} has {} bytes, the index says {}: it is fetched anew, and stays until then.".format(
            package["file"], about["size"], package["size"]))
        return False
    package.update(sha256=about["sha256"], size=about["size"], whole=True)
    return True


def copy(desk, folder, package, earlier):
    """A file: address, as in a folder of wheels."""
    source = urllib.request.url2pathname(urlsplit(package["url"]).path)
    path = os.path.join(folder, package["file"])
    made, digest = path + ".part", hashlib.sha256()
    try:
        with open(source, "rb") as file, open(made, "wb") as target:
            for block in iter(lambda: file.read(1 << 20), b""):
                desk.check()
                target.write(block)
                digest.update(block)
        refused = refusal(earlier, package["file"], digest.hexdigest())
        if refused:
            raise StepFailed(refused)  # before it takes the place of the one that an environment was made from
        os.rename(made, path)
    except OSError as error:
        raise StepFailed("{} could not be copied from {}: {}.".format(package["file"], source, error.strerror or error))
    finally:
        if os.path.exists(made):
            os.unlink(made)
    if not is_here(desk, folder, package, earlier):
        raise StepFailed("{} is damaged in {}.".format(package["file"], source))
