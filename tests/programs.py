"""Programs that some tests need, and a person's own machine may lack; ``.ci/run`` installs them."""

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


def needs(program: str) -> list[pytest.MarkDecorator]:
    """Marks of a module whose tests are slow and skipped without a program, but never in CI."""
    missing = not Path(program).exists() and not os.environ.get("CI")
    reason = f"needs {Path(program).name}, which must be there in CI"
    return [pytest.mark.slow, pytest.mark.skipif(missing, reason=reason)]
