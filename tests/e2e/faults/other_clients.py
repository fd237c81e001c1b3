"""Somebody else at the same install or the same root. Each returns what it did; nothing where it came too late."""

import json
import threading
import time

import light_job
from place import agent_process


def another(trial, words, home=None):
    from trial import Client

    client = Client(trial.place, words, home)
    trial.clients.append(client)
    if not client.wait():
        trial.problems.append('the second program hung: %s' % client)
    return client


def two_followers(trial, rng):
    if not trial.moment(rng):
        return None
    home = trial.place.folder / 'other-home' if rng.random() < 0.6 else None
    another(trial, ['follow', *trial.place.where(rng.random() < 0.5), trial.job], home)
    return 'from %s' % ('another computer' if home else 'the same computer')


def two_installs(trial, rng):
    if not trial.moment(rng):
        return None
    running = trial.place.supervisor(trial.job)
    job = light_job.light_job(trial.place, rng)
    trial.others.add(job['id'])
    refused = light_job.send(trial.place, job)
    if not refused and running and trial.place.supervisor(trial.job) and not trial.place.end(trial.job):
        trial.problems.append('a second install was taken while %s runs' % trial.job)
    if refused not in {None, trial.job} | trial.others:
        trial.problems.append('the second install was refused for %s, not for %s' % (refused, trial.job))
    return 'refused' if refused else 'taken: the first had just ended'


def cancel(trial, rng):
    if not trial.moment(rng):
        return None
    import faults

    client = another(trial, ['cancel', *trial.place.where(rng.random() < 0.3), trial.job])
    answer = client.last
    sound = not set(trial.kinds) & faults.ON_THE_LINK
    # Where it has switched already, a cancel may stop the removal of an old environment; the next job goes on with it
    # (seed 2901, trial 275).
    left = [path for path in answer.get('left') or () if answer.get('state') != 'succeeded' or '/envs/.gone-' not in path]
    if sound and (client.process.returncode != 0 or left):
        trial.problems.append('the cancel did not end it: %s' % client)
    return 'answered %s' % answer.get('state')


def together(trial, rng):
    """Two installs sent at the very same moment, when the first is over or lost."""
    trial.over.wait()
    while trial.job and trial.place.supervisor(trial.job):
        time.sleep(0.02)
    jobs, answers = [light_job.light_job(trial.place, rng) for _ in range(2)], []
    trial.others |= {job['id'] for job in jobs}
    other = agent_process.Agent(environment=agent_process.clean_environment(str(trial.place.home)))
    other.ask('ping')  # so that neither has still to wake up

    def one(ask, job):
        try:
            ask('job.start', {'job': job})
            answers.append('started')
        except agent_process.AgentFault as fault:
            answers.append(fault.code)
    threads = [threading.Thread(target=one, args=pair) for pair in zip((trial.place.ask, other.ask), jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    if answers == ['started'] * 2 and one_after_the_other(trial.place, jobs):
        return 'the first was over before the second came'
    if sorted(answers) != ['busy', 'started']:
        trial.problems.append('of two installs at once: %s' % answers)
    return 'one was taken'


def one_after_the_other(place, jobs):
    times = []
    for job in jobs:
        while place.supervisor(job['id']):
            time.sleep(0.02)
        records = (place.job_folder(job['id']) / 'events').read_text().splitlines()
        times.append((json.loads(records[0])['at'], json.loads(records[-1])['at']))
    (_, ended), (began, _) = sorted(times)
    return ended <= began
