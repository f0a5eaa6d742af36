# What README names. Needs Python 3.11 or newer and make; all else goes into .venv, which may be deleted at any time.
SHELL := /bin/sh
BIN := .venv/bin

.PHONY: help demo test lint schema bench docs pins clean

help:
	@echo "make demo     the whole path on a small newsroom, in demo-newsroom/"
	@echo "make test     the tests, on SQLite and PostgreSQL      (ARGS='-k claim' for some of them)"
	@echo "make lint     style, types, layers, documentation"
	@echo "make schema   the migrations, up, down and against the models"
	@echo "make bench    the measures of docs/measures.md"
	@echo "make docs     writes the generated pages of docs/ again"
	@echo "make pins     resolves the dependencies anew (needs uv)"

# Two sets of dependencies, pinned by hash: what running needs, and that with everything for development.
.venv/run.stamp: constraints-run.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh constraints-run.txt
	@touch $@

.venv/all.stamp: constraints.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh constraints.txt
	@touch .venv/run.stamp $@

demo: .venv/run.stamp
	@$(BIN)/translate-flow demo demo-newsroom --again

test: .venv/all.stamp
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tools/postgres.sh
	@sh tools/packages.sh WordPress wordpress php-cli php-mysql php-xml php-mbstring mariadb-server-core mariadb-client-core
	@sh tools/packages.sh "OmegaT, gettext, LibreOffice and Chromium" omegat gettext libreoffice-writer libreoffice-calc chromium
	$(BIN)/python -m pytest -n 2 $(ARGS)

lint: .venv/all.stamp
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/_reference.py --check

schema: .venv/all.stamp
	sh tools/schema.sh $(BIN)/translate-flow

bench: .venv/all.stamp
	$(BIN)/python -m bench $(ARGS)

docs: .venv/all.stamp
	$(BIN)/python docs/_reference.py

# hatchling and editables build the package without fetching a builder of their own.
pins:
	printf 'hatchling>=1.27,<2\neditables>=0.5,<0.6\n' | uv pip compile --universal --generate-hashes --no-header \
	  --all-extras --python-version 3.11 pyproject.toml - -o constraints.txt
	printf 'hatchling>=1.27,<2\neditables>=0.5,<0.6\n' | uv pip compile --universal --generate-hashes --no-header \
	  --python-version 3.11 -c constraints.txt pyproject.toml - -o constraints-run.txt

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
