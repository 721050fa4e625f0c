"""Markdown: what becomes HTML and what stays text, citations, links, files, block quotes."""

from urllib.parse import unquote

import pytest

from support import Desk, Place, brief_text, marked

BRIEF = "briefs/bridge/"
CLAIM = "briefs/bridge/doubled/"
SOURCES = """
    sources:
      audit: {title: The account}
      minutes: {title: The minutes}
"""


def body(desk: Desk, markdown: str, **more: str) -> str:
    """The HTML of a brief's body with this Markdown."""
    desk.brief(brief_text(body=markdown, end=SOURCES, **more))
    desk.make()
    return desk.body() if markdown else ""


# CommonMark, with tables, strikethrough and footnotes


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("*a* **b** `c`", "<em>a</em> <strong>b</strong> <code>c</code>"),
        ("- a\n- b", "<li>a</li>"),
        ("1. a\n2. b", "<ol>"),
        ("> said", "<blockquote>"),
        ("a  \nb", "a<br>"),
        ("```\ncode\n```", "<pre><code>code"),
        ("x\n\n    code", "<pre><code>code"),
        ("---", "<hr>"),
        ("~~gone~~", "<s>gone</s>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<td>2</td>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<th>a</th>"),
        ("[a](https://x.example/?a=1&b=2)", '<a href="https://x.example/?a=1&amp;b=2">a</a>'),
        ("[a][1]\n\n[1]: https://x.example", '<a href="https://x.example">a</a>'),
        ("<https://x.example>", '<a href="https://x.example">https://x.example</a>'),
        ("<desk@x.example>", '<a href="mailto:desk@x.example">desk@x.example</a>'),
        ("[a](mailto:desk@x.example)", '<a href="mailto:desk@x.example">a</a>'),
        ("[a](HTTP://x.example)", '<a href="HTTP://x.example">a</a>'),
        ("a &amp; &copy; &lt;", "a &amp; © &lt;"),
        ("www.x.example", "<p>www.x.example</p>"),
    ],
)
def test_markdown(desk, markdown, html):
    assert html in body(desk, markdown)
    assert desk.warnings("bad-url") == []


def test_a_finding_is_markdown_too(desk):
    body(desk, "", claim="finding: |\n  *a* ~~b~~ [@audit]\n\n  | x |\n  |---|\n  | y |")
    for address in (BRIEF, CLAIM):
        for html in ("<em>a</em>", "<s>b</s>", "<td>y</td>", 'class="citation"'):
            assert html in desk.html(address)


def test_a_page_is_markdown_too(desk):
    desk.page("about", "---\ntitle: About\n---\n*a* ~~b~~ <i>c</i>\n\n## More\n\n[back](#more)\n")
    shown = desk.make().body("about/")
    for html in ("<em>a</em>", "<s>b</s>", "&lt;i&gt;", 'id="more"', 'href="#more"'):
        assert html in shown


def test_footnotes_lead_there_and_back(desk):
    html = body(desk, "One[^a] two[^b].\n\n[^a]: First note.\n[^b]: Second [@audit].")
    tree = desk.tree(BRIEF)
    ids = set(tree.xpath("//@id"))
    notes = tree.xpath('//*[contains(@class, "footnote-ref")]//@href')
    assert len(notes) == 2
    assert {note.lstrip("#") for note in notes} <= ids
    back = tree.xpath('//*[contains(@class, "footnotes")]//li//a/@href')
    assert {note.lstrip("#") for note in back} <= ids
    assert "First note." in html


def test_footnotes_of_findings_and_body_do_not_meet(desk):
    notes = "finding: |\n  A[^1].\n\n  [^1]: Note of the finding."
    body(desk, "B[^1].\n\n[^1]: Note of the body.", claim=notes)
    ids = desk.tree(BRIEF).xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "raw",
    [
        "<b>bold</b>",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!-- note -->",
        "<div>\n*em*\n</div>",
        "<?php x ?>",
        "<![CDATA[x]]>",
        "</section></main>",
        "<svg/onload=alert(1)>",
        "<a href='javascript:x'>y</a>",
    ],
)
@pytest.mark.parametrize("where", ["body", "finding"])
def test_raw_html_is_shown_as_text(desk, raw, where):
    line = raw.replace("\n", " ")
    finding = f"finding: |\n  {line}"
    body(desk, raw if where == "body" else "", claim=finding if where == "finding" else "")
    shown = desk.text(BRIEF)
    first = raw.split("\n")[0]
    assert first in shown
    assert first not in desk.html(BRIEF)


@pytest.mark.parametrize("field", ["title", "summary", "verdict", "note", "text"])
def test_html_in_a_plain_field_is_text(desk, field):
    bad = "<b onclick=x>&amp;</b>"
    brief = brief_text(f"summary: {bad}", claim=f"evidence: [{{note: '{bad}'}}]")
    for name, value in (("title", "The bridge"), ("verdict", "It cost a fifth more.")):
        brief = brief.replace(f"{name}: {value}", f"{name}: {bad}")
    desk.brief(brief.replace("text: The bridge cost twice its budget", f"text: {bad}"))
    desk.make()
    for address in ("", "briefs/", "claims/", BRIEF, CLAIM, "feed.xml"):
        assert "<b " not in desk.html(address), field
    assert bad in desk.text(BRIEF)


# Links that stay text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://x.example",
        "tel:123",
        "//evil.example/x",
    ],
)
@pytest.mark.parametrize("form", ["[a]({})", "![a]({})", "[a]: {}\n\n[a]", "[a](<{}>)"])
def test_an_unsafe_link_stays_text(desk, url, form):
    content, place = marked(brief_text(body=f"fine\n\n{form.format(f'⟦{url}⟧')}"))
    desk.brief(content)
    (problem,) = desk.warnings("bad-url")
    assert Place(*problem.span) == place
    assert f'"{url}"' in problem.message
    assert desk.make().tree(BRIEF).xpath('//*[@class="body"]//a | //*[@class="body"]//img') == []
    assert url in desk.text(BRIEF)


@pytest.mark.parametrize("url", ["javascript:x", "data:x,y", "file:///x"])
def test_an_unsafe_autolink_stays_text(desk, url):
    assert f"&lt;{url}&gt;" in body(desk, f"<{url}>")
    assert len(desk.warnings("bad-url")) == 1


@pytest.mark.parametrize(
    "url", ["&#106;avascript:x", "java&Tab;script:x", "&#x6A;avascript&colon;x", "java\\script:x"]
)
def test_disguises_do_not_help(desk, url):
    desk.brief(brief_text(body=f"[a]({url})"))
    desk.diagnostics()
    if not desk.errors():
        hrefs = desk.make().tree(BRIEF).xpath('//*[@class="body"]//@href')
        assert not [href for href in hrefs if "script" in href.split("/")[-1].split(":")[0]]


def test_a_picture_from_elsewhere_becomes_a_link(desk):
    html = body(desk, "![a chart](https://x.example/chart.png)")
    assert "<img" not in html
    assert '<a href="https://x.example/chart.png">a chart</a>' in html
    assert len(desk.warnings("bad-url")) == 1


# Citations


@pytest.mark.parametrize(
    ("cited", "shown"),
    [
        ("[@audit]", "[1]"),
        ("[@minutes]", "[2]"),
        ("[@audit, p. 4]", "[1, p. 4]"),
        ("[@audit; @minutes]", "[1; 2]"),
        ("[@audit; @minutes, p. 2]", "[1; 2, p. 2]"),
        ("[@audit, p. 4, l. 2; @minutes]", "[1, p. 4, l. 2; 2]"),
        ("[@audit, p. 4; p. 6]", "[1, p. 4; p. 6]"),
        ("[@audit, §§ 3–4 <b>]", "[1, §§ 3–4 <b>]"),
        ("[@audit,\np. 4]", "[1, p. 4]"),
        ("**[@audit]**", "[1]"),
        ("> [@audit]", "[1]"),
        ("- [@audit]", "[1]"),
        ("| a |\n|---|\n| [@audit] |", "[1]"),
        ("## [@audit]", "[1]"),
        ("x[^1]\n\n[^1]: [@audit]", "[1]"),
    ],
)
def test_a_citation_is_a_numbered_link(desk, cited, shown):
    body(desk, cited)
    assert desk.errors() == []
    assert desk.xpath(BRIEF, '//*[@class="body"]//*[@class="citation"]') == [shown]
    hrefs = desk.tree(BRIEF).xpath('//*[@class="body"]//*[@class="citation"]//a/@href')
    assert len(hrefs) == cited.count("@")
    assert set(hrefs) <= {"#source_audit", "#source_minutes"}


@pytest.mark.parametrize(
    "text",
    ["`[@audit]`", "x\n\n    [@audit]", "```\n[@audit]\n```", r"\[@audit]", "desk@audit", "[@]"],
)
def test_what_is_no_citation(desk, text):
    assert "citation" not in body(desk, text)
    assert desk.errors() == []


def test_an_empty_mention_cites_nothing(desk):
    body(desk, "[@;@audit]")
    assert desk.errors() == []
    assert desk.xpath(BRIEF, '//*[@class="body"]//*[@class="citation"]') == ["[1]"]


def test_sources_and_mentions_lead_to_each_other(desk):
    finding = "finding: A [@audit]."
    evidence = "evidence: [{source: audit, note: n}]"
    body(desk, "B [@audit; @minutes], C [@audit, p. 2].", claim=f"{finding}\n{evidence}")
    tree = desk.tree(BRIEF)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    (entry,) = tree.xpath('//*[@id="source_audit"]')
    back = entry.xpath('.//a[starts-with(@href, "#")]/@href')
    assert len(back) == 4  # the finding, twice in the body, the evidence
    for href in back:
        (mention,) = tree.xpath(f'//*[@id="{href[1:]}"]')
        links = mention.xpath('descendant-or-self::a[@href="#source_audit"]')
        assert links, href
    (other,) = tree.xpath('//*[@id="source_minutes"]')
    assert len(other.xpath('.//a[starts-with(@href, "#")]')) == 1


def test_the_claim_page_leads_back_to_its_own_mentions_only(desk):
    body(
        desk,
        "Body [@audit].",
        claim="finding: A [@audit].",
        claims="other: {text: O, rating: 'true', verdict: V, finding: 'B [@audit].'}",
    )
    for address in (CLAIM, "briefs/bridge/other/"):
        tree = desk.tree(address)
        (entry,) = tree.xpath('//*[@id="source_audit"]')
        back = [href for href in entry.xpath(".//a/@href") if href.startswith("#")]
        assert len(back) == 1
        assert back[0][1:] in tree.xpath("//@id")


def test_a_number_is_the_same_on_both_pages(desk):
    body(desk, "", claim="finding: Only [@minutes].")
    for address in (BRIEF, CLAIM):
        assert "Only [2]." in desk.text(address)
    assert desk.xpath(CLAIM, '//li[@id="source_minutes"]/@value') == ["2"]


# Links to claims and headings


def test_a_claim_link_leads_to_the_claim(desk):
    html = body(desk, "The [first](#doubled).")
    assert '<a href="#doubled">first</a>' in html
    assert desk.tree(BRIEF).xpath('//*[@id="doubled"]')


def test_a_claim_link_in_a_finding_works_on_both_pages(desk):
    claims = "other: {text: O, rating: 'true', verdict: V, finding: 'See [that](#doubled).'}"
    body(desk, "", claims=claims)
    assert "#doubled" in desk.links(BRIEF)
    assert "../#doubled" in desk.links("briefs/bridge/other/")


def test_headings_begin_below_the_page_title_and_have_ids(desk):
    html = body(desk, "# One\n\n### Two\n\n[up](#one)")
    assert '<h2 id="one">One</h2>' in html
    assert '<h4 id="two">Two</h4>' in html
    assert desk.tree(BRIEF).xpath("count(//h1)") == 1


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("How we *checked*", "how-we-checked"),
        ("Höhe & Kosten", "höhe-kosten"),
        ("為什麼", "為什麼"),
        ("`code` <b>", "code-b"),
    ],
)
def test_a_heading_id_keeps_its_letters(desk, heading, anchor):
    html = body(desk, f"## {heading}\n\n[up](#{anchor})")
    assert f'id="{anchor}"' in html
    assert desk.errors() == []


@pytest.mark.parametrize("heading", ["Twice", "doubled", "Source audit", "!"])
def test_no_two_things_have_one_id(desk, heading):
    body(desk, f"## {heading}\n\n## {heading}")
    ids = desk.tree(BRIEF).xpath("//@id")
    assert len(ids) == len(set(ids))
    assert desk.tree(BRIEF).xpath('//*[@id="doubled"]')[0].tag != "h2"


def test_a_link_to_an_address_of_the_site_becomes_relative(desk):
    html = body(desk, "[all](/claims/) [this](/briefs/bridge/#doubled)")
    assert 'href="../../claims/"' in html
    assert 'href="../../briefs/bridge/#doubled"' in html


def test_a_link_to_another_brief_s_file_leads_to_its_page(desk):
    desk.brief(brief_text(), slug="other", folder="briefs/2023")
    html = body(desk, "[other](2023/other.md#doubled)")
    assert 'href="../other/#doubled"' in html
    assert desk.has("briefs/other/")


# Files beside a brief


@pytest.mark.parametrize(
    ("written", "path", "address"),
    [
        ("[a](chart.pdf)", "chart.pdf", "chart.pdf"),
        ("[a](./chart.pdf)", "chart.pdf", "chart.pdf"),
        ("![a](chart.png)", "chart.png", "chart.png"),
        ("[a](data/2024/chart.csv)", "data/2024/chart.csv", "data/2024/chart.csv"),
        ("[a](my%20chart.pdf)", "my chart.pdf", "my chart.pdf"),
        ("[a](<my chart.pdf>)", "my chart.pdf", "my chart.pdf"),
        ("[a](größe.pdf)", "größe.pdf", "größe.pdf"),
        ("[a](gr%C3%B6%C3%9Fe.pdf)", "größe.pdf", "größe.pdf"),
        ("[a](chart.pdf#page=2)", "chart.pdf", "chart.pdf"),
        ("[a](a&amp;b.pdf)", "a&b.pdf", "a&b.pdf"),
        ("[a][1]\n\n[1]: chart.pdf", "chart.pdf", "chart.pdf"),
    ],
)
@pytest.mark.parametrize("folder", ["briefs", "briefs/2024"])
def test_a_file_beside_the_brief_is_copied(desk, folder, written, path, address):
    desk.file(f"{folder}/{path}", b"\x00bytes")
    desk.brief(brief_text(body=written), folder=folder)
    desk.make()
    assert desk.path(f"{BRIEF}{address}").read_bytes() == b"\x00bytes"
    (link,) = desk.tree(BRIEF).xpath('//*[@class="body"]//@href | //*[@class="body"]//@src')
    assert unquote(link.partition("#")[0]) == address


def test_a_file_of_a_finding_is_found_from_both_pages(desk):
    desk.file("briefs/chart.pdf", "x")
    desk.brief(brief_text(claim="finding: See [the chart](chart.pdf)."))
    desk.make()
    assert "chart.pdf" in desk.links(BRIEF)
    assert "../chart.pdf" in desk.links(CLAIM)
    assert desk.has("briefs/bridge/chart.pdf")


def test_a_file_of_a_page_is_copied(desk):
    desk.file("pages/form.pdf", "x")
    desk.page("about", "---\ntitle: About\n---\n[form](form.pdf)\n")
    assert desk.make().has("about/form.pdf")


def test_the_same_file_twice_is_copied_once(desk):
    desk.file("briefs/chart.png", "x")
    desk.brief(brief_text("image: chart.png", body="![a](chart.png) [b](./chart.png)"))
    assert desk.errors() == []


@pytest.mark.parametrize(
    "written",
    [
        "[a](⟦nope.pdf⟧)",
        "![a](⟦nope.png⟧)",
        "[a](⟦data/nope.csv⟧)",
        "[a](⟦Chart.pdf⟧)",
        "[a](⟦data⟧)",
    ],
)
def test_a_missing_file_is_an_error(desk, written):
    desk.file("briefs/chart.pdf", "x")
    desk.file("briefs/data/chart.csv", "x")
    content, place = marked(brief_text(body=written))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("missing-file", place)


def test_a_missing_image_is_an_error(desk):
    content, place = marked(brief_text("image: ⟦nope.png⟧"))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("missing-file", place)


def test_a_missing_file_comes_with_the_nearest_name(desk):
    desk.file("briefs/chart-2024.pdf", "x")
    desk.brief(brief_text(body="[a](chart-2023.pdf)"))
    assert desk.errors()[0].hint == 'did you mean "chart-2024.pdf"?'


@pytest.mark.parametrize(
    "target",
    [
        "../secret.txt",
        "../../secret.txt",
        "../snapshots/x.txt",
        "data/../../secret.txt",
        "%2e%2e/secret.txt",
        "..%2Fsecret.txt",
        "..\\secret.txt",
        "../other/chart.pdf",
        ".hidden",
        ".git/config",
    ],
)
@pytest.mark.parametrize("form", ["[a](<{}>)", "![a](<{}>)"])
def test_a_link_cannot_leave_its_folder(desk, target, form):
    desk.file("secret.txt", "x")
    desk.file("briefs/secret.txt", "x")
    desk.file("briefs/2024/.hidden", "x")
    desk.file("briefs/2024/.git/config", "x")
    desk.brief(brief_text(body=form.format(target)), folder="briefs/2024")
    assert [p.code for p in desk.errors()] == ["unsafe-path"]


@pytest.mark.parametrize("target", ["/etc/passwd", "../secret.txt", "~/x"])
def test_an_image_cannot_leave_its_folder(desk, target):
    desk.file("secret.txt", "x")
    desk.brief(brief_text(f"image: {target}"))
    assert [p.code for p in desk.errors()] in (["unsafe-path"], ["missing-file"])


@pytest.mark.parametrize("link", ["briefs/link.txt", "briefs/folder"])
def test_a_symbolic_link_cannot_leave_it_either(desk, link):
    desk.file("secret/secret.txt", "x")
    desk.file("briefs/.keep", "")
    target = desk.root / "secret"
    (desk.root / link).symlink_to(target if link.endswith("folder") else target / "secret.txt")
    written = "folder/secret.txt" if link.endswith("folder") else "link.txt"
    desk.brief(brief_text(body=f"[a]({written})"))
    assert [p.code for p in desk.errors()] == ["unsafe-path"]


@pytest.mark.parametrize("owner", ["article", "source"])
@pytest.mark.parametrize("way", ["[a](words.txt)", "![a](words.txt)", "image"])
def test_a_snapshot_is_never_published(desk, owner, way):
    desk.file("briefs/words.txt", "the article's words")
    article = "snapshot: briefs/words.txt" if owner == "article" else ""
    source = "" if article else "sources: {a: {title: A, snapshot: briefs/words.txt}}"
    image = "image: words.txt" if way == "image" else ""
    desk.brief(brief_text(image, article=article, end=source, body="" if image else way))
    assert [p.code for p in desk.errors()] == ["unsafe-path"]


def test_nor_can_another_brief_publish_it(desk):
    """The snapshot of one brief is a snapshot for all of them."""
    desk.file("briefs/words.txt", "the article's words")
    desk.brief(brief_text(article="snapshot: briefs/words.txt"))
    desk.brief(brief_text(body="[a](words.txt)"), slug="other")
    assert [(p.code, p.file) for p in desk.errors()] == [("unsafe-path", "briefs/other.md")]


def test_nor_can_a_link_to_it(desk):
    desk.file("briefs/words.txt", "the article's words")
    (desk.root / "briefs/link.txt").symlink_to("words.txt")
    desk.brief(brief_text(article="snapshot: briefs/words.txt", body="[a](link.txt)"))
    assert [p.code for p in desk.errors()] == ["unsafe-path"]


def test_a_source_file_is_not_published_by_a_link(desk):
    """A link to a brief's own .md is a link to its page; the file itself stays at home."""
    body(desk, "[me](bridge.md)")
    assert not list(desk.out.rglob("*.md"))


# Block quotes that hold a claim's words


def marks(desk: Desk) -> list[str]:
    return desk.xpath(BRIEF, '//*[@class="body"]//mark')


def quoting(desk: Desk, markdown: str, quote: str = "cost twice its budget") -> Desk:
    desk.brief(brief_text(claim=f"quote: '{quote}'", body=markdown, end=SOURCES))
    return desk.make()


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("> The bridge cost twice its budget, she said.", ["cost twice its budget"]),
        ("> cost twice its budget", ["cost twice its budget"]),
        ("> It cost *twice* its budget.", ["cost", "twice", "its budget"]),
        ("> It cost **twice *its*** budget.", ["cost", "twice", "its", "budget"]),
        ("> It cost twice\n> its budget.", ["cost twice", "its budget"]),
        ("> - It cost twice its budget.", ["cost twice its budget"]),
        ("> > It cost twice its budget.", ["cost twice its budget"]),
        ("> It cost  twice\u00a0its   budget.", ["cost twice its budget"]),
        ("> It cost [twice](https://x.example) its budget.", ["cost", "twice", "its budget"]),
        ("> It cost\n>\n> twice its budget.", ["cost", "twice its budget"]),
    ],
)
def test_a_block_quote_highlights_the_claim_s_words(desk, markdown, found):
    assert marks(quoting(desk, markdown)) == found
    links = desk.tree(BRIEF).xpath('//*[@class="body"]//mark//a[@href="#doubled"]')
    assert len(links) == len([f for f in found if "https" not in markdown or f != "twice"])


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("“twice” – its", '"twice" - its'),
        ("caf\u00e9 bill", "cafe\u0301 bill"),
        ("cafe\u0301 bill", "caf\u00e9 bill"),
        ("a  b", "a b"),
    ],
)
def test_a_highlight_normalises_as_quotes_do(desk, quote, text):
    quoting(desk, f"> so {text} then", quote)
    assert marks(desk) == [" ".join(text.split())]


def test_what_stands_around_a_highlight_stays(desk):
    quoting(desk, "> Now: it cost *twice* its budget & more.")
    shown = desk.xpath(BRIEF, '//*[@class="body"]//blockquote')
    assert shown == ["Now: it cost twice its budget & more."]


@pytest.mark.parametrize("markdown", ["It cost twice its budget.", "> It cost thrice its budget."])
def test_nothing_else_is_highlighted(desk, markdown):
    assert marks(quoting(desk, markdown)) == []


def test_two_claims_in_one_block_quote(desk):
    other = "other: {text: O, rating: 'true', verdict: V, quote: its budget}"
    text = brief_text(claim="quote: cost twice", claims=other, body="> It cost twice its budget.")
    desk.brief(text)
    desk.make()
    hrefs = desk.tree(BRIEF).xpath('//*[@class="body"]//mark//a/@href')
    assert hrefs == ["#doubled", "#other"]


def test_overlapping_quotes_make_no_link_in_a_link(desk):
    other = "other: {text: O, rating: 'true', verdict: V, quote: twice its budget}"
    desk.brief(
        brief_text(claim="quote: cost twice", claims=other, body="> It cost twice its budget.")
    )
    tree = desk.make().tree(BRIEF)
    assert tree.xpath("//a//a") == []
    assert "It cost twice its budget." in desk.text(BRIEF)


def test_a_quote_over_inline_code_and_citations(desk):
    quoting(desk, "> It `cost` twice [@audit] its budget.")
    assert "It cost twice [1] its budget." in desk.text(BRIEF)
