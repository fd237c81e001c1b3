"""The step "venv": one attempt after another, each from nothing, until one gives an environment that works."""
import os

import children
from desk import StepFailed
from environments import claim, inside, remove
from uv_way import ways_out


def venv(desk, args):
    """args: path, attempts [{title, commands, uv? (whether uv does it), environment?, timeout_s? (a command), check?}],
    check (argv that must succeed, unless the attempt has one of its own)."""
    path = args["path"]
    if not inside(path, os.path.join(desk.folder.root, "envs")):
        raise StepFailed("The environment must lie in the root's \"envs\" folder: {}".format(path))
    if os.path.lexists(path):
        raise StepFailed("There is something at {} already; it was not touched.".format(path))
    claim(desk.folder, path)
    reasons = []
    for attempt, variables in ways(desk, args["attempts"]):
        try:
            make(desk, attempt, variables, attempt.get("check") or args.get("check"))
            desk.say("The environment was made by {}.".format(attempt["title"]))
            return
        except StepFailed as failed:
            desk.uv_hangs = desk.uv_hangs or bool(attempt.get("uv") and failed.hung())
            reasons.append("{}: {}".format(attempt["title"], failed.reason))
            desk.say(reasons[-1])
            if remove(path):
                raise StepFailed("A failed attempt left {}, which cannot be removed.".format(path))
    raise StepFailed("No way to make an environment worked. " + " ".join(reasons))


def ways(desk, attempts):
    """(attempt, variables for its commands), one after another as long as they fail."""
    for attempt in attempts:
        if attempt.get("uv"):
            for variables in ways_out(desk, desk.environment(attempt.get("environment"))):
                yield attempt, variables
        else:
            yield attempt, {}


def make(desk, attempt, variables, check):
    rules, patience = attempt.get("environment"), attempt.get("timeout_s")
    for argv in attempt["commands"]:
        children.run(desk, argv, environment=rules, timeout=patience, variables=variables)
    if check:
        children.run(desk, check, environment=rules)
