PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
READY := .venv/.ready
# Material prints a notice about MkDocs 2, which constraints.txt keeps out.
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve test site check bench mutate clean

serve: $(READY)  ## the site with live reload, on PORT
	$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

test: $(READY)  ## style, types and all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

site: $(READY)  ## a strict build into site/
	$(BIN)/python scripts/build.py

check: $(READY)  ## the pages alone, without building the site
	$(BIN)/python scripts/check.py

bench: $(READY)  ## the build against its parts, and against mkdocs-jupyter
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/jupyter.py

mutate: $(READY)  ## every small wrong version of the ten pages; minutes
	$(BIN)/python scripts/mutate.py --json tests/data/mutation.json

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

clean:  ## what make made
	rm -rf .venv .cache site
