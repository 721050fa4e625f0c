"""What a desk does to its briefs and pages: each edit does it and says what it did."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from newsroom import NAMES, ORIGINAL, Newsroom, large_text
from support import TODAY, quiet_text

DAYS = tuple(str(TODAY + timedelta(days=days)) for days in (-60, -20, 0, 1, 30))
LEANED_ON = (ORIGINAL, "tram", "old-bridge-brief")  # that other briefs begin by naming


def body(room: Newsroom) -> str:
    path = room.a_brief()
    room.write(path, f"{room.texts[path]}\nOne more line, the {room.number()}th.\n")
    return f"a line more in {path}"


def same_length(room: Newsroom) -> str:
    """Digits of the body become others, and the file keeps its length and its time."""
    path = room.a_brief()
    header, _, text = room.texts[path].rpartition("---\n")
    changed = re.sub(r"\d(?=\W)", lambda _: str(room.draw.randrange(10)), text, count=3)
    room.write(path, f"{header}---\n{changed}", same_time=True)
    return f"digits in {path}, at the same time"


def title(room: Newsroom) -> str:
    path = room.a_brief()
    room.change(path, title=f"Check {room.number()}", summary=f"In short, {room.number()}.")
    return f"title and summary of {path}"


def rating(room: Newsroom) -> str:
    path, header, text, claim = room.a_claim()
    header["claims"][claim]["rating"] = room.draw.choice(("true", "false", "mostly-false"))
    room.save(path, header, text)
    return f"rating of {path}#{claim}"


def claim_text(room: Newsroom) -> str:
    path, header, text, claim = room.a_claim()
    header["claims"][claim]["text"] = f"It cost {room.number()} times its budget"
    room.save(path, header, text)
    return f"text of {path}#{claim}"


def finding(room: Newsroom) -> str:
    path, header, text, claim = room.a_claim()
    header["claims"][claim]["finding"] = f"We found **{room.number()}** of them."
    room.save(path, header, text)
    return f"finding of {path}#{claim}"


def claim_id(room: Newsroom) -> str:
    """With all that names it, mostly."""
    path, header, text, old = room.a_claim()
    new = f"{old.split('-x')[0]}-x{room.number()}"
    slug = Path(path).stem
    header["claims"] = {new if c == old else c: facts for c, facts in header["claims"].items()}
    for response in header.get("responses", ()):
        if "claims" in response:
            response["claims"] = [new if c == old else c for c in response["claims"]]
    for correction in header.get("corrections", ()):
        if correction.get("claim") == old:
            correction["claim"] = new
    room.save(path, header, text.replace(f"](#{old})", f"](#{new})"))
    if room.one_in(6):
        room.mends.append(lambda: _follow(room, f"{slug}#{old}", f"{slug}#{new}"))
        return f"id of {path}#{old} is {new}, and nobody follows"
    return f"id of {path}#{old} is {new}; {_follow(room, f'{slug}#{old}', f'{slug}#{new}')}"


def _follow(room: Newsroom, old: str, new: str) -> str:
    room.replace(
        rf"(?<![\w-]){re.escape(old.replace('#', '.md#'))}(?![\w-])", new.replace("#", ".md#")
    )
    room.replace(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new)
    return f"whoever named {old} names {new}"


def topics(room: Newsroom) -> str:
    path = room.a_brief()
    room.change(path, topics=room.draw.sample(room.topics(), room.draw.randrange(3)))
    return f"topics of {path}"


def claimant(room: Newsroom) -> str:
    path, header, text, claim = room.a_claim()
    header["claims"][claim]["claimant"] = room.draw.choice(NAMES)
    if room.one_in(4):
        del header["claims"][claim]["claimant"]
    room.save(path, header, text)
    return f"claimant of {path}#{claim}"


def same_as(room: Newsroom) -> str:
    path, header, text, claim = room.a_claim()
    other, theirs, _, its = room.a_claim()
    header["claims"][claim].pop("same_as", None)
    if other != path and "draft" not in theirs and not room.one_in(3):
        header["claims"][claim]["same_as"] = [f"{Path(other).stem}#{its}"]
    room.save(path, header, text)
    return f"same_as of {path}#{claim}"


def correction(room: Newsroom) -> str:
    path, header, text, claim = room.a_claim()
    known = header.get("corrections", [])
    kind = room.draw.choice(("correction", "verdict-change", "update", "void"))
    new = {
        "date": DAYS[2],
        "kind": kind,
        "claim": claim,
        "text": f"We erred {room.number()} times.",
    }
    if kind == "verdict-change":
        new["was"] = "half-true"
    room.save(path, {**header, "corrections": known[1:] if room.one_in(3) else [*known, new]}, text)
    return f"a {kind} in {path}"


def response(room: Newsroom) -> str:
    path = room.a_brief()
    new = {"from": room.draw.choice(NAMES), "status": "declined", "text": f"No. {room.number()}"}
    room.change(path, responses=[new])
    return f"response in {path}"


def source(room: Newsroom) -> str:
    path = room.a_brief()
    header, text = room.header(path)
    new = {"title": f"Account {room.number()}", "publisher": room.draw.choice(NAMES)}
    room.save(path, {**header, "sources": {**header.get("sources", {}), "more": new}}, text)
    return f"source in {path}"


def language(room: Newsroom) -> str:
    path = room.draw.choice([p for p in room.briefs() if "translation_of" not in room.texts[p]])
    room.change(path, lang=room.draw.choice((None, "fr", "ar")))
    return f"language of {path}"


def published(room: Newsroom) -> str:
    path = room.draw.choice([p for p in room.briefs() if not p.endswith(f"/{ORIGINAL}.md")])
    header, text = room.header(path)
    room.save(path, {**header, "published": room.draw.choice(DAYS)}, text)
    return f"day of {path}"


def draft(room: Newsroom) -> str:
    path = room.a_brief()
    header, _ = room.header(path)
    room.change(path, draft=None if "draft" in header else "true", published=DAYS[1])
    return f"draft of {path}"


def rename(room: Newsroom) -> str:
    """Not a word of it is changed, but of what names it; sometimes its old name leads to it."""
    path = room.a_brief()
    old = Path(path).stem
    new = f"{old.split('-n')[0]}-n{room.number()}"
    _move(room, path, str(Path(path).with_name(f"{new}.md")))
    room.replace(rf"(?<![\w-]){old}(?=#|\.md)", new)
    room.replace(rf"(?<=translation_of: ){old}$", new)
    for page in ("pages/about.md",):
        if page in room.texts:
            room.write(page, room.texts[page].replace(f"/briefs/{old}/", f"/briefs/{new}/"))
    if room.one_in(2):
        room.change(str(Path(path).with_name(f"{new}.md")), redirect_from=[old])
    return f"{path} is {new}.md"


def move(room: Newsroom) -> str:
    """To another folder, which changes no address; a brief with files beside it stays."""
    path = room.draw.choice([p for p in room.briefs() if "](" not in room.texts[p]] or [""])
    if not path or "image:" in room.texts[path]:
        return "nothing can be moved"
    new = f"briefs/{room.draw.choice(('', '2025/', '2023/deep/'))}{Path(path).name}"
    _move(room, path, new)
    return f"{path} is in {new}"


def _move(room: Newsroom, old: str, new: str) -> None:
    if new != old:
        (room.root / new).parent.mkdir(parents=True, exist_ok=True)
        (room.root / old).rename(room.root / new)
        room.texts[new] = room.texts.pop(old)


def delete(room: Newsroom) -> str:
    path = room.a_brief()
    slug = Path(path).stem
    others = "".join(text for other, text in room.texts.items() if other != path)
    if len(room.briefs()) < 9 or re.search(
        rf"(?<![\w-]){slug}(?=#|\.md|/|$)", others, re.MULTILINE
    ):
        return f"nothing, as {path} is needed"
    room.remove(path)
    return f"{path} is gone"


def bring_back(room: Newsroom) -> str:
    """As it was, to the byte."""
    back = sorted(path for path in room.gone if path not in room.texts)
    stems = {Path(path).stem for path in room.texts}
    if not back or Path(back[0]).stem in stems:
        return new(room)
    room.write(back[0], room.gone.pop(back[0]))
    return f"{back[0]} is back"


def new(room: Newsroom) -> str:
    if len(room.briefs()) > 24:
        return delete(room)
    slug = f"fresh-{room.number()}"
    text = quiet_text(f"topics: [{room.draw.choice(room.topics())}]", body=f"New {slug}.")
    if room.one_in(3):
        text = large_text(int(room.number()))
    room.write(f"briefs/{slug}.md", text)
    return f"{slug} is new"


def page(room: Newsroom) -> str:
    name = room.draw.choice(("about", "method", "funding"))
    path = f"pages/{name}.md"
    if path in room.texts and name == "funding" and room.one_in(2):
        room.remove(path)
        return f"{path} is gone"
    end = "" if path in room.texts else "---\ntitle: Funding\n---\nWe have some.\n"
    room.write(path, f"{room.texts.get(path, '')}{end}\nA line, the {room.number()}th.\n")
    return path


def broken(room: Newsroom) -> str:
    """A slip, to be mended later: not read, not of this format, or not of this site."""
    path = room.a_brief()
    before = room.texts[path]
    slips = (
        ("title:", "titel:"),
        ("rating: ", "rating: not-"),
        ("---\n", ""),
        ("claims:", "claims: ["),
        ("topics:", "topics: [unheard-of]\n#"),
    )
    old, slip = room.draw.choice(slips)
    room.write(path, before.replace(old, slip, 1))
    del room.texts[path]

    def mend() -> str:
        room.write(path, before)
        return f"{path} is mended"

    room.mends.append(mend)
    return f"{path} is broken: {slip!r} for {old!r}"


EDITS: tuple[Callable[[Newsroom], str], ...] = (
    *(body, same_length, title, rating, claim_text, finding, claim_id, topics, claimant, same_as),
    *(correction, response, source, language, published, draft, rename, move, delete, bring_back),
    *(new, page, broken),
)
