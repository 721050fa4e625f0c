"""The evidence map of a claim: its sources, what each does to the claim, and where it is from.

A line runs down from the claim; from it one branches off to each source, through a mark that is a
plus, a minus or a dot. Sources of one origin stand in one frame, those that are known through
another below it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup
from msgspec import Struct

from sitegen.model import Evidence, Source
from sitegen.phrases import Phrases
from sitegen.svg import WIDTH, Canvas, number, written

LEAST = 2  # sources that are worth a picture
MOST = 8  # sources that can be taken in at a glance; the lists of the page have all
DEEPEST = 3  # steps of an indent
STANCES = ("supports", "undermines", "contextualizes")  # in the order of their words


class Node(Struct, frozen=True):
    """A source on the map. Without a stance it is cited in the finding, or others stand on it."""

    number: int
    source: Source
    link: str  # to where the claim's page lists it, or else its brief's
    depth: int  # how many it is known through, of those on the map
    stances: tuple[str, ...]
    words: str  # what it is to the claim, and the source that it is known through


class Origin(Struct, frozen=True):
    """Sources that count once. ``words`` say so where there are several."""

    words: str
    nodes: tuple[Node, ...]


class EvidenceMap(Struct, frozen=True):
    """The map of a claim, drawn and told. ``independent`` is the number of origins."""

    svg: Markup
    origins: tuple[Origin, ...]
    independent: int


def evidence_map(
    groups: Sequence[Sequence[str]],
    evidence: Sequence[Evidence],
    cited: set[str],
    sources: Mapping[str, Source],
    numbers: Mapping[str, int],
    phrases: Phrases,
    *,
    rtl: bool,
) -> EvidenceMap | None:
    """The map of a claim that cites these sources, in ``groups`` of one origin (``origins``).

    ``sources`` are those of the brief, with their ``numbers`` there.
    There is none with fewer than two sources, nor with more than can be taken in at a glance.
    """
    if not LEAST <= sum(map(len, groups)) <= MOST:
        return None
    known = _Known(_stances(evidence), cited, sources, numbers, phrases)
    origins = tuple([_origin(group, known) for group in groups])
    return EvidenceMap(_drawn(origins, phrases, rtl=rtl), origins, len(groups))


def _stances(evidence: Sequence[Evidence]) -> dict[str, tuple[str, ...]]:
    """By source, what its pieces of evidence do; none said is context, as on the page."""
    found: dict[str, tuple[str, ...]] = {}
    for item in evidence:
        stance = item.stance or "contextualizes"
        before = found.get(item.source)
        if before is None:
            found[item.source] = (stance,)
        elif stance not in before:
            found[item.source] = tuple([it for it in STANCES if it in before or it == stance])
    return found


class _Known(Struct, frozen=True):
    stances: Mapping[str, tuple[str, ...]]
    cited: set[str]
    sources: Mapping[str, Source]
    numbers: Mapping[str, int]
    phrases: Phrases


def _origin(group: Sequence[str], known: _Known) -> Origin:
    if len(group) == 1:
        return Origin("", (_node(group[0], 0, known),))
    nodes = tuple(_tree(group, known))
    name, *others = {node.source.origin for node in nodes}
    words = known.phrases.map_one_origin
    if name and not others:
        words = known.phrases.say("map_origin", origin=name)
    return Origin(words, nodes)


def _tree(group: Sequence[str], known: _Known) -> Iterator[Node]:
    """The sources of a group, each after the one that it is known through."""
    below: dict[str, list[str]] = {}
    for id_ in sorted(group, key=known.numbers.__getitem__):
        via = known.sources[id_].via
        below.setdefault(via if via in group else "", []).append(id_)
    waiting = [(id_, 0) for id_ in reversed(below.get("", ()))]
    while waiting:
        id_, depth = waiting.pop()
        yield _node(id_, depth, known)
        waiting += [(child, depth + 1) for child in reversed(below.get(id_, ()))]


def _node(id_: str, depth: int, known: _Known) -> Node:
    numbers, source = known.numbers, known.sources[id_]
    stances = known.stances.get(id_, ())
    if id_ in known.cited:
        link, told = f"#source_{id_}", stances or ("cited",)
    else:
        link, told = f"../#source_{id_}", stances
    words = _words(told, numbers.get(source.via, 0), known.phrases)
    return Node(numbers[id_], source, link, depth, stances, words)


@lru_cache(maxsize=1024)
def _words(told: tuple[str, ...], via: int, phrases: Phrases) -> str:
    """What a source is to the claim, and the number of the one that it is known through, if any."""
    words = [phrases.word("map", one) for one in told]
    if via:
        words.append(phrases.say("known_through", source=f"[{via}]"))
    return phrases.comma.join(words)


# The picture

_TRUNK = 10  # where the line from the claim runs
_FRAME = 26  # where the frames of the origins begin
_WIDE = WIDTH - _FRAME - 0.5  # their width
_INSET = 10  # from a frame to what is in it
_STEP = 16  # of an indent
_TITLE, _WORDS = 14, 13  # sizes of type
_LINE = 18
_LINES = 2  # that a title may have
_CAPS = (("supports", "pro"), ("undermines", "con"), ("contextualizes", "about"))


class _Column(Struct, frozen=True):
    """Where the labels at one depth stand: the room, and the attributes of titles and of words."""

    room: int
    title: str
    words: str


class _Look(Struct, frozen=True):
    """What all maps in one language have alike."""

    claim: str  # what stands for the claim
    columns: tuple[_Column, ...]  # by depth
    side: str  # of a frame
    width: str  # of it
    trunk: str  # where the line from the claim runs
    branch: str  # where branches end
    left: str  # where signs begin
    across: str  # how wide they are


@lru_cache(maxsize=256)
def _look(phrases: Phrases, rtl: bool) -> _Look:  # noqa: FBT001 (a quarter quicker to look up)
    canvas = Canvas(rtl=rtl)
    return _Look(
        claim=canvas.label(0, 14, phrases.map_claim, "b"),
        columns=tuple([_column(canvas, depth) for depth in range(DEEPEST + 1)]),
        side=canvas.side(_FRAME, _WIDE),
        width=number(_WIDE),
        trunk=canvas.x(_TRUNK),
        branch=canvas.x(_FRAME),
        left=canvas.x(_TRUNK - 4),
        across=canvas.along(8),
    )


def _column(canvas: Canvas, depth: int) -> _Column:
    x = _indent(depth)
    at = f' x="{canvas.x(x)}"'
    return _Column(WIDTH - _INSET - x, at, f' class="s"{at}')


def _indent(depth: int) -> int:
    return _FRAME + _INSET + _STEP * depth


def _drawn(origins: Sequence[Origin], phrases: Phrases, *, rtl: bool) -> Markup:
    canvas, look = Canvas(rtl=rtl), _look(phrases, rtl)
    canvas.add(look.claim)
    y, marks = 26, []
    for origin in origins:
        top = y
        y += 6
        if origin.words:
            y += _LINE
            column = look.columns[0]
            (words,) = written(origin.words, column.room, _WORDS, 1) or ("",)
            canvas.line(column.words, y - 4, words)
        ends: dict[str, int] = {}
        for node in origin.nodes:
            here = y + _LINE - 5
            if node.stances:
                marks.append((here, node.stances))
            if node.depth:
                _step(canvas, node, ends[node.source.via], here)
            column = look.columns[min(node.depth, DEEPEST)]
            y = ends[node.source.id] = _label(canvas, column, node, y)
        canvas.box("frame", look.side, top, look.width, y + 4 - top)
        y += 12
    if marks:
        _branches(canvas, look, marks)
    return canvas.drawing("map", phrases.evidence_map, y - 6)


def _label(canvas: Canvas, column: _Column, node: Node, y: int) -> int:
    """A source's number and title, what it is to the claim, and where the next one begins."""
    y = canvas.lines(column.title, y, _LINE, _title(node.number, node.source.title, column.room))
    words = written(node.words, column.room, _WORDS, _LINES)
    return 4 + canvas.lines(column.words, y, _LINE - 1, words)


@lru_cache(maxsize=1024)  # a source is on the maps of several claims
def _title(number: int, title: str, room: int) -> tuple[str, ...]:
    return written(f"[{number}] {title}", room, _TITLE, _LINES)


def _step(canvas: Canvas, node: Node, above: int, here: int) -> None:
    """A line down from the end of the source that one is known through."""
    x = _indent(min(node.depth, DEEPEST))
    canvas.path("join", [f"M{canvas.x(x - _STEP + 4)} {above}V{here}H{canvas.x(x - 4)}"])


def _branches(canvas: Canvas, look: _Look, marks: Sequence[tuple[int, tuple[str, ...]]]) -> None:
    """The line from the claim, its branches, and the signs on them."""
    trunk, branch, left, across = look.trunk, look.branch, look.left, look.across
    lines = [f"M{trunk} 20V{marks[-1][0]}"]
    caps: dict[str, list[str]] = {}
    signs = []
    for y, stances in marks:
        lines.append(f"M{trunk} {y}H{branch}")
        caps.setdefault(stances[0], []).append(f"M{trunk} {y}h0")
        if "supports" in stances:
            up = 2 if "undermines" in stances else 0
            signs.append(f"M{left} {y - up}h{across}M{trunk} {y - 4 - up}v8")
        if "undermines" in stances:
            down = 5 if "supports" in stances else 0
            signs.append(f"M{left} {y + down}h{across}")
    canvas.path("join", lines)
    for stance, css in _CAPS:
        if stance in caps:
            canvas.path(css, caps[stance])
    canvas.path("sign", signs)
