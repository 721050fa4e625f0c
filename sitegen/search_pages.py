"""The search: its page, and the data that it and the list of claims filter by."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sitegen import routes
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, warning
from sitegen.folder import CONFIG
from sitegen.graph import Site
from sitegen.lists import claims_filters
from sitegen.outputs import FOLDER, Made, Output, data_output, page_output
from sitegen.render import Renderer
from sitegen.search_index import NONE, NoIndexError, search_index
from sitegen.search_records import PER_FILE, filters_json, records, rows


def search_outputs(site: Site, cache: Path | None) -> Iterator[Output]:
    """The search of a site; nothing where ``site.yaml`` says that it has none.

    Its index is kept in the folder ``cache``, where there is one.
    """
    if not site.config.search:
        return
    yield Output(routes.SEARCH_INDEX, partial(_index, cache), kind=FOLDER)
    yield page_output("search.html", routes.SEARCH, site.languages.site.search, _search)
    yield data_output(f"{routes.SEARCH_DATA}filters.json", filters_json)
    count = len(site.claims) + len(site.briefs) + len(site.entities)
    for number in range(-(-count // PER_FILE)):
        yield Output(f"{routes.SEARCH_DATA}rows/{number}.json", partial(_rows, number))


def _search(site: Site) -> dict[str, Any]:
    return {"noindex": True, **claims_filters(site)}


def _rows(number: int, site: Site, renderer: Renderer) -> str:
    """What some records show, as the items of a list on a page one folder deep."""
    shown = rows(site)[number * PER_FILE : (number + 1) * PER_FILE]
    claims, briefs = len(site.claims), len(site.claims) + len(site.briefs)
    kinds = [
        "claim" if at < claims else "brief" if at < briefs else "entity"
        for at in range(number * PER_FILE, number * PER_FILE + len(shown))
    ]
    pairs = list(zip(kinds, shown, strict=True))
    html = renderer.page("search-rows.html", routes.SEARCH, pairs=pairs, lang=site.config.lang)
    return json.dumps(html, ensure_ascii=False) + "\n"


def _index(cache: Path | None, site: Site, renderer: Renderer) -> Made:
    try:
        return Made(search_index(records(site), cache))
    except NoIndexError as none:
        return Made(NONE, (_no_search(none),))


def _no_search(none: NoIndexError) -> Diagnostic:
    message = f"readers can filter, but not search, as there is no index: {none}"
    hint = "install it with: pip install pagefind-bin; or write search: false"
    return warning("no-search", CONFIG, WHOLE_FILE, message, hint)
