#!/usr/bin/env python3
"""Wall time of an install against the same pip commands typed over ssh, one after another: venv, upgrade, install from
the index, pip check, import. Goal: at most 1.05 times, from the start of the program to the end of its `check` step.
What a person who types does not do comes after that: the proof (torch.compile alone takes seconds) and the switch; it
is in `with_proof_s`. NIGHTJAR_TEST_WHEELS names a folder with torch and all it needs to measure with real wheels;
without it the practice samples are used, where pip's own starts weigh most.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time

from remote import checked, options, paired, ssh_words, start
import world


def main():
    runs = options(3).runs
    place, server = start()
    wheels = os.environ.get('NIGHTJAR_TEST_WHEELS')
    index, root, environment = place.index(wheels), place.folder / 'root', place.environment()
    python = shutil.which('python3', path='/usr/bin:/usr/local/bin')
    packages = 'torch' if wheels else 'torch,torchvision'
    ours = [world.BINARY, 'install', server.target, *server.words(), '--root', root, '--index', index, '--packages',
            packages, '--python', python, '--yes', '--json']
    build = json.loads(checked(ours, env=environment).splitlines()[-1])['build']
    pins = ['%s==%s' % (name, build[name]) for name in packages.split(',')]

    def by_hand():
        venv = root / 'by-hand'
        shutil.rmtree(venv, ignore_errors=True)
        pip = '%s/bin/python -m pip ' % venv
        for command in ('%s -m venv %s' % (python, venv), pip + 'install --upgrade pip setuptools wheel',
                        pip + 'install --no-cache-dir --pre --index-url %s/%s %s' % (index, build['variant'], ' '.join(pins)),
                        pip + 'check', '%s/bin/python -c "import torch; print(torch.__version__)"' % venv):
            checked(ssh_words(server) + [command], env=environment)

    proofs = []

    def with_nightjar():
        """Seconds to the end of the step `check`."""
        shutil.rmtree(root / 'wheels', ignore_errors=True)
        began = time.monotonic()
        process = subprocess.Popen(list(map(str, ours)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   env=environment, encoding='utf-8')
        installed = None
        for line in process.stdout:
            event = json.loads(line)
            if event.get('id') == 'check' and event.get('state') == 'done':
                installed = time.monotonic() - began
        if process.wait() or installed is None:
            sys.exit('the install failed: ' + line)
        proofs.append(time.monotonic() - began)
        return installed

    install, hand, ratio = paired(runs, with_nightjar, by_hand)
    place.doCleanups()
    print(json.dumps({'install': {'runs': runs, 'wheels': 'real' if wheels else 'samples', 'nightjar_s': round(install, 2),
                                  'by_hand_s': round(hand, 2), 'ratio': round(ratio, 3), 'goal_ratio': 1.05,
                                  'with_proof_s': round(statistics.median(proofs), 2)}}))


main()
