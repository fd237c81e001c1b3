"""What goes back to the client when a request cannot be met."""


class AgentError(Exception):
    """`code` is for programs, `what` one plain sentence, `details` raw text."""

    def __init__(self, code, what, details=""):
        # type: (str, str, str) -> None
        Exception.__init__(self, what)
        self.code = code
        self.what = what
        self.details = details

    def frame(self):
        return {"code": self.code, "what": self.what, "details": self.details}


def need(args, name, kind=str):
    """args[name], which must be there and of this kind."""
    value = args.get(name)
    if not isinstance(value, kind) or (kind is str and "\0" in value):
        raise AgentError("bad-arguments", "The request lacks a usable \"{}\".".format(name), repr(value)[:200])
    return value
