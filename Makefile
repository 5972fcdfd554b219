# run · test · check · bench · trust: the whole command surface.
# The system's own Python where it is of the same version as the first in the path: a sixth quicker than one that was built
# on the spot, and what the site runs with in production.
ifndef PYTHON
version = $(shell $(1) -c 'import ensurepip, sys; print(*sys.version_info[:2], sep=".")' 2>/dev/null)
PYTHON := $(if $(filter 3.%,$(filter $(call version,python3),$(call version,/usr/bin/python3))),/usr/bin/python3,python3)
endif
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# Without its byte code every process would compile a thousand modules again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check bench trust $(VENV)/.run $(VENV)/.dev
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
	home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && \
	  ZULIAN_HOME="$$home" ZULIAN_HTTPS=1 ZULIAN_PROXIES=127.0.0.1 ZULIAN_ANCHOR=syslog: $(BIN)/zulian manage check --deploy --fail-level WARNING
	$(BIN)/python tools/trim_styles.py
	$(BIN)/python tools/vendor.py
	$(BIN)/python tools/words.py
	$(BIN)/python tools/manual.py
	$(BIN)/python tools/advisories.py requirements.lock

bench: $(VENV)/.dev
	$(BIN)/python -m bench.run

trust: $(VENV)/.dev
	$(BIN)/python -m tools.trust

# $(call ready,LOCK,STAMP): the packages of a lock and this project are there; asked each time, for a clone may have moved.
define ready
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
echo "zulian needs Python 3.11 or later, and $(PYTHON) is none: install it, or name one (make PYTHON=/usr/bin/python3.11 ...)" >&2; \
exit 1; }
@$(PYTHON) tools/environment.py $(1) $(2)
endef

$(VENV)/.run:
	$(call ready,requirements.lock,.run)

$(VENV)/.dev:
	$(call ready,requirements-dev.lock,.dev)
