# Every command of this project. `make` alone lists them.
#
# PYTHON names the Python that .venv is made with; PORT and HOST say where `make run` serves;
# ARGS is handed to pytest: make test ARGS="tests/sources -k roles".

PYTHON ?= python3
export PYTHON
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test check format bench pins clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## serve the blog at http://127.0.0.1:8000 (PORT, HOST); Ctrl-C stops it
	@tools/venv requirements.txt
	@exec $(BIN)/flask --app wsgi serve

test: ## run every test, browser and both databases included (ARGS: pytest's arguments)
	@tools/venv requirements-dev.txt
	@exec $(BIN)/python -m tests $(ARGS)

check: ## check format, lint, types, templates, import order, migrations: all that is not a test
	@tools/venv requirements-dev.txt
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python -m pytest -p no:cacheprovider tests/test_architecture.py tests/test_tree.py tests/test_migrations.py

format: ## format the code as `make check` wants it
	@tools/venv requirements-dev.txt
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: ## run the benchmarks and print them as tables (ARGS: which, such as verdicts)
	@tools/venv requirements-dev.txt
	@exec $(BIN)/python -m benchmarks $(ARGS)

pins: ## pin the newest versions in the ranges of requirements.in and requirements-dev.in
	@tools/venv requirements-dev.txt
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/pins.py

clean: ## remove what was made: .venv, caches; the blog's own data in instance/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
