"""Names of packages."""
import re


def canonical(name):
    # type: (str) -> str
    """As an index spells it in its addresses, and names are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
