"""``sitegen build`` and ``sitegen check``.

What builds is imported when it is known that something is to be built.
"""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.files import RefusedError, check_output
from sitegen.folder import OUTPUT
from sitegen.report import counted, tally, visible
from sitegen.settings import Settings, prepare, without_site
from sitegen.talk import CONTENT, FINE, USAGE, UsageError, give, say, shown_path

if TYPE_CHECKING:
    from sitegen.results import Result


def build_site(
    settings: Settings, output: Path | None, *, clean: bool, timings: bool = False
) -> int:
    """``sitegen build``: gives the exit status."""
    started = time.perf_counter()
    try:
        folder, options = prepare(settings, clean=clean)
        place = output or folder.root / OUTPUT
        result = without_site(settings)
        if result is None:
            check_output(place, folder.root)
            from sitegen.build import build

            result = build(folder, options, place, waits=_say_waits)
    except (UsageError, RefusedError) as refused:
        say(f"sitegen: {refused}")
        return USAGE
    from sitegen.showing import show

    show(result, folder, settings.format)
    if not result.ok:
        say(f"{tally(result.problems)}: nothing was written")
        _say_timings(result, wanted=timings)
        return USAGE if result.bad_config else CONTENT
    seconds = time.perf_counter() - started
    counts = [counted(result.briefs, "brief"), counted(result.claims, "claim")]
    counts.append(counted(result.files, "file"))
    with_warnings = f", with {tally(result.problems)}" if result.problems else ""
    if result.unpublished:
        say(f"this shows {counted(result.unpublished, 'unpublished brief')}: do not publish it")
    say(f"{', '.join(counts)} in {seconds:.2f} s: {shown_path(place)}/index.html{with_warnings}")
    _say_timings(result, wanted=timings)
    return FINE


def _say_waits() -> None:
    say("another build of this folder is running: waiting until it has ended")


def _say_timings(result: "Result", *, wanted: bool) -> None:
    if wanted and result.timings:
        from sitegen.timings import table

        say(table(result.timings))


def check_site(settings: Settings) -> int:
    """``sitegen check``: gives the exit status."""
    missing = without_site(settings)
    if missing:
        settings = settings._replace(since=None)
    try:
        folder, options = prepare(settings, clean=False)
    except UsageError as refused:
        say(f"sitegen: {refused}")
        return USAGE
    if options.since and not options.since.paths:
        say(f"{options.since.name} has no briefs or pages here: there is nothing to compare with")
    from sitegen.build import build
    from sitegen.showing import show, terminal_width

    result = missing or build(folder, options, None)
    show(result, folder, settings.format)
    what = f"{counted(result.briefs, 'brief')}, {counted(result.claims, 'claim')}"
    say(f"{what}: {tally(result.problems) or 'nothing wrong'}")
    if result.assessment and settings.format == "text":
        from sitegen.report_profile import profile_table

        table = visible(profile_table(result.assessment, terminal_width()))
        give(f"\n{table}\n".encode("utf-8", "replace"))
    if result.ok and settings.strict and result.assessment and not result.assessment.holds:
        say("a rule of the code is not met, which counts as an error with --strict")
        return CONTENT
    if result.ok:
        return FINE
    return USAGE if result.bad_config else CONTENT
