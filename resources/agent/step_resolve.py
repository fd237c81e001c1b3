"""The step "resolve": the exact set of packages, with addresses, hashes and sizes, before anything is downloaded."""
import json
import os
import urllib.parse
import urllib.request
import time
from concurrent.futures import ThreadPoolExecutor, wait

import certificates
import children
from desk import StepFailed, StepSkipped
from job_folder import write_whole
from step_preflight import numbers, size

PATIENCE = 8.0  # seconds for all sizes together


def resolve(desk, args):
    """args: python, argv, report, min_pip, resolved? (where to write requirements; the job's folder otherwise).
    Leaves <job>/resolved.json [{name, version, url, sha256, size}] and the requirements "name==version"."""
    version = pip_version(args["python"])
    if version and numbers(version) < numbers(args.get("min_pip") or "0"):
        raise StepSkipped("pip {} would have to download everything to resolve; the download step does that.".format(
            version))
    children.run(desk, args["argv"])
    packages = from_report(args["report"])
    for package, known in zip(packages, sizes(desk, [package["url"] for package in packages], args["python"])):
        package["size"] = known
    for package in packages:
        desk.say("{name}=={version}  {}  {url}".format(size(package["size"]) if package["size"] else "size unknown",
                                                       **package))
    desk.folder.write("resolved.json", packages)
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
        return [
            {
                "name": item["metadata"]["name"],
                "version": item["metadata"]["version"],
                "url": item["download_info"]["url"],
                "sha256": sha256(item["download_info"].get("archive_info") or {}),
                "size": None,
            }
            for item in items
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StepFailed("pip's report cannot be read: {}".format(error))


def sha256(archive):
    # type: (dict) -> object
    """From `hashes`, or from the older `hash`, "sha256=…"."""
    known = (archive.get("hashes") or {}).get("sha256")
    kind, _, value = (archive.get("hash") or "").partition("=")
    return known or (value if kind == "sha256" else None)


def sizes(desk, urls, python):
    # type: (object, list, str) -> list
    """Bytes behind each address, asked all at once; None where a server does not tell in time: they only serve the bar."""
    context = certificates.context(desk.environment(), python)
    pool = ThreadPoolExecutor(8)
    asked = [pool.submit(size_of, url, context) for url in urls]
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and wait(asked, 0.2).not_done:
        desk.check()
    pool.shutdown(wait=False)
    return [answer.result() if answer.done() else None for answer in asked]


def size_of(url, context):
    # type: (str, object) -> object
    parts = urllib.parse.urlsplit(url)
    try:
        if parts.scheme == "file":
            return os.path.getsize(urllib.request.url2pathname(parts.path))
        if parts.scheme not in ("http", "https"):
            return None
        request = urllib.request.Request(url, method="HEAD")
        with urllib.request.urlopen(request, timeout=10, context=context) as answer:
            return int(answer.headers["Content-Length"])
    except (OSError, ValueError, TypeError):
        return None
