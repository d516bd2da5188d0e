# make setup   installs the pinned parts and builds what browsers load
# make run     starts Sotto, its worker, a demo site and a demo vendor; Ctrl-C stops all of them
# make test    checks and tests everything
# make bench   measures the patient door beside a bare Flask route, and what the desk costs
# make bench-health  measures the health detector: how often it is right, its size, what a key press costs
# make points  learns anew what words weigh, after a change of the corpus or the lists
# make images  makes the README's pictures from the running demo
# make lock    pins the parts anew after a change of requirements*.in or package.json

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input
SOURCES := $(shell find static -path static/built -prune -o -type f -print)
LISTS := $(shell find widget/health/lists -type f)

export PIP_ROOT_USER_ACTION := ignore
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: setup run test check bench bench-health points images lock tools

setup: .venv/.installed node_modules/.installed static/built/manifest.json
	@echo "Set up."

run: setup
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m scripts.run

test: setup .venv/.installed-dev
	@scripts/programs.sh chromium firefox-esr
	@echo "Checks: ruff, mypy, tsc."
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@node_modules/.bin/tsc --project jsconfig.json
	@echo "Tests: node --test, pytest."
	@node --test --test-reporter=dot tests/js/
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m pytest

bench: setup .venv/.installed-dev
	@scripts/programs.sh wrk chromium
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m bench
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m bench.desk

bench-health: setup .venv/.installed-dev
	@scripts/programs.sh chromium
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m bench.health $(DEV)

points: setup .venv/.installed-dev
	@$(BIN)/python -m scripts.health.train
	@$(BIN)/python -m widget.health.compiler

images: setup .venv/.installed-dev
	@scripts/programs.sh chromium
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m scripts.images

lock: .venv/.installed-dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements-dev.in -o requirements-dev.txt
	npm install --package-lock-only --ignore-scripts

tools:
	@scripts/tools.sh $(PYTHON)

.venv/.installed: requirements.txt | tools
	@echo "Python: the pinned parts of requirements.txt into .venv, hashes checked."
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "Python: the parts that checks and tests need, hashes checked."
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

node_modules/.installed: package-lock.json | tools
	@echo "Node.js: the pinned parts of package-lock.json into node_modules, no install scripts."
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

static/health/data.json: $(wildcard widget/health/*.py) $(LISTS) | .venv/.installed
	@echo "Detector: the lists of widget/health/lists into static/health/data.json."
	@$(BIN)/python -m widget.health.compiler

static/built/manifest.json: build.mjs node_modules/.installed static/health/data.json $(SOURCES)
	@echo "Browser: one file per entry into static/built."
	@node build.mjs
