"""The step "check": whether the installed packages have what they require."""
import children
from desk import StepFailed

PATIENCE = 60.0  # seconds for uv, which needs less than one


def check(desk, args):
    """args: argv (pip's), argv_uv?, patience_s? (for uv). Where uv is not content, hangs, or has failed in this job
    before, pip decides."""
    if args.get("argv_uv") and not desk.uv_failed:
        try:
            return children.run(desk, args["argv_uv"], timeout=args.get("patience_s") or PATIENCE)
        except StepFailed as failed:
            desk.say("uv is not content: {} pip has the last word.".format(failed.reason))
    children.run(desk, args["argv"])
