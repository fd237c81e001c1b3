"""What a package's page of an index offers (packaging.python.org/en/latest/specifications/simple-repository-api)."""
import re
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit, urlunsplit

APART = re.compile(r"(@|%2F)", re.IGNORECASE)  # parts of an address that pip does not touch
ELSEWHERE = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)  # no address of the web
SHA256 = re.compile(r"(?:^|&)sha256=([0-9a-f]+)", re.IGNORECASE)


def wheels_of(page, address):
    # type: (str, str) -> list
    """[{"file", "link" (as it is written), "base" (what it is relative to), "requires_python" or null, "yanked"}] of the
    wheels that the page at this address links to, in its order."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    for wheel in reader.found:
        wheel["base"] = urljoin(address, reader.base or "")
    return reader.found


class Reader(HTMLParser):
    """A page may have tens of thousands of links, so nothing is done here that only the chosen one needs."""

    def __init__(self):
        HTMLParser.__init__(self)
        self.base = None  # type: object
        self.found = []  # type: list

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        if tag == "base" and self.base is None and about.get("href"):  # the first counts, for all links
            self.base = about["href"]
        if tag == "a" and about.get("href"):
            self.link(about["href"].strip(), about)

    def link(self, link, about):
        # type: (str, dict) -> None
        file = unquote(re.split("[?#]", link, maxsplit=1)[0].rpartition("/")[2])
        if file.endswith(".whl") and not ELSEWHERE.match(link):
            self.found.append({"file": file, "link": link, "requires_python": about.get("data-requires-python"),
                               "yanked": "data-yanked" in about})


def address_of(wheel):
    # type: (dict) -> object
    """{"url", "sha256" or null} of one of wheels_of(); None where that is no address of the web."""
    url, fragment = urldefrag(urljoin(wheel["base"], wheel["link"]))
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return None
    hashed = SHA256.search(fragment)
    return {"url": urlunsplit(parts._replace(path=quoted(parts.path))),
            "sha256": hashed.group(1).lower() if hashed else None}


def quoted(path):
    # type: (str) -> str
    """A path as pip asks for it: "+" as "%2B", blanks as "%20"."""
    return "".join(part.upper() if APART.match(part) else quote(unquote(part)) for part in APART.split(path))
