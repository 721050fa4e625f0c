"""The JSON Schema of a brief's front matter, for editors and for programs that write briefs."""

import json
from typing import Any

from sitegen.model import BRIEF


def brief_schema() -> dict[str, Any]:
    """JSON Schema, draft 7 (the one that editors' YAML tools know best)."""
    definitions: dict[str, Any] = {}
    schema = BRIEF.object_schema(definitions)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A fact-check brief",
        **schema,
        "definitions": definitions,
    }


def schema_text() -> str:
    """The schema as ``sitegen schema`` prints it and the site publishes it."""
    return json.dumps(brief_schema(), ensure_ascii=False, indent=2) + "\n"
