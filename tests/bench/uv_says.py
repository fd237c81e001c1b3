"""What `uv pip install --torch-backend=auto --dry-run` decides for a machine of the table."""

import os
import pathlib
import re
import ssl
import subprocess
import sys
import venv

import decision_index

# In the order of uv's own enum (crates/uv-torch/src/accelerator.rs): of several GPUs it takes the least.
AMD = ('gfx900', 'gfx906', 'gfx908', 'gfx90a', 'gfx942', 'gfx950', 'gfx1030', 'gfx1100', 'gfx1101', 'gfx1102', 'gfx1150',
       'gfx1151', 'gfx1200', 'gfx1201')
MANYLINUX = (17, 28, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40)


class NotAsked(Exception):
    """Why uv cannot be asked about this machine."""


def install(folder):
    """uv from the package index, in a virtual environment of its own; its path."""
    venv.create(str(folder / 'venv'), with_pip=True)
    words = [str(folder / 'venv/bin/python'), '-m', 'pip', 'install', '--quiet', 'uv']
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8')
    if done.returncode:
        raise NotAsked('uv cannot be installed here: ' + done.stdout.strip()[-300:])
    return folder / 'venv/bin/uv'


def certificate(folder):
    """A certificate for PyTorch's host that only this run trusts: (authority's file, server context)."""
    name = 'download.pytorch.org'
    commands = (
        'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=bench -keyout ca.key -out ca.pem',
        'req -newkey rsa:2048 -nodes -subj /CN=%s -keyout host.key -out host.csr' % name,
        'x509 -req -days 2 -in host.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile san -out host.pem')
    (folder / 'san').write_text('subjectAltName=DNS:%s\n' % name)
    for command in commands:
        try:
            subprocess.run(['openssl'] + command.split(), cwd=str(folder), check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError) as error:
            raise NotAsked('no certificate could be made with openssl: %s' % error)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(folder / 'host.pem'), str(folder / 'host.key'))
    return folder / 'ca.pem', context


def platform(row):
    arch, libc = row.get('arch', 'x86_64'), row.get('libc', 'glibc')
    if arch not in ('x86_64', 'aarch64'):
        raise NotAsked('uv has no --python-platform for ' + arch)
    if libc == 'musl':
        return arch + '-unknown-linux-musl'
    minor = int(row.get('libc_version', '2.35').split('.')[1])
    return '%s-manylinux_2_%d' % (arch, max(m for m in MANYLINUX if m <= minor))


def python(row):
    versions = row.get('pythons', ['3.12.3'])
    plain = [v for v in versions if not v.endswith('t')]
    if not plain:
        raise NotAsked('--python-version names no free-threaded Python' if versions else 'there is no Python')
    return '3.%d' % max(int(v.split('.')[1]) for v in plain)


def accelerator(row):
    """The variables that tell uv what the machine has."""
    vendors = [gpu['vendor'] for gpu in row['gpus']]
    if row.get('driver'):
        return {'UV_CUDA_DRIVER_VERSION': row['driver']}
    known = [gpu['gfx'] for gpu in row['gpus'] if gpu.get('gfx') in AMD]
    if known:
        return {'UV_AMD_GPU_ARCHITECTURE': min(known, key=AMD.index)}
    if 'intel' in vendors:
        raise NotAsked('uv reads Intel GPUs from the PCI bus it runs on; by its source any of them means xpu')
    return {}


class Uv:
    def __init__(self, folder):
        self.binary, self.folder = install(folder), folder
        authority, tls = certificate(folder)
        self.server, address = decision_index.serve(decision_index.for_uv, tls)
        kept = {name: os.environ[name] for name in ('PATH', 'HOME', 'LANG') if name in os.environ}
        self.environment = dict(kept, HTTPS_PROXY=address, SSL_CERT_FILE=str(authority), UV_NO_CONFIG='1',
                                UV_HTTP_RETRIES='0', UV_CACHE_DIR=str(folder / 'cache'))
        self.version = subprocess.run([str(self.binary), '--version'], stdout=subprocess.PIPE,
                                      encoding='utf-8').stdout.strip()
        if self.run({}, '3.12', 'x86_64-manylinux_2_35') != 'cpu':
            raise NotAsked('this machine has a GPU of its own, which uv would see')

    def run(self, variables, version, where):
        words = [str(self.binary), 'pip', 'install', '--dry-run', '--torch-backend=auto', '--python-version', version,
                 '--python-platform', where, '--target', str(self.folder / 'target'), 'torch']
        done = subprocess.run(words, env=dict(self.environment, **variables), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, encoding='utf-8', timeout=60)
        found = re.search(r'\+ torch==[0-9.]+\+([a-z0-9.]+)', done.stdout)
        if found:
            return found.group(1)
        if 'No solution found' in done.stdout or 'no wheels with a matching' in done.stdout:
            return 'nothing'
        raise NotAsked('uv gave no answer: ' + done.stdout.strip()[-200:])

    def says(self, row):
        """The variant of the torch it would install, or "nothing"."""
        return self.run(accelerator(row), python(row), platform(row))
