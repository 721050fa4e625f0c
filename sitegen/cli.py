"""The command line: options and their help. What a command does is in ``commands``.

Everything that a command needs is imported when it runs, so that help is quick. ``start`` reads
what is plain before this is imported, and has to read it the same.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from sitegen import __version__
from sitegen.cli_options import (
    BaseUrl,
    Drafts,
    Format,
    Jobs,
    Profile,
    Root,
    Schema,
    Shape,
    Since,
    Strict,
    Today,
)
from sitegen.talk import status_of

app = typer.Typer(
    help="Make a static site from fact-check briefs.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _end_with(work: Callable[[], int]) -> NoReturn:
    raise typer.Exit(status_of(work))


def _version(value: bool) -> None:
    if value:
        typer.echo(f"sitegen {__version__}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    root: Root = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Make a static site from fact-check briefs."""
    context.obj = root


@app.command()
def build(
    context: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="Where to; output/ if left out."),
    ] = None,
    base_url: BaseUrl = "",
    drafts: Drafts = False,
    strict: Strict = False,
    clean: Annotated[
        bool, typer.Option("--clean", help="Write every file anew, unchanged ones too.")
    ] = False,
    jobs: Jobs = None,
    today: Today = "",
    format: Shape = Format.TEXT,  # noqa: A002 (the option's name)
    timings: Annotated[
        bool, typer.Option("--timings", help="Say how long each stage took.")
    ] = False,
    root: Root = None,
) -> None:
    """Build the site: whole, or not at all."""
    from sitegen.commands import build_site
    from sitegen.settings import Settings

    settings = Settings(root or context.obj, base_url, drafts, strict, jobs, today, format)
    _end_with(lambda: build_site(settings, output, clean=clean, timings=timings))


@app.command()
def check(
    context: typer.Context,
    base_url: BaseUrl = "",
    drafts: Drafts = False,
    strict: Strict = False,
    jobs: Jobs = None,
    today: Today = "",
    profile: Annotated[
        Profile | None,
        typer.Option("--profile", help="Show which briefs meet a code of fact-checking."),
    ] = None,
    since: Since = None,
    format: Shape = Format.TEXT,  # noqa: A002 (the option's name)
    root: Root = None,
) -> None:
    """Say what is wrong with the site, as build does, and write nothing."""
    from sitegen.commands import check_site
    from sitegen.settings import Settings

    settings = Settings(
        root or context.obj, base_url, drafts, strict, jobs, today, format, profile or "", since
    )
    _end_with(lambda: check_site(settings))


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Which address of this machine to use.")
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            "--port", metavar="N", min=0, max=65535, help="Where to begin to look for a free port."
        ),
    ] = 8000,
    open: Annotated[  # noqa: A002 (the option's name)
        bool, typer.Option("--open", help="Open the site in a browser.")
    ] = False,
    drafts: Drafts = False,
    base_path: Annotated[
        str,
        typer.Option(
            "--base-path", metavar="PATH", help="Serve below a path, as a project site is: /repo/."
        ),
    ] = "/",
    root: Root = None,
) -> None:
    """Show the site in a browser, and follow what you save."""
    from sitegen.serve import Serving, serve_site
    from sitegen.settings import Settings

    settings = Settings(root or context.obj, "", drafts, False, None, "", Format.TEXT)
    _end_with(lambda: serve_site(settings, Serving(host, port, base_path, open)))


@app.command()
def doctor(
    context: typer.Context,
    base_url: BaseUrl = "",
    remote: Annotated[
        str,
        typer.Option(
            "--remote", metavar="NAME", help="The git remote; origin, or the only one, if left out."
        ),
    ] = "",
    branch: Annotated[
        str,
        typer.Option("--branch", metavar="NAME", help="What is live; gh-pages if left out."),
    ] = "",
    live: Annotated[
        bool, typer.Option("--live", help="Ask the site itself what is live, at its base_url.")
    ] = False,
    strict: Strict = False,
    jobs: Jobs = None,
    today: Today = "",
    format: Shape = Format.TEXT,  # noqa: A002 (the option's name)
    root: Root = None,
) -> None:
    """Say what would go wrong on GitHub Pages, before it does."""
    from sitegen.doctor import Asked
    from sitegen.doctor import doctor as examine
    from sitegen.settings import Settings

    settings = Settings(
        root or context.obj,
        base_url,
        drafts=False,  # what is published has none
        strict=strict,
        jobs=jobs,
        today=today,
        format=format,
    )
    _end_with(lambda: examine(settings, Asked(remote, branch, live)))


@app.command()
def new(
    context: typer.Context,
    slug: Annotated[
        str, typer.Argument(metavar="SLUG", help="The brief's file name and address: bridge-bill.")
    ],
    root: Root = None,
) -> None:
    """Write a new brief that explains itself, in briefs/SLUG.md."""
    from sitegen.new import new_brief

    raise typer.Exit(new_brief(root or context.obj, slug))


@app.command()
def init(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The site's folder: a new one, or an empty one.")
    ],
) -> None:
    """Make a desk's site that builds at once and explains itself."""
    from sitegen.init import init_site

    _end_with(lambda: init_site(context.obj, folder))


@app.command()
def publish(
    context: typer.Context,
    remote: Annotated[
        str,
        typer.Option(
            "--remote",
            metavar="NAME",
            help="The git remote to publish on; origin, or the only one, if left out.",
        ),
    ] = "",
    branch: Annotated[
        str, typer.Option("--branch", metavar="NAME", help="Its branch, for the site alone.")
    ] = "gh-pages",
    message: Annotated[
        str, typer.Option("--message", metavar="TEXT", help="What the commit there says.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
    allow_dirty: Annotated[
        bool, typer.Option("--allow-dirty", help="Publish what is not committed too.")
    ] = False,
    over: Annotated[
        str,
        typer.Option(
            "--over",
            metavar="COMMIT",
            help="Replace what was refused to be replaced, if this is still the branch's newest "
            "commit.",
        ),
    ] = "",
    base_url: BaseUrl = "",
    strict: Strict = False,
    jobs: Jobs = None,
    root: Root = None,
) -> None:
    """Put the site, as committed, on a branch that GitHub Pages serves."""
    from sitegen.publish import Wanted, publish_site
    from sitegen.settings import Settings

    settings = Settings(root or context.obj, base_url, False, strict, jobs, "", Format.TEXT)
    wanted = Wanted(remote, branch, message, over, dry_run, allow_dirty)
    _end_with(lambda: publish_site(settings, wanted))


@app.command()
def schema(
    file: Annotated[
        Schema, typer.Argument(help="Of a brief's header, or of site.yaml.")
    ] = Schema.BRIEF,
) -> None:
    """Print the JSON Schema of a brief's header, or of site.yaml."""
    from sitegen.schema import schema_text

    typer.echo(schema_text(file).encode(), nl=False)  # data is UTF-8, whatever the terminal is
