# Two commands do all: `make demo` and `make test`. Each sets up what it needs in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RULES := rules
# The peers have an environment of their own: Annif pins older packages than Alignment uses.
PEERS := .venv-compare
# What explanations are compared with pulls in much that Alignment does not need.
RIVALS := .venv-faithful
CASES ?= ../shared/evaluation/cases.jsonl

.PHONY: setup demo ui test lint types imports unit browser bench load screens compare compare-small faithful frequencies lock clean

setup: $(VENV)/.ready

# Hash-pinned packages only; the project itself is installed as an editable link to this folder. The last line lets the dictionaries
# be prepared now, once, instead of at the first run.
$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -c 'from alignment.text.lemmas import lemma; [lemma("satamassa", language) for language in ("fi", "sv", "en")]'
	touch $@

# One of the samples is broken on purpose, so the command ends with 1: "finished, but some input had problems".
demo: setup
	mkdir -p build
	$(BIN)/alignment check $(addprefix sample_applications/,round-2023.xlsx form.xlsx parallel.jsonl broken.xlsx) \
		--report build/report.xlsx || test $$? -eq 1

ui: setup
	$(BIN)/alignment ui

test: lint types imports unit browser

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

# Two processes, each with whole files, for the tests of a file share fixtures.
unit: setup
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --cov --cov-report=term --ignore tests/browser

# Alone, for a server, its processes and a browser share the machine. They drive Debian's Chromium; without one they are skipped,
# unless ALIGNMENT_BROWSER_NEEDED is set.
browser: setup
	$(BIN)/python -m pytest tests/browser

# Speed and memory, as ratios and seconds; not a test, for machines differ.
bench: setup
	$(BIN)/python tests/bench.py

# Many people on the screen at once: seconds from the press to the answer, and memory; not a test either.
load: setup
	$(BIN)/python -m tests.load

# Every page, light, dark and on a phone, into build/screens; and the pictures of the README. Needs Chromium.
screens: setup
	$(BIN)/python -m tests.browser.screens

# Alignment beside its peers on the same labelled cases: a table, build/compare.json and a chart. Some minutes; needs CASES.
compare: setup $(PEERS)/.ready
	$(BIN)/python -m tests.compare $(CASES)

# The same on a few invented cases: shows that it works.
compare-small: setup $(PEERS)/.ready
	$(BIN)/python -m tests.compare --small

# The lock names all there is, and of most packages little is ever imported: nothing to resolve, nothing to compile ahead.
$(PEERS)/.ready: tests/compare/requirements.lock
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes --requirement $<
	touch $@

# Deletion tests of the explanations against LIME and eli5: a table, build/faithful.json and a chart. An hour for the invented round;
# ROUND=FILE takes other applications, MOST=N so many of them.
faithful: $(RIVALS)/.ready
	$(RIVALS)/bin/python -W ignore -m tests.faithful $(ROUND) $(if $(MOST),--most $(MOST))

# LIME is published as source only, so pip fetches what builds it beside the pinned packages.
$(RIVALS)/.ready: tests/faithful/requirements.lock
	$(PYTHON) -m venv $(RIVALS)
	$(RIVALS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	touch $@

# Count the document frequencies anew after a change of rules/reference/texts.jsonl.
frequencies: setup
	$(BIN)/python -m alignment.evaluation.frequencies $(RULES)

# Pin the newest versions that pyproject.toml allows (needs uv).
lock:
	uv pip compile --upgrade --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 \
		--extra dev pyproject.toml --output-file requirements.lock
	uv pip compile --upgrade --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 \
		--group compare --output-file tests/compare/requirements.lock
	uv pip compile --upgrade --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 \
		--extra faithful pyproject.toml --output-file tests/faithful/requirements.lock

clean:
	rm -rf $(VENV) $(PEERS) $(RIVALS) build .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis
