#!/usr/bin/env bash
# Makes .venv with what requirements.lock names, and kb in it. Needs Python 3.11 or newer; on Debian and
# Ubuntu, as root or with sudo, installs the system's own Python and its venv module where they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."

usable() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  local name
  for name in ${KB_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if usable "$name"; then echo "$name"; return 0; fi
  done
  return 1
}

if ! python=$(find_python); then
  echo "Installing Python and its venv module …"
  scripts/install.sh python3 python3-venv || true
  python=$(find_python) || {
    echo "kb needs Python 3.11 or newer with venv. On Debian or Ubuntu: apt-get install python3 python3-venv" >&2
    exit 1
  }
fi

echo "Setting up .venv with $("$python" --version) …"
rm -rf .venv
"$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
touch .venv/ready
