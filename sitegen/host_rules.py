"""What GitHub Pages asks of a site: ``sitegen doctor``.

As in ``rules``, each is a generator whose docstring's first sentence is the rule as a user would
read it. The numbers are those of GitHub's documentation: "GitHub Pages limits", "About large
files on GitHub".
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from sitegen.checkup import Checkup
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, Span, warning
from sitegen.folder import CONFIG
from sitegen.outputs import Owner
from sitegen.published import Seen
from sitegen.routes import NOT_FOUND
from sitegen.whence import Whence

MOST = 1_000_000_000  # bytes of a published site
NEAR = 800_000_000  # from here on it is told
LARGEST = 100 * 2**20  # bytes of a file that GitHub takes in a push
_LONGEST_NAME = 255  # bytes; of a file's or folder's name, on every usual disk
# From Microsoft's "Naming Files, Paths, and Namespaces": what no path can have on Windows.
_NOT_ON_WINDOWS = re.compile(
    r"""[<>:"|?*\\\x00-\x1f]|[. ](?:/|$)|(?:^|/)(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?=[./]|$)""",
    re.IGNORECASE,
)


def check_host(checkup: Checkup) -> list[Diagnostic]:
    """Every breach of every rule."""
    return [problem for rule in RULES for problem in rule(checkup)]


def in_bytes(size: int) -> str:
    """A size as people read it: ``870 kB``, ``61 MB``, ``1.2 GB``."""
    for unit, many in (("GB", 10**9), ("MB", 10**6)):
        if size >= many:
            return f"{size / many:.3g} {unit}"
    return f"{-(-size // 1000)} kB"


def site_is_small_enough(checkup: Checkup) -> Iterator[Diagnostic]:
    """A site has 1 GB at most, and Pages gives up a deployment after ten minutes.

    Nobody says how many files or bytes ten minutes are. GitHub's action for the upload says that
    a large site is what runs out of them, so the size is the warning of both.
    """
    if checkup.size < NEAR:
        return
    over = checkup.size > MOST
    message = f"the site has {in_bytes(checkup.size)}; Pages takes 1 GB"
    message += ", and may refuse it or give up after ten minutes" if over else " and no more"
    largest = sorted(checkup.seen, key=lambda one: (-one.size, one.path))[:5]
    shown = "\n".join(f"{in_bytes(one.size):>8}  {one.path}" for one in largest)
    hint = f"keep large files elsewhere, and link to them; the largest are\n{shown}"
    yield warning("large-site", CONFIG, WHOLE_FILE, message, hint)


def files_are_small_enough(checkup: Checkup) -> Iterator[Diagnostic]:
    """No file has more than the 100 MB that GitHub takes in a push."""
    for one in checkup.seen:
        if one.size > LARGEST:
            message = f'"{one.path}" has {in_bytes(one.size)}; GitHub refuses a file over 100 MB'
            hint = "make it smaller, or keep it elsewhere and link to it"
            yield warning("large-file", *_place(checkup, one), message, hint)


def nothing_is_dropped(checkup: Checkup) -> Iterator[Diagnostic]:
    """What is part of the site reaches it.

    From the source of ``actions/upload-pages-artifact``: since version 4 it leaves out all names
    that begin with a dot, but for those who set ``include-hidden-files``, which version 5 has;
    ``.git`` and ``.github`` always. It leaves out ``.nojekyll`` too, and that does no harm: what is
    deployed by Actions is not put through Jekyll.
    """
    for one in checkup.seen:
        hidden = [name for name in one.path.split("/") if name.startswith(".")]
        always = any(name in (".git", ".github") for name in hidden)
        if hidden and one.path != ".nojekyll" and (always or not checkup.hidden_too):
            message = f'"{one.path}" does not reach the site when GitHub Actions publishes it: '
            message += f"the upload leaves out {hidden[0]}, as it begins with a dot"
            hint = _UNHIDE if always else f"{_UNHIDE}, or {_UPLOAD_IT}"
            yield warning("dropped-file", *_place(checkup, one), message, hint)
    for file in checkup.unread:
        message = "this is not part of the site: sitegen leaves out names that begin with a dot"
        yield warning("dropped-file", file, WHOLE_FILE, message, _UNHIDE)
    for file in checkup.beside:
        message = "this is not part of the site, though it lies beside it: "
        message += "what is published is built anew, in a folder without it"
        hint = "put it in templates/assets/, or beside the brief that links to it, and commit it"
        yield warning("dropped-file", file, WHOLE_FILE, message, hint)


_UNHIDE = "give it a name without a dot at its start"
_UPLOAD_IT = (
    "in the workflow, below uses: actions/upload-pages-artifact,\n"
    "which must be version 5 or later: with: {include-hidden-files: true}"
)


def names_are_usual(checkup: Checkup) -> Iterator[Diagnostic]:
    """A name can be on every disk that the site may be built on or cloned to."""
    for one in checkup.seen:
        if found := _NOT_ON_WINDOWS.search(one.path):
            message = f'"{one.path}" cannot be built or cloned on Windows, '
            message += f"because of {_shown(found[0])} in it"
        elif any(
            len(name.encode("utf-8", "replace")) > _LONGEST_NAME for name in one.path.split("/")
        ):
            message = f'"{one.path[:40]}…" has a name that is too long for a disk'
        else:
            continue
        yield warning("awkward-name", *_place(checkup, one), message, "choose another name")


def _shown(found: str) -> str:
    if found.isprintable() and found.strip("/") not in (".", " "):
        return f'"{found.strip("/")}"'
    return "the dot or space at an end" if found.isprintable() else "a control character"


def base_url_is_where_pages_serves(checkup: Checkup) -> Iterator[Diagnostic]:
    """``base_url`` is the address that GitHub Pages serves the repository at."""
    base, there = checkup.read.config.base_url, checkup.on_pages
    if not base or not there or _same_place(checkup, base, there):
        return
    told = _why(checkup)
    message = f"this is {base}, but {told}: {there}/"
    if base.lower() == there.lower():
        message = f"this differs in capitals from where {told}: {there}/"
    elif base.removeprefix("http://") == there.removeprefix("https://"):
        message = f"Pages serves this address with https: {there}/"
    wrong = "feeds, the sitemap, ClaimReview and the links of 404.html lead there"
    hint = f"write base_url: {there}/\n{wrong}"
    host = urlsplit(base).hostname or ""
    if not checkup.domain and not host.endswith(".github.io"):
        hint += f"\nif {host} is a domain of the site's own, add cname: {host}"
    if checkup.base_url_given:
        message = f"--base-url: {message}"
    yield warning("wrong-base-url", CONFIG, _base_url_span(checkup), message, hint)


def _why(checkup: Checkup) -> str:
    if checkup.read.config.cname:
        return "with this cname Pages serves the site"
    if checkup.domain:
        return "with the domain that the branch names Pages serves the site"
    assert checkup.remote is not None  # noqa: S101 (it gave the address)
    return f"Pages serves {checkup.remote.name}"


def _same_place(checkup: Checkup, base: str, there: str) -> bool:
    """Whether an address is the one that Pages serves, or may be, where a domain is not told.

    A user site's own domain serves the owner's other repositories too, each under its name. The
    domain of a ``cname`` may go without https, which is a setting on GitHub.
    """
    if base == there:
        return True
    one, other = urlsplit(base), urlsplit(there)
    if checkup.domain:
        return one.netloc.lower() == other.netloc and one.path == other.path
    _, _, repository = (checkup.remote.on_github if checkup.remote else "").partition("/")
    own_domain = not (one.hostname or "").endswith(".github.io")
    return own_domain and one.path == f"/{repository}"


def _base_url_span(checkup: Checkup) -> Span:
    places = checkup.read.places
    if checkup.base_url_given or "base_url" not in places.offsets:
        return WHOLE_FILE
    return places.span("base_url")


def lost_readers_find_back(checkup: Checkup) -> Iterator[Diagnostic]:
    """The page for addresses that are not there has a text and links that work from anywhere.

    Pages shows it at the address that was asked for, however deep, so a link must be whole.
    """
    page = checkup.paths.get(NOT_FOUND)
    file = checkup.own_template(NOT_FOUND) or CONFIG
    if page is None or not page.size:
        message = "404.html is empty: whoever follows a dead link sees a blank page"
        hint = "write a sentence and a link to the home page in it, or delete the template"
        yield warning("not-found-page", file, WHOLE_FILE, message, hint)
        return
    relative = [link for link in page.links if _is_relative(link)]
    base = checkup.read.config.base_url
    if relative:
        whence = Whence(checkup.text_of, checkup.templates)
        for link in relative:
            message = f'from an address such as /briefs/gone/, "{link}" leads nowhere'
            hint = f'write "{{{{ base }}}}{link.lstrip("./")}": this page is shown at any address'
            yield warning("not-found-page", *whence.place(link, Owner(file)), message, hint)
    elif base and not any(link.startswith((base, f"{checkup.below}/")) for link in page.links):
        message = "404.html has no link to the site: whoever follows a dead link is lost"
        hint = 'add one to the home page: <a href="{{ base }}">…</a>'
        yield warning("not-found-page", file, WHOLE_FILE, message, hint)


def _is_relative(link: str) -> bool:
    return bool(link) and not link.startswith(("/", "#")) and not re.match(r"[a-z][\w+.-]*:", link)


def _place(checkup: Checkup, one: Seen) -> tuple[str, Span]:
    """The file and the place that a file of the site comes from; a redirect's is its line."""
    if one.source.file == CONFIG:
        for old, _ in checkup.read.config.redirects:
            if old.strip("/") == one.address.strip("/"):
                return CONFIG, checkup.read.places.span(f"redirects.{old}.old")
        return CONFIG, WHOLE_FILE
    return one.source.file, one.source.span


RULES: tuple[Callable[[Checkup], Iterator[Diagnostic]], ...] = (
    site_is_small_enough,
    files_are_small_enough,
    nothing_is_dropped,
    names_are_usual,
    base_url_is_where_pages_serves,
    lost_readers_find_back,
)
