"""The process in which pages are read and wheels are picked: `<environment's python> -I <agent> --pick REQUEST ANSWER`,
two files. A process of its own, since a page may be made to take a parser hours.

REQUEST: [{"name", "version", "page" (a file), "address" (where it came from)}]. ANSWER: for each {"url", "sha256"} of
the wheel that pip would take here, or null. What runs here, and what a wheel's name says, is pip's own knowledge: its
copy of `packaging`, in the environment.
"""
import json
import sys


def main():
    from index_page import address_of, wheels_of
    from pip._vendor.packaging.tags import sys_tags

    with open(sys.argv[2], encoding="utf-8") as file:
        request = json.load(file)
    ranks = {}  # type: dict
    for rank, tag in enumerate(sys_tags()):
        ranks.setdefault(tag, rank)
    answer = []
    for package in request:
        with open(package["page"], encoding="utf-8", errors="replace") as file:
            wheel = pick(package["name"], package["version"], wheels_of(file.read(), package["address"]), ranks)
        answer.append(wheel and address_of(wheel))
    with open(sys.argv[3], "w", encoding="utf-8") as file:
        json.dump(answer, file)
    return 0


def pick(name, version, wheels, ranks):
    """pip's order among files of one version: not yanked, then the closest tag, then the build number; of equals the
    last."""
    from pip._vendor.packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
    from pip._vendor.packaging.version import InvalidVersion, Version

    best, found, wanted = None, None, (canonicalize_name(name), Version(version))
    for wheel in wheels:
        try:
            its_name, its_version, build, tags = parse_wheel_filename(wheel["file"])
        except (InvalidWheelFilename, InvalidVersion):
            continue
        usable = [ranks[tag] for tag in tags if tag in ranks]
        if (its_name, its_version) != wanted or not usable or not allowed(wheel):
            continue
        key = (not wheel["yanked"], -min(usable), build)
        if best is None or key >= best:
            best, found = key, wheel
    return found


def allowed(wheel):
    # type: (dict) -> bool
    """Whether this Python is one that the file is for; one that cannot be read forbids nothing, as in pip."""
    from pip._vendor.packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        here = ".".join(str(part) for part in sys.version_info[:3])
        return SpecifierSet(wheel.get("requires_python") or "").contains(here, prereleases=True)
    except InvalidSpecifier:
        return True
