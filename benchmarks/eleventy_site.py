"""The same desk as a site for Eleventy, to compare with.

    python benchmarks/eleventy_site.py DESK DIR

The content is what Hugo gets: every brief and every claim is a page of Markdown with a header of
YAML. `eleventy/` has the templates, which show what Hugo's show, and make the same data. They are
JavaScript, Eleventy's quickest, lists are collections that are made once, and addresses are written
out. Markdown goes through markdown-it as Eleventy sets it up, and through no template language
before.
"""

import argparse
import json
import shutil
from pathlib import Path

from peer_content import ASSETS, Counts, DeskContent, Fields, write_page

from sitegen.config import DEFAULT_RATINGS
from sitegen.names import address_of

THEME = Path(__file__).parent / "eleventy"


def write_eleventy_site(folder: Path, desk: Path) -> Counts:
    """Write the site of a desk's folder as one for Eleventy; say how many pages it must have."""
    content = DeskContent.read(desk)
    shutil.copytree(THEME, folder, dirs_exist_ok=True)
    shutil.copytree(ASSETS, folder / "assets")
    for page in content.contents():
        path = page.path if "/" in page.path else f"pages/{page.path}"
        own = {"permalink": page.address, "path": f"/{path}"}
        write_page(folder / "content" / f"{path}.md", page.header | own, page.text)
    facts = folder / "content" / "_data" / "desk.mjs"
    facts.parent.mkdir(exist_ok=True)
    known = json.dumps(_facts(content), ensure_ascii=False)
    facts.write_text(f"export default {known};\n", "utf-8")
    return content.counts


def _facts(content: DeskContent) -> Fields:
    """What is known of the desk, of each topic, rating and name; of names, those that are used."""
    return {
        "title": content.settings["title"],
        "tagline": content.settings.get("tagline", ""),
        "base_url": content.base_url,
        "topics": [
            {
                "id": id_,
                "name": topic.get("name", id_),
                "description": topic.get("description", ""),
                "address": f"/topics/{id_}/",
            }
            for id_, topic in content.settings.get("topics", {}).items()
        ],
        "ratings": [
            {
                "id": rating.id,
                "label": rating.label,
                "description": rating.description,
                "value": rating.value,
                "address": f"/ratings/{rating.id}/",
            }
            for rating in DEFAULT_RATINGS
        ],
        "entities": [
            {"name": name, "role": content.role(name), "address": f"/entities/{address_of(name)}/"}
            for name in sorted(content.names())
        ],
        "sources": [
            {"name": name, "address": f"/sources/{address_of(name)}/"}
            for name in sorted(content.publishers())
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a desk's site as one for Eleventy.")
    parser.add_argument("desk", type=Path, metavar="DESK")
    parser.add_argument("folder", type=Path, metavar="DIR")
    asked = parser.parse_args()
    pages = write_eleventy_site(asked.folder, asked.desk)
    print(f"wrote {pages.briefs} briefs and {pages.claims} claims below {asked.folder}")


if __name__ == "__main__":
    main()
