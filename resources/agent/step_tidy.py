"""The step "tidy": removes the environments that the plan named, but never one that somebody has a use for."""
import os

from desk import StepFailed, StepSkipped
from in_use import users
from releases import before_current, recorded
from removal import discard, left_aside
from step_preflight import size


def tidy(desk, args):
    """args: root, ids. The new environment is in place already: a wish to cancel ends the step, not the job."""
    root = args["root"]
    found = recorded(root)
    reasons = kept(found, users(found, root))
    freed, problems, before = 0, [], left_aside(root)
    for about in [one for one in found if one["id"] in args["ids"]]:
        if about["id"] in reasons:
            desk.say("{} stays: {}.".format(about["id"], reasons[about["id"]]))
            continue
        try:
            gained = through(desk, discard(root, about, recorded(root)))
        except OSError as error:
            problems.append("{} cannot be removed: {}.".format(about["id"], error.strerror or error))
            continue
        freed += gained
        desk.say("Removed {}: {} freed.".format(about["id"], size(gained)))
    problems += ["Some of {} cannot be removed.".format(os.path.basename(path)) for path in left_aside(root)
                 if path not in before]
    if problems:
        raise StepFailed(" ".join(problems))


def kept(found, busy):
    # type: (list, dict) -> dict
    """{id: why it stays}."""
    reasons = {known: "process {pid} uses it ({command})".format(**user) for known, user in busy.items()}
    reasons[before_current(found)] = "it was the current one until now"
    for about in found:
        if about["current"]:
            reasons[about["id"]] = "it is the current one"
    return reasons


def through(desk, work):
    """Runs a removal to its end; what a cancelled one leaves, the next job ends."""
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value["freed_bytes"]
        if desk.cancelled:
            raise StepSkipped("It was cancelled; the next job removes the rest.")
