"""The step "run": programs one after another."""
import children
from desk import StepSkipped
from step_preflight import numbers
from step_resolve import pip_version


def run(desk, args):
    """args: commands, silence_s?, timeout_s? (each for one command), cwd?, python? and pip_enough? (there is nothing to
    do where that environment's pip is as new). A command is an argv array, or an object {argv, environment?, silence_s?,
    timeout_s?, cwd?} where it differs from the rest. Stops at the first failure."""
    pip = pip_version(args["python"]) if args.get("pip_enough") else ""
    if pip and numbers(pip) >= numbers(args["pip_enough"]):
        raise StepSkipped("pip {} is new enough; setuptools and wheel stay as they are.".format(pip))
    for command in args["commands"]:
        own = command if isinstance(command, dict) else {"argv": command}
        limits = {name: own.get(name, args.get(name)) for name in ("cwd", "silence_s", "timeout_s")}
        children.run(desk, own["argv"], limits["cwd"], own.get("environment"), limits["silence_s"],
                     limits["timeout_s"])
