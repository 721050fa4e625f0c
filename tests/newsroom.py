"""A site's folder while a desk works on it: texts, settings, templates, and what is kept of builds.

What can happen to it is in ``edits_of_texts``, ``edits_of_site`` and ``edits_of_output``: each edit
is a function that draws what it does, does it, and says so.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import yaml

from sitegen.folder import BRIEFS, CONFIG
from support import BRIDGE, QUICK, QUIET, TODAY, Desk, quiet_text

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))
from corpus import TOPICS, brief, write_corpus

FROM_CORPUS = 2  # briefs that are large
NAMES = ("Lena Frost", "L. Frost", "The Harbour Post", "City Council", "Čeněk Nový")
ORIGINAL = "harbour-bridge"

TRANSLATION = f"""\
---
title: ¿Costó el puente el doble?
published: 2024-05-16
lang: es
translation_of: harbour-bridge
article: {{title: El puente, publisher: The Harbour Post}}
claims:
  doubled: {{text: El puente costó el doble, rating: mostly-false, verdict: Costó un quinto más.}}
{QUIET}---
El [original](harbour-bridge.md) y [la lista](/briefs/).
"""

PICTURED = """\
image: photo.png
redirect_from: [picture-of-2023]
"""

FOOTER = """\
<footer class="site"><p>{{ desk }}: {{ t.numbers }}.</p>{% include "_own.html" %}</footer>
"""


def first_texts() -> dict[str, str]:
    """Briefs that lean on each other, on files beside them, on the day, and on the settings."""

    def at(day: str) -> str:
        return quiet_text(claim="claimant: Lena Frost").replace("2024-05-14", day)

    accept = "accept: {single-origin: There is one account.}\noutcome:"
    bridge = BRIDGE.replace("[transport]", f"[{TOPICS[0]}]")
    bridge = bridge.replace("outcome:", accept).replace("once, in 2021", "once in 2021")
    same = 'same_as: ["tram#doubled"]\nclaimant: L. Frost'
    pictured = quiet_text(PICTURED, body="![A picture](photo.png) and [a file](files/account.txt)")
    return {
        "briefs/harbour-bridge.md": bridge,
        "briefs/2023/old-bridge-brief.md": at("2023-11-02"),
        "briefs/puente.md": TRANSLATION,
        "briefs/tram.md": quiet_text(f"topics: [{TOPICS[0]}]", claim="claimant: City Council"),
        "briefs/ferry.md": quiet_text(claim=same, body="As [the tram](tram.md#doubled) did."),
        "briefs/2024/pictured.md": pictured,
        "briefs/not-yet.md": quiet_text("draft: true"),
        "briefs/scheduled.md": at("2024-06-20"),
        "briefs/jisr.md": quiet_text("lang: ar"),
        "pages/about.md": "---\ntitle: About us\n---\nSee [it](/briefs/harbour-bridge/).\n",
        "pages/method.md": "---\ntitle: Method\n---\n![How](how.png)\n",
    }


def large_text(number: int) -> str:
    """A large brief that leans on nothing else."""
    text = re.sub(r"(?m)^ +(quote|snapshot|same_as): .*\n", "", brief(5, number))
    return re.sub(r"topics: .*", "topics: []", text)


FILES: Mapping[str, str] = {
    "briefs/2024/photo.png": "\x89PNG, more or less",
    "briefs/2024/files/account.txt": "121 per cent",
    "pages/how.png": "another picture",
    "snapshots/bridge.txt": "It has cost double what was promised, Lena Frost said.\n",
    "snapshots/audit.txt": "Total: 121 per cent of the approved budget.\n",
    "templates/_footer.html": FOOTER,
    "templates/_own.html": "<p>The desk's own line.</p>\n",
    "templates/assets/own.css": "p { margin: 0 }\n",
    "templates/languages/en.yaml": "found_lately: What we checked this week\n",
}


class Newsroom(Desk):
    """The folder, what it holds, and how it will be built next."""

    def __init__(
        self, root: Path, seed: str, extra: str = QUICK, briefs: int = FROM_CORPUS
    ) -> None:
        root.mkdir()
        super().__init__(root)
        self.draw = Random(seed)
        self.today: date = TODAY
        self.flags: dict[str, str | None] = {}  # that the next builds get, with their values
        self.once: list[str] = []  # that only the very next build gets
        self.mends: list[Callable[[], str]] = []  # of what was broken
        self.gone: dict[str, str] = {}  # texts that were deleted
        self.whole = False  # whether the last build succeeded
        self.good: tuple[Any, ...] = ()  # what it was made of then
        self.foreign = root.with_name("foreign")  # what others put into the output folder
        self.foreign.mkdir()
        self.older = root.with_name("older")  # a copy of what an older build made or kept
        write_corpus(root, briefs)
        self.texts = {
            path: (root / path).read_text("utf-8")
            for path in sorted(p.relative_to(root).as_posix() for p in root.glob("*/check-*.md"))
        }
        for path, text in first_texts().items():
            self.write(path, text)
        for path, text in FILES.items():
            self.file(path, text)
        self.settings = self._first_settings(extra)
        self.save_settings()

    def _first_settings(self, extra: str) -> dict[str, Any]:
        whole = self.load((self.root / CONFIG).read_text("utf-8"))
        said = "".join(self.texts.values())
        entities = {name: facts for name, facts in whole["entities"].items() if name in said}
        entities.pop("Harbour Post", None)  # which would be another name of ours
        entities["Lena Frost"] = {"type": "person", "aliases": ["L. Frost"]}
        entities["The Harbour Post"] = {"type": "organization"}
        ours = {"title": "Harbour Desk", "entities": entities, "per_page": "5", "menu": ["about"]}
        return {**whole, **ours, **self.load(extra)}

    # Writing it

    @staticmethod
    def load(text: str) -> dict[str, Any]:
        """YAML whose scalars are text."""
        return yaml.load(text, yaml.CBaseLoader)

    def write(self, path: str, text: str, *, same_time: bool = False) -> None:
        """Write a text; with the time that it had if nobody should see a difference there."""
        place = self.root / path
        before = place.stat() if same_time and place.exists() else None
        self.file(path, text)
        self.texts[path] = text
        if before:
            os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))

    def remove(self, path: str) -> None:
        """Delete a text."""
        (self.root / path).unlink()
        self.gone[path] = self.texts.pop(path)

    def save_settings(self) -> None:
        """Write ``site.yaml``."""
        self.config(_yaml(self.settings))

    def header(self, path: str) -> tuple[dict[str, Any], str]:
        """A text's header and body."""
        _, header, body = self.texts[path].split("---\n", 2)
        return self.load(header), body

    def save(self, path: str, header: Mapping[str, Any], body: str) -> None:
        """Write a text from both."""
        self.write(path, f"---\n{_yaml(dict(header))}---\n{body}")

    def change(self, path: str, **fields: Any) -> None:
        """Give a text's header other fields; what is None is left out."""
        header, body = self.header(path)
        header |= fields
        self.save(path, {key: value for key, value in header.items() if value is not None}, body)

    def replace(self, pattern: str, new: str) -> None:
        """Put something else in all texts."""
        for path, text in list(self.texts.items()):
            if (changed := re.sub(pattern, new, text)) != text:
                self.write(path, changed)

    # Drawing from it

    def one_in(self, many: int) -> bool:
        return self.draw.random() < 1 / many

    def briefs(self) -> list[str]:
        """The paths of all briefs that can be read."""
        return sorted(path for path in self.texts if path.startswith(f"{BRIEFS}/"))

    def a_brief(self) -> str:
        """The path of some brief."""
        return self.draw.choice(self.briefs())

    def a_claim(self) -> tuple[str, dict[str, Any], str, str]:
        """Some claim: its path, its brief's header and body, its id."""
        path = self.a_brief()
        header, body = self.header(path)
        return path, header, body, self.draw.choice(sorted(header["claims"]))

    def topics(self) -> list[str]:
        """The ids of the topics that briefs may name."""
        return sorted(self.settings["topics"])

    def number(self) -> str:
        """Three digits."""
        return str(self.draw.randrange(100, 1000))

    # Building it

    def args(self) -> list[str]:
        """The options of the next build."""
        given = {"--today": self.today.isoformat(), **self.flags}
        pairs = ([name] if value is None else [name, value] for name, value in given.items())
        return [*(arg for pair in pairs for arg in pair), *self.once]

    def built(self, status: int) -> None:
        """Take note of what came of a build."""
        self.whole, self.once = status == 0, []
        if self.whole:
            self.good = deepcopy((self.texts, self.settings, self.today, self.flags))

    def undo(self) -> str:
        """Go back to what could be built."""
        texts, self.settings, self.today, self.flags = deepcopy(self.good)
        self.save_settings()
        for path in set(self.texts) - set(texts):
            self.remove(path)
        for path, text in texts.items():
            if self.texts.get(path) != text:
                self.write(path, text)
        return "all goes back to what could be built"

    def keep_older(self, *places: Path) -> None:
        """Copy what a build made or kept, to be put back later."""
        shutil.rmtree(self.older, ignore_errors=True)
        self.older.mkdir()
        for place in places:
            if place.is_dir():
                shutil.copytree(place, self.older / place.name, symlinks=True)


def _yaml(value: dict[str, Any]) -> str:
    return yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
