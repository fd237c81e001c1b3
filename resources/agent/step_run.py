"""The step "run": programs one after another."""
import children


def run(desk, args):
    """args: commands [[argv…], …], silence_s?, timeout_s? (each for one command), cwd?. Stops at the first failure."""
    for argv in args["commands"]:
        children.run(desk, argv, args.get("cwd"), None, args.get("silence_s"), args.get("timeout_s"))
