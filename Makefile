# Wian: `make run` and `make test` set up all that they need.
PYTHON := .venv/bin/python
SETUP := sh scripts/setup.sh
# Two at a time suits the smallest machine; name another number with JOBS=8.
JOBS ?= 2
# Options of the training, such as TRAIN="--fonts FOLDER --seed 2".
TRAIN ?=

.DEFAULT_GOAL := help
.PHONY: help run test check bench train setup setup-test lock screenshots words format

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null \
		|| sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1: \2/p' Makefile

run: setup ## start the office on this machine: web, worker, scheduler
	@exec $(PYTHON) run.py

test: setup-test check ## set up, check and run every test
	$(PYTHON) -m pytest -n $(JOBS) --dist loadscope --no-loadscope-reorder

check: setup-test ## linters, types and directions of imports
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports

format: setup-test ## put the code into its one form
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

bench: setup-test ## measure speed and memory; prints every figure
	$(PYTHON) -m tests.bench

screenshots: setup-test ## take the pictures of docs/ anew
	$(PYTHON) -m scripts.screenshots
	$(PYTHON) -m scripts.papers
	$(PYTHON) -m scripts.registers_on_paper

words: setup-test ## gather what the screen says into the catalogues of its English
	$(PYTHON) -m scripts.words

train: ## train the recogniser in an environment of its own (.venv-train)
	@$(SETUP) train
	.venv-train/bin/python -m pip install --disable-pip-version-check -e '.[train]'
	.venv-train/bin/python -m ingest.training $(TRAIN)

setup: ## set up what running needs: .venv from requirements.run.lock
	@$(SETUP) run

setup-test: ## set up what testing needs too: more packages, PostgreSQL, Redis, Chromium
	@$(SETUP) test

lock: ## renew both lock files from setup.cfg (needs the program uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --fork-strategy fewest \
		--extra server --extra test setup.cfg -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --fork-strategy fewest \
		--extra server -c requirements.lock setup.cfg -o requirements.run.lock
