"""What kind of machine this is: system, libc, memory, and the folders environments may live in."""
import os

from tree import Tree, number, pairs


def system(tree, environment, home):
    # type: (Tree, dict, str) -> dict
    uname = os.uname()
    release = pairs(tree.text("/etc/os-release") or tree.text("/usr/lib/os-release"))
    libc, libc_version = libc_of(tree)
    return {
        "os": {
            "id": release.get("ID") or uname.sysname.lower(),
            "version": release.get("VERSION_ID") or None,
            "kernel": uname.release,
            "arch": uname.machine,
            "libc": libc,
            "libc_version": libc_version,
        },
        "colab": is_colab(tree, environment),
        "wsl": is_wsl(tree),
        "container": is_container(tree, environment),
        "jetson": is_jetson(tree),
        "memory_bytes": memory_bytes(tree),
        "home": home,
        "user": user_name(),
        "uid": os.getuid(),
    }


def program_folders(environment):
    # type: (dict) -> list
    """PATH, and the places that the PATH of an SSH exec often lacks."""
    folders = environment.get("PATH", "").split(":")
    for place in ("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", os.path.expanduser("~/.local/bin"),
                  os.path.expanduser("~/.cargo/bin")):
        if place not in folders:
            folders.append(place)
    return folders


def libc_of(tree):
    # type: (Tree) -> tuple
    """("glibc", "2.35"), ("musl", "1.2.4") or (None, None). The loader's name tells musl; its version is in the text
    that it holds."""
    for folder in ("/lib", "/usr/lib"):
        for name in tree.names(folder):
            if name.startswith("ld-musl-"):
                return "musl", musl_version(tree.bytes(folder + "/" + name, 2 << 20))
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    except (ValueError, OSError):
        return None, None
    return (name, version) if version else (None, None)


def musl_version(data):
    # type: (bytes) -> object
    """musl keeps its version as a string of its own ("1.2.4") among its data."""
    for word in data.split(b"\0"):
        parts = word.split(b".")
        if len(parts) == 3 and parts[0] in (b"0", b"1", b"2") and all(part.isdigit() for part in parts):
            return word.decode("ascii")
    return None


def is_colab(tree, environment):
    evidence = (
        tree.is_folder("/usr/lib64-nvidia"),
        tree.exists("/opt/google-colab") or tree.is_folder("/datalab"),
        any(name.startswith("COLAB_") for name in environment),
        any(tree.is_folder("/usr/local/lib/" + name + "/dist-packages/google/colab")
            for name in tree.names("/usr/local/lib") if name.startswith("python3")),
    )
    return tree.is_folder("/content") and any(evidence)


def is_wsl(tree):
    return "microsoft" in tree.text("/proc/sys/kernel/osrelease").lower()


def is_jetson(tree):
    return tree.exists("/etc/nv_tegra_release") or "tegra" in tree.text("/proc/device-tree/compatible")


def is_container(tree, environment):
    marks = ("/.dockerenv", "/run/.containerenv", "/run/systemd/container")
    cgroup = tree.text("/proc/1/cgroup")
    return (
        any(tree.exists(mark) for mark in marks)
        or bool(environment.get("container") or environment.get("KUBERNETES_SERVICE_HOST"))
        or any(word in cgroup for word in ("docker", "kubepods", "containerd", "/lxc/", "libpod"))
        or b"container=" in tree.bytes("/proc/1/environ")
    )


def memory_bytes(tree):
    """What the kernel has, or less where a container's limit says so."""
    total = pairs(tree.text("/proc/meminfo"), ":").get("MemTotal", "")
    known = number(total.partition(" ")[0]) * 1024
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        allowed = number(tree.text(limit))
        if 0 < allowed < (known or allowed + 1):
            known = allowed
    return known


def user_name():
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return os.environ.get("USER") or str(os.getuid())


def root(asked, home):
    # type: (str, str) -> dict
    """A folder environments may live in. Space and permission are those of the nearest folder that exists. The path is
    None where it begins with the home of a user who does not exist: nobody means a folder of that name."""
    own = asked == "~" or asked.startswith("~/")
    path = home + asked[1:] if own else os.path.expanduser(asked)  # ~somebody, as a shell would
    if path.startswith("~"):
        return {"asked": asked, "path": None}
    path = os.path.abspath(os.path.join(home, path))
    nearest = path
    while not os.path.exists(nearest) and nearest != os.path.dirname(nearest):
        nearest = os.path.dirname(nearest)
    try:
        space = os.statvfs(nearest)
        free = space.f_bavail * space.f_frsize  # type: object
    except OSError:
        free = None
    return {
        "asked": asked,
        "path": path,
        "exists": os.path.isdir(path),
        "free_bytes": free,
        "writable": os.path.isdir(nearest) and os.access(nearest, os.W_OK | os.X_OK),
        "current": current(path),
        "environments": environments(path),
    }


def environments(path):
    # type: (str) -> list
    """What the environments' own records say; nothing is walked, so "bytes" is null where none tells."""
    if not os.path.isdir(os.path.join(path, "envs")):
        return []
    from releases import recorded, shown

    return [shown(about) for about in recorded(path)]


def current(path):
    # type: (str) -> object
    """The environment that <root>/current points to, as {"path", "build"}."""
    link = os.path.join(path, "current")
    if not os.path.islink(link) or not os.path.isdir(link):
        return None
    import wire
    from releases import RECORD

    try:
        manifest = wire.loads(Tree().text(os.path.join(link, RECORD), 1 << 20))
        build = manifest.get("build")
    except (ValueError, AttributeError):
        build = None
    if isinstance(build, dict):
        build = build.get("id")
    return {"path": os.path.realpath(link), "build": build}
