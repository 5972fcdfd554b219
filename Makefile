# run · test · check · bench: the whole command surface.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# Without its byte code every process would compile a thousand modules again.
unexport PYTHONDONTWRITEBYTECODE

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
	home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && \
	  ZULIAN_HOME="$$home" ZULIAN_HTTPS=1 ZULIAN_PROXIES=127.0.0.1 $(BIN)/zulian manage check --deploy --fail-level WARNING
	$(BIN)/python tools/vendor.py
	$(BIN)/python tools/words.py
	$(BIN)/python tools/manual.py
	@$(BIN)/pip-audit --progress-spinner off --disable-pip --require-hashes -r requirements.lock --timeout 5 2>/dev/null || echo "pip-audit: the advisory database was not reachable, or names the findings above"

bench: $(VENV)/.dev
	$(BIN)/python -m bench.run

# $(call installed,LOCK): the packages of a lock and this project; says what it does and how long it took.
# An environment whose installation was interrupted is made anew.
define installed
@echo "environment: the packages of $(1)"; start=$$(date +%s); \
if [ -e $(VENV)/.installing ] || [ ! -x $(VENV)/bin/python ]; then rm -rf $(VENV); fi; \
mkdir -p $(VENV) && touch $(VENV)/.installing && \
{ [ -x $(VENV)/bin/pip ] || $(PYTHON) -m venv $(VENV); } && \
$(BIN)/pip install -q --no-compile --disable-pip-version-check --require-hashes -r $(1) && \
$(BIN)/pip install -q --disable-pip-version-check --no-deps -e . && \
rm $(VENV)/.installing && touch $@ && echo "environment ... $$(( $$(date +%s) - start )) s"
endef

$(VENV)/.run: requirements.lock
	$(call installed,requirements.lock)

$(VENV)/.dev: requirements-dev.lock
	$(call installed,requirements-dev.lock)
