"""The step "run": programs one after another."""
import children
from desk import StepFailed, StepSkipped
from step_preflight import numbers
from step_resolve import pip_version

PATIENCE = 60.0  # seconds for uv, which needs less than one


def run(desk, args):
    """args: commands, silence_s?, timeout_s? (each for one command), cwd?, python? and pip_enough? (there is nothing to
    do where that environment's pip is as new). A command is an argv array, or an object {argv, environment?, silence_s?,
    timeout_s?, cwd?, otherwise?} where it differs from the rest. otherwise: argv that decides where the first, uv's,
    fails or hangs, or where uv has failed in this job before. Stops at the first failure."""
    pip = pip_version(args["python"]) if args.get("pip_enough") else ""
    if pip and numbers(pip) >= numbers(args["pip_enough"]):
        raise StepSkipped("pip {} is new enough; setuptools and wheel stay as they are.".format(pip))
    for command in args["commands"]:
        own = command if isinstance(command, dict) else {"argv": command}
        limits = {name: own.get(name, args.get(name)) for name in ("cwd", "silence_s", "timeout_s")}
        if not own.get("otherwise") or not by_uv(desk, own, limits):
            once(desk, own.get("otherwise") or own["argv"], own, limits)


def by_uv(desk, own, limits):
    """Whether uv was asked and is content."""
    try:
        if not desk.uv_failed:
            once(desk, own["argv"], own, dict(limits, timeout_s=limits["timeout_s"] or PATIENCE))
        return not desk.uv_failed
    except StepFailed:
        return False


def once(desk, argv, own, limits):
    children.run(desk, argv, limits["cwd"], own.get("environment"), limits["silence_s"], limits["timeout_s"])
