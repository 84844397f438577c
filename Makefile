# The ways in: `make run` and `make test` each do all of their own set-up.
PYTHON := .venv/bin/python
READY := .venv/ready

.PHONY: run test check soak quality lock translations pictures clean

run: $(READY)
	@.venv/bin/kb serve --load corpus --example "modra luč"

test: $(READY)
	@scripts/test_programs.sh
	@$(PYTHON) -m pytest -m "not soak" --numprocesses auto --dist loadfile

check: $(READY)
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

# Sets in the BEIR layout that kb is held against other engines on, where they are there.
SETS := $(wildcard ../shared/data/retrieval/*)

quality: $(READY)
	@.venv/bin/kb quality
	@$(PYTHON) -W ignore -m bench.quality --write docs/quality.md $(SETS)

soak: $(READY)
	@scripts/test_programs.sh
	@$(PYTHON) -m pytest -m soak

# All pictures of the pages and of the manual anew, also with the fonts of this machine; the tests take those that differ.
pictures: $(READY)
	@scripts/test_programs.sh
	@KB_PICTURES=1 $(PYTHON) -m pytest tests/browser/pictures

$(READY): requirements.lock pyproject.toml scripts/environment.sh
	@scripts/environment.sh

# Newest versions that pyproject.toml allows, with hashes, for every Python and system.
lock: $(READY)
	@scripts/lock.sh

translations: $(READY)
	@$(PYTHON) -m kb.web.catalogue

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
