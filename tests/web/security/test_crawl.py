"""A bounded walk over all pages as each role, with hostile values in every form: no fault, no broken link, no leak."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from kb.config import Settings
from kb.library import open_library
from kb.web import create_app
from tests.web.accounts.conftest import Browser
from tests.web.security.conftest import ROLES, stock
from tests.web.security.crawling import Crawler, seeds_of

PAGES = 150
"""Addresses that each role asks for."""


@pytest.mark.parametrize("role", ROLES)
def test_nothing_breaks_whatever_is_followed_and_typed(
    guarded_app: Flask, enter: Callable[[str], Browser], role: str
) -> None:
    crawler = Crawler(enter(role), random.Random(f"seme {role}"), PAGES)
    crawler.run(seeds_of(guarded_app))
    assert crawler.faults == []
    assert len(crawler.asked) > 100
    assert crawler.sent > 0


@pytest.mark.parametrize("role", ["staff", "administrator"])
def test_nothing_breaks_whatever_is_sent_with_a_right_mark(tmp_path: Path, role: str) -> None:
    stock(tmp_path / "data", tmp_path / "files")
    with open_library(Settings(home=tmp_path / "data")) as library:
        app = create_app(library, per_page=3)
        browser = Browser(app.test_client())
        assert browser.sign_in(f"{role}@obcina.si").status_code == 303
        crawler = Crawler(browser, random.Random(f"seme {role}"), PAGES, posts=True)
        crawler.run(
            [address for address in seeds_of(app) if "/delo/" in address or "/moj" in address or "upor" in address]
        )
        # A link may lead to what was removed meanwhile.
        assert [fault for fault in crawler.faults if not fault.startswith("40")] == []
