"""The practice runtime's one process: the index, and the SSH server where one is installed.

    python3 -I -B THIS_FOLDER --folder PRACTICE_FOLDER [--wheels DIR] [--no-ssh]

It prints one JSON line when everything answers, {"index_port": N, "ssh": {"port", "user"} | null, "ssh_problem": "…"},
or {"error": "…"}. It lives until its stdin closes, so that whatever happens to its owner nothing stays behind: then it
ends the server, what runs inside the practice folder, and removes the folder.
"""

import sys

if sys.version_info < (3, 7):
    sys.stdout.write('{"error": "python3 on this computer is %d.%d; the practice runtime needs 3.7 or later."}\n'
                     % sys.version_info[:2])
    sys.exit(1)

import argparse
import json
import os
import signal
import threading


def start(folder, wheels, wants_ssh):
    """Starts index and server; returns (server or None, the ready message)."""
    from index_server import serve
    from sshd import SshServer

    if wheels:
        from real_wheels import wheels_in
        offered = wheels_in(wheels)
    else:
        from samples import sample_wheels
        offered = sample_wheels()
    ssh, problem = None, ''
    if wants_ssh:
        ssh, problem = SshServer.start(folder)
    index = serve(offered)
    threading.Thread(target=index.serve_forever, daemon=True).start()
    return ssh, {'index_port': index.server_address[1], 'ssh_problem': problem,
                 'ssh': {'port': ssh.port, 'user': ssh.user} if ssh else None}


def main():
    from ending import end
    from forgotten import end_forgotten, keep_lock

    parser = argparse.ArgumentParser()
    parser.add_argument('--folder', required=True)
    parser.add_argument('--wheels', default='')
    parser.add_argument('--no-ssh', action='store_true')
    arguments = parser.parse_args()
    if os.getpid() != os.getpgrp():
        os.setsid()  # Ctrl+C in the owner's terminal is for the owner; we end when it closes our stdin
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    os.umask(0o077)
    lock, ssh = keep_lock(arguments.folder), None
    try:
        end_forgotten(arguments.folder)
        try:
            ssh, message = start(arguments.folder, arguments.wheels, not arguments.no_ssh)
        except (OSError, ValueError) as error:
            message = {'error': str(error)}
        print(json.dumps(message), flush=True)
        if 'error' not in message:
            sys.stdin.buffer.read()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        end(arguments.folder, ssh)
        os.close(lock)


main()
