#!/usr/bin/env bash
# The programs that tests use beside Python: installed where this user may, else named; the tests that need them are skipped.
set -uo pipefail
cd "$(dirname "$0")/.."
# The provider that signing in with OpenID Connect is tested against; nothing of it is needed to run kb.
if command -v node >/dev/null && command -v npm >/dev/null && [ ! -d .oidc/node_modules/oidc-provider ]; then
  mkdir -p .oidc && npm install --prefix .oidc --no-save --no-package-lock --no-audit --no-fund --silent "oidc-provider@^9" >/dev/null 2>&1 \
    || echo "Not installed: oidc-provider (npm). The tests that need it are skipped by name."
fi
# What judges the pages: axe-core, and the checker of HTML of the W3C, which needs Java.
if command -v npm >/dev/null && { [ ! -d .a11y/node_modules/axe-core ] || [ ! -d .a11y/node_modules/vnu-jar ]; }; then
  mkdir -p .a11y && npm install --prefix .a11y --no-save --no-package-lock --no-audit --no-fund --silent "axe-core@^4" vnu-jar >/dev/null 2>&1 \
    || echo "Not installed: axe-core, vnu-jar (npm). The tests that need them are skipped by name."
fi
packages=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || packages+=(chromium)
{ command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx slv; } || packages+=(tesseract-ocr tesseract-ocr-slv)
command -v soffice >/dev/null || packages+=(libreoffice-writer-nogui libreoffice-impress-nogui)
[ ${#packages[@]} -eq 0 ] && exit 0
echo "Installing for the tests: ${packages[*]} …"
scripts/install.sh "${packages[@]}" || echo "Not installed (root or sudo is needed): ${packages[*]}. Tests that need them are skipped by name."
