# Two commands for everybody: `make site` and `make test`. One more for who changes code:
# `make check`. Each sets up what it needs, in .venv, once, and anew when pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: site test check golden bench fuzz clean

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

bench: $(READY)
	$(BIN)/python benchmarks/one_process.py

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
