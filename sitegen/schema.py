"""JSON Schemas of what desks write, for editors and for programs that write briefs.

Beside what JSON Schema knows, they have what editors show: ``enumDescriptions``, which say what
each word of a closed set means, and ``errorMessage``, where an editor's own would be no help.
"""

import json
from typing import Any

from sitegen.config import CONFIG
from sitegen.model import BRIEF
from sitegen.shape import Record

# By the names that ``sitegen schema`` takes.
_SCHEMAS = {"brief": ("A fact-check brief", BRIEF), "site": ("The settings of a site", CONFIG)}


def schema_text(name: str = "brief") -> str:
    """The schema of that name as ``sitegen schema`` prints it and the site publishes it."""
    title, record = _SCHEMAS[name]
    return json.dumps(_whole(title, record), ensure_ascii=False, indent=2) + "\n"


def _whole(title: str, record: Record) -> dict[str, Any]:
    """JSON Schema, draft 7 (the one that editors' YAML tools know best)."""
    definitions: dict[str, Any] = {}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **record.object_schema(definitions),
        "title": title,
        "definitions": definitions,
    }
