"""HTTP as pip would do it from here: the same proxies, certificates and logins; connections are kept for the next
request. Redirects are followed; a login never goes to another host."""
import base64
import http.client
import netrc
import socket
import urllib.request
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import certificates
from fetch_trouble import Trouble, from_error

REDIRECTS = 10
HEADERS = {"Accept-Encoding": "identity", "User-Agent": "nightjar"}


class Route:
    """What all requests of a step share. `index`: its login is used for files on the same host, as pip does."""

    def __init__(self, environment, python, index="", patience=20.0):
        # type: (dict, str, str, float) -> None
        self.environment = environment
        self.python = python
        self.patience = patience  # seconds without a byte
        self.index = urlsplit(index or "")
        self._context = None  # type: object

    def context(self):
        if self._context is None:
            self._context = certificates.context(self.environment, self.python)
        return self._context

    def proxy(self, parts):
        """The proxy's address for this request, or "". PIP_PROXY wins over everything, as pip has it."""
        proxy = self.environment.get("PIP_PROXY") or ""
        if not proxy and not urllib.request.proxy_bypass_environment(parts.hostname or ""):
            proxies = urllib.request.getproxies_environment()
            proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
        return proxy if not proxy or "://" in proxy else "http://" + proxy

    def login(self, parts):
        """The Authorization header's value, or None: from the address, the index's address, ~/.netrc."""
        for known in (parts, self.index):
            if known.username and known.hostname == parts.hostname and port_of(known) == port_of(parts):
                return basic(unquote(known.username), unquote(known.password or ""))
        try:
            entry = netrc.netrc(self.environment.get("NETRC")).authenticators(parts.hostname)
        except (OSError, netrc.NetrcParseError, KeyError):
            entry = None
        return basic(entry[0] or "", entry[2] or "") if entry else None


def basic(user, password):
    # type: (str, str) -> str
    return "Basic " + base64.b64encode("{}:{}".format(user, password).encode("utf-8")).decode("ascii")


def port_of(parts):
    return parts.port or (443 if parts.scheme == "https" else 80)


def without_login(url):
    # type: (str) -> str
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


class Client:
    """One thread's connections, one a host."""

    def __init__(self, route):
        # type: (Route) -> None
        self.route = route
        self.kept = {}  # type: dict
        self.sockets = Sockets()
        self.address = ""  # where the last answer came from, after all redirects

    def open(self, url, headers, method="GET"):
        """The answer to a request, of whatever status but a redirect. Raises Trouble."""
        for _ in range(REDIRECTS + 1):
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise Trouble("an address that is no web address: {}".format(without_login(url)), final=True)
            try:
                answer = self._ask(parts, headers, method)
                place = answer.getheader("Location")
                self.address = url
                if answer.status not in (301, 302, 303, 307, 308) or not place:
                    return answer
                answer.read(65536)
                if not answer.isclosed():
                    self.drop(parts)
                url = urljoin(url, place)
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.drop_all()
                raise from_error(error, self.route.patience)
        raise Trouble("more than {} redirects".format(REDIRECTS), final=True)

    def _ask(self, parts, headers, method):
        """A kept connection may have been closed meanwhile by the other side: then once more on a new one."""
        key = (parts.scheme, parts.hostname, port_of(parts))
        for fresh in (key not in self.kept, True):
            if self.sockets.over:
                raise Trouble("Interrupted")
            if fresh:
                self.kept[key] = self._connection(parts)
            connection, more, absolute = self.kept[key]
            path = (parts.path or "/") + ("?" + parts.query if parts.query else "")
            target = "http://" + parts.netloc.rpartition("@")[2] + path if absolute else path
            login = self.route.login(parts)
            try:
                connection.request(method, target, headers=dict(HEADERS, **dict(
                    headers, **dict(more, **({"Authorization": login} if login else {})))))
                return connection.getresponse()
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.drop(parts)
                if fresh or self.sockets.over or isinstance(error, socket.timeout):
                    raise from_error(error, self.route.patience)

    def _connection(self, parts):
        """(connection, headers for a proxy, whether it wants whole addresses)."""
        proxy = urlsplit(self.route.proxy(parts))
        if proxy.scheme.startswith("socks"):
            raise Trouble("ProxyError: proxies of the kind {} are not supported".format(proxy.scheme), final=True)
        login = {}
        if proxy.username:
            login = {"Proxy-Authorization": basic(unquote(proxy.username), unquote(proxy.password or ""))}
        host, port = (proxy.hostname, port_of(proxy)) if proxy.hostname else (parts.hostname, port_of(parts))
        if parts.scheme == "http":
            made = Plain(host, port, timeout=self.route.patience)
            made.sockets = self.sockets
            return made, login, bool(proxy.hostname)
        made = Secure(host, port, timeout=self.route.patience, context=self.route.context())
        made.sockets = self.sockets
        if proxy.hostname:
            made.set_tunnel(parts.hostname, port_of(parts), login)
        return made, {}, False

    def drop(self, parts):
        """Closes the connection to this host: what still comes over it is not wanted."""
        kept = self.kept.pop((parts.scheme, parts.hostname, port_of(parts)), None)
        if kept:
            kept[0].close()

    def drop_all(self):
        for connection, _, _ in self.kept.values():
            connection.close()
        self.kept.clear()

    def interrupt(self):
        """From another thread, for good: whoever waits for bytes stops waiting. (Not SSLSocket's own shutdown: it would
        take the session away from under the waiting thread.)"""
        self.sockets.over = True
        for each in list(self.sockets):
            try:
                socket.socket.shutdown(each, socket.SHUT_RDWR)
            except (OSError, ValueError):
                pass  # closed already


class Sockets(list):
    """Of one client, those that may still be open; over: it has been interrupted."""

    over = False

    def remember(self, made):
        self[:] = [each for each in self if each.fileno() >= 0] + [made]
        if self.over:  # while this one was made
            raise OSError("Interrupted")


class Plain(http.client.HTTPConnection):
    sockets = Sockets()

    def connect(self):
        http.client.HTTPConnection.connect(self)
        self.sockets.remember(self.sock)


class Secure(http.client.HTTPSConnection):
    sockets = Sockets()

    def connect(self):
        http.client.HTTPSConnection.connect(self)
        self.sockets.remember(self.sock)
