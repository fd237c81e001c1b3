"""What a download leaves behind for the steps after it: <job>/packages.json."""
import os
from urllib.parse import unquote, urlsplit

from desk import StepFailed
from fetch_client import without_login


def leave(desk, files):
    desk.folder.write("packages.json", [
        {"name": package["name"], "version": package["version"], "file": package["file"],
         "url": package["url"] and without_login(package["url"]), "sha256": package["sha256"], "size": package["size"]}
        for package in files])


def file_name(url):
    # type: (str) -> str
    name = unquote(os.path.basename(urlsplit(url).path))
    if not name.endswith(".whl") or "/" in name or name.startswith("."):
        raise StepFailed("The index names a file that is no wheel: {}".format(without_login(url)))
    return name
