"""The indexes that decisions are compared on, on loopback: the sample nightly index of 22 November 2026 that
tests/choose/sample_index.cpp describes, its stable neighbour, and for uv one that has whatever it asks for."""

import datetime
import http.server
import re
import ssl
import threading
from urllib.parse import unquote

NEWEST = datetime.date(2026, 11, 22)
ENDED = datetime.date(2026, 9, 8)
NIGHTLY = ('cpu', 'cu126', 'cu130', 'cu132', 'cu134', 'rocm7.2', 'rocm7.14', 'xpu')
BASE = {'torch': '2.16.0', 'torchvision': '0.30.0', 'torchaudio': '2.11.0'}
NOW = ('cpu', 'cu126', 'cu130', 'cu132', 'rocm7.2', 'xpu')
STABLE = (('2.7.1', '0.22.1', ('cpu', 'cu118', 'cu126', 'cu128', 'rocm6.3', 'xpu'), range(9, 14)),
          ('2.13.0', '0.28.0', NOW, range(10, 15)), ('2.14.0', '0.29.0', NOW, range(10, 15)))


def platforms(variant):
    return ['manylinux_2_28_x86_64'] + (['manylinux_2_28_aarch64'] if variant.startswith('c') else [])


def wheels(package, version, variant, tags):
    return ['%s-%s+%s-%s-%s.whl' % (package, version, variant, tag, platform)
            for tag in tags for platform in platforms(variant)]


def tags(minors):
    return ['cp3%d-cp3%d' % (minor, minor) for minor in minors]


def nightly_page(package):
    pythons = tags(range(10, 15)) + ['cp314-cp314t']
    if package == 'torch':
        pythons += ['cp315-cp315', 'cp315-cp315t']
    found = []
    for variant in NIGHTLY:
        last = ENDED if variant == 'cu126' else NEWEST
        for back in range(0 if package == 'torch' or variant == 'cu126' else 1, 6):
            night = (last - datetime.timedelta(back)).strftime('%Y%m%d')
            found += wheels(package, '%s.dev%s' % (BASE[package], night), variant, pythons)
    return page(package, found)


def stable_page(package):
    found = []
    for torch, vision, variants, minors in STABLE:
        for variant in variants:
            found += wheels(package, vision if package == 'torchvision' else torch, variant, tags(minors))
    return page(package, found)


def page(package, files):
    links = ['<a href="%s" data-core-metadata="true">%s</a><br/>' % (name.replace('+', '%2B'), name) for name in files]
    return '<!DOCTYPE html>\n<html>\n<body>\n<h1>Links for %s</h1>\n%s\n</body>\n</html>\n' % (package, '\n'.join(links))


def metadata(path):
    """What a stable torchvision pins; nightlies and everything else tell nothing."""
    name, version = unquote(path).rsplit('/', 1)[1].split('-')[:2]
    lines = ['Metadata-Version: 2.1', 'Name: ' + name, 'Version: ' + version]
    lines += ['Requires-Dist: torch (==%s)' % torch for torch, vision, _, _ in STABLE
              if name == 'torchvision' and version.split('+')[0] == vision]
    return '\n'.join(lines) + '\n'


def ours(path):
    """The answer at `path` for nightjar; None for what is not there."""
    found = re.fullmatch(r'/whl/(nightly/)?(torch|torchvision|torchaudio)/', path)
    if found:
        return (nightly_page if found.group(1) else stable_page)(found.group(2))
    return metadata(path) if path.endswith('.metadata') and '/nightly/' not in path else None


def for_uv(path):
    """The answer at `path` for uv: a torch 2.14.0 of every variant it may think of."""
    found = re.fullmatch(r'/whl/([a-z0-9.]+)/torch/', path)
    if found:
        return page('torch', wheels('torch', '2.14.0', found.group(1), tags(range(10, 15))))
    return metadata(path) if path.endswith('.metadata') else None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        answer = self.server.answers(self.path)
        body = (answer or 'AccessDenied').encode()
        self.send_response(403 if answer is None else 200)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self):
        """A proxy that is the host itself: what uv says to PyTorch's, it says to us."""
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            with self.server.tls.wrap_socket(self.connection, server_side=True) as plain:
                Handler(plain, self.client_address, self.server)
        except (OSError, ssl.SSLError):
            pass  # uv hung up

    def log_message(self, *_):
        """Nobody reads it."""


def serve(answers, tls=None):
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    server.answers, server.tls, server.daemon_threads = answers, tls, True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, 'http://127.0.0.1:%d' % server.server_address[1]
