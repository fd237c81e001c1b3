"""JSON on the wire, without the 10 ms that importing `json` costs (it brings `re` along) where that can be avoided.

The C halves of the standard library's own `json` do the work; where this Python has none, or they ask for something
new, the real module takes over. Text crosses here between what JSON holds (Unicode) and what the file system calls
take: on Python 3.6 in the C locale those want undecodable bytes as surrogates.
"""
import sys


class _Shape:
    """What the C scanner asks of a JSONDecoder."""

    strict = True
    object_hook = object_pairs_hook = array_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float


def loads(text):
    # type: (str) -> object
    """The one JSON value in `text`. ValueError where there is none."""
    text = text.strip()
    try:
        from _json import make_scanner

        value, end = make_scanner(_Shape())(text, 0)
    except StopIteration:
        raise ValueError("not JSON")
    except (ImportError, AttributeError, TypeError, SystemError):  # the last: broken JSON, without json.decoder at hand
        import json

        return native(json.loads(text))
    if end != len(text):
        raise ValueError("more than one JSON value")
    return native(value)


def dumps(value):
    # type: (object) -> str
    """`value` as one line of ASCII. File names that are no UTF-8 lose their odd bytes to U+FFFD."""
    try:
        from _json import encode_basestring_ascii, make_encoder

        encode = make_encoder({}, _refuse, encode_basestring_ascii, None, ": ", ", ", False, False, True)
        text = "".join(encode(value, 0))
    except (ImportError, AttributeError, TypeError):
        import json

        text = json.dumps(value)
    if "\\ud" in text:
        portable = _walk(value, _portable)
        if portable != value:
            return dumps(portable)
    return text


def _refuse(value):
    raise TypeError("not JSON: " + repr(value))


def native(value):
    """`value` with every string as this Python's file system calls want it."""
    if sys.getfilesystemencoding().lower().replace("-", "") == "utf8":
        return value
    return _walk(value, _native)


def _native(text):
    encoded = text.encode("utf-8", "surrogateescape")
    return encoded.decode(sys.getfilesystemencoding(), "surrogateescape")


def _portable(text):
    try:
        text.encode("utf-8")
        return text
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _walk(value, change):
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {_walk(key, change): _walk(item, change) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_walk(item, change) for item in value]
    return value
