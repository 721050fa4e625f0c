"""Every link of a built site leads somewhere, wherever it is served, and nothing comes from others.

The checks are functions of a site's files, so that a test can hand them a broken site and see
them complain.
"""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from lxml import html as lxml_html

from support import BASE_URL, PLAIN_SITE, Desk, brief_text

REPO = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "data" / "small"
ORIGIN = "http://server.test"

Files = dict[str, bytes]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("small"))
    shutil.copytree(SMALL, desk.root, dirs_exist_ok=True)
    return desk.make(today=date(2025, 6, 1))


@pytest.fixture(scope="session")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("repo"))
    run = desk.run("build", "--root", str(REPO), "-o", str(desk.out), "--today", "2026-11-23")
    assert run.status == 0, run.stderr
    return desk


def small_with(**options: object) -> Callable[[Path], Desk]:
    def make(root: Path) -> Desk:
        desk = Desk(root)
        shutil.copytree(SMALL, desk.root, dirs_exist_ok=True)
        return desk.make(today=date(2025, 6, 1), **options)

    return make


@pytest.fixture(scope="session")
def in_folder(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The small site for a base_url with a path."""
    return small_with(base_url="https://small.example/repo/")(tmp_path_factory.mktemp("in_folder"))


@pytest.fixture(scope="session")
def with_drafts(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The small site with its draft and its scheduled brief."""
    return small_with(drafts=True)(tmp_path_factory.mktemp("with_drafts"))


@pytest.fixture(scope="session")
def without_address(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The small site without a base_url."""
    desk = small_with()(tmp_path_factory.mktemp("without_address"))
    text = (SMALL / "site.yaml").read_text(encoding="utf-8")
    desk.config(text.replace("base_url:", "# base_url:"))
    return desk.make(today=date(2025, 6, 1))


BASES = {
    "repo": "https://factcheck.example/",
    "bridge": "https://desk.example/checks/",
    "small": "https://small.example/",
    "in_folder": "https://small.example/repo/",
    "with_drafts": "https://small.example/",
    "without_address": "",
}


@pytest.fixture(params=BASES, scope="session")
def site(request: pytest.FixtureRequest) -> tuple[Files, str]:
    """Each site's files with its base_url."""
    return files_of(request.getfixturevalue(request.param)), BASES[request.param]


def files_of(desk: Desk) -> Files:
    """A site's files but those of Pagefind, which are no text and lead nowhere."""
    paths = sorted(path for path in desk.out.rglob("*") if path.is_file())
    found = {path.relative_to(desk.out).as_posix(): path.read_bytes() for path in paths}
    return {p: c for p, c in found.items() if not p.startswith("search/data/index/")}


# Reading pages


def tree_of(content: bytes) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(content, lxml_html.HTMLParser(encoding="utf-8"))


def pages_of(files: Files) -> Iterator[tuple[str, lxml_html.HtmlElement]]:
    for path, content in files.items():
        if path.endswith((".html", ".php")):
            yield path, tree_of(content)


def links_of(tree: lxml_html.HtmlElement) -> list[str]:
    """Everything that a page points at, redirects included; data of scripts are no links."""
    found = tree.xpath("//@href | //@src | //@action | //@poster | //@data")
    found += [one.split()[0] for text in tree.xpath("//@srcset") for one in text.split(",")]
    refresh = tree.xpath('//meta[@http-equiv="refresh"]/@content')
    found += [text.split("url=", 1)[1] for text in refresh]
    return [str(link).strip() for link in found]


def is_inside(link: str) -> bool:
    return not re.match(r"[a-z][a-z0-9+.-]*:|//", link, re.IGNORECASE)


def file_at(path: str) -> str:
    """The file that GitHub Pages answers with."""
    return f"{path}index.html" if path.endswith("/") or not path else path


# The checks: each yields what is wrong


def dead_links(files: Files, prefix: str) -> Iterator[str]:
    """Links of the site that do not resolve where it is served below a prefix such as /repo/."""
    ids = {path: set(tree.xpath("//@id")) for path, tree in pages_of(files)}
    for path, tree in pages_of(files):
        here = f"{ORIGIN}{prefix}{path.removesuffix('index.html')}"
        for link in filter(is_inside, links_of(tree)):
            whole, fragment = urldefrag(urljoin(here, link))
            target = unquote(urlsplit(whole).path)
            if urlsplit(whole).query:
                yield f"{path}: {link} has a query"
            elif not target.startswith(prefix):
                yield f"{path}: {link} leaves the site"
            elif (file := file_at(target.removeprefix(prefix))) not in files:
                yield f"{path}: {link} leads nowhere"
            elif fragment and unquote(fragment) not in ids.get(file, ()):
                yield f"{path}: {link} has no such place"


def root_absolute(files: Files) -> Iterator[str]:
    """Links inside the site that are not relative."""
    for path, tree in pages_of(files):
        yield from (f"{path}: {link}" for link in links_of(tree) if link.startswith("/"))


NODES = ("claimreview", "mediareview")  # JSON-LD's names for what a page says, not places on it


def dead_addresses(files: Files, base: str) -> Iterator[str]:
    """Whole addresses of the site's own, in whatever text file, that are not there."""
    own = re.compile(re.escape(base) + r"""[^\s"'<>),;\\{}]*""")
    for path, content in files.items():
        if path.endswith((".png", ".css", ".js")):
            continue
        text = content.decode().replace("&amp;", "&").replace("&#34;", '"')
        for match in own.finditer(text) if base else ():
            address, fragment = urldefrag(match[0])
            file = file_at(unquote(urlsplit(address).path.removeprefix(urlsplit(base).path)))
            if file not in files:
                yield f"{path}: {match[0]} is not there"
            elif fragment and fragment not in (*NODES, *tree_of(files[file]).xpath("//@id")):
                yield f"{path}: {match[0]} has no such place"


def twice(files: Files) -> Iterator[str]:
    """Ids that stand on a page more than once, or that no element may have."""
    for path, tree in pages_of(files):
        for name, count in Counter(tree.xpath("//@id")).items():
            if count > 1 or not name or re.search(r"\s", name):
                yield f"{path}: id {name!r} {count} times"


def unknown_ids(files: Files) -> Iterator[str]:
    """Names by which elements refer to one another and that no element has."""
    for path, tree in pages_of(files):
        ids = set(tree.xpath("//@id"))
        names = " ".join(tree.xpath("//@aria-labelledby | //@aria-describedby | //@for")).split()
        yield from (f"{path}: {name}" for name in names if name not in ids)


CITING = '//*[@class="citation" or @class="evidence"]//a[starts-with(@href, "#source_")]'


def one_way(files: Files) -> Iterator[str]:
    """Citations and evidence whose source does not lead back, and ways back that lead elsewhere."""
    for path, tree in pages_of(files):
        by_id = {element.get("id"): element for element in tree.xpath("//*[@id]")}
        for link in tree.xpath(CITING):
            own = link.xpath("ancestor-or-self::*[@id][1]/@id")[0]
            source = by_id.get(link.get("href")[1:])
            if source is None or f"#{own}" not in source.xpath('.//*[@class="back"]/a/@href'):
                yield f"{path}: {own} is not led back to"
        for source in tree.xpath('//li[starts-with(@id, "source_")]'):
            for back in source.xpath('.//*[@class="back"]/a/@href'):
                mention = by_id.get(back[1:])
                targets = [] if mention is None else mention.xpath("@href | .//@href")
                if f"#{source.get('id')}" not in targets:
                    yield f"{path}: {back} does not cite {source.get('id')}"


def unnumbered(files: Files) -> Iterator[str]:
    """Citations whose number is not that of the source in the list."""
    for path, tree in pages_of(files):
        numbers = {f"#{li.get('id')}": li.get("value") for li in tree.xpath("//ol/li[@id]")}
        for link in tree.xpath(CITING):
            shown = re.match(r"\[?(\d+)", link.text_content())
            if shown is None or shown[1] != numbers.get(link.get("href")):
                yield f"{path}: {link.text_content()} for {link.get('href')}"


LOADED = (
    "//@src | //@srcset | //@poster | //object/@data | //*[local-name()='image' or"
    " local-name()='use']/@*[local-name()='href']"
    " | //link[not(@rel='canonical' or @rel='alternate')]/@href"
)


ELSEWHERE = re.compile(r"""(?:url\(|@import|["'`])\s*["']?((?:https?:)?//[^)\s"'`]+)""")

NAMESPACE = re.compile(r'xmlns(:\w+)?="[^"]*"')  # a name, not an address to load


def foreign(files: Files, base: str) -> Iterator[str]:
    """What pages, styles and scripts load from elsewhere; 404.html names its style in whole."""
    for path, tree in pages_of(files):
        for link in tree.xpath(LOADED):
            own = path == "404.html" and base and link.startswith(base)
            if not is_inside(link) and not own:
                yield f"{path}: {link}"
        yield from (f"{path}: a frame" for _ in tree.xpath("//iframe | //frame | //embed"))
        for code in tree.xpath("//style/text() | //@style | //script[not(@type)]/text()"):
            if re.search(r"(https?:)?//", code):
                yield f"{path}: {code}"
    for path, content in files.items():
        if path.startswith("assets/") and path.endswith((".css", ".js", ".svg")):
            text = NAMESPACE.sub("", content.decode())
            yield from (f"{path}: {url}" for url in ELSEWHERE.findall(text))


# The sites


@pytest.mark.parametrize("prefix", ["/", "/repo/"])
def test_every_link_resolves(site: tuple[Files, str], prefix: str) -> None:
    assert list(dead_links(site[0], prefix)) == []


def test_no_link_begins_at_the_root(site: tuple[Files, str]) -> None:
    assert list(root_absolute(site[0])) == []


def test_every_whole_address_is_there(site: tuple[Files, str]) -> None:
    assert list(dead_addresses(*site)) == []


def test_ids_are_unique(site: tuple[Files, str]) -> None:
    assert list(twice(site[0])) == []


def test_elements_refer_to_ids_that_are_there(site: tuple[Files, str]) -> None:
    assert list(unknown_ids(site[0])) == []


def test_citations_lead_both_ways(site: tuple[Files, str]) -> None:
    assert list(one_way(site[0])) == []


def test_citations_have_the_numbers_of_their_sources(site: tuple[Files, str]) -> None:
    assert list(unnumbered(site[0])) == []


def test_nothing_is_loaded_from_elsewhere(site: tuple[Files, str]) -> None:
    assert list(foreign(*site)) == []


def test_the_sites_have_links_to_check(site: tuple[Files, str]) -> None:
    links = [link for _, tree in pages_of(site[0]) for link in links_of(tree)]
    assert len([link for link in links if is_inside(link)]) > 200
    assert len([link for link in links if "#" in link]) > 20


def test_only_the_page_not_found_names_its_links_in_whole(in_folder: Desk) -> None:
    base = BASES["in_folder"]
    links = in_folder.tree("404.html").xpath("//@href")
    assert links
    assert [link for link in links if not link.startswith((base, "mailto:"))] == []
    canonical = '//link[@rel="canonical"] | //meta[@property]'
    for path, tree in pages_of(files_of(in_folder)):
        for element in tree.xpath(canonical):
            element.getparent().remove(element)
        if path != "404.html":
            assert [link for link in links_of(tree) if link.startswith(base)] == [], path


def test_the_same_pages_serve_under_any_address(small: Desk, in_folder: Desk) -> None:
    """Only what names a page to others differs: canonical links, reports, feeds, data, 404.html."""
    one, other = files_of(small), files_of(in_folder)
    assert one.keys() == other.keys()
    absolute = (
        b'rel="canonical"',
        b"og:url",
        b"og:image",
        b"ld+json",
        b'class="cite"',
        b"<textarea",
        b'class="report"',
    )
    for path, content in one.items():
        if path.endswith(".html") and path != "404.html":
            kept, kept_too = (
                [line for line in text.splitlines() if not any(a in line for a in absolute)]
                for text in (content, other[path])
            )
            assert kept == kept_too, path


# Files, fragments and names that are easy to get wrong


NAMES = ["map.png", "the map.png", "map #1.png", "100%.png", "карта.png"]


@pytest.mark.parametrize("name", [*NAMES, "a%20b.png", "was?.png"])
def test_a_picture_of_any_name_is_found(desk: Desk, name: str) -> None:
    desk.brief(brief_text(f"image: {name!r}"))
    desk.file(f"briefs/{name}", b"picture")
    desk.make()
    assert files_of(desk)[f"briefs/bridge/{name}"] == b"picture"
    assert list(dead_links(files_of(desk), "/")) == []
    assert list(dead_addresses(files_of(desk), f"{BASE_URL}/")) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_linked_file_of_any_name_is_found(desk: Desk, name: str) -> None:
    encoded = name.replace("%", "%25").replace("#", "%23").replace(" ", "%20")
    text = f"[it]({encoded}) and ![it](<{encoded}>)"
    desk.brief(brief_text(claim=f"finding: {text!r}", body=text))
    desk.file(f"briefs/{name}", b"picture")
    desk.make()
    assert files_of(desk)[f"briefs/bridge/{name}"] == b"picture"
    assert list(dead_links(files_of(desk), "/repo/")) == []


@pytest.mark.parametrize("link", ["other.md#nowhere", "/briefs/other/#nowhere", "#nowhere"])
def test_a_link_to_a_place_that_is_not_there_is_an_error(desk: Desk, link: str) -> None:
    desk.brief(brief_text(), slug="other")
    desk.brief(brief_text(body=f"See [it]({link})."))
    assert desk.errors()


def test_a_redirect_to_a_place_that_is_not_there_is_an_error(desk: Desk) -> None:
    desk.brief(brief_text(body="## How so"))
    desk.config(f"{PLAIN_SITE}redirects: {{/old/: '/briefs/bridge/#how-so'}}\n")
    assert list(dead_links(files_of(desk.make()), "/repo/")) == []
    desk.config(f"{PLAIN_SITE}redirects: {{/old/: '/briefs/bridge/#nowhere'}}\n")
    assert desk.errors()


@pytest.mark.parametrize("link", ["other.md#doubled", "/briefs/other/#how-so", "other.md"])
def test_a_link_to_a_place_that_is_there_is_fine(desk: Desk, link: str) -> None:
    desk.brief(brief_text(body="## How so"), slug="other")
    desk.brief(brief_text(body=f"See [it]({link}).", claim=f"finding: See [it]({link})."))
    desk.make()
    assert list(dead_links(files_of(desk), "/repo/")) == []


HEADINGS = ["Content", "The claims", "Doubled", "fn1", "Sources", "How so\n\n## How so"]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_takes_no_id_from_the_page(desk: Desk, heading: str) -> None:
    desk.brief(brief_text(body=f"## {heading}\n\nWords.[^1]\n\n[^1]: Note."))
    desk.page("about", f"---\ntitle: About\n---\n## {heading}\n\nWords.[^1]\n\n[^1]: Note.\n")
    desk.make()
    assert list(twice(files_of(desk))) == []


@pytest.mark.parametrize("claim", ["content", "the-claims", "sources", "main"])
def test_a_claim_takes_no_id_from_the_page(desk: Desk, claim: str) -> None:
    desk.brief(brief_text(body=f"[it](#{claim})").replace("doubled:", f"{claim}:"))
    desk.make()
    assert list(twice(files_of(desk))) == []
    assert list(dead_links(files_of(desk), "/")) == []


def test_citations_in_odd_places_lead_both_ways(desk: Desk) -> None:
    """In headings, tables, lists, quotes, links, footnotes, emphasis; over and over."""
    body = """
        ## A heading [@a]

        | Table |
        | --- |
        | [@a, p. 1; @b] |

        - List [@b]

        > Quote *emphasis [@a]* ~~[@b]~~ [a link [@a]](https://x.example/) note[^n] again[^n]

        [^n]: Footnote [@b].
        """
    finding = "'Found [@a; @b, p. 2] twice[^m] [@a].\n\n\n      [^m]: Note [@a].'"
    evidence = "evidence: [{source: a, stance: supports, note: Yes.}, {source: a, locator: p. 2}]"
    desk.brief(
        brief_text(
            claim=f"{evidence}\nfinding: {finding}",
            claims="second:\n  text: B\n  rating: 'true'\n  verdict: C\n  finding: Also [@b].",
            end="sources: {b: {title: B}, a: {title: A, via: b}}",
            body=body,
        )
    )
    desk.make()
    files = files_of(desk)
    for problems in (one_way(files), unnumbered(files), twice(files), dead_links(files, "/")):
        assert list(problems) == []
    assert len(desk.tree("briefs/bridge/").xpath('//*[@class="citation"]')) == 11


# The checks can fail


def page(content: str) -> Files:
    return {"index.html": f"<main>{content}</main>".encode(), "a/index.html": b"<p id=x>"}


@pytest.mark.parametrize(
    ("content", "prefix"),
    [
        ('<a href="b/">', "/"),
        ('<a href="a">', "/"),
        ('<a href="a/#y">', "/"),
        ('<a href="#x">', "/"),
        ('<a href="/a/">', "/repo/"),
        ('<a href="../a/">', "/repo/"),
        ('<a href="a/?q=1">', "/"),
        ('<img src="a.png">', "/"),
        ('<img srcset="a/ 1x, b.png 2x">', "/"),
        ('<link href="b.css">', "/"),
        ('<form action="search/">', "/"),
        ('<meta http-equiv="refresh" content="0; url=b/">', "/"),
    ],
)
def test_a_dead_link_is_seen(content: str, prefix: str) -> None:
    assert len(list(dead_links(page(content), prefix))) == 1


def test_a_link_that_resolves_is_not_reported() -> None:
    content = '<a href="a/#x"></a><a href="./"></a><a href="https://x.example/"></a>'
    assert list(dead_links(page(content), "/repo/")) == []


@pytest.mark.parametrize(
    "content",
    [
        '<img src="https://x.example/a.png">',
        '<img src="//x.example/a.png">',
        '<script src="https://x.example/a.js"></script>',
        '<script>import("https://x.example/a.js")</script>',
        '<link rel="stylesheet" href="https://x.example/a.css">',
        '<link rel="preconnect" href="https://x.example/">',
        '<p style="background: url(https://x.example/a.png)">',
        '<style>@import "https://x.example/a.css";</style>',
        '<iframe src="a/"></iframe>',
    ],
)
def test_what_is_loaded_from_elsewhere_is_seen(content: str) -> None:
    assert list(foreign(page(content), "https://own.example/"))


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("assets/a.css", 'p { background: url("https://x.example/a.png") }'),
        ("assets/a.css", "@import '//x.example/a.css';"),
        ("assets/a.js", 'fetch("https://x.example/")'),
        ("assets/a.js", "import '//x.example/a.js'"),
    ],
)
def test_what_an_asset_loads_from_elsewhere_is_seen(path: str, content: str) -> None:
    assert list(foreign({path: content.encode()}, ""))


CITED = (
    '<span class="citation"><a id="c" href="#source_s">1</a></span>'
    '<ol><li id="source_s" value="1"><span class="back"><a href="#c"></a></span></li></ol>'
)


@pytest.mark.parametrize(
    "damage", [('href="#c"', 'href="#d"'), ('class="back"', ""), ('id="source_s"', "")]
)
def test_a_citation_without_a_way_back_is_seen(damage: tuple[str, str]) -> None:
    assert list(one_way(page(CITED))) == []
    assert list(one_way(page(CITED.replace(*damage))))


@pytest.mark.parametrize(
    ("check", "content"),
    [
        (root_absolute, '<a href="/a/">'),
        (twice, '<p id="a"></p><p id="a"></p>'),
        (twice, '<p id="a b"></p>'),
        (unknown_ids, '<section aria-labelledby="no">'),
        (unnumbered, CITED.replace('value="1"', 'value="2"')),
        (lambda files: dead_addresses(files, "https://own.example/"), "https://own.example/b/"),
        (lambda files: dead_addresses(files, "https://own.example/"), "https://own.example/#y"),
    ],
)
def test_the_other_checks_can_fail(check: Callable[[Files], Iterator[str]], content: str) -> None:
    assert list(check(page(content)))
    assert list(check(page(""))) == []
