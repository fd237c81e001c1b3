"""What of the person's own settings would reach pip: kept (certificates, proxies) or kept out (everything else)."""
import os

LEAKING = ("PIP_", "UV_", "PYTHON")
LEAKING_NAMES = ("LD_LIBRARY_PATH", "CONDA_PREFIX", "VIRTUAL_ENV")


def leaking(environment):
    # type: (dict) -> dict
    """Variables that would change what pip, uv or Python do. Passwords inside URLs are left out."""
    return {
        name: without_password(value)
        for name, value in environment.items()
        if name.startswith(LEAKING) or name in LEAKING_NAMES
    }


def without_password(text):
    # type: (str) -> str
    """"https://user:secret@host/" → "https://***@host/", wherever it stands in `text`."""
    scheme, mark, rest = text.partition("://")
    if not mark:
        return text
    end = min([place for place in map(rest.find, "/ \n\t\"'") if place >= 0] or [len(rest)])
    host = rest[:end]
    host = "***@" + host.rpartition("@")[2] if "@" in host else host
    return scheme + mark + host + without_password(rest[end:])


def settings(tree, environment, home):
    # type: (object, dict, str) -> dict
    """`cert` and `proxy` of pip's configuration files, later files winning as pip has it; None where the person's own
    variable, which wins over all of them, comes to pip by itself."""
    found = {"cert": None, "proxy": None}
    for path in config_files(environment, home):
        for section, key, value in entries(tree.text(path)):
            if section in ("global", "install", "download") and key in found and value:
                found[key] = value
    return {key: None if environment.get("PIP_" + key.upper()) else found[key] for key in found}


def config_files(environment, home):
    # type: (dict, str) -> list
    """In pip's order: the system's, the user's, then the one that PIP_CONFIG_FILE names (the null device: none)."""
    named = environment.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        return []
    shared = [folder for folder in environment.get("XDG_CONFIG_DIRS", "").split(":") if folder] or ["/etc/xdg"]
    config = environment.get("XDG_CONFIG_HOME") or home + "/.config"
    files = [folder + "/pip/pip.conf" for folder in reversed(shared)] + ["/etc/pip.conf"]
    files += [home + "/.pip/pip.conf", config + "/pip/pip.conf"]
    return files + ([named] if named else [])


def entries(text):
    # type: (str) -> list
    """[(section, key, value)] of an ini file, one line a value (configparser would cost 10 ms to import)."""
    section = ""
    found = []
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip().strip("[]").strip()
        elif line[:1] not in ("#", ";", " ", "\t", ""):
            marks = [place for place in (line.find("="), line.find(":")) if place > 0]
            if marks:
                key, value = line[:min(marks)], line[min(marks) + 1:]
                found.append((section, key.strip().lower().replace("_", "-"), value.strip()))
    return found
