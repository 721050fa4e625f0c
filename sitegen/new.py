"""``sitegen new``: a first text that explains itself."""

from pathlib import Path

from sitegen.folder import BRIEFS, CONFIG, Folder, builtin_templates
from sitegen.names import is_slug, propose_slug, title_from
from sitegen.settings import desk_day, site_root
from sitegen.talk import FINE, USAGE, UsageError, say, shown_path


def new_brief(root: Path | None, slug: str) -> int:
    """``sitegen new``: gives the exit status."""
    place = site_root(root)
    try:
        files = _new_files(place, slug)
    except UsageError as refused:
        say(f"sitegen: {refused}")
        return USAGE
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    say(f"wrote {' and '.join(map(shown_path, files))}; see it with: sitegen build")
    return FINE


def _new_files(place: Path, slug: str) -> dict[Path, str]:
    """What ``sitegen new`` writes: the brief, and ``site.yaml`` where there is none."""
    slug = slug.removesuffix(".md")
    if not is_slug(slug):
        raise UsageError(f'"{slug}" cannot be a brief\'s name; {propose_slug(slug)}')
    target = place / BRIEFS / f"{slug}.md"
    taken = [path for path in Folder(place).texts(BRIEFS) if path.endswith(f"/{slug}.md")]
    if taken or target.exists():
        there = taken[0] if taken else shown_path(target)
        raise UsageError(f"there is a brief {there} already; choose another name")
    files = {target: _first_brief(place, slug)}
    if not (place / CONFIG).exists():
        files[place / CONFIG] = _first_config(place)
    return files


def _first_brief(place: Path, slug: str) -> str:
    """The template for new briefs, the site's own if it has one, with title and date filled in."""
    own = place / "templates" / "new-brief.md"
    template = own if own.is_file() else builtin_templates() / "new-brief.md"
    words = slug.replace("-", " ").capitalize()
    today = desk_day().isoformat()
    try:
        text = template.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError(f'{shown_path(template)} is not UTF-8; save it as "UTF-8"') from None
    return text.replace("{{ title }}", words).replace("{{ today }}", today)


def _first_config(place: Path) -> str:
    name = title_from(place.resolve().name)
    return f'# The desk. Only title is needed; docs/format.md tells the rest.\ntitle: "{name}"\n'
