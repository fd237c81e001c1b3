"""Making, removing and switching environments: the folders below <root>/envs and the link <root>/current."""
import os
import shutil

from errors import AgentError, need
from job_folder import JobFolder, write_whole


def claim(folder, path):
    # type: (JobFolder, str) -> None
    """Notes, before it is made, that this job makes this environment: whoever finds the job dead may remove it."""
    write_whole(folder.file("made"), os.fsencode(path), 0o600)


def claimed(folder):
    # type: (JobFolder) -> str
    """The environment that the job makes and has not finished, "" for none."""
    try:
        with open(folder.file("made"), "rb") as file:
            return todays_path(folder, os.fsdecode(file.read()))
    except OSError:
        return ""


def todays_path(folder, path, parent="envs"):
    # type: (JobFolder, str, str) -> str
    """An entry of the root's folder `parent`, by today's path: the root may have been moved, or was reached by a link."""
    return os.path.join(folder.root, parent, os.path.basename(path)) if path else ""


def made_by(folder):
    # type: (JobFolder) -> str
    """The environment that the job makes or has made, "" for none."""
    path = folder.read("job.json").get("environment")
    return todays_path(folder, path) if isinstance(path, str) else ""


def keep(folder):
    # type: (JobFolder) -> None
    """The environment is complete: nothing half-made is left to remove."""
    try:
        os.unlink(folder.file("made"))
    except FileNotFoundError:
        pass


def tidy(folder):
    # type: (JobFolder) -> list
    """Removes what a job that is over left half-made: its environment and its temporary files. Returns the paths that
    could not be removed."""
    left = []
    path = claimed(folder)
    if path and inside(path, os.path.join(folder.root, "envs")):
        left += remove(path)
        if not left:
            keep(folder)
    return left + remove(temporary(folder))


def temporary(folder):
    # type: (JobFolder) -> str
    """The job's own folder for temporary files, its TMPDIR: on the environment's file system, since /tmp is often too
    small for wheels. The job may name it ("work"); it lies in <root>/tmp either way."""
    parent = os.path.join(folder.root, "tmp")
    named = folder.read("job.json").get("work")
    named = todays_path(folder, named, "tmp") if isinstance(named, str) else ""
    return named if is_entry(named, parent) else os.path.join(parent, folder.id)


def inside(path, parent):
    # type: (str, str) -> bool
    """Whether `path` is an entry of `parent` itself (no link on the way decides otherwise)."""
    return is_entry(path, parent) and not os.path.islink(path)


def is_entry(path, parent):
    # type: (str, str) -> bool
    return os.path.normpath(path) == path and os.path.dirname(path) == parent


def remove(path):
    # type: (str) -> list
    """Removes a folder; [path] where something of it stays."""
    if os.path.lexists(path):
        shutil.rmtree(path, ignore_errors=True)
    return [path] if os.path.lexists(path) else []


def manifest(args, emit):
    # type: (dict, object) -> dict
    """The verb "manifest": what `activate` wrote into an environment; {} for one that never got so far."""
    environment = need(args, "environment")
    if not os.path.isdir(environment):
        raise AgentError("no-environment", "There is no environment at this place.", environment)
    from releases import read_record

    return read_record(environment)


def switch(root, environment):
    # type: (str, str) -> None
    """Points <root>/current to the environment, in one step that no reader can see half done."""
    link = os.path.join(root, "current")
    made = "{}.{}".format(link, os.getpid())
    if os.path.lexists(made):
        os.unlink(made)
    os.symlink(os.path.join("envs", os.path.basename(environment)), made)
    try:
        os.rename(made, link)
    except OSError:
        os.unlink(made)
        raise
    flush(root)


def is_ours(link, root):
    # type: (str, str) -> bool
    """Whether it is a link to an entry of <root>/envs, as switch() makes them: others have links called "current" too."""
    try:
        target = os.path.join(root, os.readlink(link))
    except OSError:
        return False
    return os.path.dirname(os.path.normpath(target)) == os.path.join(root, "envs")


def in_the_way(root):
    # type: (str) -> object
    """A sentence where something that is not ours stands in the place of `current`; None otherwise."""
    link = os.path.join(root, "current")
    if not os.path.lexists(link) or is_ours(link, root):
        return None
    return "{} is not a link that Nightjar made; move it away.".format(link)


def flush(folder):
    # type: (str) -> None
    """Makes a folder's entries survive a power cut."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    except OSError:
        pass  # some file systems refuse this for folders
    finally:
        os.close(fd)
