"""Why a request did not give what was asked, in words that core/install/failure.cpp knows."""
import email.utils
import http.client
import socket
import ssl
import time

LONGEST_WAIT = 60.0  # seconds that a server may ask us to wait
PASSING = (408, 425, 429)  # with all 5xx: the same request may succeed later


class Trouble(Exception):
    """`final`: another try would end the same way. `wait`: seconds that the server asked for."""

    def __init__(self, words, final=False, wait=0.0):
        # type: (str, bool, float) -> None
        Exception.__init__(self, words)
        self.words = words
        self.final = final
        self.wait = wait


class Changed(Trouble):
    """The file behind the address is not the one that was begun."""


class NoRanges(Trouble):
    """The server answered a range with something else."""


def from_error(error, patience):
    # type: (Exception, float) -> Trouble
    """patience: the seconds after which a silent connection is given up."""
    text = "{}: {}".format(type(error).__name__, error)
    if isinstance(error, socket.timeout):
        return Trouble("Read timed out, no byte for {:g} s".format(patience))
    if isinstance(error, ssl.CertificateError) or "CERTIFICATE_VERIFY_FAILED" in text:
        return Trouble("CERTIFICATE_VERIFY_FAILED: {}".format(error), True)
    if "Tunnel connection failed" in text:
        return Trouble("ProxyError: {}".format(error), " 407" in text)
    if isinstance(error, socket.gaierror):
        return Trouble("Name or service not known: {}".format(error))
    if isinstance(error, ConnectionRefusedError):
        return Trouble("Connection refused")
    if isinstance(error, (ConnectionError, http.client.HTTPException)):
        return Trouble("Connection broken: {}".format(text))
    return Trouble(text)


def from_status(answer):
    # type: (object) -> Trouble
    """For any status but 200 and 206."""
    again = answer.status >= 500 or answer.status in PASSING
    return Trouble("HTTP error {}".format(answer.status), not again, waiting(answer.getheader("Retry-After")))


def waiting(value):
    # type: (object) -> float
    """Seconds of a Retry-After header (RFC 9110, 10.2.3): a number or a date; 0 where there is none."""
    if not value:
        return 0.0
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (TypeError, ValueError, IndexError, OverflowError):
            return 0.0
    return min(max(seconds, 0.0), LONGEST_WAIT) if seconds == seconds else 0.0
