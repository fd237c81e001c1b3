"""The sample wheels of the practice index: which there are, and what is in them.

Small pure-Python stand-ins that carry the names, versions and tags of real nightlies: several nights that end today,
a variant that has ended, a newest night whose torchvision is not there yet (as on many a real night).
"""

import datetime
import functools
import hashlib
import os
import platform
import sys
import sysconfig

from wheel_file import variant_of, write_wheel

VARIANTS = ('cpu', 'cu130', 'cu132', 'cu134', 'rocm7.2', 'xpu')
ENDED = 'cu126'
NIGHTS = 5
ENDED_DAYS_AGO = (45, 46, 47)
PYTHONS = ((3, 10), (3, 11), (3, 12), (3, 13), (3, 14))
VERSIONS = {'torch': '2.16.0', 'torchvision': '0.31.0', 'torchaudio': '2.11.0'}
SMALL = {'nightjar-sample-filelock': '3.20.0', 'nightjar-sample-pillow': '12.0.0'}
PADDING = 'torch/lib/sample_padding.bin'
PADDING_BYTES = 6 * 1000 * 1000  # enough for a progress bar to move

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'sample')


class SampleWheel:
    """One wheel of the index, made when somebody asks for its bytes."""

    def __init__(self, project, version, tag, date, requires):
        self.project = project
        self.version = version
        self.variant = variant_of(project, version)
        self.tag = tag
        self.date = date
        self.requires = requires
        self.stem = '%s-%s' % (project.replace('-', '_'), version)
        self.filename = '%s-%s.whl' % (self.stem, tag)

    @property
    def uploaded(self):
        return datetime.datetime.combine(self.date, datetime.time(9, 30), datetime.timezone.utc)

    def metadata(self):
        lines = ['Metadata-Version: 2.1', 'Name: ' + self.project, 'Version: ' + self.version,
                 'Summary: A practice sample of Nightjar, not the real package', 'Requires-Python: >=3.10']
        return '\n'.join(lines + ['Requires-Dist: ' + r for r in self.requires] + ['']).encode()

    def size(self):
        return len(_content(self))

    def read(self, start, end):
        """Bytes `start` to `end` (not included), in pieces."""
        yield _content(self)[start:end]


@functools.lru_cache(maxsize=4)
def _content(wheel):
    package = wheel.project.replace('-', '_')
    files = dict(_sources(package))
    if wheel.project in VERSIONS:
        files[package + '/version.py'] = _version_module(wheel).encode()
    if wheel.project == 'torch':
        files[PADDING] = _padding()
    return write_wheel(files, wheel.stem + '.dist-info', wheel.metadata(), wheel.tag, wheel.date, stored=(PADDING,))


def _sources(package):
    top = os.path.join(_FOLDER, package)
    for folder, _, names in os.walk(top):
        for name in names:
            if name.endswith('.py'):
                path = os.path.join(folder, name)
                with open(path, 'rb') as file:
                    yield os.path.relpath(path, _FOLDER).replace(os.sep, '/'), file.read()


def _version_module(wheel):
    variant = wheel.variant or 'cpu'
    cuda = variant[2:-1] + '.' + variant[-1] if variant.startswith('cu') else None
    hip = variant[4:] if variant.startswith('rocm') else None
    commit = hashlib.sha1(wheel.version.encode()).hexdigest()
    return '__version__ = %r\ncuda = %r\nhip = %r\nxpu = %r\ngit_version = %r\ndebug = False\n' % (
        wheel.version, cuda, hip, variant == 'xpu' or None, commit)


@functools.lru_cache(maxsize=1)
def _padding():
    """Bytes that no compression shrinks, the same every time."""
    return hashlib.shake_256(b'nightjar practice sample').digest(PADDING_BYTES)


def platform_tag():
    if sys.platform.startswith('linux'):
        return 'manylinux_2_28_' + platform.machine()
    return sysconfig.get_platform().replace('-', '_').replace('.', '_')


def python_tags():
    """The Pythons that nightlies are built for, and the one that runs this."""
    tags = ['cp%d%d' % python for python in PYTHONS]
    tags = ['%s-%s' % (tag, tag) for tag in tags]
    own = 'cp%d%d' % sys.version_info[:2]
    own = own + '-' + own + ('t' if sysconfig.get_config_var('Py_GIL_DISABLED') else '')
    return tags if own in tags or sys.version_info < (3, 10) else tags + [own]


def sample_wheels(today=None):
    """Every SampleWheel, given the day (UTC) of the newest night."""
    today = today or datetime.datetime.now(datetime.timezone.utc).date()
    wheels = [SampleWheel(project, version, 'py3-none-any', datetime.date(2026, 1, 1), [])
              for project, version in SMALL.items()]
    for variant in VARIANTS:
        for days_ago in range(NIGHTS):
            wheels += _night(today - datetime.timedelta(days_ago), variant, has_vision=days_ago > 0)
    for days_ago in ENDED_DAYS_AGO:
        wheels += _night(today - datetime.timedelta(days_ago), ENDED, has_vision=True)
    return wheels


def _night(date, variant, has_vision):
    def version(project):
        return '%s.dev%s' % (VERSIONS[project], date.strftime('%Y%m%d'))

    requires = {'torch': ['nightjar-sample-filelock'], 'torchaudio': ['torch'],
                'torchvision': ['nightjar-sample-pillow (>=12)', 'torch (==%s)' % version('torch')]}
    for project in VERSIONS:
        if project == 'torchvision' and not has_vision:
            continue
        for python in python_tags():
            tag = '%s-%s' % (python, platform_tag())
            yield SampleWheel(project, version(project) + '+' + variant, tag, date, requires[project])
