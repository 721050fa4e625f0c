"""The address that a site is built with when it is published, and whether it will be there."""

from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.config import Config, with_base_url
from sitegen.desk_repository import Remote
from sitegen.git import GitError


class Address(Struct, frozen=True):
    """The ``base_url`` to build with, and what is doubtful about it."""

    url: str
    doubt: str = ""


def address_of_site(config: Config, typed: str, remote: Remote, domain: str) -> Address:
    """The address that was typed, or that ``site.yaml`` says, or that the remote tells.

    ``domain`` is the one that the branch names, or empty; that of ``site.yaml`` wins. Raises
    ``GitError`` where nothing tells the address.
    """
    cname = config.cname or domain
    served = remote.pages_address(cname)
    said = typed or config.base_url
    if not said:
        if not served:
            raise GitError(_unknown(remote))
        return Address(served, "" if config.cname or not domain else _only_on_branch(domain))
    if not served or _plain(said) == _plain(served):
        return Address(said)
    where = "--base-url" if typed else "base_url in site.yaml"
    because = f"the domain {cname}" if cname else f'the remote "{remote.name}"'
    doubt = (
        f"{where} says {said}, but going by {because}, GitHub Pages serves the site at {served}/. "
        "Feeds, canonical links and ClaimReview name the first; if readers do not find the site "
        f"there, write base_url: {served}/"
    )
    return Address(said, doubt)


def _plain(url: str) -> tuple[str, str]:
    """What counts of an address: its server, and the folder there."""
    parts = urlsplit(with_base_url(Config(title=""), url).base_url)
    return f"{parts.scheme}://{parts.netloc}".lower(), parts.path.rstrip("/")


def _unknown(remote: Remote) -> str:
    return (
        f'the remote "{remote.name}" does not tell where the site will be, as it is not at '
        "github.com; write that address into site.yaml: base_url: https://desk.example/checks/"
    )


def _only_on_branch(domain: str) -> str:
    return (
        f"the domain {domain} stands only on the branch, in CNAME; write it into site.yaml too, "
        f"so that it is never lost: cname: {domain}"
    )
