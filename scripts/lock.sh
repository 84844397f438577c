#!/usr/bin/env bash
# Writes requirements.lock anew: pinned, with hashes, for Python 3.11 and newer on every system, naming no registry.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
.venv/bin/python -m pip install --quiet --disable-pip-version-check --target "$tools" uv
"$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
  --no-emit-index-url --no-emit-find-links --no-annotate --no-header --all-extras \
  --output-file requirements.lock pyproject.toml
