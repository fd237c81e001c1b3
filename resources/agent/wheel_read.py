"""The verb "wheel.read": one wheel's bytes, for an archive on the client's side."""
import os

from errors import AgentError, need
from wheel_place import folder_of, valid_name

PIECE = 256 * 1024  # bytes a frame


def read(args, emit):
    """args: root, build, file. Events: {"kind": "bytes", "offset"} with the file's bytes from there, in order. The
    client checks the hash: what it wrote is what counts. Reply: {"size"}. Errors: bad-arguments, no-wheel."""
    path = os.path.join(folder_of(args), valid_name(need(args, "file")))
    offset = 0
    try:
        # Opened here, so that a link cannot lead anywhere else.
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(fd, "rb") as file:
            while True:
                piece = file.read(PIECE)
                if not piece:
                    break
                emit({"kind": "bytes", "offset": offset}, piece)
                offset += len(piece)
                yield (fd,)  # always ready: the next piece follows as soon as other requests have had their turn
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AgentError("no-wheel", "A wheel cannot be read on the runtime.", "{}: {}".format(path, error.strerror))
    return {"size": offset}
