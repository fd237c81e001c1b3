"""The exact set as uv finds it, in a fraction of pip's time and without fetching whole wheels where an index has no
metadata beside them. uv names versions only (its lock files would fetch each wheel that has no hash in its link); which
file of a version fits is looked up on the index's pages by pip's own rules."""
import json
import os
import re

import children
import fetch_small
from desk import Cancelled, StepFailed
from fetch_client import without_login
from package_name import canonical
from uv_way import way_out

WHOLE = 60.0  # seconds for uv, for all pages, and for reading them
HURRY = {"UV_HTTP_TIMEOUT": "15", "UV_HTTP_RETRIES": "1"}  # pip can do it, too
LINE = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;@]+)$")


def by_uv(desk, args, route):
    """args: python, uv {argv, requirements, folder (private, ours)}, index.
    [{name, version, url, sha256, size: None}], or None, with the reason in the log: then pip is to do it."""
    try:
        return files(desk, args, versions(desk, args), route)
    except Cancelled:
        raise
    except Exception as failed:  # whatever it is, pip does not depend on it
        desk.uv_failed = True
        reason = getattr(failed, "reason", None) or "{}: {}.".format(type(failed).__name__, failed)
        desk.say("uv could not resolve: {} pip does it now.".format(reason))
        return None


def versions(desk, args):
    """[(name, version)] by `uv pip compile`."""
    folder = args["uv"]["folder"]
    os.makedirs(folder, mode=0o700, exist_ok=True)
    wanted, found = os.path.join(folder, "wanted.in"), os.path.join(folder, "found.txt")
    with open(wanted, "w", encoding="utf-8") as file:
        file.write("".join(word + "\n" for word in args["uv"]["requirements"]))
    try:
        children.run(desk, args["uv"]["argv"] + ["--output-file", found, "--", wanted], timeout=WHOLE,
                     variables=dict(way_out(desk.environment(), args["python"]), **HURRY))
    except StepFailed as failed:
        desk.uv_hangs = failed.hung()
        raise
    desk.uv_hangs = False  # it answers: what took too long before (PyPI, for an environment's pip) was not uv
    with open(found, encoding="utf-8") as file:
        lines = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    matches = [LINE.match(line) for line in lines]
    if not matches or not all(matches):
        raise StepFailed("It answered {}.".format("; ".join(lines)[:200] or "nothing"))
    return [match.groups() for match in matches if match]


def files(desk, args, found, route):
    """Which file each version is."""
    index, folder = args["index"].rstrip("/"), args["uv"]["folder"]
    addresses = ["{}/{}/".format(index, canonical(name)) for name, _ in found]
    pages = fetch_small.all_at_once(desk, addresses, route, fetch_small.page, WHOLE)
    request = []
    for number, ((name, version), page) in enumerate(zip(found, pages)):
        if not page:
            raise StepFailed("The index gave no page of {}.".format(name))
        path = os.path.join(folder, "page-{}".format(number))
        with open(path, "wb") as file:
            file.write(page[0])
        request.append({"name": name, "version": version, "page": path, "address": without_login(page[1])})
    return [chosen(*entry) for entry in zip(request, picked(desk, args, request))]


def picked(desk, args, request):
    asked, answer = (os.path.join(args["uv"]["folder"], name) for name in ("wheels.json", "picked.json"))
    with open(asked, "w", encoding="utf-8") as file:
        json.dump(request, file)
    agent = os.path.dirname(os.path.abspath(__file__))
    children.run(desk, [args["python"], "-I", agent, "--pick", asked, answer], timeout=WHOLE)
    with open(answer, encoding="utf-8") as file:
        return json.load(file)


def chosen(package, wheel):
    if not wheel:
        raise StepFailed("No wheel of {name} {version} on the index fits this Python.".format(**package))
    return {"name": package["name"], "version": package["version"], "url": without_login(wheel["url"]),
            "sha256": wheel["sha256"], "size": None}
