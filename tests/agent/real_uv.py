"""A real uv for tests: the one of NIGHTJAR_TEST_UV, of PATH, or this version from the Python package index, kept in the
folder NIGHTJAR_TEST_CACHE (CTest names one in the build folder). A test that finds none prints why it skips."""
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

VERSION = "0.13.9"


def find(test):
    """Its path; the file is called "uv". `test` has `python`, an interpreter with pip."""
    for path in (os.environ.get("NIGHTJAR_TEST_UV"), shutil.which("uv")):
        if path and works(path):
            return path
    cache = os.environ.get("NIGHTJAR_TEST_CACHE")
    reason = "no uv here: name one in NIGHTJAR_TEST_UV, or a folder to fetch it to in NIGHTJAR_TEST_CACHE"
    if cache:
        path = os.path.join(cache, "uv-" + VERSION, "uv")
        reason = None if works(path) else fetch(test.python, path)
        if not reason:
            return path
    print(reason, file=sys.stderr)
    test.skipTest(reason)


def works(path):
    try:
        return subprocess.call([path, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def fetch(python, path):
    """None, or why there is none."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with tempfile.TemporaryDirectory(dir=os.path.dirname(path)) as folder:
        asked = subprocess.run([python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
                                "--timeout", "30", "--dest", folder, "uv==" + VERSION],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        wheels = [name for name in os.listdir(folder) if name.endswith(".whl")]
        if not wheels:
            return "uv could not be fetched: {}".format(asked.stdout.decode(errors="replace").strip()[-300:])
        with zipfile.ZipFile(os.path.join(folder, wheels[0])) as archive:
            inside, = [name for name in archive.namelist() if name.endswith("/scripts/uv")]
            made = archive.extract(inside, folder)
        os.chmod(made, 0o755)
        os.rename(made, path)  # two tests may do this at once
    return None if works(path) else "the uv that was fetched does not run here"
