"""A practice runtime leaves nothing behind, however it ends: no process, no folder."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from practice import Practice, alive, processes_naming

SLEEPER = [sys.executable, '-c', 'import time; time.sleep(300)']


@unittest.skipUnless(os.path.isdir('/proc/self'), 'this system has no /proc')
class EndingTest(unittest.TestCase):
    def setUp(self):
        self.parent = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.parent)
        self.practice = Practice(parent=self.parent)
        self.addCleanup(self.practice.close)
        self.folder = self.practice.folder
        self.assertTrue(processes_naming(self.folder))

    def spawn(self, *command, **options):
        process = subprocess.Popen(command or SLEEPER, start_new_session=True, **options)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def spawn_job(self, name='20261007-abcdef01'):
        """What a job of the agent looks like from outside: a folder, a supervisor with its log open, marked steps."""
        job = os.path.join(self.practice.root, 'jobs', name)
        os.makedirs(job)
        with open(os.path.join(job, 'log'), 'ab') as log:
            supervisor = self.spawn(stdout=log)
        with open(os.path.join(job, 'supervisor.json'), 'w') as file:
            json.dump({'pid': supervisor.pid}, file)
        return supervisor, self.spawn(env=dict(os.environ, NIGHTJAR_JOB=name))

    def wait_until_gone(self):
        deadline = time.monotonic() + 30
        while (processes_naming(self.folder) or os.path.exists(self.folder)) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual(processes_naming(self.folder), [])
        self.assertFalse(os.path.exists(self.folder))

    def test_closing_its_stdin_ends_everything_and_removes_the_folder(self):
        self.assertEqual(self.practice.close(), '')
        self.assertEqual(self.practice.process.returncode, 0)
        self.assertEqual(processes_naming(self.folder), [])
        self.assertEqual(os.listdir(self.parent), [])

    def test_a_termination_signal_does_the_same(self):
        self.practice.process.send_signal(signal.SIGTERM)
        self.practice.process.wait(30)
        self.wait_until_gone()

    def test_a_job_still_running_inside_is_ended_and_a_bystander_is_not(self):
        job = self.spawn_job()
        bystander = self.spawn(cwd=self.folder)
        self.practice.close()
        self.assertEqual([alive(process.pid) for process in job], [False, False])
        self.assertTrue(alive(bystander.pid))

    def test_a_reused_process_number_is_not_taken_for_a_job(self):
        job = os.path.join(self.practice.root, 'jobs', 'old')
        os.makedirs(job)
        stranger = self.spawn()
        with open(os.path.join(job, 'supervisor.json'), 'w') as file:
            json.dump({'pid': stranger.pid}, file)
        self.practice.close()
        self.assertTrue(alive(stranger.pid))

    def test_a_job_that_ignores_termination_is_killed(self):
        name = '20261007-abcdef02'
        os.makedirs(os.path.join(self.practice.root, 'jobs', name))
        stubborn = self.spawn(sys.executable, '-c', 'import signal, time; signal.signal(signal.SIGTERM, '
                              'signal.SIG_IGN); print("ready", flush=True); time.sleep(300)',
                              env=dict(os.environ, NIGHTJAR_JOB=name), stdout=subprocess.PIPE)
        with stubborn.stdout:
            stubborn.stdout.readline()
        self.practice.close()
        self.assertFalse(alive(stubborn.pid))

    def test_when_even_the_process_is_killed_the_server_dies_and_the_next_practice_tidies_up(self):
        if not self.practice.ready['ssh']:
            self.skipTest('no sshd on this computer: ' + self.practice.ready['ssh_problem'])
        _, step = self.spawn_job()
        self.practice.process.kill()
        self.practice.process.wait()
        deadline = time.monotonic() + 60
        while processes_naming(self.folder) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual(processes_naming(self.folder), [])
        self.assertTrue(os.path.exists(self.folder))
        next_one = Practice('--no-ssh', parent=self.parent)
        self.assertFalse(os.path.exists(self.folder))
        self.assertFalse(alive(step.pid))
        self.assertTrue(os.path.exists(next_one.folder))
        next_one.close()

    def test_a_practice_in_use_is_not_touched_by_the_next_one(self):
        Practice('--no-ssh', parent=self.parent).close()
        self.assertTrue(os.path.exists(self.folder))
        self.assertIsNone(self.practice.process.poll())


if __name__ == '__main__':
    unittest.main()
