# make setup   the environment in .venv, from the hash-pinned lock (once; afterwards nothing needs a network)
# make demo    code the example reports and show what was found
# make test    the tests            make test-web  the pages in a browser
# make check   format, lint, types, import directions
# make fuzz    spoilt files and reports by the ten thousand   make faults   make supply   see RELIABILITY.md
# make bench   quality and speed    make docs    write the codebook's pages, check the documentation
# make site    the documentation as pages in site/, built strictly, without a network
# make transcripts   renew what the README shows, after a change of coding
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The stamp's name is a checksum of what was installed: an unchanged lock installs nothing again.
KEY := $(shell cat requirements.lock pyproject.toml | cksum | cut -d' ' -f1)
STAMP := $(VENV)/.installed-$(KEY)

.PHONY: setup demo test fuzz rest faults supply check format bench bench-packs bench-faults bench-scale docs site transcripts wheel-check lock clean

setup: $(STAMP)

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit("Tidings needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Try: make setup PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Could not make $(VENV): on Debian and Ubuntu, install python3-venv first."; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/.installed-*
	@touch $(STAMP)

demo: $(STAMP)
	@$(BIN)/tidings demo

test: $(STAMP)
	$(BIN)/python -m pytest -q

# Minutes for each of readers, coder and codebook; then thousands of cases of every property.
MINUTES ?= 10
fuzz: $(STAMP)
	$(BIN)/python reliability/fuzz.py --minutes $(MINUTES)
	TIDINGS_CASES=2000 $(BIN)/python -m pytest -q tests/hard/test_properties.py

# The pages in a real browser; needs Debian's chromium (apt-get install chromium). TIDINGS_SHOTS=1 renews docs/web.
test-web: $(STAMP)
	@command -v $${TIDINGS_CHROMIUM:-chromium} > /dev/null || { echo "No chromium: apt-get install chromium, or set TIDINGS_CHROMIUM."; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "playwright>=1.50"
	TIDINGS_WEB=1 $(BIN)/python -m pytest -q tests/web --force-enable-socket -p no:randomly -rs -s

# The REST interface under schemathesis (a test-only tool, fetched once) and the pages under odd addresses.
rest: $(STAMP)
	$(BIN)/python -c 'import schemathesis' 2> /dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check "schemathesis>=4.30"
	$(BIN)/python reliability/rest.py --cases 60

# Kills, full and read-only disks (needs root), many writers; then the tests of reading and keeping in other time zones.
faults: $(STAMP)
	$(BIN)/python reliability/faults.py
	TZ=Pacific/Auckland $(BIN)/python -m pytest -q tests/hard tests/store tests/ingest
	env -u TZ $(BIN)/python -m pytest -q tests/hard tests/store tests/ingest

# The bill of materials (CycloneDX) of what is installed, and the known weaknesses of it; both need a network.
supply: $(STAMP)
	$(BIN)/python -m pytest -q tests/hard/test_supply.py
	test -x .venv-supply/bin/pip-audit || { $(PYTHON) -m venv .venv-supply && .venv-supply/bin/python -m pip install --quiet pip-audit cyclonedx-bom; }
	mkdir -p dist && .venv-supply/bin/cyclonedx-py environment $(BIN)/python --of JSON -o dist/sbom.cdx.json
	.venv-supply/bin/pip-audit --path $$(echo $(VENV)/lib/python*/site-packages)

check: $(STAMP)
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks

bench: $(STAMP)
	$(BIN)/python benchmarks/bench.py

# Benchmarks on packs of marked texts, where they are at hand.
bench-packs: $(STAMP)
	@for file in $(wildcard benchmarks/quotes.py benchmarks/dates.py benchmarks/places.py); do $(BIN)/python $$file || exit 1; done

# Kills add and code at 50 random moments; each corpus must open and end as if nothing had happened.
bench-faults: $(STAMP)
	$(BIN)/python benchmarks/faults.py 50

# From files to events beside the bare language pipeline, for generated articles: make bench-scale ARTICLES=10000
ARTICLES ?= 1000
bench-scale: $(STAMP)
	$(BIN)/python benchmarks/scale.py $(ARTICLES)

docs: $(STAMP)
	$(BIN)/python -m tidings.codebook.pages docs/codebook
	$(BIN)/python scripts/data_pages.py
	TIDINGS_PAGES=1 $(BIN)/python -m pytest -q tests/docs tests/codebook/test_tools.py

site: $(STAMP)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --site-dir site
	@echo "Open     site/index.html"

# Writes into the README what its commands print today.
transcripts: $(STAMP)
	$(BIN)/python scripts/transcripts.py

# Builds the wheel, installs it into an empty environment, and runs the README's transcripts there; needs a package index.
wheel-check: $(STAMP)
	$(BIN)/python scripts/wheel_readme.py

# Renews requirements.lock; needs uv (https://docs.astral.sh/uv/) and a package index.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	    --no-annotate --no-header --quiet --upgrade -o requirements.lock

clean:
	rm -rf $(VENV) tidings-demo dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
