# `make demo` and `make test` need Python 3.11+ and make, nothing else.
VENV  := .venv
BIN   := $(VENV)/bin
FOUND := $(shell $(BIN)/python -V 2>/dev/null)

# PYTHON=… names the Python of the environment; without it, the one that an environment already has will do.
ifeq ($(origin PYTHON),undefined)
PYTHON := python3
WANTED := $(or $(FOUND),none)
else
WANTED := $(shell $(PYTHON) -V 2>/dev/null)
endif
ifneq ($(FOUND),$(WANTED))
.PHONY: $(VENV)/pyvenv.cfg
endif

.PHONY: demo chat run doctor test check browser screenshots bench year torture failpoints mutants image-test attack sbom audit lock clean help

help:           ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile

demo: $(VENV)/.runtime  ## the real bot through everything it can do, against a Telegram and an APISpace of its own (LANGUAGE=zh)
	@$(BIN)/python -m sandbox demo $(if $(filter command line,$(origin LANGUAGE)),--language "$(LANGUAGE)")

chat: $(VENV)/.runtime  ## talk to the real bot in a browser, without an account (PORT=)
	@$(BIN)/python -m sandbox chat --port $(or $(PORT),8080)

run: $(VENV)/.runtime   ## the real bot, with the settings of .env
	@$(BIN)/python -m bot run

doctor: $(VENV)/.runtime  ## what would keep the real bot from working
	@$(BIN)/python -m bot doctor

# Modules are compiled once, not by each of the eight, nor by each process that they start; and each of these trusts one
# certificate of nobody's: to read the system's takes a tenth of a second, and no test is about them.
PYTEST = env -u PYTHONDONTWRITEBYTECODE SSL_CERT_FILE=$(CURDIR)/tests/samples/nobody.pem $(BIN)/python -m pytest

# The chat page's tests keep an event loop of the browser's running, so they are a run of their own, beside the others.
test: $(VENV)/.dev      ## every test, eight at a time: most of them wait
	@[ -d tests/__pycache__ ] || $(PYTEST) --collect-only >/dev/null 2>&1 || true
	@$(PYTEST) tests/chat >$(VENV)/chat-page.txt 2>&1 & \
	trap "kill $$! 2>/dev/null" INT TERM; \
	$(PYTEST) -n 8 --dist worksteal --ignore=tests/chat; others=$$?; \
	wait $$!; page=$$?; \
	echo "The chat page:"; cat $(VENV)/chat-page.txt; [ $$others$$page = 00 ]

check: $(VENV)/.dev     ## ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

browser:        ## Chromium, for the tests of the chat page (on Debian, as root)
	@DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fonts-noto-cjk fonts-noto-color-emoji

screenshots: $(VENV)/.dev  ## the chat page's pictures in docs/, made again (needs Chromium)
	@$(BIN)/python -m tests.screenshots

bench: $(VENV)/.dev     ## callbacks and presses under load, a million old jobs, CPU and memory, compared with bare aiohttp and plain python-telegram-bot
	@$(BIN)/python -m tests.bench

year: $(VENV)/.dev      ## a year of use, a million orders of ten thousand people, on both databases (JOBS=, PEOPLE=, DATABASE=)
	@JOBS=$(JOBS) PEOPLE=$(PEOPLE) DATABASE=$(DATABASE) $(BIN)/python -m tests.year

torture: $(VENV)/.dev failpoints  ## 4,000 orders and 100 kills while everything goes wrong (JOBS=, KILLS=, SEED=, DATABASE=postgresql, PROCESSES=)
	@JOBS=$(JOBS) KILLS=$(KILLS) SEED=$(SEED) DATABASE=$(DATABASE) PROCESSES=$(PROCESSES) $(BIN)/python -m tests.torture

failpoints: $(VENV)/.dev  ## kill -9 at every commit and every foreign call of everything one can order (JOURNEYS=, DATABASE=postgresql)
	@JOURNEYS="$(JOURNEYS)" DATABASE=$(DATABASE) $(BIN)/python -m tests.failpoints

mutants: $(VENV)/.mutants  ## mistakes made on purpose, and which test sees each: ten to twenty minutes
	@$(BIN)/python -m tests.mutants

image-test: $(VENV)/.dev  ## the image, built by buildah on a base made by debootstrap, and a picture ordered from it (root)
	@$(BIN)/python -m tests.image

attack: $(VENV)/.attack  ## what strangers, people, the provider and pictures could try: about ten minutes (ONLY=, DATABASE=postgresql, PROCESSES=)
	@ONLY="$(ONLY)" DATABASE=$(DATABASE) PROCESSES=$(PROCESSES) $(BIN)/python -m tests.attack

sbom: $(VENV)/.dev      ## what the bot is made of, from the lock, as CycloneDX; licences are checked
	@$(BIN)/python -m tests.sbom build/huabot.cdx.json

audit: $(VENV)/.dev     ## known vulnerabilities of the locked packages (asks an advisory service)
	@$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.txt || echo "It tells; whether that concerns the bot is yours to judge."

LOCK = $(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade \
	--extra plots --extra postgresql --group installer

lock: $(VENV)/.dev      ## pin the newest packages that pyproject.toml allows
	@$(LOCK) -o requirements.txt
	@$(LOCK) --extra dev -o requirements-dev.txt
	@echo "mutmut>=3.8,<4" | $(BIN)/uv pip compile -q - -c requirements-dev.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade -o requirements-mutants.txt
	@echo "atheris>=3,<3.1" | $(BIN)/uv pip compile -q - -c requirements-dev.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade -o requirements-attack.txt

clean:          ## remove the environment and what was made
	rm -rf $(VENV) build demo .mypy_cache .ruff_cache .pytest_cache .hypothesis

# pip's own progress is shown, because a first install takes a minute. The index is whatever pip is set up to use.
# pip is among the requirements, and setuptools goes: those that a Python brings along are as old as that Python.
define install
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --require-hashes -r $<
	@$(BIN)/python -m pip uninstall -qq --yes setuptools
	@touch $@
endef

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit("Huabot needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@echo "Making the environment in $(VENV) with $$($(PYTHON) -V) …"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt $(VENV)/pyvenv.cfg
	@echo "Installing what the bot needs …"
	$(install)

$(VENV)/.dev: requirements-dev.txt requirements.txt $(VENV)/pyvenv.cfg
	@echo "Installing what development needs …"
	$(install)
	@touch $(VENV)/.runtime

$(VENV)/.mutants: requirements-mutants.txt $(VENV)/.dev
	@echo "Installing what makes mutants …"
	$(install)

# A fuzzer that does not exist for every system; the attacks go without where it does not.
$(VENV)/.attack: requirements-attack.txt $(VENV)/.dev
	@echo "Installing a fuzzer …"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --require-hashes --only-binary :all: -r $< \
		|| echo "It is not to be had here: the parsers are fuzzed by hypothesis alone."
	@touch $@
