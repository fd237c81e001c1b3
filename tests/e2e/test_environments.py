"""Environments beside each other, as a person handles them in a terminal: listed, gone back to, removed, tidied."""

import os
import subprocess
import sys

from world import World


class Environments(World):
    def setUp(self):
        super().setUp()
        self.root = self.folder / 'night jar'
        self.server, self.source = self.sshd().trust(), self.index()
        self.place = [self.server.target, *self.server.words(), '--root', self.root]

    def install(self, night, *words):
        run = self.nightjar('install', *self.place, '--index', self.source, '--build', night, '--packages', 'torch',
                            '--yes', '--json', *words)
        self.assertEqual(run.code, 0, str(run))
        self.starts()
        return run

    def starts(self):
        """What `current` is has to work at every moment; returns its torch."""
        python = self.root / 'current/bin/python'
        return subprocess.check_output([str(python), '-I', '-c', 'import torch; print(torch.__version__)']).decode().strip()

    def listed(self):
        run = self.nightjar('environments', *self.place, '--json')
        self.assertEqual(run.code, 0, str(run))
        self.assertEqual(run.last['schema'], 'nightjar.environments/1')
        return run.last['environments']

    def nights(self):
        run = self.nightjar('builds', *self.place, '--index', self.source, '--variant', 'cpu', '--json')
        self.assertEqual(run.code, 0, str(run))
        usable = [build['date'] for build in run.last['builds'] if build['variant'] == 'cpu' and build['fits'] != 'no']
        return list(dict.fromkeys(usable))

    def test_from_two_installs_to_a_way_back_and_a_removal(self):
        newest, before, *_ = self.nights()
        self.install(before)
        old = self.starts()
        self.install(newest)
        new, (first, second) = self.starts(), self.listed()
        self.assertNotEqual(old, new)
        self.assertEqual((first['date'], first['verified'], first['current']), (newest, True, True))
        self.assertEqual((second['date'], second['verified'], second['current']), (before, True, False))
        self.assertEqual(second['path'], str(self.root / 'envs' / second['id']))
        self.assertGreater(second['bytes'], 100000)
        facts = self.nightjar('detect', *self.place, '--json')
        self.assertEqual(facts.last['environments'], [first, second])

        back = self.nightjar('rollback', *self.place, '--yes')
        self.assertEqual(back.code, 0, str(back))
        self.assertIn('nightjar verify', back.out)
        self.assertEqual(self.starts(), old)
        verified = self.nightjar('verify', *self.place, '--json')
        self.assertTrue(verified.last['ok'], str(verified))
        again = self.nightjar('rollback', *self.place, first['id'], '--yes', '--json')
        self.assertEqual((again.last['environment']['id'], again.last['previous']['id']), (first['id'], second['id']))
        self.assertEqual(self.starts(), new)

        for words, code in ((['rollback', 'nothing'], 2), (['remove', 'nothing'], 2), (['remove', first['id']], 1),
                            (['remove', '../../' + self.home.name], 2), (['remove'], 2)):
            run = self.nightjar(words[0], *self.place, *words[1:], '--yes', '--json')
            self.assertEqual(run.code, code, str(run))
            self.assertIn('error', run.last)
        self.assertEqual(len(self.listed()), 2)
        gone = self.nightjar('remove', *self.place, second['id'], '--yes', '--json')
        self.assertEqual(gone.code, 0, str(gone))
        self.assertGreater(gone.last['freed_bytes'], gone.last['wheels_bytes'])
        self.assertGreater(gone.last['wheels_bytes'], 0)
        self.assertEqual([one['id'] for one in self.listed()], [first['id']])
        self.assertEqual(os.listdir(str(self.root / 'envs')), [first['id']])
        self.assertEqual(self.starts(), new)
        none = self.nightjar('rollback', *self.place, '--yes', '--json')
        self.assertEqual((none.code, self.starts()), (1, new), str(none))

    def test_the_newest_two_are_kept_unless_the_person_says_otherwise(self):
        a, b, c, d = self.nights()[:4][::-1]
        for night in (a, b):
            self.install(night)
        third = self.install(c, '--keep', 'all', '--save-profile', 'lab')
        self.assertNotIn('tidy', [step['id'] for step in third.events('started')[0]['plan']])
        self.assertEqual([one['date'] for one in self.listed()], [c, b, a])
        profile = self.nightjar('profiles', 'show', 'lab', '--json')
        self.assertEqual(profile.last['profiles'][0]['keep'], 'all')
        ids = {one['date']: one['id'] for one in self.listed()}
        user = subprocess.Popen([str(self.root / 'envs' / ids[a] / 'bin/python'), '-c', 'input()'],
                                stdin=subprocess.PIPE)
        self.addCleanup(user.communicate)
        fourth = self.install(d)
        title = {step['id']: step['title'] for step in fourth.events('started')[0]['plan']}['tidy']
        self.assertIn(ids[a], title)
        self.assertIn(ids[b], title)
        self.assertEqual([one['date'] for one in self.listed()], [d, c, a], str(fourth))
        self.assertIn('%s stays: process %d uses it' % (ids[a], user.pid),
                      ''.join(event['text'] for event in fourth.events('log')))
        refused = self.nightjar('remove', *self.place, ids[a], '--yes', '--json')
        self.assertEqual(refused.code, 1, str(refused))
        self.assertIn('process %d' % user.pid, refused.last['error']['details'])

    def test_nothing_is_done_without_a_yes(self):
        newest, before, *_ = self.nights()
        self.install(before)
        self.install(newest)
        first, second = self.listed()
        refused = self.nightjar('rollback', *self.place)
        self.assertEqual(refused.code, 2, str(refused))
        asked = self.at_terminal('remove', *self.place, second['id'])
        run = asked.wait_for('for good?').type('n\n').finish()
        self.assertEqual(run.code, 130, str(run))
        run = self.at_terminal('rollback', *self.place).wait_for('Switch back').type('y\n').finish()
        self.assertEqual(run.code, 0, str(run))
        self.assertEqual([(one['id'], one['current']) for one in self.listed()],
                         [(first['id'], False), (second['id'], True)])
        shown = self.nightjar('environments', *self.place)
        self.assertEqual(len(shown.out.splitlines()), 2, str(shown))
        self.assertIn('current, verified', shown.out.splitlines()[1])


if __name__ == '__main__':
    sys.exit('run me with unittest')
