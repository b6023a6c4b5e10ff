# `make help` lists what there is. Everything runs in .venv, made on first use.
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# What Material for MkDocs says about the future of MkDocs is no news to whoever reads the guide.
export NO_MKDOCS_2_WARNING := 1

# What Python has compiled is kept, in one place, whatever this shell is set to: dozens of processes
# start in a test run, and each would compile every module anew.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.livedoc/pycache
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --no-compile --disable-pip-version-check
ADDRESS := 127.0.0.1:8000

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

## What a reader or a writer uses

.PHONY: serve
serve: $(if $(WATCH),.venv/dev,.venv/site) ## the guide with live preview on http://127.0.0.1:8000; needs no Docker, but with WATCH=1 runs edited examples
	@$(if $(WATCH),$(BIN)/livedoc watch -- )$(BIN)/python -m mkdocs serve --dev-addr $(ADDRESS)

.PHONY: site
site: .venv/site ## the guide as files in site/; stops at the first warning
	@$(BIN)/python -m mkdocs build --strict --clean

.PHONY: takeaway
takeaway: .venv/site browser site ## the site, and in site/takeaway/ a PDF for each language and an edition for use offline
	@$(BIN)/python -m takeaway site

.PHONY: test
test: ## prove every command of the guide on a real engine, and test all the rest; SHARD=1/4 a quarter of it
	@$(MAKE) -j2 .venv/dev browser
	@$(BIN)/python -m livedoc.host -- \
	  sh -ec '$(BIN)/livedoc images; exec $(BIN)/python -m pytest --numprocesses auto $(if $(SHARD),--shard $(SHARD))'

.PHONY: record
record: .venv/dev ## run what is stale, or EX=name, and keep what came back
	@$(BIN)/livedoc record $(EX)

.PHONY: lint
lint: .venv/dev ## check style, types, Dockerfiles, shell scripts, examples and workflows
	@$(BIN)/python scripts/lint.py

## The rest

.PHONY: dev
dev: .venv/dev ## the full development environment in .venv, with pre-commit hooks
	@! [ -d .git ] || $(BIN)/pre-commit install >/dev/null

.PHONY: audit
audit: test-cgroup2 lighthouse ## the slow checks

.PHONY: lighthouse
lighthouse: site browser ## measure the ten heaviest pages as a phone would load them; needs npx
	@$(BIN)/python scripts/lighthouse.py site

.PHONY: bench
bench: .venv/dev ## measure proving and building, each against something in the same run; ARGS=--help says more
	@$(BIN)/python -m bench $(ARGS)

.PHONY: mutants
mutants: .venv/dev ## break the examples in many ways: does the proof notice? ARGS=--help says more
	@$(BIN)/livedoc mutants $(ARGS)

.PHONY: flakes
flakes: .venv/dev ## run every example TIMES=10 times: are the results always equal?
	@$(BIN)/livedoc flakes --times $(or $(TIMES),10) $(EX)

.PHONY: kills
kills: .venv/dev ## kill recordings and test runs at TIMES=50 random moments: what do they leave?
	@$(BIN)/livedoc kills --times $(or $(TIMES),50)

.PHONY: test-cgroup2
test-cgroup2: .venv/dev ## prove the sandbox on cgroup v2, in a virtual machine
	@tests/cgroup2/run

.PHONY: snapshot
snapshot: .venv/site browser site ## the site and all of `make takeaway` as one file in snapshots/, named by date and commit
	@$(BIN)/python -m takeaway site --snapshot snapshots

.PHONY: social
social: .venv/dev browser ## draw the pictures that others show for links to pages, where a title has changed
	@$(BIN)/python scripts/social.py

.PHONY: lock
lock: ## write requirements/*.txt from *.in; UPGRADE=1 takes the newest versions
	@scripts/lock $(if $(UPGRADE),--upgrade)

.PHONY: clean
clean: ## remove what was built; .venv too
	@rm -rf .venv .livedoc site *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +

.PHONY: browser
browser:
	@scripts/browser

# Stamps, so that a second run starts at once.
.venv/bin/python:
	@scripts/venv

.venv/site: requirements/site.txt | .venv/bin/python
	@echo "installing what the site needs into .venv"
	@$(PIP) --require-hashes --requirement $<
	@touch $@

.venv/dev: requirements/dev.txt pyproject.toml | .venv/site
	@echo "installing the development environment into .venv"
	@$(PIP) --require-hashes --requirement $<
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
