"""The way out of the runtime's network, which pip knows, in the variables that uv reads."""
import certificates


def way_out(environment, python=""):
    # type: (dict, str) -> dict
    """pip's proxy and certificates. Left alone, uv trusts only what it was built with, and reads no pip.conf. It takes
    one file in place of that: the most telling one."""
    made = {"SSL_CERT_FILE": path for path in certificates.bundles(environment, python)[:1]}
    proxy = environment.get("PIP_PROXY")
    if proxy:  # it wins over everything, as pip has it
        made.update(HTTP_PROXY=proxy, HTTPS_PROXY=proxy, ALL_PROXY=proxy, NO_PROXY="", no_proxy="")
    if environment.get("PIP_CLIENT_CERT"):
        made["SSL_CLIENT_CERT"] = environment["PIP_CLIENT_CERT"]
    return made


def ways_out(desk, environment):
    """The same for a task that nobody else takes over: where the system's certificates were the trouble (an old or
    damaged file), once more with uv's own. A generator, to be resumed after a failure."""
    way, start = way_out(environment), desk.log_size()
    yield way
    ours = "SSL_CERT_FILE" in way and not certificates.named(environment)
    if ours and "certificate" in desk.tail(start).lower():
        desk.say("Once more, with the certificates that uv was built with.")
        yield {name: value for name, value in way.items() if name != "SSL_CERT_FILE"}
