"""What the tests share: a desk in a temporary folder, the example brief, and how to ask for both.

``from support import BRIDGE, Desk, brief_text, marked``; the fixtures ``desk`` (an empty desk with
a ``site.yaml``) and ``bridge`` (the desk with the example brief, built) come from ``conftest``.
Days are fixed: every build and check is of ``TODAY`` unless a test says otherwise.
"""

import ast
import csv
import io
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import dedent, indent
from typing import Any, NamedTuple

import yaml
from lxml import etree
from lxml import html as lxml_html

from running import Problem, Run, run_apart, run_here
from sitegen.build import build
from sitegen.diagnostics import Diagnostic, Severity
from sitegen.folder import Folder
from sitegen.model import ACCEPTABLE
from sitegen.options import Options
from sitegen.results import Result

TODAY = date(2024, 6, 1)
BASE_URL = "https://desk.example/checks"

# The example of the design, section 2, to the letter.
BRIDGE = """\
---
title: Did the harbour bridge cost twice its budget?
published: 2024-05-14            # date, or date-time with offset; a later date than today = scheduled
summary: The bridge ran over, by a fifth, not by double.
authors: [Ana Ruiz]
reviewers: [Tom Okafor]          # second readers
topics: [transport]
article:                         # what was checked
  title: Bridge bill doubles
  publisher: The Harbour Post
  url: https://harbourpost.example/bridge
  published: 2024-05-10
  archived: https://archive.example/2024/bridge
  snapshot: snapshots/bridge.txt # kept in the repo for checking, never published
claims:                          # id -> claim; the order here is the order on the page
  doubled:
    text: The harbour bridge cost twice its budget     # the exact wording judged
    quote: has cost double what was promised           # the article's own words
    claimant: Lena Frost                               # an entity; leave out if unknown
    said: 2024-05-09
    appearance: https://harbourpost.example/bridge     # a URL or a source id, or a list of them
    first_appearance: https://video.example/frost-rally
    media:                                             # when the claim is, or rests on, a picture, video or sound
      type: video                                      # image | video | audio
      category: decontextualized   # original | decontextualized | edited-or-cropped | staged | transformed | satire
      original: https://video.example/full-rally
      context: The clip leaves out the sentence before.
    rating: mostly-false
    verdict: The audited overrun is 21%, not 100%.     # one sentence
    finding: |                                         # Markdown, with citations
      The city's audit [@audit, p. 14] puts the total at 121% of the budget.
    evidence:
      - {source: audit, stance: undermines, quote: "121 per cent of the approved budget", locator: p. 14}
      - {source: minutes, stance: contextualizes, note: Budget was revised once, in 2021.}
    not_established: Whether the 2021 revision was public at the time.
    same_as: [old-bridge-brief#doubled]                # the same claim, checked before
sources:                         # id -> source
  audit:
    title: Harbour bridge final account
    publisher: City Audit Office
    url: https://audit.example/bridge.pdf
    published: 2024-02-01
    accessed: 2024-05-11
    archived: https://archive.example/2024/audit
    kind: primary                # primary | secondary | expert | data
    snapshot: snapshots/audit.txt
  minutes:
    title: Council minutes, March 2021
    publisher: City Council
    kind: primary
    via: audit                   # known only as quoted there; needs no url of its own
    interest: The council commissioned the bridge.     # disclosed interest
    origin: city                 # sources sharing an origin count once as independent evidence
responses:
  - from: Lena Frost
    role: Opposition councillor
    claims: [doubled]            # left out = all claims
    status: replied              # replied | stated | declined | no-reply | unreachable | not-sought
    kind: disputes               # disputes | concedes | comments | supplies-evidence | promises-correction
    asked: 2024-05-11
    deadline: 2024-05-13
    channel: email
    date: 2024-05-12
    quote: The revision was never put to a vote.
    text: Frost says the 2021 budget should not count.
    source: minutes
    changed: We added the 2021 revision to the finding.
corrections:
  - date: 2024-05-20
    kind: verdict-change         # update | clarification | correction | verdict-change | void
    claim: doubled
    was: "false"
    text: We first rated this false; the audit's final figure moved it.
outcome:                         # what the checked outlet did afterwards
  kind: corrected                # corrected | clarified | retracted | deleted | refused | none
  date: 2024-05-21
  url: https://harbourpost.example/bridge-correction
---
## How we checked

The [first claim](#doubled) rests on the audit [@audit; @minutes, item 4].
"""  # noqa: E501 (to the letter)

OLD_BRIDGE = """\
---
title: Was the bridge over budget last year?
published: 2023-11-02
article:
  title: Bridge over budget
claims:
  doubled:
    text: The bridge cost double
    rating: unproven
    verdict: The account was not closed then.
---
"""

BRIDGE_SNAPSHOT = """\
Bridge bill doubles

The new harbour bridge has cost double what was promised, Lena Frost said on Thursday.
"""

AUDIT_SNAPSHOT = """\
Final account. Total: 121 per cent of the approved budget, as revised in March 2021.
"""

# What takes a program of its own or draws pictures is off, but where it is what a test is about.
QUICK = "search: false\nshare_images: false\n"
SITE = f"""\
title: Harbour Desk
base_url: {BASE_URL}
{QUICK}\
topics:
  transport:
    name: Transport
    description: Roads, rails and bridges.
entities:
  Lena Frost:
    type: person
    role: Councillor for the harbour ward
    url: https://frost.example/
    same_as: [https://wiki.example/Lena_Frost]
    aliases: [L. Frost]
  The Harbour Post: {{type: organization}}
  City Audit Office: {{type: organization}}
  City Council: {{type: organization}}
"""

PLAIN_SITE = f"title: Harbour Desk\nbase_url: {BASE_URL}\n{QUICK}"


# What an editor would ask of a brief. The least that a brief can be earns several of these, so
# tests of something else leave them out.
EDITORS = frozenset(ACCEPTABLE) - {"entity-type", "retired-rating"}
# Those that ``brief_text()`` earns as it is, accepted: at the end of its header, it is quiet.
QUIET = """\
accept:
  no-summary: Nobody reads it.
  no-response: There is nobody to ask.
  single-origin: It is made up.
  no-counter-evidence: None was searched for.
"""


class Place(NamedTuple):
    """Where a diagnostic points."""

    line: int
    column: int
    length: int


def git(folder: Path, *args: str) -> str:
    """Run git, whatever the machine's own settings are."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=Ana Ruiz", "-c", "user.email=ana@desk.example")
    done = subprocess.run(
        ["git", *who, *args], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


def commit(folder: Path) -> None:
    """Commit everything in a folder, in a repository of its own if it is in none."""
    if not any((place / ".git").exists() for place in (folder, *folder.parents)):
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--allow-empty", "--message=As it was")


def add_remote(folder: Path, url: str, name: str = "origin") -> None:
    """Give a folder a repository, if it has none, and that a remote."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "remote", "add", name, url)


def publish(folder: Path, ref: str = "refs/heads/gh-pages") -> None:
    """Build the site and commit it on a branch of the folder's repository, as it would be live."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    with tempfile.TemporaryDirectory() as place:
        assert build(Folder(folder), Options(TODAY), Path(place)).ok
        commit(Path(place))
        git(folder, "fetch", "--quiet", place, f"+main:{ref}")


def make_large(place: Path, megabytes: int) -> None:
    """A file of that size that takes no room on a disk."""
    with place.open("wb") as file:
        file.truncate(megabytes * 1_000_000)


class Desk:
    """A site's folder, how to fill it, and what sitegen makes of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out = root / "output"
        self.config(PLAIN_SITE)

    # Filling it

    def file(self, path: str, content: bytes | str) -> Path:
        """Write any file, its folders included; text is written as UTF-8 with its own line ends."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        return place

    def brief(
        self, content: str | bytes | dict[str, Any], slug: str = "bridge", folder: str = "briefs"
    ) -> Path:
        """Write a brief, from its whole text or from its fields (then without a body)."""
        if isinstance(content, dict):
            fields = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
            content = f"---\n{fields}---\n"
        return self.file(f"{folder}/{slug}.md", content)

    def page(self, slug: str, text: str) -> Path:
        """Write a stand-alone page."""
        return self.file(f"pages/{slug}.md", text)

    def config(self, text: str) -> Path:
        """Write ``site.yaml``."""
        return self.file("site.yaml", text)

    def bridge(self, text: str = BRIDGE) -> "Desk":
        """The example brief with all that it names: snapshots, an older brief, entities."""
        self.config(SITE)
        self.brief(text)
        self.brief(OLD_BRIDGE, slug="old-bridge-brief", folder="briefs/2023")
        self.file("snapshots/bridge.txt", BRIDGE_SNAPSHOT)
        self.file("snapshots/audit.txt", AUDIT_SNAPSHOT)
        return self

    # Running it: the command line, as if it had been typed in the folder

    def run(self, *args: str, cwd: Path | None = None, **variables: str) -> Run:
        """Run ``sitegen`` with just these arguments, and these variables in its environment."""
        return run_here(cwd or self.root, *args, **variables)

    def run_apart(self, *args: str, cwd: Path | None = None, **variables: str) -> Run:
        """The same in a process of its own, where it is the process that is tested."""
        return run_apart(cwd or self.root, *args, **variables)

    def build(self, *args: str) -> Run:
        """Run ``sitegen build``, which must succeed."""
        run = self.run("build", *_on_the_day(args))
        assert run.status == 0, run.stderr
        return run

    def check(self, *args: str) -> Run:
        """Run ``sitegen check``, whatever it says."""
        return self.run("check", *_on_the_day(args))

    def problems(self, *args: str) -> list[Problem]:
        """What ``sitegen check`` reports, but for the editor's questions."""
        return [p for p in self.check(*args).problems if p.code not in EDITORS]

    # The same in this process, for many small cases

    def diagnostics(self, *, editor: bool = False, **options: Any) -> list[Diagnostic]:
        """Every problem, as a value, but for the editor's questions unless ``editor`` asks too."""
        found = self._built(None, options).problems
        return [p for p in found if editor or p.code not in EDITORS]

    def questions(self, **options: Any) -> list[Diagnostic]:
        """The editor's questions, and what is said of reasons for them."""
        asked = (*EDITORS, "unused-accept")
        return [p for p in self._built(None, options).problems if p.code in asked]

    def errors(self, **options: Any) -> list[Diagnostic]:
        """The errors alone: what a test of one error should compare as a whole."""
        return [p for p in self.diagnostics(**options) if p.severity is Severity.ERROR]

    def warnings(self, *codes: str, **options: Any) -> list[Diagnostic]:
        """The warnings with one of these codes."""
        return [p for p in self.diagnostics(**options) if p.code in codes]

    def make(self, **options: Any) -> "Desk":
        """Build into ``output/``, which must succeed."""
        result = self._built(self.out, options)
        assert result.ok, "\n".join(map(str, result.problems))
        return self

    def _built(self, output: Path | None, options: dict[str, Any]) -> Result:
        return build(Folder(self.root), Options(**{"today": TODAY, **options}), output)

    # Looking at what was made; an address is one of the site's: "", "briefs/bridge/", "feed.xml"

    def path(self, address: str) -> Path:
        """The file that answers for an address."""
        return self.out / (
            f"{address}index.html" if address.endswith("/") or not address else address
        )

    def has(self, address: str) -> bool:
        """Whether the site has this address."""
        return self.path(address).is_file()

    def html(self, address: str) -> str:
        """The file as text."""
        return self.path(address).read_text(encoding="utf-8")

    def tree(self, address: str) -> Any:
        """A page as a tree, for ``cssselect``-free XPath."""
        return lxml_html.document_fromstring(self.html(address).encode(), _PARSER)

    def xpath(self, address: str, path: str) -> list[str]:
        """What an XPath finds on a page: elements as their text, white space collapsed."""
        return [_words(found) for found in self.tree(address).xpath(path)]

    def text(self, address: str) -> str:
        """What a reader of a page sees between its header and its footer."""
        (main,) = self.tree(address).xpath("//main")
        return _words(main)

    def body(self, address: str = "briefs/bridge/") -> str:
        """The HTML that a brief's or page's Markdown became."""
        (found,) = self.tree(address).xpath('//*[contains(concat(" ", @class, " "), " body ")]')
        return etree.tostring(found, encoding="unicode", method="html", with_tail=False)

    def links(self, address: str) -> list[str]:
        """Every link and picture of a page's content."""
        return self.tree(address).xpath("//main//@href | //main//@src")

    def xml(self, address: str) -> etree._Element:
        """A feed or sitemap as a tree."""
        return etree.fromstring(self.path(address).read_bytes())

    def json(self, address: str) -> Any:
        """A data file."""
        return json.loads(self.html(address))

    def csv(self, address: str) -> list[dict[str, str]]:
        """A table, row by row."""
        return list(csv.DictReader(io.StringIO(self.html(address), newline="")))

    def reviews(self, address: str) -> list[Any]:
        """The JSON-LD of a page."""
        found = self.tree(address).xpath('//script[@type="application/ld+json"]/text()')
        return [json.loads(script) for script in found]


_PARSER = lxml_html.HTMLParser(encoding="utf-8")


def _on_the_day(args: tuple[str, ...]) -> tuple[str, ...]:
    return args if "--today" in args else (*args, "--today", TODAY.isoformat())


_INLINE = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "em",
    "i",
    "mark",
    "s",
    "span",
    "strong",
    "sup",
    "time",
}


def _words(found: Any) -> str:
    """The text of an element as a reader sees it: blocks apart, white space collapsed."""
    return " ".join((found if isinstance(found, str) else "".join(_pieces(found))).split())


def _pieces(element: Any) -> Iterator[str]:
    apart = "" if element.tag in _INLINE else " "
    yield apart + (element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child)
        yield child.tail or ""
    yield apart


# Codes


def emitted(*modules: str) -> set[str]:
    """Every code that the program can give, from the calls in its source that make a diagnostic.

    With names of modules, only those that these give.
    """
    makers = ("error", "_error", "refuse", "problem", "warn", "warning")
    found = set()
    for path in (Path(__file__).parents[1] / "sitegen").glob("*.py"):
        if modules and path.stem not in modules:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name("error" | "warning" | "Mismatch"), [ast.Constant(code), *_]):
                    found.add(code)
                case ast.Call(ast.Attribute(attr=method), [ast.Constant(str(code)), *_]):
                    if method in makers and ("-" in code or method.startswith("warn")):
                        found.add(code)
    return found


# The codes that sitegen doctor alone gives
DOCTORS = frozenset(emitted("gone_rules", "host_rules", "link_rules"))


# Small briefs


def brief_text(
    top: str = "",
    *,
    article: str = "",
    claim: str = "",
    claims: str = "",
    end: str = "",
    body: str = "",
) -> str:
    """The least that a brief can be, with lines added where they belong.

    ``top`` goes below ``published``, ``article`` and ``claim`` (of the claim ``doubled``, rated
    ``mostly-false``) are indented to fit, ``claims`` are further claims, ``end`` is the header's.
    """
    parts = (
        "---",
        "title: The bridge",
        "published: 2024-05-14",
        _block(top, 0),
        "article:",
        "  title: Bridge bill doubles",
        _block(article, 2),
        "claims:",
        "  doubled:",
        "    text: The bridge cost twice its budget",
        "    rating: mostly-false",
        "    verdict: It cost a fifth more.",
        _block(claim, 4),
        _block(claims, 2),
        _block(end, 0),
        "---",
        dedent(body),
    )
    return "\n".join(part for part in parts if part) + "\n"


def quiet_text(*args: str, end: str = "", **more: str) -> str:
    """The same, with what an editor would ask of it accepted: only what is added can be wrong."""
    return brief_text(*args, end=f"{QUIET}{end}", **more)


def _block(text: str, spaces: int) -> str:
    return indent(dedent(text).strip("\n"), " " * spaces)


def marked(text: str) -> tuple[str, Place]:
    """A text without its one pair of ``⟦ ⟧``, and the place that stood between them."""
    before, _, rest = text.partition("⟦")
    inside, closing, after = rest.partition("⟧")
    assert closing, "there is no ⟦place⟧ in this text"
    assert "⟦" not in after, "there is more than one ⟦place⟧ in this text"
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return before + inside + after, Place(line, column, len(inside.split("\n")[0]))
