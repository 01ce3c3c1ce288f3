# `make demo` and `make test` need Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo run doctor test mutants check bench audit lock clean help

help:           ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

demo: $(VENV)/.runtime  ## the real bot through everything it can do, against a Telegram and an APISpace of its own
	@$(BIN)/python -m bot demo

run: $(VENV)/.runtime   ## the real bot, with the settings of .env
	@$(BIN)/python -m bot run

doctor: $(VENV)/.runtime  ## what would keep the real bot from working
	@$(BIN)/python -m bot doctor

test: $(VENV)/.dev      ## every test, five at a time: most of them wait
	@$(BIN)/python -m pytest -n 5 --dist worksteal

mutants: $(VENV)/.mutants  ## mistakes made on purpose, and which test sees each: up to twenty minutes
	@$(BIN)/python -m tests.mutants

check: $(VENV)/.dev     ## ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: $(VENV)/.dev     ## callbacks and presses under load, a million old jobs, CPU and memory, beside floors and peers
	@$(BIN)/python -m tests.bench

audit: $(VENV)/.dev     ## known vulnerabilities of the locked packages (asks an advisory service)
	@$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.txt

lock: $(VENV)/.dev      ## pin the newest packages that pyproject.toml allows
	@$(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade -o requirements.txt
	@$(BIN)/uv pip compile -q pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade -o requirements-dev.txt
	@echo 'mutmut>=3.8,<4' | $(BIN)/uv pip compile -q - -c requirements-dev.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade -o requirements-mutants.txt

clean:          ## remove the environment and what was made
	rm -rf $(VENV) build demo .mypy_cache .ruff_cache .pytest_cache .hypothesis

# pip's own progress is shown, because a first install takes a minute. The index is whatever pip is set up to use.
INSTALL = $(BIN)/python -m pip install --disable-pip-version-check --no-input --require-hashes

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Huabot needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the bot needs …"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@echo "Installing what development needs …"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ $(VENV)/.runtime

$(VENV)/.mutants: requirements-mutants.txt $(VENV)/.dev
	@echo "Installing what makes mutants …"
	@$(INSTALL) -r requirements-mutants.txt
	@touch $@
