"""What is live at an address, asked of the site itself: the only module that asks the network."""

from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from sitegen import __version__
from sitegen.checkup import Live, NotReadError
from sitegen.files import read_manifest
from sitegen.routes import MANIFEST

_PATIENCE = 20  # seconds that the site may take to answer
_LARGEST = 50_000_000  # bytes of a manifest; one of 100,000 pages has 10 million


def fetch_live(base_url: str) -> Live:
    """What is live at an address, by the manifest that sitegen puts there.

    Raises ``NotReadError`` where it does not answer, or not with a manifest.
    """
    address = f"{base_url}/{MANIFEST}"
    request = Request(address, headers={"User-Agent": f"sitegen/{__version__}"})
    try:
        with urlopen(request, timeout=_PATIENCE) as answer:
            content = answer.read(_LARGEST)
    except (OSError, HTTPException) as wrong:  # urllib's own errors are of the former kind
        reason = wrong if isinstance(wrong, HTTPError) else getattr(wrong, "reason", "") or wrong
        reason = getattr(reason, "strerror", "") or reason  # without its number
        text = f"--live: {address} cannot be read ({reason}); is the site there?"
        raise NotReadError(text) from None
    paths = read_manifest(content)
    if not paths:
        raise NotReadError(f"--live: {address} is no manifest of sitegen; is base_url right?")
    return Live(base_url, frozenset(paths))
