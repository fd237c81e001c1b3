"""The step "run": programs one after another."""
import children


def run(desk, args):
    """args: commands, silence_s?, timeout_s? (each for one command), cwd?. A command is an argv array, or an object
    {argv, environment?, silence_s?, timeout_s?, cwd?} where it differs from the rest. Stops at the first failure."""
    for command in args["commands"]:
        own = command if isinstance(command, dict) else {"argv": command}
        limits = {name: own.get(name, args.get(name)) for name in ("cwd", "silence_s", "timeout_s")}
        children.run(desk, own["argv"], limits["cwd"], own.get("environment"), limits["silence_s"],
                     limits["timeout_s"])
