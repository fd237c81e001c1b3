"""The verbs "job.start" and "job.list"."""
import os
import time

from busy import refused
from environments import remove
from errors import AgentError, need
from job_folder import JobFolder, absolute, all_jobs, job_folder, valid_id
from nested import refuse_nested
from root_lock import let_go

MONTH = 30 * 86400.0  # seconds


def start(args, emit):
    # type: (dict, object) -> dict
    """Starts a job as a detached process and returns at once. Errors: bad-arguments, busy (details: the id of the job
    that runs on this root), changing, root-unusable, root-nested."""
    job = checked(need(args, "job", dict))
    folder = JobFolder(job["root"], job["id"])
    let_go()
    make_folder(folder)
    try:
        folder.write("job.json", job)
    except OSError as error:
        remove_unstarted(folder)
        raise AgentError("root-unusable", "The environment root cannot be written.", str(error))
    forget_old_agents()
    answer = detach(folder, job)
    if answer != "started":
        remove_unstarted(folder)
        if answer.startswith("busy "):
            raise refused(folder.root, answer[5:])
        if answer.startswith("unusable "):
            raise AgentError("root-unusable", "The environment root cannot be written.", answer[9:])
        raise AgentError("internal", "The job could not be started.", answer)
    return {"id": folder.id, "dir": folder.path}


def checked(job):
    # type: (dict) -> dict
    """The job, if its shape is one we can run: everything it makes must lie inside the root."""
    valid_id(need(job, "id"))
    job["root"] = absolute(need(job, "root"))
    need(job, "step_environment", dict)
    environment = job.get("environment")
    if environment is not None:
        inside = os.path.join(job["root"], "envs")
        if os.path.dirname(os.path.normpath(need(job, "environment"))) != inside:
            raise AgentError("bad-arguments", "The environment must lie in the root's \"envs\" folder.", environment)
        job["environment"] = os.path.normpath(environment)
    from steps import STEPS

    for step in need(job, "steps", list):
        if not isinstance(step, dict) or step.get("verb") not in STEPS or not isinstance(step.get("args"), dict):
            raise AgentError("bad-arguments", "The job has a step that the agent does not know.", repr(step)[:500])
    return job


def make_folder(folder):
    # type: (JobFolder) -> None
    refuse_nested(folder.root)
    try:
        os.makedirs(folder.root, exist_ok=True)
        jobs = os.path.dirname(folder.path)
        os.makedirs(jobs, 0o700, exist_ok=True)  # two may start at once
        if os.path.islink(jobs):
            raise AgentError("root-unusable", "The environment root cannot be used: its folder \"jobs\" is a link.", jobs)
        os.mkdir(folder.path, 0o700)
    except FileExistsError:
        if os.path.isfile(folder.file("job.json")):
            raise AgentError("bad-arguments", "There is a job with this id already.", folder.path)
        raise AgentError("root-unusable", "The environment root cannot be used: a file is in its place.", folder.root)
    except OSError as error:
        raise AgentError("root-unusable", "The environment root cannot be made or written.", str(error))


def remove_unstarted(folder):
    # type: (JobFolder) -> None
    for name in os.listdir(folder.path):
        os.unlink(folder.file(name))
    os.rmdir(folder.path)


def detach(folder, job):
    # type: (JobFolder, dict) -> str
    """Forks twice, so that the supervisor belongs to nobody, and returns its first words: "started", "busy <id>",
    "unusable <what the system says of the root>" or what else went wrong."""
    read_end, write_end = os.pipe()
    middle = os.fork()
    if middle == 0:
        try:
            os.close(read_end)
            os.setsid()
            if os.fork() == 0:
                import supervisor

                supervisor.main(folder, job, write_end)
        finally:
            os._exit(0)
    os.close(write_end)
    os.waitpid(middle, 0)
    with os.fdopen(read_end, "rb") as pipe:
        return pipe.read().decode("utf-8", "replace") or "the supervisor died at once"


def forget_old_agents():
    """Removes other versions of the agent that nobody has used to start a job for a month."""
    own = os.path.dirname(os.path.abspath(__file__))
    base = os.path.dirname(own)
    if not os.path.basename(own).startswith("agent-"):
        return
    try:
        os.utime(own)
        for name in os.listdir(base):
            path = os.path.join(base, name)
            if name.startswith("agent-") and time.time() - os.stat(path).st_mtime > MONTH:
                remove(path)
    except OSError:
        pass  # a cache; it may stay


def list_jobs(args, emit):
    # type: (dict, object) -> dict
    """The jobs of this root, oldest first. Errors: bad-arguments, root-unusable (another user's)."""
    root = absolute(need(args, "root"))
    try:
        os.listdir(os.path.join(root, "jobs"))
    except PermissionError as error:
        raise AgentError("root-unusable", "Its jobs are another user's: they cannot be read.", str(error))
    except OSError:
        pass  # none yet
    jobs = [summary(folder) for folder in all_jobs(root)]
    return {"jobs": sorted(jobs, key=lambda job: (job["started"] or 0, job["id"]))}


def show(args, emit):
    # type: (dict, object) -> dict
    """One job: its summary, and "job" as its client gave it. Errors: bad-arguments, no-such-job."""
    folder = job_folder(args)
    return dict(summary(folder), job=dict(folder.read("job.json"), root=folder.root))  # which may have moved


def moment(value):
    # type: (object) -> object
    """Seconds since the epoch; None for what is none, as in a file that somebody has written over."""
    return value if isinstance(value, (int, float)) and 0 <= value < 1e15 else None


def summary(folder):
    # type: (JobFolder) -> dict
    end = folder.end() or {}
    return {
        "id": folder.id,
        "title": folder.read("job.json").get("title", ""),
        "state": folder.state(),
        "started": moment(folder.read("supervisor.json").get("at")),
        "ended": moment(end.get("at")),
        "exit_code": end.get("exit_code"),
        "signal": end.get("signal"),
        "log_bytes": folder.size("log"),
        "log_path": folder.file("log"),
        "dir": folder.path,
    }
