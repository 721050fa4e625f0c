"""``docs/editing.md`` and ``.pre-commit-hooks.yaml``: what they give to copy works as it stands.

In the page, the info string of a fenced block is ``sh`` for commands, or ``file`` with the name
that the block is saved under. How editors take the schemas is tested in ``test_data``, with
``jsonschema``; the page was tried with the editors' own engines by hand.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from pre_commit.clientlib import load_config, load_manifest

from support import QUIET, Desk, Run, brief_text, commit, git
from test_docs import ROOT, fences

PAGE = ROOT / "docs" / "editing.md"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
FILES = {f.file: f.text for f in fences(PAGE) if f.role == "file"}

GOOD = brief_text(end=QUIET)
BAD = GOOD.replace("rating: ", "rating: not-")


def shell(desk: Desk, script: str, **variables: str) -> Run:
    """Run a script as a job of GitHub Actions does: ``bash -e``, with sitegen installed."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("SITEGEN", "GITHUB", "GIT_"))}
    env |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}", **variables}
    done = subprocess.run(  # noqa: PLW1510 (the status is what tests look at)
        ["bash", "-e", "-c", script], cwd=desk.root, env=env, capture_output=True, encoding="utf-8"
    )
    return Run(done.returncode, done.stdout, done.stderr)


# The page's blocks


def test_every_block_is_commands_or_a_file() -> None:
    assert {f.language if f.language == "sh" else f.role for f in fences(PAGE)} == {"sh", "file"}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_page_can_be_read(name: str) -> None:
    text = FILES[name]
    assert json.loads(text) if name.endswith(".json") else yaml.safe_load(text)


def test_the_files_name_the_schemas_that_the_commands_write(desk: Desk) -> None:
    commands = next(f.text for f in fences(PAGE) if f.text.startswith("mkdir schemas"))
    run = shell(desk, commands)
    assert (run.status, run.stderr) == (0, "")
    written = {path.relative_to(desk.root).as_posix() for path in desk.root.glob("schemas/*")}
    assert written == {"schemas/brief.json", "schemas/site.json"}
    assert set(json.loads(FILES[".vscode/settings.json"])["yaml.schemas"]) == written
    _, (_, (_, options)) = yaml.safe_load(FILES[".remarkrc.yaml"])["plugins"]
    assert options == {"schemas": {"schemas/brief.json": ["briefs/**/*.md"]}}
    assert "$schema=schemas/site.json\n" in FILES["site.yaml"]
    titles = [json.loads((desk.root / name).read_text())["title"] for name in sorted(written)]
    assert titles == ["A fact-check brief", "The settings of a site"]


# The hook


def hook() -> dict[str, object]:
    (only,) = load_manifest(str(HOOKS))
    return only


def test_the_definition_is_one_that_pre_commit_takes() -> None:
    assert hook()["id"] == "sitegen-check"
    assert (hook()["language"], hook()["pass_filenames"]) == ("python", False)


def test_the_page_names_the_hook(tmp_path: Path) -> None:
    place = tmp_path / ".pre-commit-config.yaml"
    place.write_text(FILES[place.name])
    (repo,) = load_config(str(place))["repos"]
    assert [wanted["id"] for wanted in repo["hooks"]] == [hook()["id"]]


@pytest.mark.parametrize(("brief", "status"), [(GOOD, 0), (BAD, 1)])
def test_the_hook_fails_where_a_brief_is_wrong(brief: str, status: int, desk: Desk) -> None:
    desk.brief(brief)
    run = shell(desk, str(hook()["entry"]))
    assert (run.status, run.stdout) == (status, ""), run.stderr


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("briefs/bridge.md", True),
        ("briefs/2024/bridge.jpg", True),
        ("pages/about.md", True),
        ("snapshots/bridge.txt", True),
        ("templates/assets/site.css", True),
        ("site.yaml", True),
        ("our-desk/site.yaml", True),
        ("our-desk/briefs/bridge.md", True),
        ("notes.txt", False),
        ("old-site.yaml", False),
        ("debriefs/bridge.md", False),
        ("schemas/brief.json", False),
    ],
)
def test_the_hook_runs_for_what_the_site_is_made_of(path: str, runs: bool) -> None:
    assert bool(re.search(str(hook()["files"]), path)) is runs


# The workflows


def steps(name: str) -> list[dict[str, object]]:
    """The steps of a workflow's only job."""
    (job,) = yaml.safe_load(FILES[f".github/workflows/{name}.yml"])["jobs"].values()
    return job["steps"]


def run_step(name: str, desk: Desk) -> Run:
    (step,) = [s for s in steps(name) if "sitegen check" in str(s.get("run"))]
    base = {
        k: str(v).replace("${{ github.base_ref }}", "main") for k, v in step.get("env", {}).items()
    }
    assert "${{" not in str(step["run"]) + str(base), "an expression that this test does not know"
    return shell(desk, str(step["run"]), **base)


@pytest.fixture
def pulled(desk: Desk) -> Desk:
    """A desk as a pull request's job has it: what was published is on ``origin/main``."""
    desk.brief(GOOD)
    commit(desk.root)
    git(desk.root, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(desk.root, "checkout", "--quiet", "--detach")
    return desk


def test_the_check_passes_a_good_pull_request(pulled: Desk) -> None:
    pulled.brief(GOOD, slug="another")
    commit(pulled.root)
    run = run_step("check", pulled)
    assert (run.status, run.stdout) == (0, ""), run.stderr


def test_the_check_annotates_a_bad_one(pulled: Desk) -> None:
    pulled.brief(BAD)
    commit(pulled.root)
    run = run_step("check", pulled)
    assert run.status == 1
    assert run.stdout.startswith("::error file=briefs/bridge.md,line=")
    assert "title=unknown-rating" in run.stdout


def test_the_check_compares_with_where_the_pull_request_began(pulled: Desk) -> None:
    """A claim that goes is told; a brief that others have published since is not missed."""
    began = git(pulled.root, "rev-parse", "HEAD").strip()
    pulled.brief(GOOD, slug="by-others")
    commit(pulled.root)
    git(pulled.root, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(pulled.root, "checkout", "--quiet", began)
    git(pulled.root, "mv", "briefs/bridge.md", "briefs/river.md")
    commit(pulled.root)
    run = run_step("check", pulled)
    assert run.status == 1
    assert re.findall("title=([a-z-]+)", run.stdout) == ["address-lost"]


def test_a_base_that_is_not_there_stops_the_check(desk: Desk) -> None:
    """As without ``fetch-depth: 0``: nothing is compared in silence."""
    desk.brief(GOOD)
    commit(desk.root)
    assert run_step("check", desk).status not in (0, 1)
    assert steps("check")[0]["with"]["fetch-depth"] == 0


@pytest.mark.parametrize(("brief", "found"), [(GOOD, 0), (BAD, 1)])
def test_code_scanning_gets_the_list_either_way(brief: str, found: int, desk: Desk) -> None:
    desk.brief(brief)
    run = run_step("code-scanning", desk)
    assert run.status == 0, run.stderr
    log = json.loads((desk.root / "sitegen.sarif").read_text())
    assert len(log["runs"][0]["results"]) == found
    (upload,) = [s for s in steps("code-scanning") if "upload-sarif" in str(s.get("uses"))]
    assert upload["with"]["sarif_file"] == "sitegen.sarif"


def test_code_scanning_fails_where_there_is_no_list(desk: Desk) -> None:
    (desk.root / "site.yaml").unlink()
    assert run_step("code-scanning", desk).status != 0


@pytest.mark.parametrize(
    ("name", "granted"),
    [
        ("check", {"contents": "read"}),
        ("code-scanning", {"contents": "read", "security-events": "write"}),
    ],
)
def test_a_workflow_may_do_no_more_than_it_needs(name: str, granted: dict[str, str]) -> None:
    workflow = yaml.safe_load(FILES[f".github/workflows/{name}.yml"])
    assert workflow["permissions"] == granted
    assert steps(name)[0]["with"]["persist-credentials"] is False
