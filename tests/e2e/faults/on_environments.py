"""Environments switched to and removed: while an install runs, and with the one who does it killed in the middle."""

import os
import time

import invariants
import light_job
import strangers
from place import agent_process

KILLS = 4


def others(trial):
    """Ids of the environments that `current` does not point to, oldest first."""
    current = os.path.basename(trial.current() or '')
    listed = trial.place.ask('environments', {'root': str(trial.place.root)})['environments']
    return [one['id'] for one in reversed(listed) if one['id'] != current and one['id'] not in strangers.NAMES]


def rollback(trial, rng):
    """A second program that wants another environment while the install runs."""
    from other_clients import another

    if not trial.moment(rng):
        return None
    there = others(trial)
    if not there:
        return None
    before, running = trial.current(), trial.place.supervisor(trial.job)
    client = another(trial, ['rollback', *trial.place.where(False), rng.choice(there), '--yes'])
    taken = client.process.returncode == 0
    # The install may have switched to just that one in the meantime: it is answered, and nothing moves (seed 2915, 106).
    moved = taken and client.last['environment']['id'] != (client.last.get('previous') or {}).get('id')
    if moved and running and not trial.place.end(trial.job) and trial.place.supervisor(trial.job):
        trial.problems.append('`current` was moved from %s while %s runs: %s' % (before, trial.job, client))
    return 'taken' if taken else 'refused'


def kill_rollback(trial, rng):
    """`current` moved back and forth by agents that are killed at some point of it; it works after each."""
    over(trial)
    done = 0
    for _ in range(KILLS):
        there = others(trial)
        if there:
            killed(trial, rng, 'environment.activate', rng.choice(there))
            done += 1
            fault = invariants.works(trial.place.root / 'current/bin/python')
            if fault:
                trial.problems.append('after a killed rollback `current` does not work: %s' % fault)
    return next_install(trial, rng) and 'killed %d' % done if done else None


def kill_remove(trial, rng):
    """Removals that are killed; what they leave goes with the next install."""
    over(trial)
    there = others(trial)
    if not there:
        return None
    for _ in range(KILLS):
        killed(trial, rng, 'environment.remove', there[0])
    gone = there[0] not in others(trial)
    return next_install(trial, rng) and ('removed' if gone else 'killed before it had begun')


def next_install(trial, rng):
    """What the killed ones have left goes with it."""
    job = light_job.light_job(trial.place, rng)
    trial.others.add(job['id'])
    if light_job.send(trial.place, job):
        trial.problems.append('no install is taken any more')
    while trial.place.supervisor(job['id']):
        time.sleep(0.02)
    return True


def over(trial):
    trial.over.wait()
    while trial.job and trial.place.supervisor(trial.job):
        time.sleep(0.02)


def killed(trial, rng, verb, known):
    agent = agent_process.Agent(environment=agent_process.clean_environment(str(trial.place.home)))
    try:
        agent.ask('ping')
        agent.send(verb, {'root': str(trial.place.root), 'id': known})
        time.sleep(rng.random() ** 2 * 0.15)
    finally:
        agent.process.kill()
        agent.close()
