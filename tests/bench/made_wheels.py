"""Wheels with the names and sizes of a real CUDA nightly's set at 1:10, of content that no compression shrinks."""
import base64
import hashlib
import os
import zipfile

# Package → size in MB. Of torch 2.14.0+cu130 for CPython 3.12 (see the sizes of the nightly index), a tenth.
SIZES = {
    'torch': 55.5, 'nvidia-cudnn': 55.3, 'nvidia-cublas': 42.3, 'triton': 24.7, 'nvidia-cufft': 21.4, 'nvidia-nccl': 19.6,
    'nvidia-cusolver': 20.0, 'nvidia-cusparselt': 17.0, 'nvidia-cusparse': 15.9, 'nvidia-nvshmem': 6.0,
    'nvidia-cuda-nvrtc': 9.0, 'nvidia-curand': 6.0, 'nvidia-nvjitlink': 4.1, 'nvidia-cuda-cupti': 1.1,
    'nvidia-cuda-runtime': 0.22, 'nvidia-cufile': 0.13, 'nvidia-nvtx': 0.02, 'sympy': 0.63, 'networkx': 0.21, 'mpmath': 0.05,
    'jinja2': 0.02, 'fsspec': 0.02, 'filelock': 0.01, 'markupsafe': 0.01, 'typing-extensions': 0.01,
}
SMALL_FILES = {'torch': 250, 'sympy': 100, 'networkx': 60}  # modules, for which unpacking and compiling take time
MODULE = ''.join('def function_{0}(x, y={0}):\n    return [x * {0} + y for _ in range({0})]\n\n\n'.format(n) for n in range(40))


def make_all(folder, date, tag, scale=1):
    """Writes the set, `scale` times these sizes; returns torch's version. `tag`: "cp311-cp311-manylinux_2_28_x86_64" for
    torch, any for the rest."""
    version = '2.16.0.dev%s+cpu' % date.replace('-', '')
    for package, tenth in SIZES.items():
        size = tenth * scale
        if package == 'torch':
            make(folder, package, version, tag, size, [name for name in SIZES if name != 'torch'])
        else:
            make(folder, package, '1.0', 'py3-none-any', size, [])
    return version


def make(folder, package, version, tag, size, requires):
    module, stem = package.replace('-', '_'), '%s-%s' % (package.replace('-', '_'), version)
    info, left, members = stem + '.dist-info', int(size * 1e6), {}
    for number in range(SMALL_FILES.get(package, 1)):
        members['%s/module_%d.py' % (module, number)] = ('# %d\n' % number + MODULE).encode()
    members['%s/__init__.py' % module] = b"__version__ = '%s'\n" % version.encode()
    for number in range(1 + left // 40000000):
        piece = min(left, 40000000)
        members['%s/lib/part_%d.so' % (module, number)] = os.urandom(piece)
        left -= piece
    lines = ['Metadata-Version: 2.1', 'Name: ' + package, 'Version: ' + version]
    members[info + '/METADATA'] = '\n'.join(lines + ['Requires-Dist: ' + name for name in requires] + ['']).encode()
    members[info + '/WHEEL'] = b'Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: %s\n' % tag.encode()
    rows = ['%s,sha256=%s,%d' % (name, base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('='), len(data))
            for name, data in members.items()]
    members[info + '/RECORD'] = '\n'.join(rows + [info + '/RECORD,,', '']).encode()
    with zipfile.ZipFile(os.path.join(folder, '%s-%s.whl' % (stem, tag)), 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
