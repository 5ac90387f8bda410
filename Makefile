PYTHON ?= python3
PORT ?= 8000
# Where pip looks for PyTorch beside its usual place: https://download.pytorch.org/whl/cpu has builds
# without CUDA.
TORCH_INDEX ?=
BIN := .venv/bin
READY := .venv/.ready
# Material prints a notice about MkDocs 2, which constraints.txt keeps out.
export NO_MKDOCS_2_WARNING := 1

ifeq ($(OS),Windows_NT)
$(error Windows is not supported: use Linux, macOS, or Linux in Windows (WSL))
endif

.PHONY: serve free test test-all plugins libraries site verify check bench mutate nested records axe shots faults fuzz help clean

serve: free $(READY)  ## the site with live reload, on PORT (8000)
	$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

free:  ## whether PORT is free; `make serve` asks first
	@$(PYTHON) src/actbook/hosts/port.py $(PORT)

test: $(READY)  ## style, types and all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

test-all: axe test plugins mutate nested records faults fuzz bench  ## what takes longer too
	ACTBOOK_PAGES=all $(BIN)/pytest tests/test_reader.py

faults: $(READY)  ## builds that are ended at 200 moments, and all else that may befall one
	ACTBOOK_KILLS=200 $(BIN)/pytest tests/faults

fuzz: $(READY)  ## ten thousand texts of each kind: read and woven, or refused in a sentence
	ACTBOOK_FUZZ=10000 $(BIN)/pytest tests/faults/test_fuzz.py

axe:  ## axe-core for the tests of accessibility, where npm is found
	@npm install --silent --no-save --prefix .cache/axe axe-core@4.10.2 || echo "no axe-core: skipped"

shots: $(READY)  ## all pages of site/ in light, dark and on a phone: .cache/shots/index.html
	$(BIN)/python scripts/shots.py

nested: $(READY)  ## how much is proved of forty nested functions, and what it costs
	$(BIN)/python benchmarks/nested.py

plugins: $(READY)  ## beside the plugins of other sites, which are installed for it
	$(BIN)/python -m pip install --quiet -c constraints.txt -c constraints-plugins.txt -e ".[plugins]"
	$(BIN)/pytest tests/test_plugins.py

libraries: $(READY)  ## libraries that are installed for it, against what is recorded of them
	$(BIN)/python -m pip install --quiet $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) -c constraints.txt -c constraints-libraries.txt -e ".[libraries]"
	$(BIN)/pytest tests/test_adapters.py tests/test_libraries.py tests/test_onnx.py
	$(BIN)/actbook record --libraries --check

records: $(READY)  ## the recorded experiments again, as other processors would run them
	$(BIN)/python scripts/record.py --check --processors

site: $(READY)  ## a strict build into site/
	$(BIN)/python scripts/build.py

verify: $(READY)  ## what site/ calls proved, proved again by one file that stands alone
	$(BIN)/python src/actbook/verify.py site

check: $(READY)  ## the pages alone, without building the site
	$(BIN)/python scripts/check.py

bench: $(READY)  ## the build against its parts, and against mkdocs-jupyter
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/jupyter.py

mutate: $(READY)  ## every small wrong version of the pages; takes long
	$(BIN)/python tests/mutate.py --json tests/data/mutation.json

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) scripts/install.py --torch-index "$(TORCH_INDEX)"
	@touch $@

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "variables: PORT=8001, PYTHON=python3.12, TORCH_INDEX=https://download.pytorch.org/whl/cpu"

clean:  ## what make made
	rm -rf .venv .cache site
