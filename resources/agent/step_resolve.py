"""The step "resolve": the exact set of packages, with addresses, hashes and sizes, before anything is downloaded."""
import json
import os

import children
import fetch_small
from desk import StepFailed, StepSkipped
from fetch_client import Route, without_login
from job_folder import write_whole
from package_name import canonical
from resolve_by_uv import by_uv
from step_preflight import numbers, size

PATIENCE = 8.0  # seconds for all sizes together


def resolve(desk, args):
    """args: python, argv (pip's), report, min_pip, index?, uv? (see resolve_by_uv; where it fails, pip does it),
    resolved? (where to write requirements; the job's folder otherwise).
    Leaves <job>/resolved.json [{name, version, url, sha256, size}] and the requirements "name==version"."""
    route = Route(desk.environment(), args["python"], args.get("index") or "", 10.0)
    packages = (args.get("uv") and by_uv(desk, args, route)) or by_pip(desk, args)
    addresses = [package["url"] for package in packages]
    for package, known in zip(packages, fetch_small.all_at_once(desk, addresses, route, fetch_small.size, PATIENCE)):
        package["size"] = known  # the download learns it from the first answer otherwise
    for package in packages:
        desk.say("{name}=={version}  {}  {url}".format(size(package["size"]) if package["size"] else "size unknown",
                                                       **package))
    desk.folder.write("resolved.json", packages)
    write_requirements(desk, args, packages)


def by_pip(desk, args):
    version = pip_version(args["python"])
    if version and numbers(version) < numbers(args.get("min_pip") or "0"):
        raise StepSkipped("pip {} would have to download everything to resolve; it will download by itself instead, "
                          "without resuming a file that is cut.".format(version))
    children.run(desk, args["argv"])
    return from_report(args["report"])


def write_requirements(desk, args, packages):
    lines = "".join("{name}=={version}\n".format(**package) for package in packages)
    write_whole(requirements(desk, args), lines.encode("utf-8"))


def requirements(desk, args):
    # type: (object, dict) -> str
    return args.get("resolved") or os.path.join(desk.temporary, "resolved.txt")


def pip_version(python):
    # type: (str) -> str
    """The environment's pip, by its folder's name; "" where that cannot be told."""
    library = os.path.join(os.path.dirname(os.path.dirname(python)), "lib")
    for name in os.listdir(library) if os.path.isdir(library) else ():
        folder = os.path.join(library, name, "site-packages")
        for entry in os.listdir(folder) if os.path.isdir(folder) else ():
            if entry.startswith("pip-") and entry.endswith(".dist-info"):
                return entry[4:-len(".dist-info")]
    return ""


def from_report(path):
    # type: (str) -> list
    """pip's installation report (pip.pypa.io/en/stable/reference/installation-report, version 1)."""
    try:
        with open(path, encoding="utf-8") as file:
            items = json.load(file)["install"]
        found = [
            {
                "name": canonical(item["metadata"]["name"]),
                "version": item["metadata"]["version"],
                "url": without_login(item["download_info"]["url"]),
                "sha256": sha256(item["download_info"].get("archive_info") or {}),
                "size": None,
            }
            for item in items
        ]
        return sorted(found, key=lambda package: package["name"])  # uv's way: two locks of one set are the same
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StepFailed("pip's report cannot be read: {}".format(error))


def sha256(archive):
    # type: (dict) -> object
    """From `hashes`, or from the older `hash`, "sha256=…"."""
    known = (archive.get("hashes") or {}).get("sha256")
    kind, _, value = (archive.get("hash") or "").partition("=")
    return known or (value if kind == "sha256" else None)
