"""The step "lock": the exact set of packages comes from a lock, so nothing is resolved."""
import pathlib

from desk import StepFailed
from errors import AgentError
from step_preflight import size
from step_resolve import write_requirements
from wheel_place import valid_name


def lock(desk, args):
    """args: packages [{name, version, file, url or null, sha256, size or null}], dir (the wheels), resolved? (where to
    write requirements; the job's folder otherwise). Leaves what the step "resolve" leaves: <job>/resolved.json and the
    requirements "name==version"."""
    packages = [whole(package) for package in args["packages"]]
    for package in packages:
        known = size(package["size"]) if package["size"] is not None else "size unknown"
        desk.say("{}=={}  {}  sha256 {}".format(package["name"], package["version"], known, package["sha256"]))
    desk.folder.write("resolved.json", [
        {"name": package["name"], "version": package["version"], "url": package["url"] or here(args, package),
         "sha256": package["sha256"], "size": package["size"]} for package in packages])
    write_requirements(desk, args, packages)


def whole(package):
    # type: (dict) -> dict
    try:
        valid_name(package["file"])
        return {key: package.get(key) for key in ("name", "version", "file", "url", "sha256", "size")}
    except AgentError as error:
        raise StepFailed("{} {}".format(error.what, error.details))


def here(args, package):
    # type: (dict, dict) -> str
    """A wheel without an address is one that was sent to the runtime."""
    return (pathlib.Path(args["dir"]) / package["file"]).as_uri()
