"""The step "install": from the folder of wheels, without the network, by uv where the plan names it, else by pip."""
import os

import children
import wheels
from desk import StepFailed
from package_name import canonical
from step_resolve import requirements


def install(desk, args):
    """args: python, argv (pip's), dir, argv_resolved? (pip's, for the exact set), exact? (the folder that it and uv look
    in), argv_uv?, uv_only?, resolved?."""
    exact = desk.folder.read_list("packages.json")
    ready = exact and os.path.isfile(requirements(desk, args))
    if ready and args.get("exact"):
        lay_out(args["dir"], args["exact"], exact)
    total = len(exact) or (sum(name.endswith(".whl") for name in os.listdir(args["dir"])) if args.get("dir") else 0)
    installed = counter(args["python"], exact)
    tick = lambda: desk.progress(installed(), total, "packages", False, "unpacking")
    use_uv = ready and args.get("argv_uv") and (args.get("uv_only") or not desk.uv_hangs)
    if ready and args.get("argv_uv") and not use_uv:
        desk.say("uv gave no answer before, so pip installs.")
    if not (use_uv and by_uv(desk, args, exact, tick)):
        by_pip(desk, args, args["argv_resolved"] if ready and args.get("argv_resolved") else args["argv"], tick)
    desk.progress(installed(), total or installed(), "packages", True)


def lay_out(wheels_folder, exact, packages):
    """A folder with the files that were checked, under second names, and nothing else: the folder of wheels may hold
    another wheel of the same version (another build number or platform), which an installer would like better."""
    if not os.path.isdir(exact):
        os.mkdir(exact, 0o700)
    for package in packages:
        source, target = (os.path.join(folder, package["file"]) for folder in (wheels_folder, exact))
        if os.path.lexists(target):  # since it was unpacked ahead
            continue
        try:
            os.link(source, target)
        except OSError:  # a file system without hard links
            os.symlink(source, target)


def by_pip(desk, args, argv, tick):
    try:
        children.run(desk, argv, on_tick=tick)
    except StepFailed:
        refuse_damaged(desk, args)
        raise


def by_uv(desk, args, exact, tick):
    """Whether uv did it. Where nobody insists on uv, pip may try too; it writes over what uv has begun."""
    try:
        again = [word for name in desk.torn for word in ("--reinstall-package", name)]
        children.run(desk, args["argv_uv"] + again, on_tick=tick)
        there = names(args["python"])
        absent = [package["name"] for package in exact if canonical(package["name"]) not in there]
        if absent:
            raise StepFailed("It ended well, but there is no {}.".format(", ".join(absent)))
        return True
    except StepFailed as failed:
        refuse_damaged(desk, args)
        if args.get("uv_only"):
            raise
        desk.uv_failed = True
        desk.say("uv could not install: {} pip does it now.".format(failed.reason))
        by_pip(desk, args, args["argv_resolved"] + ["--ignore-installed"], tick)
        return True


def refuse_damaged(desk, args):
    bad = wheels.find_damaged(desk, args["dir"]) if args.get("dir") else []
    if bad:
        raise StepFailed(" ".join(bad) + " It was removed; try again.")


def counter(python, exact):
    """What tells how many packages of the exact set are installed; of any, since now, where there is no such set."""
    wanted = {canonical(package["name"]) for package in exact}
    if wanted:
        return lambda: len(wanted & names(python))
    before = packages(python)
    return lambda: len(packages(python) - before)


def names(python):
    # type: (str) -> set
    return {canonical(name.split("-")[0]) for name in packages(python)}


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
