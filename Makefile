# Reftel: everything that a checkout needs. `make demo` and `make test` set up what they use.

PYTHON ?= python3
SERVE ?= 1
PORT ?= 8390
FUZZ ?= --seconds 30 --keep .fuzz
BIN := .venv/bin
READY := .venv/ready

# The tests start many processes: each would compile the package anew.
unexport PYTHONDONTWRITEBYTECODE

BENCHMARKS := accuracy exchange fidelity gaps ingest killing linear merging network parse patterns search search_growth stages synthesize web web_pages

.PHONY: demo test test-slow fuzz lint format bench docs clean

$(READY): requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

demo: $(READY)        ## file the invented telegrams, search them, serve the reader (SERVE=0: do not serve)
	$(BIN)/reftel demo --port $(PORT) $(if $(filter 0,$(SERVE)),,--serve)

test: $(READY)        ## the tests, without the slow ones, on all cores
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

test-slow: $(READY)   ## the slow tests, on all cores
	$(BIN)/python -m pytest -n auto --dist worksteal -m slow

fuzz: $(READY)        ## search for inputs that break a law (FUZZ="--seconds 3600 --keep .fuzz": for an hour each)
	$(BIN)/python -c "import atheris" 2>/dev/null || $(BIN)/python -m pip install --quiet --only-binary :all: \
	  --disable-pip-version-check --retries 1 -r requirements-fuzz.txt || echo "atheris cannot be installed here"
	$(BIN)/python -m benchmarks.fuzz $(FUZZ)

lint: $(READY)        ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)      ## put the code in its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)       ## every benchmark, with small inputs
	for name in $(BENCHMARKS); do echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; done

docs: $(READY)        ## the pages that are made from the code
	$(BIN)/python -m reftel.check.page docs/rules.md
	$(BIN)/python -m reftel.reading.repairs docs/repairs.md
	$(BIN)/python -m reftel.sources.page docs/sources.md
	$(BIN)/python -m reftel.export.page docs/exports.md

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .fuzz reftel-demo
