"""Real wheels of a folder, offered like nightlies. They are read where they lie and never written."""

import datetime
import os
import re
import sys
import zipfile

from wheel_file import parse_name, variant_of

PIECE = 1 << 20


class RealWheel:
    def __init__(self, path, project, version, metadata):
        self.path = path
        self.filename = os.path.basename(path)
        self.project = project
        self.version = version
        self.variant = variant_of(project, version)
        self.uploaded = _uploaded(path, version)
        self._metadata = metadata

    def metadata(self):
        return self._metadata

    def size(self):
        return os.path.getsize(self.path)

    def read(self, start, end):
        with open(self.path, 'rb') as file:
            file.seek(start)
            while start < end:
                piece = file.read(min(PIECE, end - start))
                if not piece:
                    return
                start += len(piece)
                yield piece


def wheels_in(folder):
    """The folder's wheels; raises ValueError where there is none. A broken one is left out, with a line on stderr."""
    if not os.path.isdir(folder):
        raise ValueError('The folder of wheels does not exist: %s' % folder)
    found = []
    for name in sorted(os.listdir(folder)):
        parsed = parse_name(name)
        if not parsed:
            continue
        path = os.path.join(folder, name)
        try:
            found.append(RealWheel(path, *parsed, metadata=_metadata(path)))
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            print('left out %s: %s' % (name, error), file=sys.stderr, flush=True)
    if not found:
        raise ValueError('The folder of wheels holds no readable wheel: %s' % folder)
    return found


def _metadata(path):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.fullmatch(r'[^/]+\.dist-info/METADATA', name):
                return archive.read(name)
    raise ValueError('it has no METADATA')


def _uploaded(path, version):
    night = re.search(r'\.dev(\d{4})(\d{2})(\d{2})(?!\d)', version)
    try:
        if night:
            return datetime.datetime(*map(int, night.groups()), 9, 30, tzinfo=datetime.timezone.utc)
    except ValueError:
        pass
    return datetime.datetime.fromtimestamp(int(os.path.getmtime(path)), datetime.timezone.utc)
