"""The verb "pages": asks web addresses all at once, for a client that cannot reach them from where it is.

Only http and https, through the proxies and with the certificates that pip would use here. Bodies come back compressed
and in pieces, so that a slow link carries them and neither side has to trust the other's sizes.
"""
import os
import sys
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

import certificates
from errors import AgentError, need

PIECE = 256 * 1024  # bytes of a body a frame
AT_ONCE = 8
MOST = 4096  # addresses a request


def pages(args, emit):
    """args: addresses, method ("GET" or "HEAD"), bytes (of one page), together (of all pages), silence_s, whole_s,
    cert?, proxy? (pip.conf's).
    Events, in the order in which pages end: {"kind": "part", "page"} with zlib's form of a piece of the body, then
    {"kind": "page", "page", "status", "address", "length"} or {"kind": "page", "page", "fault", "host", "details"}."""
    addresses = need(args, "addresses", list)
    if len(addresses) > MOST or not all(isinstance(address, str) and "\0" not in address for address in addresses):
        raise AgentError("bad-arguments", "The request lacks usable addresses.")
    run = Run(args)
    pool = ThreadPoolExecutor(AT_ONCE)
    waiting = {pool.submit(run.ask, address): page for page, address in enumerate(addresses)}
    try:
        while waiting:
            ended = [future for future in waiting if future.done()]
            for future in ended:
                for _ in tell(waiting.pop(future), future.result(), emit):
                    yield True
            if waiting and run.is_late():
                break
            if not ended:
                yield
    finally:
        run.stopped = True
        for future in waiting:
            future.cancel()
        pool.shutdown(wait=False)
    for page in waiting.values():
        emit({"kind": "page", "page": page, "fault": "too-slow", "host": host_of(addresses[page]), "details": ""})
    return {}


def tell(page, answer, emit):
    body = answer.pop("body", b"")
    for start in range(0, len(body), PIECE):
        emit({"kind": "part", "page": page}, zlib.compress(body[start:start + PIECE], 6))
        yield
    emit(dict(answer, kind="page", page=page))


class Run:
    """What all addresses of one request share."""

    def __init__(self, args):
        self.method = "HEAD" if args.get("method") == "HEAD" else "GET"
        self.most = int(args.get("bytes") or 64 << 20)
        self.together = int(args.get("together") or 256 << 20)
        self.taken = 0
        self.counting = threading.Lock()
        self.silence = float(args.get("silence_s") or 30)
        self.end = time.monotonic() + float(args.get("whole_s") or 180)
        self.stopped = False
        environment = dict(os.environ)
        if args.get("cert"):
            environment.setdefault("PIP_CERT", args["cert"])  # as in pip, a variable wins over a file
        try:
            tls = certificates.context(environment, sys.executable)
        except ImportError:  # a Python without ssl still reads http, and so does one with unusable certificates
            tls = Fault("no-tls", "", "this Python has no ssl")
        except (OSError, ValueError) as error:
            tls = Fault("not-secure", "", str(error))
        self.opener = opener(tls, environment.get("PIP_PROXY") or args.get("proxy"))
        self.direct = opener(tls, None, False)

    def is_late(self):
        return time.monotonic() > self.end

    def ask(self, address):
        # type: (str) -> dict
        import socket
        import urllib.error
        from http.client import HTTPException

        host = host_of(address)
        try:
            return self.answer(address)
        except urllib.error.HTTPError as error:
            error.close()
            return {"status": error.code, "address": address, "length": None, "phrase": str(error.reason)[:200]}
        except Fault as fault:
            return {"fault": fault.name, "host": fault.host or host, "details": str(fault)[:500]}
        except socket.timeout as error:
            return {"fault": "silent", "host": host, "details": str(error)[:500]}
        except (urllib.error.URLError, OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            return {"fault": fault_of(reason), "host": host, "details": str(reason)[:500]}

    def answer(self, address):
        # type: (str) -> dict
        import urllib.request

        if not is_web(address):
            raise Fault("redirect", host_of(address), "neither http nor https")
        opener_here = self.direct if is_this_computer(host_of(address)) else self.opener
        request = urllib.request.Request(address, method=self.method, headers={"User-Agent": "nightjar"})
        with opener_here.open(request, timeout=self.silence) as answer:
            length = number(answer.headers.get("Content-Length"))
            whole = {"status": answer.getcode(), "address": answer.geturl(), "length": length}
            if self.method == "GET":
                whole["body"] = self.read(answer, length)
        return whole

    def read(self, answer, length):
        chunks = []
        size = 0
        while True:
            chunk = answer.read1(65536)
            if not chunk:
                break
            size += len(chunk)
            if size > self.most:
                raise Fault("too-large")
            with self.counting:
                self.taken += len(chunk)
                if self.taken > self.together:
                    raise Fault("too-much")
            if self.stopped or self.is_late():
                raise Fault("too-slow")
            chunks.append(chunk)
        if length is not None and size < length:
            raise Fault("cut-off", "", "{} / {}".format(size, length))
        return b"".join(chunks)


class Fault(Exception):
    def __init__(self, name, host="", details=""):
        Exception.__init__(self, details)
        self.name = name
        self.host = host


def opener(tls, proxy, proxies=True):
    """Opens http and https and nothing else. `tls` is the context for https, or the Fault it ends with. `proxy` is
    pip.conf's; without one the environment's count."""
    import urllib.request

    class Redirects(urllib.request.HTTPRedirectHandler):
        max_redirections = 5

        def redirect_request(self, req, fp, code, msg, headers, newurl):
            if not is_web(newurl) or (is_web(req.full_url, ("https",)) and not is_web(newurl, ("https",))):
                raise Fault("redirect", host_of(req.full_url), "{} to another kind of address".format(code))
            return urllib.request.Request(newurl, method=req.get_method(), headers=req.headers,
                                          origin_req_host=req.origin_req_host, unverifiable=True)

    class NoTls(urllib.request.BaseHandler):
        def https_open(self, req):
            raise Fault(tls.name, host_of(req.full_url), str(tls))

    known = {"http": proxy, "https": proxy} if proxy else None
    handlers = [urllib.request.ProxyHandler(known if proxies else {}), Redirects(), urllib.request.HTTPHandler(),
                urllib.request.HTTPErrorProcessor(), urllib.request.HTTPDefaultErrorHandler()]
    handlers.append(NoTls() if isinstance(tls, Fault) else urllib.request.HTTPSHandler(context=tls))
    made = urllib.request.OpenerDirector()
    for handler in handlers:
        made.add_handler(handler)
    return made


def fault_of(reason):
    """The fault's name, as core/choose/fetch_error.cpp knows it, for what a socket or OpenSSL said."""
    import socket
    from http.client import HTTPException

    if isinstance(reason, socket.timeout):
        return "silent"
    if isinstance(reason, socket.gaierror):
        return "no-host"
    if isinstance(reason, ConnectionRefusedError):
        return "refused"
    if isinstance(reason, HTTPException) or isinstance(reason, ConnectionResetError):
        return "cut-off"
    if type(reason).__module__ == "ssl" or type(reason).__name__.startswith("SSL"):
        return "not-secure"
    return "failed"


def is_web(address, schemes=("http", "https")):
    # type: (str, tuple) -> bool
    scheme, colon, rest = address.partition("://")
    return bool(colon) and scheme.lower() in schemes and bool(rest)


def host_of(address):
    # type: (str) -> str
    from urllib.parse import urlsplit

    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def is_this_computer(host):
    # type: (str) -> bool
    return host == "localhost" or host == "::1" or host.startswith("127.")


def number(text):
    # type: (object) -> object
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None
