"""The words of the site in the language of the page: catalogues, fallback, a desk's own phrases."""

from datetime import date

import pytest
from babel import Locale, localedata

from sitegen.config import DEFAULT_RATINGS
from sitegen.folder import LANGUAGES, builtin_templates
from sitegen.languages import Languages, read_catalogue
from sitegen.model import ACCEPTABLE
from sitegen.phrases import MissingPhraseError, Phrases, placeholders
from sitegen.plurals import plural_of
from sitegen.profiles import _BRIEF_RULES, _PAGE_RULES, _first_sentence, _id
from sitegen.quick_jinja import safe
from sitegen.source import SourceFile
from sitegen.when import When
from support import Desk, brief_text

CATALOGUES = sorted((builtin_templates() / LANGUAGES).glob("*.yaml"))
TAGS = [path.stem for path in CATALOGUES]
COUNTS = (*range(1300), 10_000, 10**6, 10**6 + 1, 2 * 10**6)
ENGLISH = Languages().site
MISSING = {"kw", "sgs"}  # their rules are long, and nobody asked for them
ALL = [tag for tag in localedata.locale_identifiers() if "_" not in tag and tag not in MISSING]


# The catalogues that sitegen has


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_nothing_is_wrong_with_a_catalogue(path):
    _, problems = read_catalogue(SourceFile(path.name, path.read_bytes()))
    assert not problems


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


def test_a_phrase_that_is_not_there_is_told():
    asked = (
        lambda: ENGLISH.nowhere,
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
    assert list(texts) == list(english)
    for key, text in english.items():
        if isinstance(text, str):
            assert placeholders(texts[key]) == placeholders(text), key
            continue
        assert [*texts[key]] == [*plural_of(tag)[1]], key
        for form in texts[key].values():  # "the only claim" needs no number
            assert placeholders(form) | {"n"} == placeholders(text["other"]) | {"n"}, key
