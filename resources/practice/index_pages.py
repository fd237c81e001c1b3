"""The pages of the nightly index, in the shape that pytorch/test-infra's s3_management/manage_v2.py writes."""

import hashlib
import html
from urllib.parse import quote

from wheel_file import PYTORCH

ROOT = '/whl/nightly/'


def path_of(wheel):
    return ROOT + (wheel.variant + '/' if wheel.variant else '') + wheel.filename


def all_pages(wheels, base, now):
    """{path: HTML bytes}. `base` is "http://127.0.0.1:PORT", `now` epoch seconds for the footer."""
    pages = {}
    variants = sorted({w.variant for w in wheels if w.variant})
    pages[ROOT] = _listing(sorted({w.project for w in wheels}), now)
    for folder, seen in [(ROOT, lambda w: True)] + [
            (ROOT + variant + '/', lambda w, v=variant: w.variant in (None, v)) for variant in variants]:
        offered = [w for w in wheels if seen(w)]
        projects = sorted({w.project for w in offered})
        pages[folder] = _listing(projects, now)
        for project in projects:
            mine = sorted((w for w in offered if w.project == project), key=lambda w: w.filename)
            pages[folder + project + '/'] = _project_page(project, mine, base, now)
    return {path: page.encode() for path, page in pages.items()}


def _listing(projects, now):
    links = ['    <a href="%s/">%s</a><br/>' % (quote(p), html.escape(p)) for p in projects]
    return _document(links, now)


def _project_page(project, wheels, base, now):
    return _document(['    <h1>Links for %s</h1>' % html.escape(project)] + [_link(w, base) for w in wheels], now)


def _link(wheel, base):
    """Absolute for PyTorch's own packages, relative for the others: the real pages have both."""
    host = base if wheel.project in PYTORCH else ''
    digest = hashlib.sha256(wheel.metadata()).hexdigest()
    return ('    <a href="%s" data-dist-info-metadata="sha256=%s" data-core-metadata="sha256=%s" '
            'data-upload-time="%s">%s</a><br/>') % (
                html.escape(host + quote(path_of(wheel))), digest, digest,
                wheel.uploaded.strftime('%Y-%m-%dT%H:%M:%SZ'), html.escape(wheel.filename))


def _document(lines, now):
    return '\n'.join(['<!DOCTYPE html>', '<html>', '  <body>'] + lines +
                     ['  </body>', '</html>', '<!--TIMESTAMP %d-->' % now, ''])
