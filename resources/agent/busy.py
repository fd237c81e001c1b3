"""What is said where a root's lock is held by somebody else."""
from errors import AgentError
from job_folder import JobFolder, is_id, is_job


def refused(root, who):
    # type: (str, str) -> AgentError
    """busy (details: the job's id), or changing: whoever only changes environments holds the lock under a word that is
    no job's id, and who clears away after a dead job under none. `who`: what root_lock.holder() said."""
    if is_id(who) and is_job(JobFolder(root, who)):
        return AgentError("busy", "Another job is running in this environment root: {}.".format(titled(root, who)), who)
    if who.startswith("send-"):
        return AgentError("changing", "Another program is sending wheels there.", root)
    if who:
        return AgentError("changing", "An environment is being removed or switched to.", root)
    return AgentError("changing", "What an install that died has left is still being removed.", root)


def titled(root, job_id):
    # type: (str, str) -> str
    title = JobFolder(root, job_id).read("job.json").get("title")
    return "{} ({})".format(title, job_id) if title else job_id
