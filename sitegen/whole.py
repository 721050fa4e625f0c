"""All briefs joined to a site: what it holds, and what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sitegen.acceptance import without_accepted
from sitegen.config import ReadConfig
from sitegen.diagnostics import Diagnostic
from sitegen.folder import TEMPLATES
from sitegen.graph import Site, link_parts
from sitegen.ground import Ground
from sitegen.joining import problems_of_plan, relied_on_elsewhere
from sitegen.memory import Memory
from sitegen.parts import Part
from sitegen.plan import Plan, globals_of, plan
from sitegen.render import Renderer


class Whole(Struct, frozen=True):
    """A site with the plan of its outputs, and its problems but for those that are accepted.

    ``of_whole`` are the files of problems that are not a text's own.
    """

    site: Site
    plan: Plan
    problems: list[Diagnostic]
    of_whole: tuple[str, ...]


def join_whole(
    ground: Ground,
    read: ReadConfig,
    parts: Sequence[Part],
    reviews: Mapping[str, list[str]],
    own: Iterable[Diagnostic],
    memory: Memory,
) -> Whole:
    """Join the parts of the briefs; ``own`` is what is wrong with each alone.

    ``reviews`` are the ClaimReview of the claims, as JSON by their addresses.
    """
    worded = replace(read, config=ground.house.config)
    options = ground.standing.options
    site, found = link_parts(worded, ground.house, parts, ground.pages, drafts=options.drafts)
    site.reviews.update(reviews)
    planned = _planned(ground, site, memory)
    of_whole = [*found, *problems_of_plan(ground.folder, read, site, planned, memory)]
    problems = [*ground.standing.misfits, *own]
    for one in ground.page_texts:
        problems += [*one.problems, *one.attached]
    problems += [*read.problems, *ground.languages.problems, *of_whole]
    left = without_accepted(
        problems,
        [part.compiled for part in parts],
        whole=True,
        relied_on=relied_on_elsewhere(read, options),
    )
    of_whole += [problem for problem in left if problem.code == "unused-accept"]
    return Whole(site, planned, left, tuple(sorted({problem.file for problem in of_whole})))


def _planned(ground: Ground, site: Site, memory: Memory) -> Plan:
    standing, options = ground.standing, ground.standing.options
    renderer = Renderer(ground.folder.root / TEMPLATES, globals_of(site), ground.languages)
    cache = standing.kept if options.keep and not options.clean else None
    return plan(site, renderer.assets(), memory, cache)
