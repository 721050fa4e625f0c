"""Text that YAML takes for a comment and leaves out without a word."""

import re

from sitegen.source import Text
from sitegen.yaml_nodes import Scalar

# After a real comment's mark comes a space, nearly always; after that of #MeToo or #3 none does.
_CUT = re.compile(r"[ \t]+(#(?![\s#!-])(?:(?! #\s)[^\n])*)")


def cut_off(node: Scalar, text: Text) -> tuple[int, int] | None:
    """The place of the words that a ``#`` cuts off a plain text; None where none does."""
    if node.style:
        return None
    match = _CUT.match(text.value, node.end)
    return match.span(1) if match else None
