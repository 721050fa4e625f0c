"""Markdown to HTML: no raw HTML, safe links, citations, and what the text refers to.

Links inside the site are written against two marks that no text can hold (control characters
are refused): ``HERE`` for the folder of the brief or page, ``ROOT`` for the site's. Whoever
shows the HTML on a page replaces them (``placed``), so one rendering serves every page.
"""

from sitegen.plain_markdown import plain_markdown
from sitegen.rendered import Rendered, Setting


def render_markdown(text: str, setting: Setting) -> Rendered:
    """Render a text. Nothing it may hold raises, and nothing of it is passed through as HTML."""
    if short := plain_markdown(text, setting):
        return short
    from sitegen.parsed_markdown import parsed_markdown

    return parsed_markdown(text, setting)
