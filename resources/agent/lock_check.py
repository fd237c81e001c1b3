"""The verb "lock.check": which wheels of a lock are on the runtime already, and what has become of the others where
they came from. Makes nothing."""
import os
from concurrent.futures import ThreadPoolExecutor

from errors import AgentError, need
from recorded import recorded_hashes
from wheel_place import folder_of, is_there, valid_name

AT_ONCE = 8
WHOLE = 60.0  # seconds for all addresses together
GONE = (403, 404, 410)  # S3, which holds the nightly index, says 403 of what it does not have


def check(args, emit):
    """args: root, build, packages [{file, url or null, sha256, size}], cert?, proxy? (pip.conf's), ask? (false: look
    on the disk only). Reply: {"packages": [{"file", "state", "details"}]} in their order. state: "present" (here, with
    this hash), "available" (its address answers, with this size), "missing" (its address has no such file, or there is
    none), "changed" (another size), "recorded" (the environment in details was made from another file of this name),
    "unreachable" (no answer). Errors: bad-arguments."""
    folder = folder_of(args)
    packages = [checked(package) for package in need(args, "packages", list)]
    states = []
    for package in packages:
        there = yield from is_there(folder, package["file"], package["size"], package["sha256"])
        states.append(("present", "") if there else ("missing", "the lock names no address"))
    earlier = recorded_hashes(args["root"])
    for number, package in enumerate(packages):
        others = [environment for digest, environment in earlier.get(package["file"], ()) if digest != package["sha256"]]
        if others:
            states[number] = ("recorded", others[0])
    absent = [number for number, (state, _) in enumerate(states)
              if state not in ("present", "recorded") and packages[number]["url"]]
    if absent and args.get("ask", True):
        answers = yield from ask([packages[number]["url"] for number in absent], args)
        for number, answer in zip(absent, answers):
            states[number] = judged(answer, packages[number]["size"])
    return {"packages": [{"file": package["file"], "state": state, "details": details}
                         for package, (state, details) in zip(packages, states)]}


def checked(package):
    # type: (object) -> dict
    if not isinstance(package, dict):
        raise AgentError("bad-arguments", "The request lacks a usable \"packages\".", repr(package)[:200])
    valid_name(package.get("file"))
    need(package, "sha256")
    url, size = package.get("url"), package.get("size")
    if not (url is None or isinstance(url, str)) or not (size is None or isinstance(size, int)):
        raise AgentError("bad-arguments", "The request lacks a usable \"packages\".", repr(package)[:200])
    return {"file": package["file"], "sha256": package["sha256"], "url": url, "size": size}


def ask(addresses, args):
    """Generator: what each address answers to HEAD, all asked at once: {"status", "length"} or {"fault", "details"}."""
    from pages import Run

    run = Run({"method": "HEAD", "whole_s": WHOLE, "cert": args.get("cert"), "proxy": args.get("proxy")})
    pool = ThreadPoolExecutor(AT_ONCE)
    waiting = [pool.submit(look if is_file(address) else run.ask, address) for address in addresses]
    try:
        while not all(future.done() for future in waiting) and not run.is_late():
            yield
    finally:
        run.stopped = True
        for future in waiting:
            future.cancel()
        pool.shutdown(wait=False)
    slow = {"fault": "too-slow", "details": "no answer in time"}
    return [future.result() if future.done() and not future.cancelled() else slow for future in waiting]


def is_file(address):
    # type: (str) -> bool
    return address.lower().startswith("file:")


def look(address):
    # type: (str) -> dict
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        return {"status": 200, "length": os.stat(url2pathname(urlsplit(address).path)).st_size}
    except (OSError, ValueError) as error:
        return {"status": 404, "phrase": str(error)}


def judged(answer, size):
    # type: (dict, object) -> tuple
    """(state, details) of one answer."""
    if "fault" in answer:
        return "unreachable", "{} {}".format(answer["fault"], answer.get("details") or "").strip()
    status, length = answer["status"], answer.get("length")
    if status in GONE:
        return "missing", "answered {}".format(status)
    if status >= 500:
        return "unreachable", "answered {}".format(status)
    if status < 300 and None not in (size, length) and size != length:
        return "changed", "{} bytes there, {} in the lock".format(length, size)
    return "available", ""  # a server that refuses HEAD alone will say so when it is asked for the file
