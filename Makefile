# run · test · check · bench: the whole command surface.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: run test check bench
run: $(VENV)/.run
	@$(BIN)/zulian up --demo --port $(PORT)

test: $(VENV)/.dev
	$(BIN)/pytest -n auto --dist worksteal

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --cache-dir=/dev/null
	$(BIN)/lint-imports
	$(BIN)/zulian manage makemigrations --check --dry-run
	$(BIN)/python tools/vendor.py
	$(BIN)/python tools/words.py
	@$(BIN)/pip-audit --progress-spinner off --disable-pip --require-hashes -r requirements.lock --timeout 5 2>/dev/null || echo "pip-audit: the advisory database was not reachable, or names the findings above"

bench: $(VENV)/.dev
	$(BIN)/python -m bench.run

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@
