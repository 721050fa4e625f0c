"""Where a site's folder lies in its repository: what reads annotations counts from there."""

from pathlib import Path


def below_repository(site: Path, workspace: str) -> str:
    """The way from the repository's root to the site's folder, such as ``checks/``; mostly empty.

    ``workspace`` is the folder of a CI job, or empty. Inside it, the outermost repository counts,
    as that is what was checked out; elsewhere the nearest upward. No git is run, and a folder in
    no repository is its own root.
    """
    place = site.resolve()
    upward = [place, *place.parents]
    fallback = place
    top = Path(workspace).resolve()
    if workspace and top in upward:
        upward = upward[upward.index(top) :: -1]
        fallback = top
    root = next((folder for folder in upward if (folder / ".git").exists()), fallback)
    way = place.relative_to(root).as_posix()
    return "" if way == "." else f"{way}/"
