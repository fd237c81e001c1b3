"""What was tried and what came of it."""

import collections
import json
import threading


class Report:
    def __init__(self, kinds):
        self.lock = threading.Lock()
        self.done, self.missed = collections.Counter(), collections.Counter()
        self.kinds, self.trials, self.whole, self.failed, self.outcomes = kinds, 0, 0, [], collections.Counter()

    def add(self, trial, again):
        """Returns how many faults there were so far. `again`: what to run to repeat it."""
        with self.lock:
            self.trials += 1
            self.whole += trial.whole
            self.done.update(trial.done)
            self.missed.update(collections.Counter(trial.kinds) - collections.Counter(trial.done))
            end = trial.place.end(trial.job) if trial.job else None
            self.outcomes[end['outcome'] if end else 'lost' if trial.job else 'not started'] += 1
            if trial.problems:
                self.failed.append({'trial': trial.name, 'kinds': trial.kinds, 'whole': trial.whole,
                                    'problems': trial.problems, 'again': again, 'job': trial.job})
                print('FAILED %s (%s, %s)\n  repeat: %s' % (trial.name, ' '.join(trial.kinds),
                                                            'install' if trial.whole else 'light job', again))
                for line in trial.problems + trial.said:
                    print('  ' + line.replace('\n', '\n    '))
                print('', end='', flush=True)
            count = sum(self.done.values())
            if self.trials % 50 == 0:
                print('%d trials, %d faults, %d failures' % (self.trials, count, len(self.failed)), flush=True)
            return count

    def text(self):
        lines = ['%-16s %5s %8s' % ('fault', 'tried', 'too late')]
        lines += ['%-16s %5d %8d' % (kind, self.done[kind], self.missed[kind]) for kind in self.kinds
                  if self.done[kind] or self.missed[kind]]
        lines.append('%d faults in %d trials (%d whole installs, %d light jobs); ends: %s' % (
            sum(self.done.values()), self.trials, self.whole, self.trials - self.whole,
            ', '.join('%s %d' % pair for pair in sorted(self.outcomes.items()))))
        lines.append('%d failures' % len(self.failed))
        return '\n'.join(lines)

    def write(self, path):
        with open(path, 'w') as file:
            json.dump({'faults': dict(self.done), 'too_late': dict(self.missed), 'trials': self.trials,
                       'whole_installs': self.whole, 'ends': dict(self.outcomes), 'failures': self.failed}, file,
                      indent=1)
