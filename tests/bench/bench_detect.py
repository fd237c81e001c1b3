#!/usr/bin/env python3
"""From start to detect's answer, against `ssh host true` with the OpenSSH client. Goal: at most 1.2 times."""

import json

from remote import checked, options, paired, ssh_words, start


def main():
    runs = options(15).runs
    place, server = start()
    ours = [place_binary(), 'detect', server.target, *server.words(), '--json']
    theirs = ssh_words(server) + ['true']
    environment = place.environment()
    checked(ours, env=environment)  # the agent is kept on the runtime from the first time on
    detect, ssh, ratio = paired(runs, lambda: checked(ours, env=environment), lambda: checked(theirs, env=environment))
    place.doCleanups()
    print(json.dumps({'detect': {'runs': runs, 'detect_ms': round(detect * 1e3, 1), 'ssh_true_ms': round(ssh * 1e3, 1),
                                 'ratio': round(ratio, 3), 'goal_ratio': 1.2}}))


def place_binary():
    import world
    return world.BINARY


main()
