"""Templates to bytes; a template's error is told at its own file and line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup
from msgspec import Struct

from sitegen import routes
from sitegen.cards import ClaimCard
from sitegen.diagnostics import Diagnostic, Span, error
from sitegen.entities import Named
from sitegen.folder import ASSETS, LANGUAGES, builtin_templates, plain_bytes, walk
from sitegen.languages import Languages
from sitegen.marks import MARKS
from sitegen.phrases import Phrases
from sitegen.quick_jinja import CompiledTemplates, QuickEnvironment, escaped, safe, shown
from sitegen.routes import root_from
from sitegen.template_facts import FRAME, Facts
from sitegen.when import When

_NO_ENVIRONMENT = Environment(autoescape=True)  # a loader of files asks nothing of it
Thing = TypeVar("Thing")
_Source = tuple[str, str, Callable[[], bool]]


class BrokenTemplateError(Exception):
    """A template that cannot be used; it carries the diagnostic that says why."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem)
        self.problem = problem


class Rendered(Struct, frozen=True):
    """What a page was made of; ``begun`` are its blocks that got marks."""

    template: str
    lang: str
    view: Mapping[str, object]
    begun: int


class _OwnTemplates(FileSystemLoader):
    """A desk's own templates as they are when this is made, whatever is saved meanwhile."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, followlinks=True)
        self._held: dict[str, _Source | None] = {}
        for name in self.list_templates():
            if not name.startswith((f"{ASSETS}/", f"{LANGUAGES}/")):
                with suppress(OSError, UnicodeDecodeError):
                    self._held[name] = None  # there, though perhaps it cannot be read
                    self._held[name] = super().get_source(_NO_ENVIRONMENT, name)

    def get_source(self, environment: Environment, template: str) -> _Source:
        """The text of a template, its file, and whether it is as it was: see Jinja."""
        if template not in self._held:
            raise TemplateNotFound(template)
        return self._held[template] or super().get_source(environment, template)


class Renderer:
    """Renders templates, the site's own before the built-in ones of the same name.

    ``compiled`` keeps their code for the next renderer, where there will be one.
    """

    def __init__(
        self,
        own: Path,
        values: dict[str, Any],
        languages: Languages,
        compiled: CompiledTemplates | None = None,
    ) -> None:
        self._own = own
        self._languages = languages
        self._builtin = builtin_templates()
        self._environment = QuickEnvironment(
            self._builtin,
            loader=ChoiceLoader([_OwnTemplates(own), FileSystemLoader(self._builtin)]),
            autoescape=True,
            auto_reload=False,  # a build reads each template once
            bytecode_cache=compiled,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters |= {
            "date": _date,
            "dated": _dated,
            "paragraphs": _paragraphs,
            "html": safe,
            "joined": _joined,
            "link": _link,
            "linked": _linked,
            "rating": _rating,
            "host": _host,
            "code": _code,
        }
        self._environment.globals |= {**values, "marks": MARKS}
        self._frames: dict[tuple[str, Phrases], tuple[Markup, Markup]] = {}
        self.rendered: list[Rendered] | None = None  # what pages were made of, where it is asked

    def page(self, template: str, address: str, *, lang: str, **view: object) -> str:
        """The text of one page, in the phrases of its language. Raises ``BrokenTemplateError``."""
        html = self._page(self._environment.rendered, template, address, lang, view)
        if self.rendered is not None:
            self.rendered.append(Rendered(template, lang, view, begun=0))
        return html

    def page_of_blocks(
        self, template: str, address: str, lang: str, view: Mapping[str, object]
    ) -> bytes:
        """The same in UTF-8; where it is noted in ``rendered``, with marks around the blocks."""
        if self.rendered is None:
            return self._page(self._environment.rendered, template, address, lang, view).encode()
        html, begun = self._page(self._environment.marked, template, address, lang, view)
        self.rendered.append(Rendered(template, lang, view, begun))
        return html

    def frame(self, template: str, address: str, *, lang: str, **view: object) -> str:
        """Such a page without what is in its blocks. Raises ``BrokenTemplateError``."""
        return self._page(self._environment.framed, template, address, lang, view)

    def _page(
        self,
        make: Callable[..., Thing],
        template: str,
        address: str,
        lang: str,
        view: Mapping[str, object],
    ) -> Thing:
        t = self._languages.of(lang)
        root = safe(root_from(address))
        try:
            header, footer = self.ends(root, t)
            always = {"address": address, "root": root, "t": t, "lang": lang}
            return make(template, always, view, {"header": header, "footer": footer})
        except BrokenTemplateError:
            raise
        except Exception as wrong:
            raise BrokenTemplateError(self._explain(wrong, template)) from wrong

    def load(self) -> None:
        """Compile every template now, for the processes that are about to be forked.

        One that is broken is left to the page that wants it, which says so.
        """
        for name in self._environment.list_templates(filter_func=_is_template):
            with suppress(Exception):
                self._environment.get_template(name)

    def ends(self, root: str, t: Phrases) -> tuple[Markup, Markup]:
        """The head and foot of pages at one depth, in one language: made once for all of them."""
        found = self._frames.get((root, t))
        if found is None:
            parts = [self._environment.get_template(f"_{n}.html") for n in ("header", "footer")]
            header, footer = (safe(part.render(root=root, t=t)) for part in parts)
            found = self._frames[root, t] = header, footer
        return found

    def assets(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """Every asset's address and how to read it, the site's own before the built-in ones."""
        found: dict[str, Callable[[], bytes]] = {}
        for folder, within in ((self._builtin, self._builtin), (self._own, self._own.parent)):
            for place, below, files in walk(folder / ASSETS):
                below[:] = [name for name in below if not name.startswith(".")]
                for name in files:
                    if not name.startswith("."):
                        path = Path(place, name)
                        name_in_site = path.relative_to(folder).as_posix()
                        found[name_in_site] = partial(plain_bytes, path, within)
        yield from sorted(found.items())

    def check_ends(self, address: str, lang: str) -> None:
        """Make the head and foot of a page. Raises ``BrokenTemplateError``."""
        try:
            self.ends(safe(root_from(address)), self._languages.of(lang))
        except Exception as wrong:
            raise BrokenTemplateError(self._explain(wrong, FRAME)) from wrong

    def facts(self, name: str) -> Facts:
        """What is known of a template. Raises ``jinja2.TemplateError``."""
        return self._environment.facts(name)

    def asked(self, name: str) -> set[str]:
        """All names that a template asks for. Raises ``jinja2.TemplateError``."""
        return self._environment.names(name)

    def _explain(self, wrong: Exception, template: str) -> Diagnostic:
        """Where in which template it went wrong: the innermost template of the traceback."""
        place, line = template, 1
        if isinstance(wrong, TemplateSyntaxError):
            place, line = wrong.filename or wrong.name or template, wrong.lineno
        elif isinstance(wrong, TemplateError) and wrong.__traceback__ is None:
            pass
        else:
            trace = wrong.__traceback__
            while trace is not None:
                name = trace.tb_frame.f_code.co_filename
                if name.startswith((str(self._own), str(self._builtin))):
                    place, line = name, trace.tb_lineno
                trace = trace.tb_next
        message = str(wrong.message if isinstance(wrong, TemplateError) else wrong)
        hint = "mend the template, or delete it to use the built-in one"
        return error("template-error", self._named(place), Span(line, 1, 1), message, hint)

    def _named(self, place: str) -> str:
        path = Path(place)
        for folder in (self._own, self._builtin):
            if path.is_relative_to(folder):
                return f"templates/{path.relative_to(folder).as_posix()}"
        return f"templates/{place}"


def _is_template(name: str) -> bool:
    """Whether a file of ``templates/`` is one that pages are made with, going by its name."""
    return "/" not in name and name.endswith((".html", ".xml"))


# Filters. Those that every row of a list calls are here rather than macros, which cost ten times
# as much. Addresses hold letters, digits, hyphens and slashes only (routes).


def _link(named: Named, root: str) -> Markup:
    """A name that leads to its page."""
    return _link_to(named.name, named.address, root)


@lru_cache(maxsize=16384)  # the same names stand on many pages
def _link_to(name: str, address: str, root: str) -> Markup:
    return safe(f'<a href="{root}{address}">{escaped(name)}</a>')


def _joined(items: Iterable[Named], root: str, t: Phrases) -> Markup:
    """Several of these, as a list in a sentence."""
    return safe(shown(t.comma).join([_link(it, root) for it in items]))


def _linked(text: str, *url: str) -> Markup:
    """A text that leads somewhere: to an address, or one that is put together from parts."""
    return safe(f'<a href="{shown("".join(url))}">{shown(text)}</a>')


def _rating(card: ClaimCard, root: str, t: Phrases) -> Markup:
    """The word of a claim's rating, leading to what it means; one withdrawn is none any more."""
    if card.withdrawn:
        return safe(f'<span class="rating withdrawn">{escaped(t.withdrawn)}</span>')
    rating = card.rating
    where = f"{root}{routes.rating(rating.id)}"
    css = f"rating rating-{rating.id}"
    return safe(f'<a class="{css}" href="{where}">{escaped(t.rating(rating))}</a>')


@lru_cache(maxsize=65536)
def _date(when: When, t: Phrases) -> Markup:
    """``<time>`` with the day in words, and the clock where one was given."""
    return safe(f'<time datetime="{escaped(when.iso)}">{escaped(t.moment(when))}</time>')


@lru_cache(maxsize=65536)  # all pages of a brief say when it was published
def _dated(when: When, key: str, t: Phrases) -> Markup:
    """A phrase with a day in it."""
    return safe(shown(t.say(key, date=_date(when, t))))


def _paragraphs(text: str) -> Markup:
    """Plain text as paragraphs, split at empty lines."""
    parts = text.split("\n\n")
    return safe("".join([f"<p>{escaped(it)}</p>" for part in parts if (it := part.strip())]))


def _code(html: str) -> Markup:
    """HTML as a text to read and copy; in an element quotes need not be escaped."""
    return safe(html.replace("&", "&amp;").replace("<", "&lt;"))


def _host(url: str) -> str:
    """The server's name of a URL, as readers recognise it."""
    return url.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")
