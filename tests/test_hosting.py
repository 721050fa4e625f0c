"""The address that GitHub Pages serves a site at, from the address of its repository."""

import pytest

from sitegen.hosting import github_repository, pages_address

PROJECT = "https://harbour-desk.github.io/checks"


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/harbour-desk/checks",
        "https://github.com/harbour-desk/checks.git",
        "https://github.com/harbour-desk/checks/",
        "https://github.com/harbour-desk/checks.git/",
        "http://github.com/harbour-desk/checks.git",
        "https://www.github.com/harbour-desk/checks",
        "HTTPS://GitHub.com/Harbour-Desk/checks",
        "https://ana@github.com/harbour-desk/checks.git",
        "https://ana:s3cret@github.com/harbour-desk/checks.git",
        "https://github.com:443/harbour-desk/checks.git",
        "git@github.com:harbour-desk/checks.git",
        "git@github.com:harbour-desk/checks",
        "git@github.com:/harbour-desk/checks.git",
        "org-4711@github.com:harbour-desk/checks.git",
        "github.com:harbour-desk/checks.git",
        "ssh://git@github.com/harbour-desk/checks.git",
        "ssh://git@github.com:22/harbour-desk/checks",
        "ssh://git@ssh.github.com:443/harbour-desk/checks.git",
        "git+ssh://git@github.com/harbour-desk/checks.git",
        "ssh+git://git@github.com/harbour-desk/checks.git",
        "git://github.com/harbour-desk/checks.git",
        " https://github.com/harbour-desk/checks\n",
    ],
)
def test_a_project_has_a_folder_at_its_owner(remote: str) -> None:
    assert pages_address(remote, "") == PROJECT


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/harbour-desk/harbour-desk.github.io.git",
        "git@github.com:Harbour-Desk/harbour-desk.github.io.git",
        "https://github.com/harbour-desk/Harbour-Desk.GitHub.io",
    ],
)
def test_the_owners_own_site_has_none(remote: str) -> None:
    assert pages_address(remote, "") == "https://harbour-desk.github.io"


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@github.com:Desk/Fact-Checks.git", "https://desk.github.io/Fact-Checks"),
        ("git@github.com:desk/other.github.io.git", "https://desk.github.io/other.github.io"),
        ("https://github.com/desk/a.b_c-d.git", "https://desk.github.io/a.b_c-d"),
        ("https://github.com/desk/site.git.git", "https://desk.github.io/site.git"),
    ],
)
def test_a_repository_keeps_its_name(remote: str, address: str) -> None:
    assert pages_address(remote, "") == address


@pytest.mark.parametrize(
    "remote",
    [
        "",
        "origin",
        "/srv/git/desk/checks.git",
        "../checks.git",
        "C:/git/checks.git",
        "C:\\git\\checks.git",
        "file:///srv/github.com/desk/checks.git",
        "file://github.com/desk/checks",
        "https://gitlab.example/desk/checks.git",
        "https://github.example/desk/checks.git",
        "https://github.com.example/desk/checks.git",
        "https://notgithub.com/desk/checks.git",
        "git@github-desk:desk/checks.git",
        "https://gist.github.com/desk/4711",
        "https://github.com/desk",
        "https://github.com/desk/",
        "https://github.com//checks",
        "https://github.com/desk/checks/tree/main",
        "https://github.com/desk/.git",
        "https://github.com/desk/..",
        "https://github.com/de sk/checks",
        "https://github.com/desk/che%20cks",
        "https://[github.com/desk/checks",
        "ext::ssh github.com desk/checks",
    ],
)
def test_of_others_nothing_is_known(remote: str) -> None:
    assert github_repository(remote) == ("", "")
    assert pages_address(remote, "") == ""


@pytest.mark.parametrize("remote", ["", "git@github.com:desk/checks.git", "/srv/checks.git"])
def test_a_domain_of_its_own_wins(remote: str) -> None:
    assert pages_address(remote, "Checks.Desk.Example") == "https://checks.desk.example"


def test_a_repository_is_named_as_its_remote_does() -> None:
    assert github_repository("git@github.com:Desk/Checks.git") == ("Desk", "Checks")
