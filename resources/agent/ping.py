"""The verb that only shows that the agent listens."""


def ping(args, emit):
    return {}
