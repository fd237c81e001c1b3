"""Small answers, asked for all at once: sizes and pages."""
import http.client
import os
import threading
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor, wait

from fetch_client import Client
from fetch_trouble import Trouble, from_status

AT_ONCE = 8
MOST = 32 << 20  # bytes of one page; the largest on the nightly index has 14 MB


def all_at_once(desk, addresses, route, ask, patience):
    # type: (object, list, object, object, float) -> list
    """ask(client, address) for each address; None where it failed, or gave no answer within `patience` seconds for all
    of them together."""
    clients = [Client(route) for _ in range(AT_ONCE)]
    idle = list(clients)
    over = threading.Event()
    pool = ThreadPoolExecutor(AT_ONCE)
    asked = [pool.submit(one, ask, address, idle, over) for address in addresses]
    end = time.monotonic() + patience
    try:
        while time.monotonic() < end and wait(asked, 0.2).not_done:
            desk.check()
        return [answer.result() if answer.done() else None for answer in asked]
    finally:
        over.set()
        for answer in asked:
            answer.cancel()
        pool.shutdown(wait=False)
        for client in clients:
            client.interrupt()


def one(ask, address, idle, over):
    """`idle`: clients with their connections; as many as there are threads. What may pass is asked once more."""
    client = idle.pop()
    try:
        for last in (False, True):
            try:
                return ask(client, address)
            except (Trouble, OSError, http.client.HTTPException, ValueError) as error:
                client.drop_all()
                if last or over.is_set() or getattr(error, "final", False):
                    return None
    finally:
        idle.append(client)


def size(client, address):
    # type: (Client, str) -> object
    """Bytes behind the address; None where the server does not tell."""
    if urllib.parse.urlsplit(address).scheme == "file":
        return os.path.getsize(urllib.request.url2pathname(urllib.parse.urlsplit(address).path))
    answer = client.open(address, {}, "HEAD")
    answer.read()
    length = answer.getheader("Content-Length")
    return int(length) if answer.status == 200 and length else None


def page(client, address):
    # type: (Client, str) -> object
    """(bytes, the address they came from in the end); None where there is no such page. Raises Trouble."""
    answer = client.open(address, {})
    if answer.status != 200:
        client.drop_all()
        raise from_status(answer)
    body = b"".join(blocks(answer))
    if len(body) > MOST or answer.length:  # an answer that is cut short is no error to http.client
        raise Trouble("a page that is too long, or not whole")
    return body, client.address


def blocks(answer):
    """To the end, or beyond MOST bytes. Not read(MOST): older Pythons take that much memory at once."""
    left = MOST + 1
    while left > 0:
        data = answer.read(min(left, 65536))
        if not data:
            return
        left -= len(data)
        yield data
