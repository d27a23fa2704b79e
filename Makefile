# `make` lists the commands. Works with any make of the last fifteen years; needs no root.
.DEFAULT_GOAL := help
.PHONY: help setup chat test check bench bench-scale evaluate faults mutants lock clean

# Only the command line changes these: PORT and HOST are often set in an environment for something else.
PORT = 7860
HOST = 127.0.0.1
ACCESS =
PYTHON ?=
EXTRAS =
ARGS =
export PYTHON EXTRAS
CANDOUR_HOME ?= .candour

help: ## this list
	@echo "Candour: answers about filled-in self-assessments, each sentence with its source."
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile
	@echo
	@echo "  EXTRAS=openai (or anthropic, ollama) also installs what a language model of that provider needs."
	@echo "  PORT=8123 changes the port of make chat; PYTHON=python3.12 names the Python; ARGS='-k words' goes to pytest."

setup: ## the private environment .venv, so that .venv/bin/candour works
	@scripts/setup.sh

chat: ## everything: environment, the shipped assessments, the web chat on http://127.0.0.1:7860
	@scripts/port.sh "$(HOST)" "$(PORT)" "$(ACCESS)"
	@scripts/setup.sh
	@CANDOUR_HOME="$(CANDOUR_HOME)" .venv/bin/candour ingest --if-needed corpus/assessments
	@echo "Starting the web chat on http://$(HOST):$(PORT)/ (Ctrl+C stops it) ..."
	@CANDOUR_HOME="$(CANDOUR_HOME)" exec .venv/bin/candour serve --host "$(HOST)" --port "$(PORT)" $(if $(ACCESS),--access "$(ACCESS)")

test: ## all tests, a real Chromium included
	@scripts/setup.sh dev
	@CANDOUR_CHROMIUM=$$(scripts/chromium.sh) && export CANDOUR_CHROMIUM && exec .venv/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

check: ## lint, format, types and import direction in one go
	@scripts/setup.sh dev
	@scripts/check.sh

bench: ## speed and memory on this machine, in a temporary folder
	@scripts/setup.sh
	@exec .venv/bin/candour eval bench

bench-scale: ## the same at 100, 1,000 and 10,000 organizations (some minutes)
	@scripts/setup.sh
	@CANDOUR_HOME="$(CANDOUR_HOME)" exec .venv/bin/candour eval bench-scale $(ARGS)

evaluate: ## the whole offline evaluation, with baselines, and its report
	@scripts/setup.sh
	@CANDOUR_HOME="$(CANDOUR_HOME)" exec .venv/bin/candour eval run $(ARGS)

faults: ## seeded faults, one at a time: does the evaluation notice? (an hour or less; not part of make test)
	@scripts/setup.sh dev
	@exec .venv/bin/python -m evals.faults $(ARGS)

mutants: ## small changes of the scoring code: do its tests notice? (not part of make test)
	@scripts/setup.sh dev
	@scripts/mutants.sh

lock: ## new versions of all packages into the two locks
	@scripts/setup.sh dev
	@UV=.venv/bin/uv sh requirements/lock.sh

clean: ## away with .venv and all caches (not with .candour, which holds your documents)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist mutants
	@find corpus index assistant evals tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Removed .venv and caches. What you ingested is still in .candour; to delete it too: rm -r .candour"
