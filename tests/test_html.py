"""The Nu HTML checker finds no error on any page."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from page_kinds import REPOSITORY, SITES


def checker() -> list[str]:
    """The command that runs the checker; only a person's own machine may lack it."""
    jar = os.environ.get(
        "VNU_JAR", REPOSITORY / ".ci/tools/node_modules/vnu-jar/build/dist/vnu.jar"
    )
    if not Path(jar).is_file() and not os.environ.get("CI"):
        pytest.skip("the Nu checker is not installed; .ci/run installs it")
    return ["java", "-jar", str(jar), "--exit-zero-always", "--stdout", "--format", "json"]


def complaints(folder: Path) -> list[str]:
    command = [*checker(), "--skip-non-html", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    messages = json.loads(run.stdout)["messages"]
    return [
        f"{m['url'].removeprefix(f'file:{folder}')}:{m['lastLine']}: {m['message']}"
        for m in messages
        if (m["type"] == "error" or m.get("subType") == "warning") and not _of_no_origin(m)
    ]


def _of_no_origin(message: dict[str, str]) -> bool:
    """The checker reads files, which have no origin: so for it nothing is the page's own."""
    return "violates Content Security Policy" in message["message"].replace("’", "'")


@pytest.mark.nu
@pytest.mark.parametrize("site", SITES)
def test_no_page_has_an_error(site, whole_sites):
    assert complaints(whole_sites(site)) == []


@pytest.mark.nu
def test_the_checker_sees_an_error(tmp_path):
    (tmp_path / "x.html").write_text("<!doctype html><html lang=en><title>x</title><p><ul></p>")
    assert complaints(tmp_path)
