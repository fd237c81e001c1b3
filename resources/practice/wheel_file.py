"""Wheels as files: their names, and how to write one so that the same content is always the same bytes."""

import base64
import hashlib
import io
import re
import zipfile

PYTORCH = ('torch', 'torchvision', 'torchaudio')
_NAME = re.compile(r'(?P<project>[A-Za-z0-9._]+)-(?P<version>[^-]+)(-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl')


def normalized(project):
    """PEP 503."""
    return re.sub(r'[-_.]+', '-', project).lower()


def parse_name(name):
    """(normalized project, version) of a wheel's file name, or None where it is not one."""
    match = _NAME.fullmatch(name)
    return (normalized(match.group('project')), match.group('version')) if match else None


def variant_of(project, version):
    """The folder of the nightly index a wheel lies in; None for one that lies at the root, seen by every variant."""
    local = version.partition('+')[2]
    if re.fullmatch(r'cpu|xpu|cu\d+|rocm[\d.]+', local):
        return local
    return 'cpu' if project in PYTORCH else None


def write_wheel(files, dist_info, metadata, tag, date, stored=()):
    """The bytes of a wheel with `files` {path: bytes}; those named in `stored` are not compressed."""
    pure = 'true' if tag.endswith('-any') else 'false'
    content = dict(files)
    content[dist_info + '/METADATA'] = metadata
    content[dist_info + '/WHEEL'] = (
        'Wheel-Version: 1.0\nGenerator: nightjar-practice\nRoot-Is-Purelib: %s\nTag: %s\n' % (pure, tag)).encode()
    record = dist_info + '/RECORD'
    lines = ['%s,sha256=%s,%d' % (path, _digest(data), len(data)) for path, data in sorted(content.items())]
    content[record] = '\n'.join(lines + [record + ',,', '']).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w') as archive:
        for path, data in sorted(content.items()):
            info = zipfile.ZipInfo(path, (date.year, date.month, date.day, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if path in stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def _digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('=')
