"""A site joined again and again: with a memory it is the same as without, after whatever edit.

The edits are drawn at random, the same in every run: ``EXAMPLES=2000 pytest tests/test_memory.py``
makes more of them. Some make mistakes, and later ones mend them.
"""

import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from msgspec.structs import asdict, replace

from sitegen.compiled import CompiledBrief, CompiledPage
from sitegen.compiler import compile_brief, compile_page
from sitegen.config import ReadConfig, read_config
from sitegen.diagnostics import Diagnostic, has_errors
from sitegen.folder import Folder
from sitegen.graph import Site, link
from sitegen.making import Making
from sitegen.memory import Memory
from sitegen.outputs import FOLDER, source_of
from sitegen.parts import Part
from sitegen.plan import globals_of, plan
from sitegen.plan_rules import check_plan
from sitegen.quick_jinja import CompiledTemplates, QuickEnvironment
from sitegen.render import BrokenTemplateError, Renderer
from sitegen.sharing import Share
from sitegen.source import SourceFile
from support import BASE_URL, TODAY

EDITS = int(os.environ.get("EXAMPLES", "250"))
NAMES = ("Lena Frost", "L. Frost", "The Harbour Post", "City Council", "Čeněk Nový", "city council")
TOPICS = ("transport", "budget", "health", "Health")
RATINGS = ("false", "true", "mostly-false", "half-true")
SLUGS = ("bridge", "tram", "meals", "levy", "ferry", "wing")
DAYS = tuple(TODAY + timedelta(days=days) for days in (-90, -20, -20, 0, 30))


def one_in(draw: Random, many: int) -> bool:
    return draw.random() < 1 / many


def claim_lines(draw: Random, number: int) -> Iterator[str]:
    yield f"  c{number}:"
    yield f"    text: It cost {draw.randrange(50)} times {'false' if one_in(draw, 9) else 'more'}"
    yield f"    rating: {'wrong' if one_in(draw, 90) else draw.choice(RATINGS)}"
    yield f"    verdict: It cost {draw.randrange(50)} per cent more."
    if not one_in(draw, 3):
        yield f"    claimant: {draw.choice(NAMES if one_in(draw, 20) else NAMES[:-1])}"
    if one_in(draw, 6):
        yield f"    same_as: [{draw.choice(SLUGS)}#c{draw.choice((0, 0, 0, 1))}]"
    if one_in(draw, 3):
        yield f"    appearance: {BASE_URL if one_in(draw, 20) else 'https://outlet.example/'}"
    yield "    finding: The account [@s0] says so."
    yield "    evidence: [{source: s1, stance: undermines}]"


def source_lines(draw: Random, number: int) -> Iterator[str]:
    yield f"  s{number}:"
    yield f"    title: Account {draw.randrange(9)}"
    if not one_in(draw, 4):
        yield f"    publisher: {draw.choice(NAMES[:-1])}"
    if one_in(draw, 6):
        yield f"    accessed: {draw.choice(DAYS)}"


def brief_text(draw: Random) -> str:
    lines = ["---", f"title: Check {draw.randrange(1000)}"]
    lines += ["draft: true"] if one_in(draw, 8) else [f"published: {draw.choice(DAYS)}"]
    if one_in(draw, 8):
        lines.append(f"redirect_from: [old-{draw.randrange(3)}]")
    if one_in(draw, 3):
        lines.append(f"lang: {draw.choice(('de', 'ar', 'en'))}")
    topics = draw.sample(TOPICS if one_in(draw, 20) else TOPICS[:3], draw.randrange(3))
    lines.append(f"topics: [{', '.join(topics)}]")
    lines += ["article:", "  title: Bill doubles", f"  publisher: {draw.choice(NAMES[:-1])}"]
    lines += ["claims:", *(t for n in range(draw.randint(1, 3)) for t in claim_lines(draw, n))]
    lines += ["sources:", *(line for n in range(2) for line in source_lines(draw, n))]
    if one_in(draw, 2):
        lines.append(f"responses: [{{from: {draw.choice(NAMES[:-1])}, status: declined}}]")
    if one_in(draw, 3):
        kind = draw.choice(("void", "correction", "verdict-change"))
        lines += ["corrections:", f"  - {{date: {draw.choice(DAYS[:3])}, kind: {kind}, claim: c0,"]
        lines.append(f"     text: We were wrong, was: {draw.choice(RATINGS)}}}")
    link_to = draw.choice(SLUGS)
    body = f"See [it]({link_to}.md#c0)." if one_in(draw, 8) else f"Body {draw.randrange(99)}"
    return "\n".join([*lines, "---", f"{body} [and here](/{draw.choice(('claims/', ''))}).", ""])


def config_text(draw: Random) -> str:
    lines = ["title: Harbour Desk", *([f"base_url: {BASE_URL}"] if draw.random() < 0.8 else [])]
    lines.append(f"per_page: {draw.randint(1, 9)}")
    if one_in(draw, 3):
        lines.append("profile: ifcn")
    label = draw.choice(("False", "Wrong"))
    lines += ["ratings:", "  - {id: true, label: True, value: 3}"]
    lines.append("  - {id: half-true, label: Half, value: 2, retired: Nobody knew which half}")
    lines += [
        "  - {id: mostly-false, label: Mostly}",
        f"  - {{id: false, label: {label}, value: 1}}",
    ]
    if one_in(draw, 2):
        lines += ["topics:", *(f"  {t}: {{name: On {t}}}" for t in TOPICS[:3])]
    if draw.random() < 0.8:
        kind = draw.choice(("person", "organization"))
        lines += ["entities:", f"  Lena Frost: {{type: {kind}, aliases: [L. Frost]}}"]
        lines.append(f"  City Council: {{type: organization, role: R{draw.randrange(3)}}}")
    return "\n".join([*lines, ""])


@dataclass
class Newsroom:
    """A site's texts while they are edited; what did not change stays the same object."""

    draw: Random
    briefs: dict[str, CompiledBrief] = field(default_factory=dict)
    read: ReadConfig = field(init=False)
    today: date = TODAY
    drafts: bool = False
    pages: tuple[CompiledPage, ...] = ()

    def __post_init__(self) -> None:
        self.settings()
        for slug in SLUGS[:5]:
            self.write(f"briefs/{slug}.md")

    def write(self, path: str) -> None:
        text = brief_text(self.draw)
        self.briefs[path] = compile_brief(SourceFile(path, text.encode()))

    def settings(self) -> None:
        self.read = read_config(SourceFile("site.yaml", config_text(self.draw).encode()))
        assert not has_errors(self.read.problems), self.read.problems

    def any_path(self) -> str:
        folder = "more/" if one_in(self.draw, 8) else ""  # may have the name of another
        return f"briefs/{folder}{self.draw.choice(SLUGS)}.md"

    def there(self) -> str:
        return self.draw.choice(list(self.briefs))

    # The edits

    def write_again(self) -> None:
        self.write(self.there())

    def write_new(self) -> None:
        self.write(self.any_path())

    def delete(self) -> None:
        if len(self.briefs) > 3:
            del self.briefs[self.there()]

    def rename(self) -> None:
        """A brief gets another file name, and not a word of it is changed."""
        old, new = self.there(), self.any_path()
        if new not in self.briefs:
            self.briefs[new] = replace(self.briefs.pop(old), file=new, slug=Path(new).stem)

    def break_header(self) -> None:
        path = self.there()
        self.briefs[path] = compile_brief(SourceFile(path, b"---\ntitle: [\n---\n"))

    def page(self) -> None:
        text = f"---\ntitle: About {self.draw.randrange(9)}\n---\nSee [it](../briefs/tram.md).\n"
        compiled = compile_page(SourceFile("pages/about.md", text.encode()))
        self.pages = (compiled,) if self.draw.random() < 0.7 else ()

    def save_settings(self) -> None:
        """They are read again, and say what they said."""
        self.read = replace(self.read, config=replace(self.read.config))

    def another_day(self) -> None:
        self.today = self.draw.choice(DAYS)

    def drafts_or_not(self) -> None:
        self.drafts = not self.drafts

    def edit(self) -> None:
        """One change of the kinds that a desk makes, a brief's text being the most frequent."""
        edits = (
            *(self.write_again,) * 5,
            *(self.write_new, self.rename, self.delete) * 2,
            *(self.break_header, self.page, self.drafts_or_not),
            *(self.settings, self.save_settings, self.another_day),
        )
        self.draw.choice(edits)()

    def texts(self) -> list[CompiledBrief]:
        return [self.briefs[path] for path in sorted(self.briefs)]


@dataclass
class Joined:
    """What came of joining: the site, all problems, and the outputs."""

    site: Site
    problems: list[Diagnostic]
    making: Making

    def outputs(self) -> list[tuple[object, ...]]:
        return [
            (o.address, source_of(o), o.copies, o.kind, o.modified, o.make is None)
            for o in self.making.outputs
        ]


def join(room: Newsroom, folder: Folder, memory: Memory | None) -> Joined:
    site, problems = link(
        room.read, room.texts(), room.pages, today=room.today, drafts=room.drafts, memory=memory
    )
    making = Making(folder, site, memory)
    return Joined(site, [*problems, *check_plan(room.read, site, making.plan)], making)


def held(site: Site) -> dict[str, object]:
    """What a site was joined from, without what was made of that since."""
    made = ("names", "reviews", "at_hand")
    return {name: value for name, value in asdict(site).items() if name not in made}


def assert_same(one: Joined, other: Joined) -> int:
    """Two joined sites are the same, to the byte where they can be made; gives the outputs made."""
    assert one.problems == other.problems
    assert held(one.site) == held(other.site)
    assert one.outputs() == other.outputs()
    if has_errors(one.problems):
        return 0
    for number, output in enumerate(one.making.outputs):
        if output.kind == FOLDER:  # the index of the search: test_search.py
            continue
        assert one.making.content(number) == other.making.content(number), output.address
    return len(one.making.outputs)


def test_joining_with_a_memory_gives_the_same_site(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    room = Newsroom(Random(20240601))
    memory = Memory()
    codes: set[str] = set()
    made: list[int] = []
    for _ in range(EDITS):
        again = join(room, folder, memory)
        made.append(assert_same(again, join(room, folder, None)))
        codes |= {problem.code for problem in again.problems}
        room.edit()
    assert sum(map(bool, made)) > EDITS / 4, "most edits make mistakes: nothing is compared"
    assert codes >= {
        "date-ahead",
        "duplicate-slug",
        "entity-type",
        "missing-file",
        "output-collision",
        "own-host-appearance",
        "rating-in-claim",
        "retired-rating",
        "same-as-target",
        "unknown-rating",
        "unknown-topic",
    }


def test_a_memory_holds_what_the_last_joining_used_and_no_more() -> None:
    memory = Memory()
    room = Newsroom(Random(7))
    for _ in range(5):
        room.write("briefs/once-and-again.md")
        site, _ = link(room.read, room.texts(), (), today=TODAY, drafts=True, memory=memory)
        plan(site, (), memory)
    del site
    gc.collect()
    parts = [it for it in gc.get_objects() if isinstance(it, Part)]
    assert len([part for part in parts if part.compiled.slug == "once-and-again"]) == 1


# Templates


def test_an_edited_template_is_compiled_anew(tmp_path: Path) -> None:
    compiled = CompiledTemplates()

    def shown(text: str | None) -> str:
        own = tmp_path / "page.html"
        own.unlink(missing_ok=True) if text is None else own.write_text(text)
        return page(tmp_path, compiled)

    assert shown("One {{ title }}") == "One T"
    assert shown("Two {{ title }}") == "Two T"
    assert "<html" in shown(None)  # the built-in one of the same name
    assert shown("One {{ title }}") == "One T"


def test_a_kept_template_is_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = CompiledTemplates()
    (tmp_path / "page.html").write_text("{% include 'more.html' %}")
    (tmp_path / "more.html").write_text("{{ title }}")
    first = page(tmp_path, compiled)

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("it was compiled again")

    monkeypatch.setattr(Environment, "compile", refuse)
    assert page(tmp_path, compiled) == first


def test_errors_of_a_kept_template_have_their_place(tmp_path: Path) -> None:
    compiled = CompiledTemplates()
    (tmp_path / "page.html").write_text("{% extends 'wide.html' %}\n{% block main %}{% endblock %}")
    (tmp_path / "wide.html").write_text("\n\n<p>{{ nobody.knows }}</p>\n")
    places = []
    for _ in range(2):
        with pytest.raises(BrokenTemplateError) as broken:
            page(tmp_path, compiled)
        places.append(broken.value.problem)
    assert places[0] == places[1]
    assert (places[0].file, places[0].span.line) == ("templates/wide.html", 3)


def test_the_theme_is_compiled_in_its_own_way(tmp_path: Path) -> None:
    """There ``a.b`` is an attribute; a desk may write it for an item."""
    (tmp_path / "page.html").write_text("{{ facts.role }}")
    compiled = CompiledTemplates()

    def environment(theme: Path) -> QuickEnvironment:
        loader = FileSystemLoader(tmp_path)
        return QuickEnvironment(theme, loader=loader, autoescape=True, bytecode_cache=compiled)

    for _ in range(2):
        of_desk = environment(tmp_path / "elsewhere").get_template("page.html")
        assert of_desk.render(facts={"role": "Mayor"}) == "Mayor"
        of_theme = environment(tmp_path).get_template("page.html")
        with pytest.raises(AttributeError):
            of_theme.render(facts={"role": "Mayor"})


def page(own: Path, compiled: CompiledTemplates) -> str:
    """The page of a text, by a renderer of its own."""
    read = read_config(SourceFile("site.yaml", b"title: Harbour Desk\n"))
    site, _ = link(read, (), (), today=TODAY, drafts=False)
    renderer = Renderer(own, globals_of(site), site.languages, compiled)
    view: dict[str, Any] = {"title": "T", "canonical": "", "lang": "en", "dir": "ltr"}
    view |= {"description": "", "share": Share("website", "T")}
    view["error_link"] = ""
    return renderer.page("page.html", "about/", noindex=False, body="", assessments=(), **view)
