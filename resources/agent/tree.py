"""Reading a machine's files below a prefix, so that a made tree can stand for /sys, /proc and /etc in tests."""
import os


class Tree:
    def __init__(self, prefix=""):
        # type: (str) -> None
        self.prefix = prefix

    def path(self, path):
        return self.prefix + path

    def text(self, path, limit=65536):
        # type: (str, int) -> str
        """The file's text without surrounding white space (and without NULs); "" where it cannot be read."""
        return self.bytes(path, limit).replace(b"\0", b"\n").decode("utf-8", "replace").strip()

    def bytes(self, path, limit=65536):
        # type: (str, int) -> bytes
        try:
            with open(self.prefix + path, "rb") as file:
                return file.read(limit)
        except (OSError, ValueError):
            return b""

    def names(self, path):
        # type: (str) -> list
        try:
            return sorted(os.listdir(self.prefix + path))
        except OSError:
            return []

    def link(self, path):
        # type: (str) -> str
        """The last part of what a symbolic link points to; "" where it is none."""
        try:
            return os.path.basename(os.readlink(self.prefix + path))
        except (OSError, ValueError):
            return ""

    def exists(self, path):
        # type: (str) -> bool
        return os.path.exists(self.prefix + path)

    def is_folder(self, path):
        # type: (str) -> bool
        return os.path.isdir(self.prefix + path)

    def is_file(self, path):
        # type: (str) -> bool
        return os.path.isfile(self.prefix + path)

    def is_program(self, path):
        # type: (str) -> bool
        return self.is_file(path) and os.access(self.prefix + path, os.X_OK)

    def may_use(self, path):
        # type: (str) -> bool
        """Whether this user may read and write the file, by its permissions (a container's device rules do not show)."""
        return os.access(self.prefix + path, os.R_OK | os.W_OK)

    def owning_group(self, path):
        # type: (str) -> object
        try:
            number = os.stat(self.prefix + path).st_gid
        except OSError:
            return None
        try:
            import grp

            return grp.getgrgid(number).gr_name
        except (ImportError, KeyError):
            return str(number)

    def find_program(self, name, folders):
        # type: (str, list) -> str
        """The first of `folders` that has this program, as a path; "" for none. Shims are passed over."""
        return next((path for path in paths(name, folders) if self.is_program(path)), "")

    def find_file(self, name, folders):
        # type: (str, list) -> str
        """As find_program, but it may be one that this user must not run."""
        return next((path for path in paths(name, folders) if self.is_file(path)), "")


def paths(name, folders):
    # type: (str, list) -> list
    return [os.path.join(folder, name) for folder in folders
            if os.path.isabs(folder) and not folder.endswith("/shims")]


def pairs(text, separator="="):
    # type: (str, str) -> dict
    """Lines "key=value" (quotes around the value dropped) as a dict; os-release and its like."""
    found = {}
    for line in text.splitlines():
        key, mark, value = line.partition(separator)
        if mark and not key.startswith("#"):
            found[key.strip()] = value.strip().strip("\"'")
    return found


def is_number(text):
    # type: (str) -> bool
    """Digits and nothing else. str.isdigit says so of "²" too, which int refuses."""
    return 0 < len(text) <= 20 and all(character in "0123456789" for character in text)


def number(text):
    # type: (str) -> int
    """A decimal number without a sign; 0 for anything else."""
    return int(text) if is_number(text) else 0
