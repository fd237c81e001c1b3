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

    def exists(self, path):
        # type: (str) -> bool
        return os.path.exists(self.prefix + path)

    def is_folder(self, path):
        # type: (str) -> bool
        return os.path.isdir(self.prefix + path)

    def is_program(self, path):
        # type: (str) -> bool
        return os.path.isfile(self.prefix + path) and os.access(self.prefix + path, os.X_OK)

    def find_program(self, name, folders):
        # type: (str, list) -> str
        """The first of `folders` that has this program, as a path; "" for none. Shims are passed over."""
        for folder in folders:
            path = os.path.join(folder, name)
            if os.path.isabs(folder) and not folder.endswith("/shims") and self.is_program(path):
                return path
        return ""


def pairs(text, separator="="):
    # type: (str, str) -> dict
    """Lines "key=value" (quotes around the value dropped) as a dict; os-release and its like."""
    found = {}
    for line in text.splitlines():
        key, mark, value = line.partition(separator)
        if mark and not key.startswith("#"):
            found[key.strip()] = value.strip().strip("\"'")
    return found
