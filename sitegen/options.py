"""How a site is built, apart from what is in its folder."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # it is seldom asked for, and takes long to import
    from sitegen.revision import Revision


class Options(NamedTuple):
    """How to build: the day it is, whose address to use, what to show, how hard to look."""

    today: date
    base_url: str = ""
    drafts: bool = False
    strict: bool = False
    clean: bool = False
    jobs: int = 1
    profile: str = ""  # the code to hold the briefs against: one of config.PROFILES
    since: "Revision | None" = None  # what the texts are compared with
    cards: bool = False  # whether share cards can be made, where ``site.yaml`` wants them
    keep: bool = True  # whether the site's folder may keep what the next build can use
