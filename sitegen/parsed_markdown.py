"""The long way from Markdown to HTML, through the parser, which reads whatever there may be.

It is imported when the first text needs it.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from sitegen.citations import Citations, citation_plugin
from sitegen.highlight import highlight_quotes
from sitegen.kinds import is_template
from sitegen.marks import BACK, FOOTNOTES, HERE, ROOT
from sitegen.plain_blocks import plain_blocks_plugin
from sitegen.plain_inline import USUAL_LINK, plain_inline
from sitegen.plain_text import new_inline_token, plain_text_plugin
from sitegen.quick_html import QuickRenderer
from sitegen.rendered import Reference, Rendered, Setting, heading_ids, heading_shift
from sitegen.whereabouts import Whereabouts, mentions, whereabouts_plugin

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_USUAL_LINK = re.compile(USUAL_LINK, re.ASCII)
_SAFE_SCHEMES = ("http", "https", "mailto")


def parsed_markdown(text: str, setting: Setting) -> Rendered:
    """A text as HTML: see ``markup.render_markdown``."""
    found: list[Reference] = []
    env: dict[str, Any] = {"setting": setting, "claim": setting.claim}
    env |= {"refused": {}, "defined": {}}  # places of addresses, for ``whereabouts``
    if setting.citations is not None:
        env["citations"] = setting.citations
    headings: list[str] = []
    env["found"] = found
    env["headings"] = headings
    html = _parser().render(text, env)
    return Rendered(html, tuple(headings), tuple(found))


def short_inline(source: str, env: Any) -> list[Token] | None:
    """The tokens of a plain block: see ``plain_inline``."""
    return plain_inline(source, new_inline_token, cites="citations" in env)


class _Parser(MarkdownIt):
    """The parser with its memory of the links it refused: one per process, for one thread."""

    def __init__(self) -> None:
        options = {"html": False, "xhtmlOut": False}
        super().__init__("commonmark", options, renderer_cls=QuickRenderer)
        self.unsafe: list[str] = []
        self.enable(["table", "strikethrough"])
        self.disable(["html_block", "html_inline"])
        self.use(footnote_plugin)
        self.use(plain_text_plugin, short_inline)
        self.use(plain_blocks_plugin, 'class="align-{}"')
        self.use(citation_plugin)
        self.use(whereabouts_plugin)
        self.core.ruler.push("sitegen", _finish)
        self.add_render_rule("footnote_anchor_name", _footnote_anchor)
        self.add_render_rule("footnote_block_open", _footnotes_open)
        self.add_render_rule("footnote_anchor", _footnote_back)

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (the library's name)
        """The address as it is written into the page; most are already."""
        return url if _USUAL_LINK.fullmatch(url) else super().normalizeLink(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802 (the library's name)
        """Only http, https, mailto and relative links become links."""
        scheme = _SCHEME.match(url)
        if not url.startswith("//") and (not scheme or scheme[1].lower() in _SAFE_SCHEMES):
            return True
        self.unsafe.append(unquote(url))
        return False


@cache
def _parser() -> _Parser:
    return _Parser()


def _finish(state: StateCore) -> None:
    """What is particular to briefs, once the tokens stand: headings, links, highlights."""
    setting: Setting = state.env["setting"]
    _place_headings(state.tokens, setting, state.env["headings"])
    if setting.quotes and ">" in state.src:
        highlight_quotes(state.tokens, setting.quotes)
    where = Whereabouts(state.src, state.tokens, state.env)
    found: list[Reference] = state.env["found"]
    templates, mentioned = "‹" in state.src, "mentioned" in state.env
    for token in state.tokens:
        if token.type == "inline" and (children := token.children):
            if templates and is_template(token.content):
                words = token.content.partition("\n")[0]
                found.append(Reference("template", "", words, where.at(token, 0)))
            if mentioned:
                found += _loose(token, None, where, setting.citations)
            if len(children) > 1 or children[0].type != "text":
                token.children = _link_all(token, found, where, setting.citations)
        elif token.type in ("th_open", "td_open") and "style" in token.attrs:
            side = str(token.attrs.pop("style")).removeprefix("text-align:")
            token.attrSet("class", f"align-{side}")
    refused = {(*urls, where.of_refused(*met)) for met, urls in state.env["refused"].items()}
    found += [Reference("unsafe", *it) for it in sorted(refused, key=lambda it: it[2] or 0)]


def _place_headings(tokens: Sequence[Token], setting: Setting, ids: list[str]) -> None:
    """Give a body's headings levels from 2 down and ids; make a finding's plain paragraphs."""
    opened = [(i, t) for i, t in enumerate(tokens) if t.type == "heading_open"]
    if not opened:
        return
    shift = heading_shift([int(token.tag[1]) for _, token in opened])
    words = [_words(tokens[index + 1]) for index, _ in opened]
    names = heading_ids(words, setting.reserved)
    for (index, token), name in zip(opened, names, strict=True):
        closing = tokens[index + 2]
        if setting.claim:
            token.tag = closing.tag = "p"
            token.attrSet("class", "subhead")
            continue
        token.tag = closing.tag = f"h{min(6, int(token.tag[1]) + shift)}"
        token.attrSet("id", name)
        ids.append(name)


def _words(heading: Token) -> str:
    return "".join(c.content for c in heading.children or () if c.type != "citation")


def _link_all(
    block: Token, found: list[Reference], where: Whereabouts, citations: Citations | None
) -> list[Token]:
    """Rewrite the links and pictures of one block, and note what they and citations point at."""
    done: list[Token] = []
    for token in block.children or ():
        if token.type == "citation":
            items = token.meta["items"]
            if token.content.count("@") > len(items):
                found += _loose(block, token, where, citations)
            for source, _, start in items:
                if citations is None or source not in citations.numbers:
                    place = where.at(block, start)
                    found.append(Reference("source", source, f"@{source}", place))
        elif token.type == "link_open":
            url = str(token.attrs["href"])
            if url and not _SCHEME.match(url):
                token.attrs["href"] = _inside(url, *where.written(block, token), found)
        elif token.type == "image":
            done += _image(token, where.written(block, token), found)
            continue
        done.append(token)
    return done


def _loose(
    block: Token, token: Token | None, where: Whereabouts, citations: Citations | None
) -> list[Reference]:
    """Sources of the brief that a text names with an ``@``, but not so that it cites them."""
    known = citations.numbers if citations else {}
    return [
        Reference("loose", name, f"@{name}", where.at(block, start))
        for name, start in mentions(block, token)
        if name in known
    ]


def _image(token: Token, written: tuple[str, int | None], found: list[Reference]) -> list[Token]:
    """A picture beside the text; one from elsewhere becomes a link: pages load no third party."""
    source = str(token.attrs["src"])
    if not source:
        return [token]
    if not _SCHEME.match(source):
        token.attrs["src"] = _inside(source, *written, found)
        return [token]
    found.append(Reference("remote-image", source, *written))
    label = Token("text", "", 0, content=token.content or source)
    return [Token("link_open", "a", 1, attrs={"href": source}), label, Token("link_close", "a", -1)]


def _inside(url: str, written: str, place: int | None, found: list[Reference]) -> str:
    """The address of a link inside the site, against the marks; what it points at is noted."""
    target = unquote(url)
    if url.startswith("#"):
        found.append(Reference("anchor", target[1:], written, place))
        return HERE + url
    path, _, fragment = url.partition("#")
    tail = f"#{fragment}" if fragment else ""
    if url.startswith("/"):
        found.append(Reference("address", target, written, place))
        return ROOT + url[1:]
    if path.endswith(".md"):
        found.append(Reference("text", target, written, place))
        stem = path.rsplit("/", 1)[-1].removesuffix(".md")
        return f"{HERE}../{stem}/{tail}"
    found.append(Reference("file", unquote(path.partition("?")[0]), written, place))
    return HERE + path.removeprefix("./") + tail


def _footnote_anchor(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    claim = f"{env['claim']}_" if env["claim"] else ""
    return f"_{claim}{tokens[index].meta['id'] + 1}"


def _footnotes_open(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    return f'<section class="footnotes" aria-label="{FOOTNOTES}">\n<ol>\n'


def _footnote_back(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    anchor = _footnote_anchor(self, tokens, index, options, env)
    sub = tokens[index].meta.get("subId", 0)
    suffix = f":{sub}" if sub > 0 else ""
    return f' <a href="#fnref{anchor}{suffix}" class="back" aria-label="{BACK}">↩</a>'
