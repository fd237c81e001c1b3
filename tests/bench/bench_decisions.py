#!/usr/bin/env python3
"""Decisions compared: ours and uv's for every machine of tests/data/index/machines.json, with what is right.

Ours come from the built program (`nightjar builds --facts`): right is what the table says, variant, verdicts and ways out.
uv chooses among stable releases, so it is held to less: right where its variant runs here by the documented rules
(decision_rules.py), "runs" where it does with a documented limit, such as a newer minor than the driver's. CPU wheels for
a machine whose GPU could be used, or was meant to be, are wrong: nobody asked for them.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import decision_index
import decision_rules
import uv_says

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE.parent / 'data/index/machines.json'
WORDS = {'yes': 'right', 'warning': 'runs with a limit', 'no': 'wrong'}
BUILD = pathlib.Path(os.environ.get('NIGHTJAR_BUILD', HERE.parent.parent / 'build/release'))


def gpu(row):
    capability = row.get('capability')
    architecture = 'sm_' + capability.replace('.', '') if capability else row.get('gfx')
    return {'vendor': row['vendor'], 'name': row['name'], 'memory_mib': 16000, 'compute_capability': capability,
            'architecture': architecture, 'uuid': None, 'pci_device': row.get('pci_device'),
            'kernel_driver': row.get('kernel_driver')}


def python(version):
    free = version.endswith('t')
    plain = version[:-1] if free else version
    name = '.'.join(plain.split('.')[:2]) + ('t' if free else '')
    return {'path': '/usr/bin/python' + name, 'version': plain, 'free_threaded': free, 'has_venv': True, 'has_pip': True}


def facts(row):
    """The row as `nightjar detect --json` would print it."""
    driver = {'version': row.get('driver'), 'cuda': row.get('cuda')}
    disk = row.get('disk_gb', 66)
    return {
        'schema': 'nightjar.runtime/1',
        'os': {'id': 'ubuntu', 'version': '22.04', 'kernel': '6.6', 'arch': row.get('arch', 'x86_64'),
               'libc': row.get('libc', 'glibc'), 'libc_version': row.get('libc_version', '2.35')},
        'kind': row.get('kind', 'host'), 'gpus': [gpu(g) for g in row['gpus']],
        'driver': driver if any(driver.values()) else None,
        'pythons': [python(v) for v in row.get('pythons', ['3.12.3'])],
        'tools': {'uv': row.get('uv'), 'git': None},
        'disk': {'path': '/root/nightjar', 'free_bytes': None if disk is None else int(disk * 1e9)},
        'memory_bytes': int(row.get('memory_gb', 16) * 1e9),
        'findings': [{'id': name, 'severity': 'problem', 'what': name, 'why': None, 'fix': None}
                     for name in row.get('findings', [])]}


def nightjar(row, folder, root):
    saved = folder / 'facts.json'
    saved.write_text(json.dumps(facts(row)))
    words = [str(BUILD / 'app/nightjar'), 'builds', '--facts', str(saved), '--index', root + '/whl/nightly', '--json']
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding='utf-8', timeout=120,
                          env=dict(os.environ, HOME=str(folder), XDG_CACHE_HOME=str(folder / 'cache')))
    if done.returncode:
        sys.exit('%s: %s' % (row['name'], done.stderr))
    return json.loads(done.stdout)


def way(alternative):
    version = alternative['torch'].split('+')[0] + ' ' if alternative['channel'] == 'stable' else ''
    return '%s %s%s' % (alternative['channel'], version, alternative['variant'])


def ours_is_right(row, report):
    """Variant, ways out and every single verdict the row names."""
    verdicts = {}
    for build in report['builds']:
        if not build['id'].startswith('20261122'):  # that night has no torchvision yet: a warning of its own
            verdicts.setdefault(build['variant'], build['fits'])
    variant = (report['recommended'] or {}).get('variant')
    return (variant == row['expected'] and [way(a) for a in report['alternatives']] == row.get('alternatives', []) and
            all(verdicts[name] == fits for name, fits in row.get('fits', {}).items()))


def compare(rows, folder, root, uv, why_not):
    machines, total = [], {'machines': len(rows), 'ours_right': 0, 'uv_asked': 0, 'uv_right': 0,
                           'uv_runs_with_a_limit': 0, 'uv_wrong': 0, 'uv_cpu_in_silence': 0}
    for row in rows:
        report = nightjar(row, folder, root)
        variant = (report['recommended'] or {}).get('variant')
        right = ours_is_right(row, report) and (not variant or decision_rules.runs(row, variant) != 'no')
        said = {'machine': row['name'], 'right': row['expected'] or row.get('alternatives', []),
                'nightjar': variant or [way(a) for a in report['alternatives']],
                'nightjar_right': right, 'rule': row['rule'], 'source': row['source']}
        total['ours_right'] += right
        try:
            if not uv:
                raise uv_says.NotAsked(why_not)
            said['uv'] = uv.says(row)
            said['uv_verdict'] = WORDS[decision_rules.runs(row, said['uv'])]
            total['uv_asked'] += 1
            total['uv_' + said['uv_verdict'].replace(' ', '_')] += 1
            total['uv_cpu_in_silence'] += said['uv'] == 'cpu' and bool(row['gpus']) and row['expected'] != 'cpu'
        except uv_says.NotAsked as reason:
            said['uv_not_asked'] = str(reason)
        machines.append(said)
    return machines, total


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--runs', type=int, help='taken for tests/bench/run; a decision needs no second run')
    parser.add_argument('--without-uv', action='store_true', help='ours only')
    options = parser.parse_args()
    rows = json.loads(TABLE.read_text())['machines']
    with tempfile.TemporaryDirectory(prefix='nightjar-decisions-') as name:
        folder, uv, why_not = pathlib.Path(name), None, 'it was left out'
        _, root = decision_index.serve(decision_index.ours)
        if not options.without_uv:
            try:
                uv = uv_says.Uv(folder)
            except uv_says.NotAsked as reason:
                why_not = str(reason)
        machines, total = compare(rows, folder, root, uv, why_not)
    report = {'uv': uv.version if uv else why_not, 'totals': total, 'machines': machines}
    print(json.dumps({'decisions': report}, indent=1, ensure_ascii=False))
    return 0 if total['ours_right'] == total['machines'] else 1


if __name__ == '__main__':
    sys.exit(main())
