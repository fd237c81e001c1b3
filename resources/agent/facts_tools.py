"""uv, git, virtualenv and a C compiler: where they are and which version."""
import os


def commands(tree, folders):
    # type: (object, list) -> dict
    paths = {name: tree.find_program(name, folders) for name in ("uv", "git")}
    return {name: [path, "--version"] for name, path in paths.items() if path}


def tools(tree, folders, probes):
    # type: (object, list, dict) -> dict
    answer = {name: asked(probes.get(name)) for name in ("uv", "git")}
    answer["virtualenv"] = virtualenv(tree, folders)
    compiler = next(filter(None, (tree.find_program(name, folders) for name in ("cc", "gcc", "clang"))), "")
    answer["cc"] = {"path": compiler} if compiler else None
    return answer


def asked(probe):
    """A tool that answered "name 1.2.3 …"."""
    if probe is None or probe.status != 0:
        return None
    version = next((word for word in probe.output.split() if word[:1].isdigit()), None)
    return {"path": probe.argv[0], "version": version}


def virtualenv(tree, folders):
    # type: (object, list) -> object
    """Starting virtualenv takes a third of a second, so its version is read from beside its interpreter."""
    path = tree.find_program("virtualenv", folders)
    if not path:
        return None
    interpreter = tree.bytes(path, 256).split(b"\n")[0].decode("utf-8", "replace")
    prefix = os.path.dirname(os.path.dirname(interpreter[2:].strip().split(" ")[0]))
    return {"path": path, "version": virtualenv_version(tree, prefix)}


def virtualenv_version(tree, prefix):
    # type: (object, str) -> object
    homes = [base + "/" + name for base in (prefix + "/lib", "/usr/local/lib") for name in tree.names(base)]
    folders = [home + kind for home in homes if "/python3" in home for kind in ("/site-packages", "/dist-packages")]
    for folder in folders:
        for name in tree.names(folder):
            if name.startswith("virtualenv-") and name.endswith("-info"):
                return name.split("-")[1].replace(".dist", "").replace(".egg", "")
    return None
