"""A site as it would be published, with what is known around it: what the doctor looks at."""

from collections.abc import Callable, Mapping
from functools import cached_property
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from sitegen.config import ReadConfig
from sitegen.desk_repository import Remote
from sitegen.folder import TEMPLATES
from sitegen.hosting import pages_address
from sitegen.left import NOTHING_LEFT, Left
from sitegen.published import Seen
from sitegen.routes import MANIFEST

NOWHERE = "https://owner.github.io/repository"  # stands for a site's address that nobody knows


class NotReadError(Exception):
    """What a user asked to be compared, and cannot be; the message says why and what to do."""


class Live(Struct, frozen=True):
    """The site that is live: where that was seen, as of when, and the paths of its files.

    ``domain`` is one of its own, by the file ``CNAME``; empty where it has none.
    """

    name: str
    paths: frozenset[str]
    state: str = ""  # as "at 1a2b3c4 of 2024-05-14"
    domain: str = ""


class Checkup(Struct, frozen=True, kw_only=True, dict=True):
    """The files of a site, and what surrounds them.

    ``read`` is ``site.yaml`` with the ``base_url`` that counts; ``base_url_given`` says that it was
    typed with the command. ``hidden_too``: a workflow of the repository uploads names that begin
    with a dot. ``unread`` are files of the templates that such a name keeps out of the site,
    ``beside`` files in the output folder that sitegen did not write.
    """

    read: ReadConfig
    seen: tuple[Seen, ...]
    base_url_given: bool = False
    remote: Remote | None = None
    live: Live | None = None
    left: Left = NOTHING_LEFT
    hidden_too: bool = False
    unread: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()  # the site's own templates and assets that are text
    text_of: Callable[[str], str] = str  # a file's text, empty where it has none

    @property
    def on_pages(self) -> str:
        """Where GitHub Pages serves the repository; empty where that cannot be known."""
        cname = self.domain
        return self.remote.pages_address(cname) if self.remote else pages_address("", cname)

    @property
    def domain(self) -> str:
        """The domain of the site's own that counts: that of ``site.yaml``, else what is live."""
        return self.read.config.cname or (self.live.domain if self.live else "")

    @property
    def address(self) -> str:
        """Where the site will be, without a slash at its end; empty where nothing says so."""
        return self.read.config.base_url or self.on_pages

    @cached_property
    def paths(self) -> Mapping[str, Seen | None]:
        """Every file of the site by its path, the manifest too."""
        return {**{one.path: one for one in self.seen}, MANIFEST: None}

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(one.size for one in self.seen)

    def has(self, path: str) -> bool:
        """Whether Pages answers at a path below the site's address.

        From GitHub's documentation and what Pages does: a folder answers with its ``index.html``,
        and ``about`` with ``about.html``.
        """
        tried = (
            path,
            f"{path}.html",
            f"{path}index.html" if path.endswith("/") else f"{path}/index.html",
        )
        return not path or any(one in self.paths for one in tried)

    def own_template(self, name: str) -> str:
        """The file of a template, where the site has its own; else empty."""
        file = f"{TEMPLATES}/{name}"
        return file if file in self.templates else ""

    @property
    def below(self) -> str:
        """The path of the site's address: empty at the root of a domain, else ``/repository``."""
        return unquote(urlsplit(self.address or NOWHERE).path)
