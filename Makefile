# Two commands need nothing but Python 3.11 or newer: `make demo` and `make test`. Each sets up what it needs in
# .venv, once, and again only when pyproject.toml changes.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SOURCES := linter benchmarks tests .ci

# The first of these that is new enough; `make PYTHON=... demo` names another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

ARGS ?=

.PHONY: help demo test lint format types wheel-check bench bench-readers docs clean
.DELETE_ON_ERROR:

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 15

demo: $(VENV)/.project ## set up, then check the example: a change file that must be denied
	@status=0; $(BIN)/prechange check examples/crm-online/changes.yaml \
		--snapshot examples/crm-online/snapshot.yaml || status=$$?; \
	if [ $$status -ne 1 ]; then echo "demo: expected exit code 1 (denied), got $$status" >&2; exit 1; fi; \
	echo "demo: exit code 1 (denied), as it must be"

test: $(VENV)/.dev ## set up, then run the tests (ARGS="-k words" passes options on)
	$(BIN)/python -m pytest --numprocesses=auto $(ARGS)

lint: $(VENV)/.dev ## ruff: rules, then format
	$(BIN)/python -m ruff check $(SOURCES)
	$(BIN)/python -m ruff format --check $(SOURCES)

format: $(VENV)/.dev ## let ruff rewrite what it can
	$(BIN)/python -m ruff check --fix $(SOURCES)
	$(BIN)/python -m ruff format $(SOURCES)

types: $(VENV)/.dev ## mypy, strict
	$(BIN)/python -m mypy

wheel-check: $(VENV)/.dev ## build the wheel and use it in an empty environment
	$(BIN)/python .ci/wheel_check.py

bench: $(VENV)/.dev ## measure; ARGS="--sizes 10 1000" for some sizes only
	$(BIN)/python -m benchmarks.run $(ARGS)

bench-readers: $(VENV)/.dev ## measure the readers of other systems' files; ARGS="--rows 10000" for smaller ones
	$(BIN)/python -m benchmarks.readers $(ARGS)

docs: $(VENV)/.project ## make the pages of the rules in docs/rules again
	$(BIN)/prechange policy docs $(patsubst %,--policy %,$(wildcard policies/*)) --output docs/rules

clean: ## remove the environment and every cache
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.created:
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "prechange needs Python 3.11 or newer on the PATH, or as PYTHON=" >&2; exit 1; }
	@rm -rf $(VENV)
	@# Debian's python3 comes without ensurepip: there, virtualenv or uv does as well.
	$(PYTHON) -m venv $(VENV) || $(PYTHON) -m virtualenv $(VENV) || uv venv --seed --python $(PYTHON) $(VENV) \
		|| { echo "cannot make $(VENV): install python3-venv, virtualenv or uv" >&2; exit 1; }
	@touch $@

$(VENV)/.project: pyproject.toml | $(VENV)/.created
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/.created
	$(PIP) install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.project
