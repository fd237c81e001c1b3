"""The step "venv": one attempt after another, each from nothing, until one gives an environment that works."""
import os

import certificates
import children
from desk import StepFailed
from environments import claim, inside, remove


def venv(desk, args):
    """args: path, attempts [{title, commands, environment?, timeout_s? (a command), check?}], check (argv that must
    succeed, unless the attempt has one of its own)."""
    path = args["path"]
    if not inside(path, os.path.join(desk.folder.root, "envs")):
        raise StepFailed("The environment must lie in the root's \"envs\" folder: {}".format(path))
    if os.path.lexists(path):
        raise StepFailed("There is something at {} already; it was not touched.".format(path))
    claim(desk.folder, path)
    reasons = []
    for attempt in args["attempts"]:
        try:
            trust = certificates.for_uv(desk.environment(attempt.get("environment")))
            for argv in attempt["commands"]:
                children.run(desk, argv, None, attempt.get("environment"), None, attempt.get("timeout_s"),
                             variables=trust)
            if attempt.get("check") or args.get("check"):
                children.run(desk, attempt.get("check") or args["check"], None, attempt.get("environment"))
            desk.say("The environment was made by {}.".format(attempt["title"]))
            return
        except StepFailed as failed:
            reasons.append("{}: {}".format(attempt["title"], failed.reason))
            desk.say(reasons[-1])
            if remove(path):
                raise StepFailed("A failed attempt left {}, which cannot be removed.".format(path))
    raise StepFailed("No way to make an environment worked. " + " ".join(reasons))
