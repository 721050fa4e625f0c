"""The rows of claims and briefs, which several lists show alike."""

from sitegen.folder import builtin_templates
from support import Desk

OWN = """
{% macro claim_row(card, root, t) %}<li>{{ root | length }} {{ card.slug }}</li>{% endmacro %}
{% macro brief_row(card, root, t) %}<p>{{ root | length }} {{ card.slug }}</p>{% endmacro %}
"""


def claim_rows(desk: Desk, address: str) -> list[str]:
    """The rows of claims on a page, by their texts, as they would stand at the site's top."""
    root = "../" * address.count("/")
    page = desk.html(address)
    assert "\x03" not in page
    found = [row.split("</li>")[0] for row in page.split('<li class="claim-row">')[1:]]
    assert all(f'<p class="claim-text"><a href="{root}briefs/' in row for row in found)
    return sorted(row.replace(f'href="{root}', 'href="') for row in found)


def test_a_row_is_the_same_in_each_list_but_for_its_depth(bridge: Desk) -> None:
    all_claims = claim_rows(bridge, "claims/")
    assert all_claims
    ratings = [f"ratings/{page.parent.name}/" for page in bridge.out.glob("ratings/*/index.html")]
    assert all_claims == sorted(row for at in ratings for row in claim_rows(bridge, at))


def test_a_desks_own_rows_know_the_list_that_they_stand_in(desk: Desk) -> None:
    macros = (builtin_templates() / "_macros.html").read_text(encoding="utf-8")
    desk.bridge().file("templates/_macros.html", macros + OWN)
    desk.make()
    assert "<li>3 bridge</li>" in desk.html("claims/")
    rated = [page.read_text(encoding="utf-8") for page in desk.out.glob("ratings/*/index.html")]
    assert any("<li>6 bridge</li>" in page for page in rated)
    assert "<p>3 bridge</p>" in desk.html("briefs/")
    assert "<p>2 bridge</p>" in desk.html("")
