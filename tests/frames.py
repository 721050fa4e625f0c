"""Frames of pages, plain and odd: what a desk may make of ``base.html``, and of what fills it.

Each changes the built-in template of its name. ``NUMBER`` stands for one that is another each time.
"""

from collections.abc import Mapping, Sequence

from sitegen.folder import builtin_templates

Change = tuple[str, str]  # what is in the built-in template, and what comes in its place

_BODY = "<body>"
_CONTENT = "{% block content %}{% endblock %}"
_HEAD = "{% block head %}{% endblock %}"
_TITLE = "<title>{% block title %}{{ title }} – {{ site.title }}{% endblock %}</title>"
_START = "<!doctype html>"
_EXTENDS = '{% extends "base.html" %}'
_HEAD_OF = "{% block head %}"
_POLICY = "{% block policy %}{{ super() | upper }}{% endblock %}"

BASES: Mapping[str, Sequence[Change]] = {
    "a line": [(_BODY, "<body><p>NUMBER</p>")],
    "values of the page": [(_BODY, "<body>{{ title }} {{ share.text }} {{ dir }} {{ address }}")],
    "values of the site": [(_BODY, "<body>{{ desk }} {{ menu | length }} {{ topics }} NUMBER")],
    "a value of some pages": [(_BODY, "<body>{{ cite if cite is defined }} NUMBER")],
    "a value that others have": [(_BODY, "<body>{{ heading is defined }} {{ topics }} NUMBER")],
    "a name for its blocks": [(_START, "{% set wide = NUMBER %}<!doctype html>")],
    "a name in a condition": [(_START, "{% if lang %}{% set wide = NUMBER %}{% endif %}")],
    "a macro for its blocks": [
        (_START, '{% macro wide(n) %}{{ n }}{% endmacro %}{% from "_macros.html" import notice %}')
    ],
    "a block moved": [(_CONTENT, ""), (_HEAD, _HEAD + _CONTENT)],
    "a block gone": [(_HEAD, "")],
    "a block renamed": [(_CONTENT, "{% block body %}{% endblock %}")],
    "a new block": [(_BODY, "<body>{% block above %}Above NUMBER{% endblock %}")],
    "a block in a block": [(_CONTENT, f"{{% block main %}}{_CONTENT}NUMBER{{% endblock %}}")],
    "a block in a condition": [(_CONTENT, f"{{% if not noindex %}}{_CONTENT}NUMBER{{% endif %}}")],
    "a block in a loop": [(_CONTENT, f"{{% for wide in [1, 2] %}}{_CONTENT}NUMBER{{% endfor %}}")],
    "a block that sees more": [
        (_CONTENT, "{% for wide in [NUMBER] %}{% block content scoped %}{% endblock %}{% endfor %}")
    ],
    "a block that is altered": [(_CONTENT, f"{{% filter upper %}}{_CONTENT}{{% endfilter %}}")],
    "a block that is counted": [
        (_CONTENT, f"{{% set all %}}{_CONTENT}{{% endset %}}{{{{ all | length }}}}{{{{ all }}}}")
    ],
    "a block not escaped": [
        (_CONTENT, f"{{% autoescape false %}}{_CONTENT}{{{{ title }}}}{{% endautoescape %}}")
    ],
    "a block within a name": [(_CONTENT, f"{{% with wide = NUMBER %}}{_CONTENT}{{% endwith %}}")],
    "a block shown again": [(_BODY, "<body>{{ self.title() | upper }} NUMBER")],
    "a block that must be": [(_CONTENT, "{% block content required %}{% endblock %}NUMBER")],
    "another file": [(_BODY, '<body>{% include "_own.html" %}')],
    "a file that may be missing": [
        (_BODY, '<body>{% include ["_extra.html", "_own.html"] ignore missing %}NUMBER')
    ],
    "a file by a name": [(_BODY, '<body>{% set own = "_own.html" %}{% include own %}')],
    "a file of the pages": [(_BODY, '<body>{% include "_pictures.html" %}NUMBER')],
    "control characters": [(_BODY, "<body>\x03 \x0e NUMBER \x0f")],
    "marks": [(_BODY, "<body>{{ marks.root }} NUMBER")],
    "escapes": [(_BODY, r'<body>{{ "\x03\x0e" }} NUMBER')],
    "no ends": [("{{ header }}", ""), ("{{ footer }}", "NUMBER")],
    "its own ends": [("{{ header }}", '{% include "_header.html" %}'), ("{{ footer }}", "NUMBER")],
    "half of it": [
        (_TITLE, "<title>{{ title }} NUMBER</title>"),
        ('{% include "_share.html" %}', ""),
    ],
}

# Of the templates that fill it
PAGES: Mapping[str, Mapping[str, Sequence[Change]]] = {
    "what it stands in place of": {
        "claim.html": [("{% block head %}", "{% block head %}{{ super() }}NUMBER")],
    },
    "all of a block, altered": {
        "search.html": [(_HEAD_OF, f"{_POLICY}{_HEAD_OF}")],
        "brief.html": [(_HEAD_OF, f"{_POLICY}{_HEAD_OF}")],
    },
    "another block of its own": {
        "claim.html": [("{% block content %}", "{% block content %}{{ self.title() | upper }}")],
    },
    "a name of the frame": {
        "claim.html": [("{% block content %}", "{% block content %}{{ wide is defined }}")],
        "brief.html": [("{% block head %}", "{% block head %}{{ wide if wide is defined }}")],
    },
    "a name for the frame": {
        "brief.html": [("{% block head %}", "{% set title = 'Other NUMBER' %}{% block head %}")],
        "claim.html": [("{% block head %}", "{% set wide = 'NUMBER' %}{% block head %}")],
    },
    "the ends": {"claim.html": [("{% block content %}", "{% block content %}{{ footer }}")]},
    "blocks of its own": {
        "claim.html": [
            ("{% block content %}", "{% block above %}Mine{% endblock %}{% block content %}"),
            ("<article", "{% block inner %}NUMBER{% endblock %}<article"),
        ],
    },
    "a block of the frame within": {
        "claim.html": [("<article", "{% block policy %}NUMBER{% endblock %}<article")],
    },
    "no frame": {"topics.html": [(_EXTENDS, "")]},
    "its frame sometimes": {
        "claim.html": [(_EXTENDS, f"{{% if lang %}}{_EXTENDS}{{% endif %}}")],
    },
    "something before its frame": {
        "claim.html": [(_EXTENDS, f"NUMBER{_EXTENDS}")],
    },
    "a page between": {
        "claim.html": [(_EXTENDS, '{% extends "_between.html" %}')],
    },
    "rows with a frame": {
        "search-rows.html": [("{#", f"{_EXTENDS}{_CONTENT}{{#")],
    },
    "a mark": {"claim.html": [("<article", "\x0e\x0fNUMBER<article")]},
    "nothing": {},
}  # fmt: skip

BETWEEN = """\
{% extends "base.html" %}
{% block policy %}<!-- {% block wasm %}NUMBER{% endblock %} -->{% endblock %}
"""


def changed(name: str, changes: Sequence[Change], number: int = 0) -> str:
    """The built-in template of a name with changes."""
    text = (builtin_templates() / name).read_text("utf-8")
    for old, new in changes:
        assert old in text, f"{name} has no {old} any more"
        text = text.replace(old, new, 1)
    return text.replace("NUMBER", str(number))
