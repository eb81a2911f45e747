# Every target sets up what it needs: a virtual environment in .venv with the pinned, hash-checked packages.
# Needs Python 3.11 or newer (PYTHON=python3.12 make test chooses one) and make; nothing else.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: install demo run test lint bench lock clean

install: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "policywatch needs Python 3.11 or newer, this is " + sys.version.split()[0] + " (PYTHON=python3.12 make … chooses another)")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $(READY)

demo: $(READY)  ## a recorded fortnight of policy, on this machine, in under a minute
	@$(BIN)/policywatch demo

run: $(READY)  ## the service, with policywatch.toml of this folder (written on first use)
	@test -f policywatch.toml || $(BIN)/policywatch init
	$(BIN)/policywatch run

test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## every benchmark with its own defaults; `make bench ONLY=store` runs one
	@for one in bench/$(or $(ONLY),*).py; do echo "== $$one"; $(BIN)/python $$one || exit 1; done

lock: $(READY)  ## pins the newest versions that fit; needs uv (pip install uv)
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --upgrade \
		--group dev --extra postgresql pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv dist build bench/out
