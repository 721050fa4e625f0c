"""The same desk as a site for Hugo, to compare with.

    python benchmarks/hugo_site.py DESK DIR

Every brief and every claim is a content page; people, ratings, topics and sources are taxonomies.
`hugo/` has the templates, which show what ours show and link what ours link; what stands beside a
page, such as its frame for other sites and its data, is an output format. What is left out makes
Hugo's work smaller, never larger: the pictures, the links back from a source to where it is cited,
the checks.
"""

import argparse
import shutil
from pathlib import Path

import yaml
from peer_content import ASSETS, Counts, DeskContent, Fields, write_page

from sitegen.config import DEFAULT_RATINGS
from sitegen.names import address_of

THEME = Path(__file__).parent / "hugo"
TITLES = {
    "briefs": "All briefs",
    "claims": "All claims",
    "corrections": "Corrections",
    "topics": "Topics",
    "ratings": "Ratings",
    "entities": "People and organizations",
    "sources": "Sources",
    "numbers": "Our record in numbers",
    "data": "Data",
}
WITH_FEED = ["html", "atom"]


def _each(*outputs: str) -> Fields:
    """What a list's header says of the pages below it."""
    return {"cascade": {"target": {"kind": "page"}, "outputs": list(outputs)}}


OUTPUTS: dict[str, Fields] = {
    "corrections": {"outputs": WITH_FEED},
    "briefs": _each("html", "brief", "bibtex", "csl"),
    "claims": _each("html", "embed", "oembed"),
    # A list of its own, with no page: so its server makes them anew only where they are asked for.
    "data": {
        "outputs": ["claims", "table", "reviews", "numbers"],
        "sitemap": {"disable": True},
    },
}


def write_hugo_site(folder: Path, desk: Path) -> Counts:
    """Write the site of a desk's folder as one for Hugo, and say how many pages it must have."""
    content = DeskContent.read(desk)
    shutil.copytree(THEME, folder, dirs_exist_ok=True)
    shutil.copytree(ASSETS, folder / "static" / "assets")
    _write_settings(folder, content)
    for page in content.contents():
        # Hugo takes the address from the path, and the claims lie elsewhere.
        own = {"url": page.address} if page.path.startswith("claims/") else {}
        write_page(folder / "content" / f"{page.path}.md", page.header | own, page.text)
    _write_terms(folder / "content", content)
    return content.counts


def _write_settings(folder: Path, content: DeskContent) -> None:
    path = folder / "hugo.yaml"
    own = {
        "title": content.settings["title"],
        "baseURL": content.base_url,
        "params": {"tagline": content.settings.get("tagline", "")},
    }
    path.write_text(path.read_text("utf-8") + yaml.safe_dump(own, allow_unicode=True), "utf-8")


def _write_terms(folder: Path, content: DeskContent) -> None:
    """What is known of each list, topic, rating and name; of names, those that are used."""
    for name, title in TITLES.items():
        write_page(folder / name / "_index.md", {"title": title, **OUTPUTS.get(name, {})})
    for id_, topic in content.settings.get("topics", {}).items():
        header = {"title": topic.get("name", id_), "description": topic.get("description", "")}
        write_page(folder / "topics" / id_ / "_index.md", {**header, "outputs": WITH_FEED})
    for weight, rating in enumerate(DEFAULT_RATINGS, start=1):
        header = {"title": rating.label, "description": rating.description, "value": rating.value}
        header["weight"] = weight  # lists have them in the order of the scale
        write_page(folder / "ratings" / rating.id / "_index.md", header)
    for name in content.names():
        path = folder / "entities" / address_of(name) / "_index.md"
        write_page(path, {"title": name, "role": content.role(name)})
    for name in content.publishers():
        write_page(folder / "sources" / address_of(name) / "_index.md", {"title": name})


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a desk's site as one for Hugo.")
    parser.add_argument("desk", type=Path, metavar="DESK")
    parser.add_argument("folder", type=Path, metavar="DIR")
    asked = parser.parse_args()
    pages = write_hugo_site(asked.folder, asked.desk)
    print(f"wrote {pages.briefs} briefs and {pages.claims} claims below {asked.folder}")


if __name__ == "__main__":
    main()
