# Two commands for everybody: `make site` and `make test`. One more for who changes code:
# `make check`. Each sets up what it needs, in .venv, once, and anew when pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: site test check golden screenshots bench lighthouse fuzz clean

site: $(READY)
	@$(BIN)/sitegen build
	@echo "Open $(CURDIR)/output/index.html in a browser."

test: $(READY)
	$(BIN)/pytest -n auto

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Write the golden files anew; read the difference before committing it.
golden: $(READY)
	$(BIN)/pytest tests/test_golden.py tests/test_invalid.py --golden

# Pictures of every kind of page in .screenshots/, and the two of the README; look at them.
screenshots: $(READY)
	$(BIN)/python tools/screenshots.py --readme

# Lighthouse's marks for the home page, a brief and a claim, into docs/performance.md.
lighthouse: $(READY)
	$(BIN)/python benchmarks/lighthouse.py --write

# Builds beside Hugo's and Eleventy's, how they grow, and previews, into docs/performance.md.
# Takes forty minutes on two cores that do nothing else, and needs Node.js and Chromium.
bench: $(READY)
	$(BIN)/python benchmarks/against_peers.py --write
	$(BIN)/python benchmarks/against_peers.py --scaling --write
	$(BIN)/python benchmarks/save_to_page.py --write

# Ten minutes, or FUZZ_SECONDS. Where atheris has no wheel, the target is driven without it.
fuzz: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary atheris \
	  --editable '.[fuzz]' || echo "atheris does not install here"
	$(BIN)/python tests/fuzz/run.py

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "sitegen needs Python 3.11 or later")'
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)

clean:
	rm -rf $(VENV) output
