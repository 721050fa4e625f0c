"""Options that several commands have, and the words that some of them choose from."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


class Profile(StrEnum):
    """A code of fact-checking that briefs can be held against."""

    IFCN = "ifcn"
    EFCSN = "efcsn"


class Schema(StrEnum):
    """What a desk writes that has a JSON Schema."""

    BRIEF = "brief"
    SITE = "site"


Root = Annotated[
    Path | None,
    typer.Option(
        "--root",
        metavar="DIR",
        help="The site's folder; the nearest one upward with a site.yaml if left out.",
    ),
]
BaseUrl = Annotated[str, typer.Option("--base-url", metavar="URL", help="Where the site will be.")]
Drafts = Annotated[bool, typer.Option("--drafts", help="Show drafts and scheduled briefs too.")]
Strict = Annotated[bool, typer.Option("--strict", help="Take warnings for errors.")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", metavar="N", min=1, help="Processes to use; as many as fit if left out."
    ),
]
Today = Annotated[
    str, typer.Option("--today", metavar="DATE", help="Build as if it were that day: 2024-05-14.")
]
Remote = Annotated[
    str,
    typer.Option(
        "--remote", metavar="NAME", help="The git remote; origin, or the only one, if left out."
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="GIT_REF",
        help="Compare with what was published at a branch, tag or commit, and tell what changed "
        "without a correction or a redirect.",
    ),
]
Shape = Annotated[Format, typer.Option("--format", help="How to print problems.")]
