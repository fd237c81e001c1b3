"""The step "activate": what the environment is, written into it; then `current` points to it."""
import os

import wire
from desk import StepFailed
from environments import inside, switch
from job_folder import write_whole


def activate(desk, args):
    """args: root, environment, manifest (any JSON object)."""
    root, environment = args["root"], args["environment"]
    if not inside(environment, os.path.join(root, "envs")) or not os.path.isdir(environment):
        raise StepFailed("There is no environment at {}.".format(environment))
    link = os.path.join(root, "current")
    if os.path.lexists(link) and not os.path.islink(link):
        raise StepFailed("{} is not a link that Nightjar made; move it away.".format(link))
    write_whole(os.path.join(environment, "nightjar.json"), wire.dumps(args["manifest"]).encode("ascii") + b"\n")
    switch(root, environment)
    desk.say("{} points to {}".format(link, environment))
