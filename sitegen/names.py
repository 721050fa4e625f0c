"""Texts as parts of addresses: slugs and ids in ASCII, names in any script."""

import re
import unicodedata
from functools import lru_cache

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 200  # a part of a path may have 255 bytes; temporary names need some of them

_NOT_IN_SLUG = re.compile("[^a-z0-9]+")


@lru_cache(maxsize=4096)  # an id is named several times in its brief
def is_slug(text: str) -> bool:
    """Whether a text can be a slug or an id: ``[a-z0-9]+(-[a-z0-9]+)*``, 200 characters at most."""
    return len(text) <= LONGEST and SLUG.fullmatch(text) is not None


def slug_from(text: str) -> str:
    """The nearest slug to a text; empty where none of its letters has an ASCII form."""
    spread = unicodedata.normalize("NFKD", text).casefold().replace("ø", "o").replace("ł", "l")
    plain = "".join(c for c in spread if not unicodedata.combining(c))
    return _NOT_IN_SLUG.sub("-", plain).strip("-")[:LONGEST].strip("-")


def title_from(folder: str) -> str:
    """The title of a new site, from its folder's name: safe between double quotes in YAML."""
    name = folder.replace("-", " ").capitalize() if is_slug(folder) else folder
    return re.sub(r"[^\w .'-]", "", name).strip() or "Fact checks"


def propose_slug(text: str) -> str:
    """A hint that names the slug to use instead of a text."""
    rule = "small letters a to z, digits, single hyphens between them"
    proposal = slug_from(text)
    return f'write "{proposal}" ({rule})' if proposal else f"use {rule}"


@lru_cache(maxsize=65536)  # one name stands in many briefs, and several times in one
def address_of(name: str) -> str:
    """The part of an address that stands for a name: an entity, publisher or topic.

    Letters and digits of any script are kept (NFKC, casefolded), and so are the marks written
    on a letter, without which Hindi or Thai could not be read; all else becomes a hyphen.
    Empty where nothing is left.
    """
    if name.isascii():
        return _NOT_IN_SLUG.sub("-", name.casefold()).strip("-")
    kept = [""]
    for c in unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()):
        on_letter = kept[-1] not in ("", "-") and unicodedata.category(c)[0] == "M"
        if c.isalnum() or on_letter:
            kept.append(c)
        elif kept[-1] not in ("", "-"):
            kept.append("-")
    return "".join(kept).strip("-")
