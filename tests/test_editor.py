"""The editor's questions: when each is asked, where it points, and how a brief answers it."""

import pytest

from sitegen.diagnostics import Diagnostic
from sitegen.editor_rules import LONGEST_CLAIM
from sitegen.model import ACCEPTABLE
from support import PLAIN_SITE, QUIET, Desk, Place, brief_text, marked

# A brief that leaves nothing to ask; each test takes one thing away.
WHOLE = """\
---
title: The bridge
published: 2024-05-14
summary: A fifth, not double.
article: {title: Bridge bill doubles}
claims:
  doubled:
    text: The bridge cost twice its budget
    rating: mostly-false
    verdict: It cost a fifth more.
    evidence:
      - {source: audit, stance: undermines}
      - {source: minutes, stance: supports}
sources:
  audit: {title: Final account, url: "https://audit.example/", archived: "https://archive.example/1"}
  minutes: {title: Council minutes}
responses:
  - {from: Lena Frost, status: replied}
---
"""


def asked(desk: Desk, text: str) -> list[Diagnostic]:
    desk.brief(text)
    return desk.questions()


def codes(desk: Desk, text: str) -> list[str]:
    return [problem.code for problem in asked(desk, text)]


def test_a_whole_brief_is_asked_nothing(desk):
    assert asked(desk, WHOLE) == []


# One thing missing: the code, and the place it points at (the mark is taken out again)
MISSING = {
    "no-summary": WHOLE.replace("summary: A fifth, not double.\n", "").replace(
        "---\nt", "⟦---⟧\nt"
    ),
    "no-response": WHOLE.replace(
        "responses:\n  - {from: Lena Frost, status: replied}\n", ""
    ).replace("---\nt", "⟦---⟧\nt"),
    "single-origin": WHOLE.replace("source: minutes", "source: audit").replace(
        "doubled:", "⟦doubled⟧:"
    ),
    "no-counter-evidence": WHOLE.replace("undermines", "contextualizes").replace(
        "doubled:", "⟦doubled⟧:"
    ),
    "unused-source": WHOLE.replace("  minutes: {", "  ⟦plans⟧: {title: Plans}\n  minutes: {"),
    "no-archive": WHOLE.replace(', archived: "https://archive.example/1"', "").replace(
        "  audit:", "  ⟦audit⟧:"
    ),
    "secondary-only": WHOLE.replace("minutes}", "minutes, kind: secondary}")
    .replace("account,", "account, kind: secondary,")
    .replace("doubled:", "⟦doubled⟧:"),
    "undisclosed": WHOLE.replace("minutes}", "minutes, kind: expert}").replace(
        "  minutes:", "  ⟦minutes⟧:"
    ),
    "long-claim": WHOLE.replace("The bridge cost", f"⟦The bridge {'really ' * 20}cost").replace(
        "twice its budget", "twice its budget⟧"
    ),
    "rating-in-claim": WHOLE.replace(
        "text: The bridge cost twice its budget", "text: ⟦It is FALSE that it cost twice⟧"
    ),
}


def without_second_use(code: str, text: str) -> str:
    """A source that the evidence no longer names would be asked about as well."""
    return (
        text.replace("  minutes: {title: Council minutes}\n", "")
        if code == "single-origin"
        else text
    )


@pytest.mark.parametrize("code", MISSING)
def test_what_is_missing_is_asked_for_at_its_place(desk, code):
    text, place = marked(without_second_use(code, MISSING[code]))
    (problem,) = asked(desk, text)
    assert (problem.severity, problem.code) == ("warning", code)
    assert Place(*problem.span) == place
    assert problem.hint


@pytest.mark.parametrize("code", MISSING)
def test_what_is_accepted_is_silent_and_public(desk, code):
    text, _ = marked(without_second_use(code, MISSING[code]))
    text = text.replace("\nresponses:", "\nx:", 0).replace(
        "article:", f"accept: {{{code}: We know why.}}\narticle:"
    )
    assert asked(desk, text) == []
    desk.make()
    for address in ("briefs/bridge/", "briefs/bridge/doubled/"):
        assert f"{ACCEPTABLE[code]} We know why." in desk.text(address)


def test_every_question_is_tried_here():
    assert {*MISSING, "entity-type", "retired-rating"} == set(ACCEPTABLE)


def test_the_example_of_the_design_is_asked_what_an_editor_would(desk):
    """One source is known through the other, so the two are one origin."""
    found = [p for p in desk.bridge().questions() if p.file == "briefs/bridge.md"]
    assert [p.code for p in found] == ["single-origin"]


# Responses


@pytest.mark.parametrize(
    ("responses", "questions"),
    [
        ("[{from: A, status: not-sought}]", ["no-response"]),
        ("[{from: A, status: not-sought, text: It is a joke.}]", []),
        ("[{from: A, status: not-sought}, {from: B, status: no-reply}]", []),
        ("[{from: A, status: unreachable}]", []),
        ("[]", ["no-response"]),
        ("", ["no-response"]),
    ],
)
def test_somebody_was_asked_or_the_brief_says_why_not(desk, responses, questions):
    before = "responses:\n  - {from: Lena Frost, status: replied}"
    assert codes(desk, WHOLE.replace(before, f"responses: {responses}")) == questions


# Origins

THROUGH_A_THIRD = """\
audit: {title: A, via: third}
  minutes: {title: M, origin: x}
  third: {title: T, origin: x}"""


@pytest.mark.parametrize(
    ("sources", "questions"),
    [
        ("audit: {title: A}\n  minutes: {title: M}", []),
        ("audit: {title: A, origin: city}\n  minutes: {title: M, origin: city}", ["single-origin"]),
        ("audit: {title: A, origin: city}\n  minutes: {title: M, origin: town}", []),
        ("audit: {title: A, origin: city}\n  minutes: {title: M}", []),
        ("audit: {title: A}\n  minutes: {title: M, via: audit}", ["single-origin"]),
        ("audit: {title: A}\n  minutes: {title: M, via: audit, origin: x}", ["single-origin"]),
        (
            "audit: {title: A, via: third}\n  minutes: {title: M, via: third}\n  third: {title: T}",
            ["single-origin"],
        ),
        (THROUGH_A_THIRD, ["single-origin"]),
    ],
)
def test_origins_are_counted_once(desk, sources, questions):
    header, _, rest = WHOLE.partition("  audit: {title: Final")
    text = f"{header}  {sources}\n{rest[rest.index('responses:') :]}"
    assert codes(desk, text) == questions


def test_what_a_finding_cites_counts_too(desk):
    text = WHOLE.replace("      - {source: minutes, stance: supports}\n", "")
    assert codes(desk, text) == ["single-origin", "unused-source"]
    cited = text.replace("    evidence:", "    finding: See [@minutes].\n    evidence:")
    assert codes(desk, cited) == []
    in_the_body = f"{text}See [@minutes].\n"
    assert codes(desk, in_the_body) == ["single-origin"]


def test_a_claim_made_void_needs_no_more_proof(desk):
    plain = brief_text("summary: S", end="responses: [{from: A, status: replied}]")
    assert codes(desk, plain) == ["no-counter-evidence", "single-origin"]
    end = "corrections: [{date: 2024-05-20, kind: void, claim: doubled, text: Not a claim.}]"
    assert codes(desk, plain.replace("responses", f"{end}\nresponses")) == []


# Sources


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  minutes: {title", "  minutes: {via: plans, title"),
        ("{from: Lena Frost, ", "{source: plans, from: Lena Frost, "),
        ("    evidence:", "    appearance: plans\n    evidence:"),
        ("    evidence:", "    finding: See [@plans].\n    evidence:"),
        ("replied}\n---\n", "replied}\n---\nSee [@plans].\n"),
    ],
)
def test_a_source_is_used_in_any_of_these_ways(desk, before, after):
    text = WHOLE.replace("  minutes: {", "  plans: {title: Plans}\n  minutes: {")
    assert codes(desk, text) == ["unused-source"]
    assert codes(desk, text.replace(before, after)) == []


def test_an_expert_may_have_no_interest(desk):
    text = WHOLE.replace("minutes}", "minutes, kind: expert, interest: none}")
    assert codes(desk, text) == []
    desk.make()
    assert "Interest: none" in desk.text("briefs/bridge/")


def test_reports_beside_a_document_are_fine(desk):
    text = WHOLE.replace("minutes}", "minutes, kind: secondary}")
    assert codes(desk, text) == []
    assert codes(desk, text.replace("account,", "account, kind: data,")) == []


# Wording


@pytest.mark.parametrize(
    ("wording", "questions"),
    [
        ("x" * LONGEST_CLAIM, []),
        ("x" * (LONGEST_CLAIM + 1), ["long-claim"]),
        ("The falsehood was untrue and mostlytrue", []),
        ("Mostly true that it rained", ["rating-in-claim"]),
        ("The map is outdated", ["rating-in-claim"]),
    ],
)
def test_a_claim_is_short_and_does_not_judge(desk, wording, questions):
    assert codes(desk, WHOLE.replace("The bridge cost twice its budget", wording)) == questions


def test_the_words_are_those_of_the_sites_own_scale(desk):
    scale = "[{id: mostly-false, label: Faux, value: 1}, {id: other, label: Vrai, value: 2}]"
    desk.config(f"{PLAIN_SITE}ratings: {scale}\n")
    assert codes(desk, WHOLE.replace("The bridge", "It is false that the bridge")) == []
    assert codes(desk, WHOLE.replace("The bridge", "FAUX, the bridge")) == ["rating-in-claim"]


# Accepting


def test_a_reason_for_nothing_is_itself_a_question(desk):
    text, place = marked(
        WHOLE.replace("article:", "accept:\n  ⟦no-archive⟧: They keep it for good.\narticle:")
    )
    (problem,) = asked(desk, text)
    assert (problem.severity, problem.code) == ("warning", "unused-accept")
    assert Place(*problem.span) == place


def test_one_reason_serves_all_claims_of_its_brief_and_no_other(desk):
    more = "  second:\n    text: It rusts\n    rating: true\n    verdict: It does.\n"
    desk.brief(brief_text(claims=more, end=QUIET))
    assert desk.questions() == []
    desk.brief(brief_text(), slug="other")
    assert {p.file for p in desk.questions()} == {"briefs/other.md"}


def test_the_first_question_of_a_kind_says_how_to_accept_it(desk):
    more = "  second:\n    text: It rusts\n    rating: true\n    verdict: It does.\n"
    found = [p for p in asked(desk, brief_text(claims=more)) if p.code == "single-origin"]
    assert ["accept: {single-origin: the reason}" in p.hint for p in found] == [True, False]


def test_an_entitys_type_is_asked_for_once_where_nobody_accepts_it(desk):
    named = WHOLE.replace("    rating:", "    claimant: Lena Frost\n    rating:")
    for slug in ("a", "b", "c"):
        desk.brief(named, slug)
    assert [(p.file, p.code) for p in desk.diagnostics()] == [("briefs/a.md", "entity-type")]
    reason = "accept: {entity-type: A made-up name.}\narticle:"
    desk.brief(named.replace("article:", reason), "a")
    assert [(p.file, p.code) for p in desk.diagnostics()] == [("briefs/b.md", "entity-type")]


def test_a_retired_rating_may_be_kept(desk):
    desk.config(
        f"{PLAIN_SITE}ratings:\n- {{id: mostly-false, label: Off, value: 1, retired: Too vague.}}\n"
        "- {id: good, label: Good, value: 2}\n"
    )
    desk.brief(WHOLE)
    assert [p.code for p in desk.diagnostics()] == ["retired-rating"]
    desk.brief(WHOLE.replace("article:", "accept: {retired-rating: Given in 2020.}\narticle:"))
    assert desk.diagnostics() == []


@pytest.mark.parametrize(
    ("accept", "code", "hint"),
    [
        ("{⟦single-orgin⟧: why}", "unknown-field", 'did you mean "single-origin"?'),
        ("{⟦unknown-source⟧: why}", "unknown-field", "did you mean"),
        ("{⟦single-origin⟧: }", "missing-field", "say why"),
        ("⟦single-origin⟧", "wrong-type", "{no-summary: why}"),
        ("⟦[single-origin]⟧", "wrong-type", "{no-summary: why}"),
        ("{single-origin: a, ⟦single-origin⟧: b}", "duplicate-key", "keep one"),
    ],
)
def test_what_cannot_be_accepted_is_an_error(desk, accept, code, hint):
    text, place = marked(WHOLE.replace("article:", f"accept: {accept}\narticle:"))
    desk.brief(text)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == (code, place)
    assert hint in problem.hint


def test_errors_hide_no_reason(desk):
    """What a mistake blanks may be what the reason was for: one cause, one message."""
    text = WHOLE.replace("article:", "accept: {no-archive: For good.}\nmood: good\narticle:")
    desk.brief(text)
    assert [p.code for p in desk.diagnostics()] == ["unknown-field"]
    assert desk.questions() == []


def test_strict_takes_questions_for_errors(desk):
    desk.brief(WHOLE)
    assert desk.check("--strict").status == 0
    desk.brief(MISSING["no-archive"].replace("⟦", "").replace("⟧", ""))
    assert desk.check().status == 0
    assert desk.check("--strict").status == 1


def test_a_brief_that_accepts_all_it_earns_builds_without_a_word(desk):
    desk.brief(brief_text(end=QUIET))
    assert desk.build("--strict").stderr.count("\n") == 1


# Questions that may follow from an error


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("source: minutes", "source: minute", "unknown-source"),
        ("  minutes: {title", "  mintues: {title", "unknown-source"),
        ("stance: undermines", "stance: contradicts", "wrong-type"),
        ("  - {from: Lena Frost, status: replied}", "  {from: Lena Frost}", "wrong-type"),
        ("sources:", "source:", "unknown-field"),
    ],
)
def test_what_may_follow_from_an_error_is_not_asked(desk, before, after, error):
    desk.brief(WHOLE.replace(before, after))
    assert {p.code for p in desk.diagnostics(editor=True)} == {error}


def test_a_misspelt_field_is_not_taken_for_one_of_another_place(desk):
    text, place = marked(WHOLE.replace("sources:", "⟦source⟧:"))
    desk.brief(text)
    (problem,) = desk.errors()
    assert Place(*problem.span) == place
    assert problem.hint == 'did you mean "sources"?'


def test_a_reason_that_a_code_of_fact_checking_relies_on_is_not_idle(desk):
    """Sources of no kind give no warning; nor do they meet the code, unless it is said why."""
    text = WHOLE.replace("article:", "accept: {secondary-only: Nobody else was there.}\narticle:")
    assert codes(desk, text) == ["unused-accept"]
    desk.config(f"{PLAIN_SITE}profile: ifcn\n")
    assert codes(desk, text) == []
