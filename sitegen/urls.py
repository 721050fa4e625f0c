"""Web addresses, as desks type them."""

import re
from urllib.parse import quote, urlsplit

# The usual address: nothing is wrong with it, and nothing in it needs to be encoded.
_USUAL_URL = re.compile(r"""https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?:/[^\s"<>\\^`{|}]*)?""")


def is_usual_url(value: str) -> bool:
    """Whether an address is right and tidy, by a quick look; others may be too."""
    return _USUAL_URL.fullmatch(value) is not None


def url_problem(value: str) -> tuple[str, str] | None:
    """What keeps a text from being a web address, and the advice; None where nothing does."""
    if _USUAL_URL.fullmatch(value):
        return None
    message = f'"{value}" is not a web address'
    if re.search(r"\s", value):
        whole = re.sub(r"\s", "%20", value)
        wrong = url_problem(whole)
        meant = re.fullmatch('write "(.+)"', wrong[1]) if wrong else None
        better = meant[1] if meant else whole
        known = (wrong is None or meant is not None) and "//%20" not in whole
        hint = "an address has no spaces; write %20 for one"
        return message, f'{hint}: "{better}"' if known else hint
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return message, "check the part between // and the next /"
    if parts.scheme in ("http", "https"):
        return None if host and ".." not in host else (message, "the name of the server is missing")
    if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", value):
        return message, f'write "https://{value}"'
    return message, "write it whole, beginning with https://"


def tidy_url(value: str) -> str:
    """The address with the characters that none may hold percent-encoded."""
    if _USUAL_URL.fullmatch(value):
        return value
    return re.sub(r'["<>\\^`{|}]', lambda match: quote(match[0], safe=""), value)
