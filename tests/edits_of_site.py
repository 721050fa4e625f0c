"""What a desk does to its settings, templates and files, to the clock and to the command line."""

import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from frames import BASES, BETWEEN, PAGES, changed
from newsroom import FILES, Newsroom
from sitegen.folder import builtin_templates
from support import BASE_URL, TODAY

SCALE = (
    {"id": "true", "label": "True", "value": "3"},
    {"id": "mostly-true", "label": "Mostly true"},
    {"id": "half-true", "label": "Half"},
    {"id": "mostly-false", "label": "Mostly false", "value": "2"},
    {"id": "false", "label": "False", "value": "1"},
    *({"id": id_, "label": id_} for id_ in ("missing-context", "unproven", "outdated")),
)
# Templates that a desk may replace, and where in the built-in one something is put in
REPLACED: Mapping[str, str] = {
    "base.html": "<body>",
    "_macros.html": '<li class="claim-row">',
    "claim.html": "{% block content %}",
    "home.html": "{% block content %}",
    "feed.xml": "</updated>",
}


def setting(room: Newsroom) -> str:
    """Another value, or none, for a setting that all can be built with."""
    number = room.number()
    choices: tuple[tuple[str, Any], ...] = (
        ("title", f"Desk {number}"),
        ("tagline", f"Since {number}"),
        ("base_url", f"https://desk.example/{number}"),
        ("base_url", BASE_URL),
        ("per_page", str(room.draw.randint(1, 9))),
        ("lang", room.draw.choice(("en", "fr", "ar"))),
        ("menu", room.draw.choice((["method", "about"], ["about"], []))),
        ("report_error", f"errors-{number}@desk.example"),
        ("profile", "ifcn"),
        ("cname", "desk.example"),
        ("redirects", {f"/old/{number}/": "/briefs/"}),
        ("organization", {"name": f"Harbour {number}", "email": f"e{number}@desk.example"}),
    )
    name, value = room.draw.choice(choices)
    if name not in ("title", "base_url") and room.one_in(3):
        value = None
    room.settings[name] = value
    room.settings = {key: kept for key, kept in room.settings.items() if kept is not None}
    room.save_settings()
    return f"{name} in site.yaml is {value}"


def scale(room: Newsroom) -> str:
    """Other labels, another order, another colour of the same ratings."""
    ratings = [dict(rating) for rating in SCALE]
    room.draw.shuffle(ratings)
    ratings[0]["label"] = f"Label {room.number()}"
    ratings[1]["color"] = room.draw.choice(("#1d6b3f", "#8a1c1c"))
    ratings[2]["description"] = f"Meaning {room.number()}"
    room.settings["ratings"] = ratings
    room.save_settings()
    return "the ratings"


def topic(room: Newsroom) -> str:
    id_ = room.draw.choice(room.topics())
    room.settings["topics"][id_] = {"name": f"On {id_}", "description": f"All {room.number()}"}
    room.save_settings()
    return f"the topic {id_}"


def entity(room: Newsroom) -> str:
    kind = room.draw.choice(("person", "organization"))
    facts = {"type": kind, "role": f"Member {room.number()}"}
    facts |= {"aliases": ["L. Frost"]} if room.one_in(2) else {}
    room.settings["entities"]["Lena Frost"] = facts
    room.save_settings()
    return f"Lena Frost is {facts}"


def setting_broken(room: Newsroom) -> str:
    room.config("titel: Harbour Desk\n")

    def mend() -> str:
        room.save_settings()
        return "site.yaml is mended"

    room.mends.append(mend)
    return "site.yaml is broken"


def template(room: Newsroom) -> str:
    """One of the desk's own is added, edited or removed."""
    name = room.draw.choice(sorted(REPLACED))
    place = room.root / "templates" / name
    if place.exists() and room.one_in(3):
        place.unlink()
        return f"templates/{name} is gone"
    text = (builtin_templates() / name).read_text("utf-8")
    mark = REPLACED[name]
    assert mark in text, f"{name} has no {mark} any more"
    added = f"<!-- {room.number()} -->"
    if name == "_macros.html":
        added = f'<li class="own">{room.number()}</li>'
    new = added + mark if name == "_macros.html" else mark + added
    room.file(f"templates/{name}", text.replace(mark, new, 1))
    return f"templates/{name} is our own"


def frame(room: Newsroom) -> str:
    """Another frame of all pages, plain or odd, or something odd that fills it."""
    name, changes = "base.html", BASES[form := room.draw.choice(sorted(BASES))]
    if room.one_in(4):
        form = room.draw.choice([form for form, pages in PAGES.items() if pages])
        name, changes = room.draw.choice(sorted(PAGES[form].items()))
    room.file("templates/_between.html", BETWEEN)
    if not (room.root / "templates/_own.html").exists():
        own_part(room)
    room.file(f"templates/{name}", changed(name, changes, room.number()))
    return f"templates/{name} has {form}"


def own_part(room: Newsroom) -> str:
    """The desk's own template, which another one of its own takes in."""
    room.file("templates/_own.html", f"<p>The desk's own line {room.number()}.</p>\n")
    return "templates/_own.html"


def template_broken(room: Newsroom) -> str:
    """A page, or what many pages take in, fails when it is read or when it is rendered."""
    name = room.draw.choice(("_own.html", "topic.html"))
    place = room.root / "templates" / name
    before = place.read_bytes() if place.exists() else None
    room.file(f"templates/{name}", room.draw.choice(("{% if %}", "\n{{ nothing.at.all }}")))

    def mend() -> str:
        place = room.root / "templates" / name  # the folder may have moved
        place.unlink() if before is None else place.write_bytes(before)
        return f"templates/{name} is mended"

    room.mends.append(mend)
    return f"templates/{name} is broken"


def asset(room: Newsroom) -> str:
    """Of the desk's own, or in the place of a built-in one: added, edited or removed."""
    name = room.draw.choice(("own.css", "site.css", "embed.css", "fonts/own.woff2"))
    place = room.root / "templates/assets" / name
    if place.exists() and room.one_in(3):
        place.unlink()
        return f"templates/assets/{name} is gone"
    before = place.stat() if place.exists() else None
    room.file(f"templates/assets/{name}", f"p {{ margin: {room.number()}px }}\n")
    if before and room.one_in(2):
        os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"templates/assets/{name}"


def catalogue(room: Newsroom) -> str:
    """Some of the desk's own phrases, in one of the languages."""
    name = room.draw.choice(("en", "es", "fr", "ar"))
    place = room.root / f"templates/languages/{name}.yaml"
    if place.exists() and room.one_in(3):
        place.unlink()
        return f"templates/languages/{name}.yaml is gone"
    key = room.draw.choice(("found_lately", "skip_link", "numbers", "claims"))
    room.file(f"templates/languages/{name}.yaml", f"{key}: Phrase {room.number()}\n")
    return f"{key} in templates/languages/{name}.yaml"


def attached(room: Newsroom) -> str:
    """A file that a text shows has other bytes."""
    path = room.draw.choice([path for path in FILES if not path.startswith(("temp", "snap"))])
    before = (room.root / path).stat()
    room.file(path, FILES[path].replace("e", room.draw.choice("eéxyz")))
    if room.one_in(2):
        os.utime(room.root / path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"{path} is another"


def snapshot(room: Newsroom) -> str:
    """A text that quotes are looked for in: more of it, or without the words."""
    path = room.draw.choice([path for path in FILES if path.startswith("snap")])
    if room.one_in(2):
        room.file(path, f"{FILES[path]}\nAnd {room.number()} more.\n")
        return f"more in {path}"
    room.file(path, "Something else.\n")
    room.mends.append(lambda: _restored(room, path))
    return f"the words are gone from {path}"


def lost(room: Newsroom) -> str:
    """A file that a text needs is not there."""
    path = room.draw.choice([path for path in FILES if not path.startswith("temp")])
    (room.root / path).unlink(missing_ok=True)
    room.mends.append(lambda: _restored(room, path))
    return f"{path} is lost"


def _restored(room: Newsroom, path: str) -> str:
    room.file(path, FILES[path])
    return f"{path} is as it was"


def clock(room: Newsroom) -> str:
    days = room.draw.choice((-12, 0, 0, 1, 18, 19, 20, 40, 400))
    room.today = TODAY + timedelta(days=days)
    return f"it is {room.today}"


def options(room: Newsroom) -> str:
    """Other options, for one build or until they are changed back."""
    kept = {"--drafts": None, "--base-url": "https://other.example/site", "--jobs": "2"}
    if room.one_in(2):
        room.once = room.draw.choice((["--strict"], ["--format", "json"], ["--format", "sarif"]))
        return f"{' '.join(room.once)} this time"
    name = room.draw.choice(sorted(kept))
    if name in room.flags:
        del room.flags[name]
        return f"no {name} any more"
    room.flags[name] = kept[name]
    return f"{name} from now on"


def moved(room: Newsroom) -> str:
    """The whole folder has another path."""
    new = room.root.with_name(f"desk-{room.number()}")
    if new.exists():
        return "nothing"
    room.root.rename(new)
    room.root, room.out = new, new / "output"
    return f"all is in {new.name}"


EDITS: tuple[Callable[[Newsroom], str], ...] = (
    *(setting, setting, scale, topic, entity, setting_broken, template, template, own_part),
    *(template_broken, asset, catalogue, attached, snapshot, lost, clock, clock, options, options),
    moved,
)
# Of templates alone, and what shows whether they met what was there
TEMPLATE_EDITS = (frame, frame, frame, frame, template, own_part, topic, clock)
