# Karum. `make` lists what can be made; `make run` starts the demo hub at http://127.0.0.1:8000.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin

.PHONY: help run test check bench bench-shop docs messages screenshots format clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/ready-run ## Start the whole hub with demo firms (PORT, KARUM_DATA, DATABASE_URL, ... in docs/reference/settings.md)
	@exec $(BIN)/karum run

test: .venv/ready-dev ## Run all tests on real PostgreSQL and real Chromium
	@.ci/chromium
	$(BIN)/python -m pytest $(TESTS)

check: .venv/ready-dev ## Check style, types, layers, templates, dependencies, spelling and translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --cache-dir .import_linter_cache
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet src
	$(BIN)/deptry src
	$(BIN)/codespell
	$(BIN)/python -m tools.catalogues

bench: .venv/ready-dev ## Measure: orders, pages, search, landed cost, memory, start (a table, and JSON in bench/out/)
	$(BIN)/python -m bench

bench-shop: .venv/ready-dev ## Measure what buyers get: pages under load, on a bad line, Lighthouse, memory
	@.ci/chromium
	$(BIN)/python -m bench pages memory shop

docs: .venv/ready-dev ## Build the manual into docs/_build/html
	$(BIN)/python -m karum.site.reference
	$(BIN)/python -m sphinx -q -W -b html docs docs/_build/html
	@echo "The manual is at docs/_build/html/index.html"

messages: .venv/ready-dev ## Bring the translation files (.po) up to date with the texts in the program
	$(BIN)/python -m tools.messages

screenshots: .venv/ready-dev ## Take pictures of every screen from a running demo hub (phone, desk, light, dark, both directions)
	$(BIN)/python -m docs.screenshots

format: .venv/ready-dev ## Format Python and templates
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .

clean: ## Remove what was built (.venv, caches); the hub's data in .karum stays
	rm -rf .venv docs/_build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src -name '*.mo' -delete
	find src tests bench -name __pycache__ -prune -exec rm -rf {} +

# The two stamps: what running needs, and what building and testing needs on top of it.
.venv/ready-run: requirements.lock .ci/setup
	@.ci/setup run

.venv/ready-dev: requirements-dev.lock .ci/setup
	@.ci/setup dev
