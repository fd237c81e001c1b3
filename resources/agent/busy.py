"""The lock of a root for those who are no job, and what is said where somebody else holds it."""
import os

from errors import AgentError
from job_folder import JobFolder, is_id, is_job
from root_lock import holder, let_go, take_lock

SENDING = "send"  # wheels, which goes on from one request to the next


def hold(root, deed):
    # type: (str, str) -> int
    """The root's lock, as a job takes it; `deed` stands where a job's id would. Errors: busy, changing, root-unusable."""
    folder = JobFolder(root, "{}-{}".format(deed, os.getpid()))
    let_go()
    try:
        os.makedirs(os.path.dirname(folder.path), 0o700, exist_ok=True)
        lock = take_lock(root, folder.id)
    except OSError as error:
        raise AgentError("root-unusable", "The environment root cannot be written.", str(error))
    if lock < 0:
        raise refused(root, holder(root))
    return lock


def refused(root, who):
    # type: (str, str) -> AgentError
    """busy (details: the job's id), or changing: whoever only changes environments holds the lock under a word that is
    no job's id, and who clears away after a dead job under none. `who`: what root_lock.holder() said."""
    if is_id(who) and is_job(JobFolder(root, who)):
        return AgentError("busy", "Another job is running in this environment root: {}.".format(titled(root, who)), who)
    if who.startswith(SENDING + "-"):
        return AgentError("changing", "Another program is sending wheels there.", root)
    if who:
        return AgentError("changing", "An environment is being removed or switched to.", root)
    return AgentError("changing", "What an install that died has left is still being removed.", root)


def titled(root, job_id):
    # type: (str, str) -> str
    title = JobFolder(root, job_id).read("job.json").get("title")
    return "{} ({})".format(title, job_id) if title else job_id
