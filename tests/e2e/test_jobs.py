"""An install goes on whatever becomes of the link and the program, and whoever comes back finds all of it."""

import hashlib
import json
import os
import shlex
import signal
import socket
import threading
import time

from world import INSTALLING, World, free_port, processes_with, supervisor


class Proxy:
    """A TCP hop in front of a server, whose connections a test can cut: from outside, or by `cuts`, which is asked
    before anything that the server says is passed on."""

    def __init__(self, test, port, cuts=lambda: False):
        self.to, self.port, self.open, self.cuts = port, free_port(), [], cuts
        self.listener = socket.create_server(('127.0.0.1', self.port))
        test.addCleanup(self.close)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.create_connection(('127.0.0.1', self.to))
            self.open += [near, far]
            for one, other, cuts in ((near, far, lambda: False), (far, near, self.cuts)):
                threading.Thread(target=self._pump, args=(one, other, cuts), daemon=True).start()

    @staticmethod
    def _pump(source, sink, cuts):
        try:
            while True:
                data = source.recv(65536)
                if not data or cuts():
                    break
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        for end in list(self.open):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()
        self.open = []

    def close(self):
        self.listener.close()
        self.cut()


class Jobs(World):
    """Every install here stands still at its download, at the latest, until the test gives the wheels out: what is to
    befall it while it runs never comes too late."""

    def setUp(self):
        super().setUp()
        self.server, self.root = self.sshd().trust(), self.folder / 'root'
        self.source, self.wheels = self.held_index()
        self.where = [self.server.target, *self.server.words(), '--root', self.root]

    def install_words(self, *more):
        return ['install', *self.where, '--index', self.source, '--packages', 'torch', '--yes', *more]

    def detached(self, *more):
        run = self.nightjar(*self.install_words('--detach', *more))
        self.assertEqual(run.code, 0, str(run))
        return run.out.strip()

    def jobs(self):
        run = self.nightjar('jobs', *self.where, '--json')
        self.assertEqual(run.last['schema'], 'nightjar.jobs/1', str(run))
        return run.last['jobs']

    def remote_log(self, job):
        return (self.root / 'jobs' / job / 'log').read_bytes()

    def local_log(self, job):
        return (self.home / '.local/share/nightjar/jobs' / job / 'log').read_bytes()

    def until_its_pip_stands(self, process):
        """Returns once the job that `process` follows has come to a pip that would run for ever."""
        for line in process.stdout:
            if (json.loads(line).get('id'), json.loads(line).get('state')) == ('download', 'running'):
                break
        pipe = self.stand_still(self.root, INSTALLING)
        self.wheels.set()
        self.addCleanup(open(str(pipe), 'wb').close)  # opening it waits for the reader

    def assert_whole(self, run, job):
        log = self.remote_log(job)
        self.assertEqual(''.join(event['text'] for event in run.events('log')), log.decode())
        self.assertEqual(hashlib.sha256(self.local_log(job)).hexdigest(), hashlib.sha256(log).hexdigest())

    def test_a_detached_install_is_listed_followed_and_succeeds(self):
        job = self.detached()
        self.assertRegex(job, r'^\d{8}-\d{6}-[0-9a-f]{8}$')
        self.assertEqual([(one['id'], one['state']) for one in self.jobs()], [(job, 'running')])
        self.wheels.set()
        run = self.nightjar('follow', *self.where, '--json')
        self.assertEqual((run.code, self.finished(run)['outcome'], run.last['job']), (0, 'succeeded', job), str(run))
        self.assert_whole(run, job)
        listed = self.jobs()[0]
        self.assertEqual((listed['state'], listed['exit_code'], listed['signal']), ('succeeded', 0, None))
        self.assertEqual((listed['log_bytes'], listed['log_path']),
                         (len(self.remote_log(job)), str(self.root / 'jobs' / job / 'log')))
        raw = self.nightjar('follow', *self.where, job, '--raw')
        self.assertEqual((raw.code, raw.out.encode()), (0, self.remote_log(job)))
        part = self.nightjar('follow', *self.where, job, '--raw', '--from', '100')
        self.assertEqual(part.out.encode(), self.remote_log(job)[100:])

    def test_a_cut_link_is_made_again_and_loses_nothing(self):
        proxy = Proxy(self, self.server.port)
        known = self.server.known_hosts.read_text().replace(str(self.server.port), str(proxy.port))
        self.server.known_hosts.write_text(known)
        self.where[0] = self.server.target.replace(str(self.server.port), str(proxy.port))
        process = self.start_nightjar(*self.install_words('--json'))
        lines, job, restored = [], None, 0
        for line in process.stdout:
            lines.append(line)
            event = json.loads(line)
            job = event['job'] if event['event'] == 'started' else job
            back = event['event'] == 'connection' and event['state'] == 'restored'
            restored += back
            if (event.get('id'), event.get('state')) in (('venv', 'running'), ('install', 'running')):
                proxy.cut()
            elif back and restored == 1:  # one that has only just been made
                proxy.cut()
            elif back and restored == 2:
                self.wheels.set()
        err = process.stderr.read()
        self.assertEqual(process.wait(60), 0, err)
        events = [json.loads(line) for line in lines]
        states = [event['state'] for event in events if event['event'] == 'connection']
        self.assertGreaterEqual(states.count('lost'), 2, states)
        self.assertEqual(states[-1], 'restored')
        self.assertEqual(events[-1]['outcome'], 'succeeded')
        log = ''.join(event['text'] for event in events if event['event'] == 'log')
        self.assertEqual(log, self.remote_log(job).decode())
        self.assertEqual(self.local_log(job), self.remote_log(job))
        self.assertIn('carries on', err)

    def test_a_link_cut_between_the_request_and_its_answer_loses_no_install(self):
        jobs = []

        def answered():  # whatever is said first once the job is there: the answer is what gets lost
            there = [] if jobs else [path.name for path in self.root.glob('jobs/2*')]
            jobs.extend(there)
            return there

        proxy = Proxy(self, self.server.port, answered)
        known = self.server.known_hosts.read_text().replace(str(self.server.port), str(proxy.port))
        self.server.known_hosts.write_text(known)
        away = [self.server.target.replace(str(self.server.port), str(proxy.port)), *self.where[1:]]
        process = self.start_nightjar('install', *away, '--index', self.source, '--yes', '--json')
        events = iter(map(json.loads, process.stdout))
        lost = next(events)
        self.assertEqual((lost['event'], lost.get('state')), ('connection', 'lost'), lost)
        started = next(event for event in events if event['event'] != 'connection')
        self.assertEqual(started['event'], 'started', started)
        self.assertEqual((jobs, [path.name for path in self.root.glob('jobs/2*')]), ([started['job']],) * 2)
        self.server.known_hosts.write_text(known.replace(str(proxy.port), str(self.server.port)))
        self.assertEqual(self.nightjar('cancel', *self.where, '--json').last['state'], 'cancelled')
        self.server.known_hosts.write_text(known)
        self.assertEqual([event['outcome'] for event in events if event['event'] == 'finished'], ['cancelled'])

    def test_a_killed_program_is_gone_back_into_with_the_whole_log(self):
        process = self.start_nightjar(*self.install_words('--json'))
        for line in process.stdout:
            if json.loads(line).get('id') == 'venv':
                break
        process.kill()
        process.wait()
        self.assertEqual([one['state'] for one in self.jobs()], ['running'])
        self.wheels.set()
        run = self.nightjar('follow', *self.where, '--json')
        self.assertEqual(self.finished(run)['outcome'], 'succeeded', str(run))
        self.assert_whole(run, run.last['job'])

    def test_a_program_that_is_only_ended_leaves_its_install_running(self):
        """A terminal that is closed, a computer that shuts down. Ctrl-C is for who wants it cancelled."""
        for sent in (signal.SIGHUP, signal.SIGTERM):
            process = self.start_nightjar(*self.install_words('--json'))
            for line in process.stdout:
                if json.loads(line).get('id') == 'venv':
                    break
            process.send_signal(sent)
            out, err = process.communicate(timeout=60)
            last = json.loads(out.splitlines()[-1])
            self.assertEqual((process.returncode, last['outcome']), (130, 'detached'), err)
            self.assertIn('nightjar follow', err)
            again = shlex.split(err.splitlines()[-1].partition(': nightjar ')[2])
            self.assertEqual([one['state'] for one in self.jobs() if one['id'] == last['job']], ['running'])
            self.assertEqual(self.nightjar('cancel', *again[1:], '--json').last['state'], 'cancelled')

    def test_a_second_install_is_refused_by_the_name_of_the_first(self):
        job = self.detached()
        run = self.nightjar(*self.install_words('--json'))
        self.assertEqual(run.code, 1, str(run))
        self.assertIn(job, run.last['error']['what'])
        self.assertIn('Install the nightly of', run.last['error']['what'])
        self.nightjar('cancel', *self.where)

    def test_cancel_ends_it_from_another_terminal_and_leaves_nothing(self):
        process = self.start_nightjar(*self.install_words('--installer', 'pip', '--json'))
        self.until_its_pip_stands(process)
        began = time.monotonic()
        run = self.nightjar('cancel', *self.where, '--json')
        self.assertEqual((run.code, run.last['state'], run.last['left']), (0, 'cancelled', []), str(run))
        self.assertLess(time.monotonic() - began, 30, 'it waits for no program')
        rest = process.communicate(timeout=60)[0].splitlines()
        self.assertEqual((process.returncode, json.loads(rest[-1])['outcome']), (130, 'cancelled'))
        raw = self.nightjar('follow', *self.where, json.loads(rest[-1])['job'], '--raw')
        self.assertEqual((raw.code, raw.err), (130, ''), 'the exit code is the install\'s own')
        self.assertEqual(processes_with(str(self.root / 'envs')), [])
        self.assertEqual(list((self.root / 'envs').glob('*')), [])
        again = self.nightjar('cancel', *self.where, run.last['id'], '--json')
        self.assertEqual((again.code, again.last['state']), (0, 'cancelled'))
        self.assertEqual(self.nightjar('cancel', *self.where).code, 1)

    def test_an_interrupted_follower_leaves_the_install_running(self):
        job = self.detached()
        process = self.start_nightjar('follow', *self.where, '--json')
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, json.loads(out.splitlines()[-1])['outcome']), (130, 'detached'), err)
        self.wheels.set()
        run = self.nightjar('follow', *self.where, job, '--json')
        self.assertEqual(self.finished(run)['outcome'], 'succeeded', str(run))

    def test_a_killed_supervisor_is_told_as_lost_and_what_it_left_is_cleared_away(self):
        job = self.detached('--installer', 'pip')
        process = self.start_nightjar('follow', *self.where, '--json')
        self.until_its_pip_stands(process)
        os.kill(supervisor(self.root, job), signal.SIGKILL)
        out, err = process.communicate(timeout=60)  # a follower that does not notice follows for ever
        last = json.loads(out.splitlines()[-1])
        self.assertEqual((process.returncode, last['outcome']), (1, 'lost'), err)
        self.assertIn('was not restarted', last['error']['why'])
        self.assertEqual([one['state'] for one in self.jobs()], ['lost'])
        self.assertEqual(list((self.root / 'envs').glob('*')), [])
        self.assertEqual(processes_with(str(self.root / 'envs')), [])

    def test_a_runtime_that_was_replaced_has_lost_its_job(self):
        proxy = Proxy(self, self.server.port)
        known = self.server.known_hosts.read_text().replace(str(self.server.port), str(proxy.port))
        self.server.known_hosts.write_text(known)
        self.where[0] = self.server.target.replace(str(self.server.port), str(proxy.port))
        process = self.start_nightjar(*self.install_words('--json'))
        job = None
        for line in process.stdout:
            event = json.loads(line)
            job = event['job'] if event['event'] == 'started' else job
            if event.get('id') == 'venv':
                break
        pid = supervisor(self.root, job)
        os.kill(pid, signal.SIGSTOP)
        proxy.cut()
        (self.root / 'jobs').rename(self.folder / 'away')  # as a fresh machine looks
        out, err = process.communicate(timeout=60)
        os.kill(pid, signal.SIGKILL)
        last = json.loads(out.splitlines()[-1])
        self.assertEqual((process.returncode, last['outcome']), (1, 'lost'), err)
        self.assertIn('does not know this install', last['error']['what'])

    def test_a_runtime_that_was_replaced_before_anybody_followed_has_lost_its_job_too(self):
        for words in ([], ['named']):
            job = self.detached()
            os.kill(supervisor(self.root, job), signal.SIGKILL)
            self.root.rename(self.folder / ('away' + job))
            run = self.nightjar('follow', *self.where, *(words and [job]), '--json')
            self.assertEqual((run.code, self.finished(run)['outcome']), (1, 'lost'), str(run))
            self.assertIn('does not know this install', self.finished(run)['error']['what'])
            again = self.nightjar('follow', *self.where, '--json')
            self.assertIn('no install to follow', self.finished(again)['error']['what'], 'said once')

    def test_a_job_that_is_asked_for_in_the_wrong_folder_is_not_lost(self):
        job = self.detached()
        elsewhere = [self.folder / 'elsewhere' if word == self.root else word for word in self.where]
        run = self.nightjar('follow', *elsewhere, job, '--json')
        self.assertEqual((run.code, self.finished(run)['outcome']), (2, 'failed'), str(run))
        self.assertIn('no such job', self.finished(run)['error']['what'])
        about = self.home / '.local/share/nightjar/jobs' / job / 'about.json'
        self.assertEqual(json.loads(about.read_text())['state'], 'running')
        self.wheels.set()
        self.assertEqual(self.nightjar('follow', *self.where, job).code, 0)

    def test_wrong_jobs_and_raw_words_are_usage_errors(self):
        for words, text in ((['follow', *self.where, 'no-such-job'], 'no such job'),
                            (['cancel', *self.where, '../x'], 'no such job'),
                            (['follow', *self.where, '--raw', '--json'], 'together'),
                            (['follow', *self.where, '--from', '3'], '--raw only'),
                            (['install', 'practice', '--detach', '--yes'], 'practice')):
            run = self.nightjar(*words)
            self.assertIn(run.code, (1, 2), str(run))
            self.assertIn(text, run.err)
        run = self.nightjar('follow', *self.where, '--json')
        self.assertEqual((run.code, run.last['event']), (1, 'finished'), str(run))
        self.assertIn('no install', run.last['error']['what'])
