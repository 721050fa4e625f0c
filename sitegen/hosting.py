"""Where GitHub Pages serves a site, worked out from the address of its repository.

From GitHub's documentation of Pages: the repository ``owner.github.io`` is its owner's site, every
other one has a folder of its name there, and a domain of its own stands for either.
"""

import re
from urllib.parse import urlsplit

_HOSTS = ("github.com", "www.github.com", "ssh.github.com")
_SCHEMES = ("git", "git+ssh", "http", "https", "ssh", "ssh+git")
# How git writes an address of SSH for short: git@github.com:owner/repository.git
_SHORT = re.compile(r"(?:[^@/:]+@)?([^@/:]+):(?!//)/*(.+)")
_OWNER = re.compile(r"[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*")
_REPOSITORY = re.compile(r"[A-Za-z0-9._-]+")


def pages_address(remote_url: str, cname: str) -> str:
    """The ``base_url`` of a site that Pages serves: ``https://owner.github.io/repository``.

    ``remote_url`` is what git has as the address of a remote, in any of its forms. ``cname`` is
    the site's own domain, or empty; it wins. Empty where neither tells the address: another
    host, a folder on disk, a name that stands for a host in somebody's SSH settings.
    """
    if cname:
        return f"https://{cname.lower()}"
    owner, repository = github_repository(remote_url)
    if not owner:
        return ""
    host = f"{owner.lower()}.github.io"  # a host's name has no capitals, a folder's may have
    return f"https://{host}" if repository.lower() == host else f"https://{host}/{repository}"


def github_repository(remote_url: str) -> tuple[str, str]:
    """The owner and the name of a repository on github.com; both empty for any other."""
    host, path = _host_and_path(remote_url.strip())
    owner, _, repository = path.strip("/").partition("/")
    repository = repository.removesuffix(".git")
    known = _OWNER.fullmatch(owner) and _REPOSITORY.fullmatch(repository)
    if host.lower() not in _HOSTS or not known or repository in ("", ".", ".."):
        return "", ""
    return owner, repository


def _host_and_path(remote_url: str) -> tuple[str, str]:
    short = _SHORT.fullmatch(remote_url)
    if short:
        return short[1], short[2]
    try:
        parts = urlsplit(remote_url)
        host = parts.hostname or ""
    except ValueError:
        return "", ""
    return (host, parts.path) if parts.scheme.lower() in _SCHEMES else ("", "")


def domain_in(content: bytes) -> str:
    """The domain that a file ``CNAME`` names, in small letters; empty where it names none."""
    first = content.decode("utf-8", "replace").strip().partition("\n")[0].strip().lower()
    return first if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", first) else ""
