"""The Pythons of this machine: each interpreter once, by its real path; read from files where those tell."""
import os
import sys

MINORS = range(3, 17)
ASK = "import sys; print(sys.executable); print(*sys.version_info[:3], sep='.'); print(sys.abiflags)"
MANAGED = (  # folders of versions, each with bin/python3: pyenv, uv, conda's environments
    "{home}/.pyenv/versions", "{home}/.local/share/uv/python", "/opt/python", "/opt/conda/envs",
)
SINGLE = ("/opt/conda", "{home}/miniconda3", "{home}/anaconda3", "{home}/miniforge3", "{home}/mambaforge")


def candidates(tree, environment, home):
    # type: (object, dict, str) -> list
    """Real paths of interpreters, PATH's first, each once."""
    names = ["python3"] + ["python3.{}".format(minor) for minor in MINORS]
    names += ["python3.{}t".format(minor) for minor in MINORS if minor >= 13]
    folders = [folder for folder in environment.get("PATH", "").split(":") if folder.startswith("/")]
    folders = [folder for folder in folders if not folder.endswith("/shims")] + ["/usr/bin", "/usr/local/bin"]
    paths = [folder + "/" + name for folder in folders for name in names]
    for place in managed_folders(environment, home):
        paths += [place + "/" + name + "/bin/python3" for name in tree.names(place)]
    singles = [place.format(home=home) for place in SINGLE] + [environment.get("CONDA_PREFIX", "")]
    paths += [place + "/bin/python3" for place in singles if place.startswith("/")]
    return distinct(tree, paths)


def managed_folders(environment, home):
    own = [environment.get("PYENV_ROOT", "") + "/versions", environment.get("UV_PYTHON_INSTALL_DIR", "")]
    return [place for place in own if place.startswith("/") and place != "/versions"] + [
        place.format(home=home) for place in MANAGED
    ]


def distinct(tree, paths):
    found = []
    for path in paths:
        if tree.is_program(path):
            real = os.path.realpath(tree.path(path))[len(tree.prefix):]
            if real not in found:
                found.append(real)
    return found


def from_files(tree, path):
    # type: (object, str) -> object
    """What the files around an interpreter tell: {"version", "free_threaded"}; None where it has to be asked: it is a
    script, or its headers (the only file with the whole version) are not installed."""
    name = os.path.basename(path)
    if tree.bytes(path, 4) != b"\x7fELF" or not name.startswith("python3."):
        return None
    prefix = os.path.dirname(os.path.dirname(path))
    headers = [tree.text("{}/include/{}/patchlevel.h".format(prefix, folder)) for folder in (name, name + "m")]
    for line in "\n".join(headers).splitlines():
        words = line.split()
        if words[:2] == ["#define", "PY_VERSION"] and len(words) > 2:
            return {"version": words[2].strip('"').rstrip("+"), "free_threaded": name.endswith("t")}
    return None


def read(tree, environment, home):
    # type: (object, dict, str) -> dict
    """{path: what is known without asking, or None}. The interpreter that runs this agent is known already."""
    known = {path: from_files(tree, path) for path in candidates(tree, environment, home)}
    own = os.path.realpath(sys.executable or "/")
    if not tree.prefix and sys.executable:
        known[own] = {"version": ".".join(map(str, sys.version_info[:3])), "free_threaded": "t" in sys.abiflags}
    return known


def commands(known):
    # type: (dict) -> dict
    """The interpreters that have to be asked."""
    return {path: [path, "-E", "-s", "-S", "-c", ASK] for path, about in known.items() if about is None}


def pythons(tree, known, probes):
    # type: (object, dict, dict) -> list
    found = []
    for path, about in known.items():
        about = about or from_answer(probes.get(path))
        if not about:
            continue
        real = about.get("path", path)
        if all(other["path"] != real for other in found):
            found.append(dict(about, path=real, **parts(tree, real, about)))
    return found


def from_answer(probe):
    lines = probe.output.splitlines()[-3:] if probe and probe.status == 0 else []
    if len(lines) < 2 or not lines[0].startswith("/"):
        return None
    flags = lines[2] if len(lines) > 2 else ""
    return {"path": os.path.realpath(lines[0]), "version": lines[1], "free_threaded": "t" in flags}


def parts(tree, path, about):
    # type: (object, str, dict) -> dict
    """Whether `python -m venv` would give an environment with pip, and whether pip is there."""
    prefix = os.path.dirname(os.path.dirname(path))
    name = "python" + ".".join(about["version"].split(".")[:2]) + ("t" if about["free_threaded"] else "")
    homes = [prefix + "/lib/" + name, prefix + "/lib64/" + name]
    packages = [home + "/site-packages" for home in homes] + [home + "/dist-packages" for home in homes]
    if prefix == "/usr":
        packages += ["/usr/lib/python3/dist-packages", "/usr/local/lib/{}/dist-packages".format(name)]
    return {
        "has_venv": any(has_venv(tree, home) for home in homes),
        "has_pip": any(tree.exists(folder + "/pip/__init__.py") for folder in packages),
    }


def has_venv(tree, home):
    """venv, ensurepip, and the wheel that ensurepip unpacks: bundled, or Debian's and Fedora's shared folders."""
    wheels = (home + "/ensurepip/_bundled", "/usr/share/python-wheels", "/usr/share/python3-wheels")
    return (
        tree.exists(home + "/venv/__init__.py")
        and tree.exists(home + "/ensurepip/__init__.py")
        and any(name.startswith("pip-") for folder in wheels for name in tree.names(folder))
    )
