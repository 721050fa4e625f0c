"""What the fuzzer tries: any bytes as a brief, as a page, as settings, and as part of a site.

Each gives values and problems, never an exception; the problems are sound, and every format can
tell them. What is new in it can be anything that ``assert`` or Python can raise.
"""

import sys
from datetime import date
from functools import cache
from pathlib import Path
from zlib import crc32

sys.path.append(str(Path(__file__).parents[1]))

from sitegen.acceptance import without_accepted
from sitegen.compiled import CompiledBrief, CompiledPage
from sitegen.compiler import compile_brief, compile_page
from sitegen.config import ReadConfig, read_config
from sitegen.diagnostics import cut_short, has_errors, in_order
from sitegen.graph import link
from sitegen.outputs import Output
from sitegen.plan import globals_of, plan
from sitegen.plan_rules import check_plan
from sitegen.quick_jinja import CompiledTemplates
from sitegen.render import Renderer
from sitegen.source import SourceFile
from sound import assert_sound, assert_told
from support import BRIDGE, OLD_BRIDGE, SITE

BRIEF, PAGE, CONFIG = "briefs/bridge.md", "pages/about.md", "site.yaml"
TODAY = date(2024, 6, 1)
COMPILED = CompiledTemplates()  # each site has a renderer of its own


def try_bytes(data: bytes) -> None:
    """Raises whatever is wrong with the program; returns where all is well."""
    brief = compile_brief(SourceFile(BRIEF, data))
    assert brief.brief is not None or brief.problems
    assert_sound(brief.problems, SourceFile(BRIEF, data))
    page = compile_page(SourceFile(PAGE, data))
    assert page.title or page.problems
    assert_sound(page.problems, SourceFile(PAGE, data))
    read = read_config(SourceFile(CONFIG, data))
    assert read.config.title or read.problems
    assert_sound(read.problems, SourceFile(CONFIG, data))
    for problems in (brief.problems, page.problems, read.problems):
        assert_told(cut_short(in_order(problems)), SourceFile(BRIEF, data))
    make = crc32(data) % 8 == 0  # it takes much longer than all the rest
    if not has_errors(read.problems):
        try_site(read, [_briefs()[0]], [], make=make)
    if brief.brief is not None:
        try_site(_settings(), [brief, _briefs()[1]], [], make=make)
    if page.title and not has_errors(page.problems):
        try_site(_settings(), [*_briefs()], [page], make=make)


def try_site(
    read: ReadConfig, briefs: list[CompiledBrief], pages: list[CompiledPage], *, make: bool
) -> None:
    """A whole site without a disk: joined, checked, and if it may be, its own pages made."""
    site, found = link(read, briefs, pages, today=TODAY, drafts=True)
    planned = plan(site, ())
    problems = [p for text in (*briefs, *pages) for p in text.problems]
    problems += [*read.problems, *found, *check_plan(read, site, planned)]
    problems = without_accepted(problems, briefs, whole=True)
    shown = cut_short(in_order(problems))
    assert {p.file for p in shown} <= {CONFIG, *(text.file for text in (*briefs, *pages))}
    if not has_errors(problems) and make:
        renderer = Renderer(Path("/nonexistent"), globals_of(site), site.languages, COMPILED)
        for output in filter(_is_own, planned.outputs):
            assert output.make(site, renderer)


def _is_own(output: Output) -> bool:
    """The pages of the one brief and page, and what machines read: lists show no more."""
    own = output.owner is not None and output.owner.file in (BRIEF, PAGE)
    return output.make is not None and (own or output.address.startswith(("data/", "feed")))


@cache
def _settings() -> ReadConfig:
    return read_config(SourceFile(CONFIG, SITE.encode()))


@cache
def _briefs() -> tuple[CompiledBrief, CompiledBrief]:
    old = SourceFile("briefs/old-bridge-brief.md", OLD_BRIDGE.encode())
    return compile_brief(SourceFile(BRIEF, BRIDGE.encode())), compile_brief(old)
