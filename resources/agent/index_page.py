"""What a package's page of an index offers (packaging.python.org/en/latest/specifications/simple-repository-api)."""
import re
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit, urlunsplit

APART = re.compile(r"(@|%2F)", re.IGNORECASE)  # parts of an address that pip does not touch


def wheels_of(page, address):
    # type: (str, str) -> list
    """[{"file", "url", "sha256" or null, "requires_python" or null, "yanked"}] of the wheels that the page at this
    address links to, in its order."""
    reader = Reader(address)
    reader.feed(page)
    reader.close()
    return reader.found


class Reader(HTMLParser):
    def __init__(self, address):
        # type: (str) -> None
        HTMLParser.__init__(self)
        self.base = address
        self.found = []  # type: list

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        if tag == "base" and about.get("href"):
            self.base = urljoin(self.base, about["href"])
        if tag == "a" and about.get("href"):
            self.link(about)

    def link(self, about):
        # type: (dict) -> None
        url, fragment = urldefrag(urljoin(self.base, about["href"].strip()))
        parts = urlsplit(url)
        file = unquote(parts.path.rpartition("/")[2])
        if not file.endswith(".whl") or parts.scheme not in ("http", "https"):
            return
        kind, _, value = fragment.partition("=")
        self.found.append({"file": file, "url": urlunsplit(parts._replace(path=quoted(parts.path))),
                           "sha256": value.partition("&")[0].lower() if kind == "sha256" else None,
                           "requires_python": about.get("data-requires-python"), "yanked": "data-yanked" in about})


def quoted(path):
    # type: (str) -> str
    """A path as pip asks for it: "+" as "%2B", blanks as "%20"."""
    return "".join(part if APART.match(part) else quote(unquote(part)) for part in APART.split(path))
