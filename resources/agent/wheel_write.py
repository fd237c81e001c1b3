"""The verb "wheel.write": a wheel that the client has in an archive, a piece a request."""
import errno
import os

import wire
from busy import SENDING, hold
from errors import AgentError, need
from job_folder import absolute, write_whole
from nested import refuse_nested
from recorded import recorded_hashes, refusal
from root_lock import keep_hold, taken_back
from wheel_place import folder_of, hashed, valid_name
from wheels import record

PATIENCE = 60.0  # seconds without a byte from the client, after which others may change the root


def write(args, emit):
    """args: root, build, file, sha256, size, offset; the piece is the request's payload. The first piece (offset 0)
    makes NAME.whl.part, or finds what an earlier client has sent of the same wheel; the last one checks the whole and
    renames it. Nothing else is touched before that. From the one to the other the root's lock is held, as long as bytes
    come: a job or another client would take the half away. Reply: {"size": bytes there so far, where the next piece
    begins (0 once more, where what was found is damaged), "done": whether it is in place}. Errors: bad-arguments, busy, changing, disk-full,
    root-unusable, root-nested, wrong-wheel (its hash is another one; it was removed), other-wheel (an environment was
    made from another)."""
    root, goes_on = absolute(need(args, "root")), False
    lock = taken_back(root)
    if lock is None:
        refuse_nested(root)
        lock = hold(root, SENDING)
    try:
        reply = yield from take(args, root)
        goes_on = not reply["done"]
        return reply
    finally:
        if goes_on:
            keep_hold(root, lock, PATIENCE)
        else:
            os.close(lock)


def take(args, root):
    folder = folder_of(args)
    name = valid_name(need(args, "file"))
    need(args, "sha256")
    size, offset, piece = need(args, "size", int), need(args, "offset", int), args.get("payload") or b""
    part = os.path.join(folder, name + ".part")
    try:
        if offset == 0:
            other = refusal(recorded_hashes(root), name, need(args, "sha256"))
            if other:
                raise AgentError("other-wheel", "An environment here was made from another wheel of this name.", other)
            os.makedirs(folder, exist_ok=True)
            record(folder, [])  # by its ledger the folder is known as ours, if nobody comes back
            there = resumed(part, args["sha256"], size)
            if there:
                return {"size": there, "done": False}
            forget(part)
            describe(part, args["sha256"], False)  # in place of what a download of ours knew of the file that was there
        if offset and (size_of(part) != offset or described(part).get("sent") != args["sha256"]):
            raise AgentError("changing", "Somebody else has begun with this wheel meanwhile.", name)
        if offset < 0 or offset + len(piece) > size:
            raise AgentError("bad-arguments", "The piece is longer than what was announced.", name)
        append(part, piece)
        if offset + len(piece) < size:
            return {"size": offset + len(piece), "done": False}
        found = yield from hashed(part)
        if found != need(args, "sha256"):
            was_found = described(part).get("resumed")
            forget(part)
            forget(part + ".json")
            if was_found:
                return {"size": 0, "done": False}
            raise AgentError("wrong-wheel", "A wheel is not the one its lock names.",
                             "{}: its sha256 is {}, the lock says {}".format(name, found, args["sha256"]))
        settle(part, os.path.join(folder, name))
        forget(part + ".json")
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            forget(part)  # it would keep the disk full
            forget(part + ".json")
            raise AgentError("disk-full", "The disk of the runtime is full.", part)
        raise AgentError("root-unusable", "A wheel cannot be written on the runtime.",
                         "{}: {}".format(part, error.strerror))
    return {"size": size, "done": True}


def resumed(part, sha256, size):
    # type: (str, str, int) -> int
    """How many bytes of this wheel an earlier client has sent; the last one is always sent again, to end the file."""
    there = min(size_of(part), size - 1)
    if there <= 0 or os.path.islink(part) or described(part).get("sent") != sha256:
        return 0
    fd = os.open(part, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        os.ftruncate(fd, there)
    finally:
        os.close(fd)
    describe(part, sha256, True)
    return there


def describe(part, sha256, found):
    # type: (str, str, bool) -> None
    """Beside the file, as a download does it (fetch_part): what it is to become, so that it can be gone on with."""
    text = wire.dumps({"sent": sha256, "resumed": found})
    write_whole(part + ".json", text.encode("ascii"), 0o600)


def described(part):
    # type: (str) -> dict
    try:
        with open(part + ".json", encoding="ascii") as file:
            about = wire.loads(file.read())
    except (OSError, ValueError):
        about = None
    return about if isinstance(about, dict) else {}


def append(path, data):
    # type: (str, bytes) -> None
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o644)
    with os.fdopen(fd, "wb") as file:
        file.write(data)


def settle(part, path):
    # type: (str, str) -> None
    """Renames a whole file into its place once it would survive a power cut."""
    fd = os.open(part, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
    os.rename(part, path)


def size_of(path):
    # type: (str) -> int
    try:
        return os.lstat(path).st_size
    except FileNotFoundError:
        return -1


def forget(path):
    # type: (str) -> None
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
