"""The words of the site in the language of the page: catalogues, fallback, a desk's own phrases."""

import copy
import re
from datetime import date

import pytest
from babel import Locale, localedata
from markupsafe import Markup

from sitegen.config import DEFAULT_RATINGS
from sitegen.folder import LANGUAGES, builtin_templates
from sitegen.languages import Languages, plain_texts, read_catalogue
from sitegen.model import ACCEPTABLE
from sitegen.phrases import MissingPhraseError, Phrases, placeholders
from sitegen.plurals import plural_of
from sitegen.profiles import _BRIEF_RULES, _PAGE_RULES, _first_sentence, _id
from sitegen.quick_jinja import safe
from sitegen.source import SourceFile
from sitegen.when import When
from support import Desk, brief_text, quiet_text

CATALOGUES = sorted((builtin_templates() / LANGUAGES).glob("*.yaml"))
TAGS = [path.stem for path in CATALOGUES]
COUNTS = (*range(1300), 10_000, 10**6, 10**6 + 1, 2 * 10**6)
ENGLISH = Languages().site
MISSING = {"kw", "sgs"}  # their rules are long, and nobody asked for them
ALL = [tag for tag in localedata.locale_identifiers() if "_" not in tag and tag not in MISSING]


# The catalogues that sitegen has


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_nothing_is_wrong_with_a_catalogue(path):
    texts, problems = read_catalogue(SourceFile(path.name, path.read_bytes()))
    assert not problems
    assert plain_texts(path.read_text(encoding="utf-8")) == texts


def test_no_phrase_is_named_as_a_method():
    texts, _ = read_catalogue(SourceFile("en.yaml", CATALOGUES[TAGS.index("en")].read_bytes()))
    plain = [key for key, text in texts.items() if "{" not in str(text)]
    assert not set(plain) & set(dir(Phrases))


def test_the_english_words_are_those_of_the_program():
    for rating in DEFAULT_RATINGS:
        assert ENGLISH.rating(rating) == rating.label
        assert ENGLISH.word("rating_means", rating.id) == rating.description
    for code, label in ACCEPTABLE.items():
        assert ENGLISH.word("accept", code) == label
    for rule, _ in _BRIEF_RULES:
        assert ENGLISH.word("rule", _id(rule)) == _first_sentence(rule)
    for rule_id, _, text, _ in _PAGE_RULES:
        assert ENGLISH.word("rule", rule_id) == text


# Plurals, days and numbers


@pytest.mark.parametrize("tag", ALL)
def test_plurals_are_those_of_cldr(tag):
    theirs = Locale.parse(tag).plural_form
    if not theirs.rules:
        return  # CLDR has no rules, or knows that there is no plural
    rule, names = plural_of(tag)
    assert [rule(n) for n in COUNTS] == [theirs(n) for n in COUNTS]
    assert {*names} >= {rule(n) for n in COUNTS}


@pytest.mark.parametrize("tag", TAGS)
def test_months_are_those_of_cldr(tag):
    t, locale = Languages(tag).site, Locale.parse(tag.replace("-", "_"))
    for month, name in locale.months["format"]["wide"].items():
        assert name in t.day(date(2024, month, 14))
    for month, name in locale.months["stand-alone"]["wide"].items():
        assert name in t.month(date(2024, month, 14))


def test_a_day_and_a_moment_are_written_out():
    assert ENGLISH.day(date(2024, 5, 4)) == "4 May 2024"
    assert ENGLISH.moment(When("2024-05-14T12:30:00+02:00")) == "14 May 2024, 12:30 UTC+02:00"
    assert ENGLISH.month(date(2024, 5, 4)) == "May 2024"


@pytest.mark.parametrize(("n", "shown"), [(0, "0"), (9_999, "9999"), (12_345, "12,345")])
def test_a_number_is_written_out(n, shown):
    assert ENGLISH.number(n) == shown
    assert ENGLISH.say("claims_count", n=n) == f"{shown} claims"


# Filling a phrase


def test_what_is_filled_in_is_escaped_unless_it_is_html():
    assert ENGLISH.say("by_authors", names="A & B") == "By A & B."  # the template escapes it
    link = safe('<a href="x">B</a>')
    assert ENGLISH.say("in_brief", what="A & <i>", brief=link) == f"A &amp; &lt;i&gt;, in {link}"


def test_the_one_value_of_a_phrase_is_escaped_like_those_of_others():
    link = safe('<a href="x">B & C</a>')
    assert ENGLISH.say("by_authors", names=link) == 'By <a href="x">B & C</a>.'
    assert isinstance(ENGLISH.say("by_authors", names=link), Markup)
    assert not isinstance(ENGLISH.say("by_authors", names="B"), Markup)
    phrases = Languages(own=(("en", {"share": "100 % of <{what}> & more"}),)).site
    assert phrases.say("share", what="5 %") == "100 % of <5 %> & more"
    assert phrases.say("share", what=link) == f"100 % of &lt;{link}&gt; &amp; more"


def test_the_theme_shows_phrases_as_they_were_escaped():
    phrases = Languages(own=(("en", {"share": "Sources & more"}),)).site
    assert phrases.as_html.share == "Sources &amp; more"
    assert copy.deepcopy(phrases).as_html.share == "Sources &amp; more"


def test_a_phrase_that_is_not_there_is_told():
    asked = (
        lambda: ENGLISH.nowhere,
        lambda: ENGLISH.as_html.nowhere,
        lambda: ENGLISH.say("nowhere"),
        lambda: ENGLISH.word("status", "asleep"),
    )
    for ask in asked:
        with pytest.raises(MissingPhraseError, match="no catalogue"):
            ask()
    with pytest.raises(MissingPhraseError, match="needs date"):
        ENGLISH.say("read_on")
    with pytest.raises(MissingPhraseError, match="use say"):
        _ = ENGLISH.read_on
    with pytest.raises(MissingPhraseError, match="use say"):
        _ = ENGLISH.as_html.read_on


# A desk's own phrases


def test_a_desk_words_a_phrase_in_its_own_way(desk: Desk):
    desk.file("templates/languages/en.yaml", "found_lately: News & checks\n")
    desk.brief(brief_text())
    page = desk.make().html("")
    assert "<h1>News &amp; checks</h1>" in page
    assert "All claims as data" in page


def test_a_desk_adds_a_language(desk: Desk):
    desk.config("title: Dawati\nbase_url: https://desk.example/\nlang: sw-KE\n")
    phrases = "skip_link: Ruka hadi maudhui\nclaims: Madai\nrating_false: Si kweli\n"
    desk.file("templates/languages/sw.yaml", phrases)
    desk.brief(brief_text().replace("mostly-false", '"false"'))
    desk.make()
    page = desk.html("briefs/bridge/")
    assert 'href="#main_content">Ruka hadi maudhui</a>' in page
    assert ">Madai</a>" in page
    assert ">Si kweli</a>" in page
    assert "The article checked" in page  # which the file does not say
    assert '"alternateName": "Si kweli"' in desk.html("briefs/bridge/doubled/")
    assert "Si kweli" in desk.html("ratings/")


def test_the_nearest_language_speaks_first(desk: Desk):
    desk.config("title: Mesa\nbase_url: https://desk.example/\nlang: gl\n")
    desk.file("templates/languages/pt-BR.yaml", "claims: A\n")
    desk.file("templates/languages/pt.yaml", "claims: B\nsources: B\n")
    desk.file("templates/languages/gl.yaml", "claims: C\nsources: C\nratings: C\n")
    desk.brief(brief_text("lang: pt-br"))
    page = desk.make().html("briefs/bridge/")
    said = {"claims": "A", "sources": "B", "ratings": "C", "corrections": "Corrections"}
    for name, words in said.items():
        assert f'<a href="../../{name}/">{words}</a>' in page
    assert desk.text("ratings/").startswith("C ")


def test_plurals_are_those_of_the_catalogue_that_says_them(desk: Desk):
    desk.config("title: Biurko\nbase_url: https://desk.example/\nlang: pl\n")
    forms = 'claims_count: {one: "{n} teza", few: "{n} tezy", many: "{n} tez", other: "{n} tezy"}\n'
    desk.file("templates/languages/pl.yaml", forms)
    texts, _ = read_catalogue(SourceFile("pl.yaml", forms.encode()))
    t = Languages("pl", (("pl", texts),)).site
    said = [t.say("claims_count", n=n) for n in (1, 3, 5, 22)]
    assert said == ["1 teza", "3 tezy", "5 tez", "22 tezy"]
    assert t.say("profile_of_briefs", met=1, n=22) == "1 of 22 briefs"
    desk.brief(brief_text())
    assert "1 teza" in desk.make().html("ratings/")


# The catalogues say the same


@pytest.mark.parametrize("tag", TAGS)
def test_a_catalogue_is_whole(tag):
    texts = read_catalogue(SourceFile(f"{tag}.yaml", CATALOGUES[TAGS.index(tag)].read_bytes()))[0]
    english, _ = read_catalogue(SourceFile("en.yaml", CATALOGUES[TAGS.index("en")].read_bytes()))
    assert set(texts) == set(english)
    for key, text in english.items():
        if isinstance(text, str):
            assert placeholders(texts[key]) == placeholders(text), key
            continue
        assert [*texts[key]] == [*plural_of(tag)[1]], key
        ours, theirs = (placeholders(forms["other"]) for forms in (texts[key], text))
        assert ours | {"n"} == theirs | {"n"}, key  # "the only claim" needs no number


# A site in three languages

HARBOUR = """\
title: Harbour Desk
base_url: https://desk.example/checks/
organization: {name: Harbour Desk, email: desk@harbour.example}
report_error: errors@harbour.example
"""
FULL = """\
summary: {summary}
authors: [Ana, Tom]
reviewers: [Lea]
topics: [transport]
"""
CLAIM = """\
claimant: Lena
said: 2024-05-09
quote: x
first_appearance: https://video.example/a
media: {type: video, category: staged, context: y, original: https://video.example/b}
finding: We read it [@audit].[^1]
evidence:
  - {source: audit, stance: undermines, quote: z}
  - {source: minutes, stance: supports, note: z}
not_established: z
"""
END = """\
sources:
  audit: {title: T1, publisher: P, kind: primary, accessed: 2024-05-11, archived: "https://a.example/"}
  minutes: {title: T2, kind: expert, via: audit, interest: i, origin: o}
responses:
  - {from: Lena, status: no-reply, asked: 2024-05-11, deadline: 2024-05-13, channel: m, changed: c}
  - {from: Lena, status: replied, kind: disputes, date: 2024-05-12, text: t, source: audit}
corrections:
  - {date: 2024-05-20, kind: verdict-change, claim: doubled, was: "false", text: t}
outcome: {kind: corrected, date: 2024-05-21, url: "https://post.example/x"}
accept: {no-archive: r}
"""


def told(lang: str = "", original: str = "") -> str:
    """A brief with something in every field; its own words are no English."""
    top = FULL.format(summary="S")
    top += f"lang: {lang}\n" if lang else ""
    top += f"translation_of: {original}\n" if original else ""
    text = brief_text(top, claim=CLAIM, end=END, body="q[^1]\n\n[^1]: q\n")
    for ours in (
        "The bridge cost twice its budget",
        "It cost a fifth more.",
        "Bridge bill doubles",
    ):
        text = text.replace(ours, "W")
    return text.replace("The bridge", "W")


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("harbour"))
    desk.config(HARBOUR)
    desk.brief(told(), slug="bridge")
    desk.brief(told("ar", "bridge"), slug="jisr")
    desk.brief(told("es-MX", "bridge"), slug="puente")
    desk.build()
    return desk


def english_left(html: str, tag: str) -> list[str]:
    """The English phrases that stand in a page of another language."""
    texts, english = (
        read_catalogue(SourceFile(f"{t}.yaml", CATALOGUES[TAGS.index(t)].read_bytes()))[0]
        for t in (tag, "en")
    )
    shown = re.sub(r"<script.*?</script>|<style.*?</style>", "", html, flags=re.DOTALL)
    visible = [
        *re.findall(r">([^<]+)<", shown),
        *re.findall(r'(?:aria-label|title)="([^"]+)"', shown),
    ]
    seen = [text.strip() for text in visible if ".example" not in text]
    found = []
    for key, text in english.items():
        if key == "language_name":
            continue  # which links to a translation say
        forms = [text] if isinstance(text, str) else list(text.values())
        pieces = [p.strip() for form in forms for p in re.split(r"\{\w+\}", form)]
        pieces = [p for p in pieces if re.fullmatch(r"[A-Za-z][A-Za-z ,’]{2,}\W?", p)]
        ours = str(texts[key])
        wrong = [p for p in pieces if p not in ours and any(v.startswith(p) for v in seen)]
        found += [f"{key}: {p}" for p in wrong]
    return found


def test_no_english_is_left_on_a_page_of_another_language(harbour: Desk):
    assert len(english_left(harbour.html("briefs/bridge/"), "ar")) > 40  # so the search finds it
    for slug, tag in (("jisr", "ar"), ("puente", "es")):
        for address in (f"briefs/{slug}/", f"briefs/{slug}/doubled/"):
            assert english_left(harbour.html(address), tag) == [], address


def test_a_rating_is_told_in_the_language_of_its_page(harbour: Desk):
    address = "briefs/jisr/doubled/"
    assert "زائف في معظمه: W – Harbour Desk" in harbour.xpath(address, "//title")
    (review,) = [r for r in harbour.reviews(address) if r["@type"] == "ClaimReview"]
    assert (review["inLanguage"], review["reviewRating"]["alternateName"]) == (
        "ar",
        "زائف في معظمه",
    )
    assert "تغيّر الحكم من «زائف» إلى «زائف في معظمه»." in harbour.text(address)
    assert "Mostly false" in harbour.text("claims/")  # the list speaks the site's language
    assert harbour.json("briefs/jisr/brief.json")["claims"][0]["rating_label"] == "زائف في معظمه"


def test_days_and_links_are_in_the_language_of_the_page(harbour: Desk):
    assert "Publicado el 14 de mayo de 2024." in harbour.text("briefs/puente/")
    assert "نُشر في 14 مايو 2024." in harbour.text("briefs/jisr/")
    assert harbour.xpath("briefs/jisr/", "/html/@dir") == ["rtl"]


def test_translations_lead_to_each_other(harbour: Desk):
    whole = "https://desk.example/checks/briefs/"
    slugs = {"en": "bridge", "ar": "jisr", "es-MX": "puente"}
    for claim in ("", "doubled/"):
        expected = {lang: f"{whole}{slug}/{claim}" for lang, slug in slugs.items()}
        for slug in slugs.values():
            tree = harbour.tree(f"briefs/{slug}/{claim}")
            links = tree.xpath('//link[@rel="alternate"][@hreflang]')
            assert {link.get("hreflang"): link.get("href") for link in links} == expected
            shown = tree.xpath('//p[contains(@class, "translations")]/a')
            names = {"en": "English", "ar": "العربية", "es-MX": "Español"}
            others = [lang for lang, other in slugs.items() if other != slug]
            assert [(a.get("lang"), a.text) for a in shown] == [
                (lang, names[lang]) for lang in others
            ]


def test_without_base_url_the_line_alone_is_there(desk: Desk):
    desk.config("title: A\n")
    desk.brief(brief_text(), slug="bridge")
    desk.brief(brief_text("lang: fr\ntranslation_of: bridge"), slug="pont")
    desk.make()
    assert "hreflang" in desk.html("briefs/pont/")
    assert not desk.tree("briefs/pont/").xpath("//link[@hreflang]")
    assert "Aussi en : English" in desk.text("briefs/pont/").replace("\u00a0", " ")


def test_a_claim_in_three_languages_counts_once(harbour: Desk):
    assert "Mostly false 1" in harbour.text("")
    assert "Mostly false 1" in harbour.text("claims/")
    assert "1 claim" in harbour.text("ratings/")
    assert len(harbour.json("data/claims.json")["claims"]) == 3
    originals = [c.get("translation_of") for c in harbour.json("data/claims.json")["claims"]]
    assert sorted(map(str, originals)) == ["None", "bridge", "bridge"]


def test_a_draft_original_is_not_led_to(desk: Desk):
    desk.brief(brief_text("draft: true"), slug="bridge")
    desk.brief(brief_text("lang: fr\ntranslation_of: bridge"), slug="pont")
    assert "hreflang" not in desk.make().html("briefs/pont/")


def test_what_an_editor_leaves_beside_a_catalogue_is_not_read(desk: Desk):
    desk.brief(quiet_text())
    desk.file("templates/languages/._en.yaml", b"\0\xff")
    (desk.root / "templates/languages/.#en.yaml").symlink_to("nobody@nowhere.1:1")
    (desk.root / "templates/languages/de.yaml").mkdir()
    assert desk.diagnostics() == []
