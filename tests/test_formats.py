"""What a problem looks like to programs, in a terminal, and where no site is."""

from pathlib import Path

import pytest

from support import Desk, Problem

# A folder without a site


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(
    ("args", "where"),
    [([], "in this folder or above it"), (["--root", "nowhere"], "in nowhere")],
)
def test_a_missing_site_is_a_problem_like_others(tmp_path: Path, command, args, where) -> None:
    desk = Desk(tmp_path)
    (desk.root / "site.yaml").unlink()
    run = desk.run(command, *args)
    message = f"there is no site.yaml {where}"
    assert (run.status, run.stdout) == (2, "")
    assert run.problems == [Problem("error", "config-error", "site.yaml", 1, 1, message)]
    assert 'title: The name of your desk"' in run.stderr
    assert list(tmp_path.iterdir()) == []
