"""Small answers, asked for all at once: sizes and pages."""
import os
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor, wait

from fetch_client import Client
from fetch_trouble import Trouble

AT_ONCE = 8
MOST = 64 << 20  # bytes of one page


def all_at_once(desk, addresses, route, ask, patience):
    # type: (object, list, object, object, float) -> list
    """ask(client, address) for each address; None where it failed, or gave no answer within `patience` seconds for all
    of them together."""
    clients = [Client(route) for _ in range(AT_ONCE)]
    idle = list(clients)
    pool = ThreadPoolExecutor(AT_ONCE)
    asked = [pool.submit(one, ask, address, idle) for address in addresses]
    end = time.monotonic() + patience
    try:
        while time.monotonic() < end and wait(asked, 0.2).not_done:
            desk.check()
        return [answer.result() if answer.done() else None for answer in asked]
    finally:
        for answer in asked:
            answer.cancel()
        pool.shutdown(wait=False)
        for client in clients:
            client.interrupt()


def one(ask, address, idle):
    """`idle`: clients with their connections; as many as there are threads."""
    client = idle.pop()
    try:
        return ask(client, address)
    except (Trouble, OSError, ValueError, TypeError):
        client.drop_all()
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
    return int(answer.getheader("Content-Length")) if answer.status == 200 else None


def page(client, address):
    # type: (Client, str) -> object
    """(text, the address it came from in the end), or None."""
    answer = client.open(address, {})
    body = answer.read(MOST + 1)
    if answer.status != 200 or len(body) > MOST:
        client.drop_all()
        return None
    return body.decode("utf-8", "replace"), client.address
