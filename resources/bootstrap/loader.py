# The first Python that runs on a runtime, given to `python3 -c` by bootstrap.sh. It reads the agent from stdin, keeps
# it in a folder named by its hash, and runs it there, so that a second start finds modules already compiled.
#
# stdin: the line "NIGHTJAR-PAYLOAD <length> <sha256>", then exactly <length> bytes (the zip that cmake/agent_zip.py
# makes), then frames for the agent. Exits with 126 where this Python is older than 3.6 and sh should look for another
# (it calls again with "old" when there is none), with 3 where the payload is no good or can be kept nowhere.
#
# cmake/agent_zip.py makes one line of this file: comments and empty lines go, the others are joined with "|" and turned
# back by exec. So it must hold no single quote, no exclamation mark, no backslash, no bar and no tripled double quote,
# and must be understood by Python 3.3. tests/agent/test_bootstrap.py keeps that.
import sys
sys.path[:] = [entry for entry in sys.path if entry]
import os, zipimport
if sys.version_info < (3, 6) and "old" not in sys.argv:
    os._exit(126)
def fail(why):
    sys.stderr.write("nightjar: " + why + chr(10))
    sys.stderr.flush()
    os._exit(3)
def take(count):
    data = b""
    while len(data) < count:
        more = os.read(0, count - len(data))
        if not more:
            fail("the agent did not arrive whole")
        data += more
    return data
def header():
    line = b""
    while not line.endswith(bytes([10])) and len(line) < 200:
        line += take(1)
    words = line.decode("ascii", "replace").split()
    if len(words) == 3 and words[0] == "NIGHTJAR-PAYLOAD" and words[1].isdigit():
        return int(words[1]), words[2]
    fail("no agent on standard input")
def digest(data):
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256
    return sha256(data).hexdigest()
def read(path):
    with open(path, "rb") as file:
        return file.read()
def names(archive):
    return [row.split()[0] for row in archive.get_data("names").decode("ascii").splitlines()]
def whole(folder, data):
    try:
        if not read(folder + "/agent.pyz") == data:
            return False
        archive = zipimport.zipimporter(folder + "/agent.pyz")
        return all(read(folder + "/" + name) == archive.get_data(name) for name in names(archive))
    except (OSError, ImportError):
        return False
def write(path, data):
    with open(path, "wb") as file:
        file.write(data)
def unpack(base, name, data):
    kept = base + "/" + name
    if whole(kept, data):
        return kept
    made = "%s.%d" % (kept, os.getpid())
    os.mkdir(made, 0o700)
    write(made + "/agent.pyz", data)
    archive = zipimport.zipimporter(made + "/agent.pyz")
    for name in names(archive):
        write(made + "/" + name, archive.get_data(name))
    try:
        if os.path.isdir(kept) and not whole(kept, data):
            os.rename(kept, made + ".broken")
        os.rename(made, kept)
    except OSError:
        return made
    return kept
def private(base):
    try:
        os.makedirs(base, 0o700)
    except OSError:
        pass
    state = os.lstat(base)
    if state.st_uid == os.getuid() and state.st_mode & 0o170022 == 0o040000:
        return base
    raise OSError("not ours alone")
def keep(name, data):
    cache = os.environ.get("XDG_CACHE_HOME", "")
    if not cache.startswith("/"):
        cache = os.path.expanduser("~/.cache")
    own = "/nightjar-%d" % os.getuid()
    places = (os.environ.get("TMPDIR") or "/tmp", "/dev/shm", "/var/tmp")
    bases = [cache + "/nightjar"] + [place + own for place in places]
    why = ""
    for base in bases:
        try:
            return unpack(private(base), name, data)
        except (OSError, ImportError) as error:
            why = "%s (%s: %s)" % (why, base, error)
    fail("nowhere to keep the agent" + why)
length, expected = header()
data = take(length)
if not digest(data) == expected:
    fail("the agent arrived damaged")
folder = keep("agent-" + expected, data)
sys.path.insert(0, folder)
sys.argv[:] = [folder + "/__main__.py"]
with open(sys.argv[0]) as file:
    code = compile(file.read(), sys.argv[0], "exec")
exec(code, {"__name__": "__main__", "__file__": sys.argv[0]})
