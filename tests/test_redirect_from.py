"""``redirect_from``: the addresses that a brief and its claims had under another file name."""

import pytest

from support import PLAIN_SITE, Desk, Place, brief_text, marked

SECOND = "second:\n  text: Another\n  rating: 'true'\n  verdict: So it is."
MOVED = brief_text("redirect_from: [bridge-2023, harbour]", claims=SECOND)


def errors(desk: Desk, **options: object) -> list[tuple[str, str, Place, str]]:
    return [(p.code, p.file, Place(*p.span), p.message) for p in desk.errors(**options)]


def test_old_addresses_lead_on_those_of_claims_too(desk: Desk) -> None:
    desk.brief(MOVED)
    desk.make()
    for old in ("bridge-2023", "harbour"):
        for rest, root in (("", "../../"), ("doubled/", "../../../"), ("second/", "../../../")):
            address = f"briefs/{old}/{rest}"
            assert desk.links(address) == [f"{root}briefs/bridge/{rest}"]
            refresh = f"0; url={root}briefs/bridge/{rest}"
            assert desk.tree(address).xpath("//meta[@http-equiv='refresh']/@content") == [refresh]
            canonical = desk.tree(address).xpath("//link[@rel='canonical']/@href")
            assert canonical == [f"https://desk.example/checks/briefs/bridge/{rest}"]


def test_old_addresses_are_in_the_data_and_in_no_list(desk: Desk) -> None:
    desk.brief(MOVED)
    desk.make()
    assert desk.json("briefs/bridge/brief.json")["redirect_from"] == ["bridge-2023", "harbour"]
    for address in ("sitemap.xml", "feed.xml", "feed.json", "data/claims.json", "briefs/"):
        assert "bridge-2023" not in desk.html(address)
        assert "briefs/bridge/" in desk.html(address)


def test_links_may_still_go_to_an_old_address(desk: Desk) -> None:
    desk.brief(MOVED)
    body = "[Brief](/briefs/harbour/), [claim](/briefs/harbour/second/)."
    desk.brief(brief_text(body=body), slug="other")
    desk.config(f"{PLAIN_SITE}redirects: {{/b/: /briefs/bridge-2023/}}\n")
    assert errors(desk) == []
    desk.brief(brief_text(claims=SECOND))
    assert [code for code, *_ in errors(desk)] == ["missing-file", "missing-file", "config-error"]


@pytest.mark.parametrize("state", ["draft: true", "published: 2024-07-01"])
def test_what_is_not_published_yet_leads_nowhere(desk: Desk, state: str) -> None:
    text = MOVED.replace("published: 2024-05-14", state)
    desk.brief(text)
    desk.make()
    assert not (desk.out / "briefs/harbour").exists()
    desk.make(drafts=True)
    assert desk.has("briefs/harbour/second/")


TAKEN = {
    "its own name": ("[⟦bridge⟧]", '"bridge" is the name that this brief has now'),
    "a brief": ("[harbour, ⟦other⟧]", 'briefs/2023/other.md answers at "/briefs/other/"'),
    "a draft": ("[⟦later⟧]", 'briefs/later.md answers at "/briefs/later/"'),
    "twice": ("[harbour, ⟦harbour⟧]", '"harbour" stands here a second time'),
    "another's": ("[harbour, ⟦port⟧]", 'briefs/2023/other.md has "port" under redirect_from too'),
}


@pytest.mark.parametrize("name", TAKEN)
@pytest.mark.parametrize("drafts", [False, True])
def test_a_name_that_is_taken_is_an_error_at_its_entry(desk: Desk, name, drafts) -> None:
    written, message = TAKEN[name]
    text, place = marked(brief_text(f"redirect_from: {written}"))
    desk.brief(text)
    desk.brief(brief_text("redirect_from: [port]"), slug="other", folder="briefs/2023")
    desk.brief(brief_text("draft: true"), slug="later")
    assert errors(desk, drafts=drafts) == [("output-collision", "briefs/bridge.md", place, message)]


def test_a_redirect_of_the_site_from_the_same_address_is_an_error(desk: Desk) -> None:
    desk.brief(MOVED)
    desk.config(f"{PLAIN_SITE}redirects: {{/briefs/harbour/second: /claims/}}\n")
    (problem,) = desk.errors()
    assert (problem.code, problem.file) == ("config-error", "site.yaml")


def test_a_page_of_a_list_in_the_way_is_an_error_at_the_entry(desk: Desk) -> None:
    desk.config(f"{PLAIN_SITE}per_page: 1\n")
    claims = "2:\n  text: A\n  rating: unproven\n  verdict: B."
    text, place = marked(brief_text("redirect_from: [⟦page⟧]", claims=claims))
    desk.brief(text)
    desk.brief(brief_text(), slug="other")
    ((code, file, at, _),) = errors(desk)
    assert (code, file, at) == ("output-collision", "briefs/bridge.md", place)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("[⟦Old_Bridge⟧]", "bad-slug"),
        ("⟦harbour⟧", "wrong-type"),
        ("[⟦{a: b}⟧]", "wrong-type"),
        ("[⟦../up⟧]", "bad-slug"),
        ("[⟦2023/bridge⟧]", "bad-slug"),
    ],
)
def test_only_a_list_of_file_names_will_do(desk: Desk, written: str, code: str) -> None:
    text, place = marked(brief_text(f"redirect_from: {written}"))
    desk.brief(text)
    assert [(c, f, at) for c, f, at, _ in errors(desk)] == [(code, "briefs/bridge.md", place)]
