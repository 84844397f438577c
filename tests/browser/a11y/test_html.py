"""Every type of page is valid HTML, as the Nu checker of the W3C judges."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.access.world import World
from tests.browser.a11y.pages import TYPES, address_of

pytestmark = pytest.mark.a11y

MEANT = ("“webkitdirectory” not allowed", "must not be used on a “t")
"""Folders are chosen with an attribute only browsers know; tables that become lists on a phone keep their roles."""


def test_pages_of_every_type_are_valid_html(world: World, signed_in: FlaskClient, vnu: Path, tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("Java is not installed")
    for name in TYPES:
        for language in ("", "/en"):
            if address := address_of(name, world, signed_in):
                with signed_in.get(language + address.removeprefix("/en")) as answer:
                    path = tmp_path / f"{name.replace(' ', '-')}{language.replace('/', '-')}.html"
                    path.write_bytes(answer.get_data())
    words = [java, "-jar", str(vnu), "--errors-only", "--format", "json", "--skip-non-html", str(tmp_path)]
    told = json.loads(subprocess.run(words, capture_output=True, encoding="utf-8", check=False).stderr)
    faults = [one for one in told["messages"] if not any(meant in one["message"] for meant in MEANT)]
    assert not faults, "\n".join(f"{one['url'].rpartition('/')[2]}: {one['message']}" for one in faults)
