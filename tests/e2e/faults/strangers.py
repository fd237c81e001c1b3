"""What other people and programs keep in the same folder: it was there before, and must be there after every trial."""

import os

OWN = {'envs/theirs/pyvenv.cfg': 'home = /usr/bin\n', 'wheels/theirs/flash_attn-2.whl': 'not ours',
       'jobs/theirs/checkpoint.4711': 'a run of theirs', 'jobs/theirs/job.json': '{"queue": "gpu"}', 'notes.txt': 'mine'}
LONG_AGO = (1000000000,) * 2
NAMES = {'theirs', 'notes.txt'}


def lay(root):
    for name, text in OWN.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(str(path), LONG_AGO)
        os.utime(str(path.parent), LONG_AGO)
    (root / 'jobs').chmod(0o700)


def missing(root):
    """Sentences about what is no longer as it was laid."""
    return ['%s, which is not ours, is gone or changed' % name for name, text in OWN.items()
            if not (root / name).is_file() or (root / name).read_text() != text]
