"""Real statutes: ZORed, its amendment, and 27 others as plain text."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from kb.ingest import divide, extract
from kb.model import LocatorKind, Passage

OFFICIAL = Path(__file__).parents[2] / "../shared/data/official"
STATUTES = sorted((OFFICIAL / "statutes_txt").glob("*.txt"))
COUNTS = {"ZLS": 120, "URS": 178, "OZ": 1061, "ZDU_1": 90, "ZRacS_1": 48, "ZSS": 116, "ZVOP_2": 125, "SPZ": 273}

pytestmark = pytest.mark.skipif(not OFFICIAL.exists(), reason="ni zbirke ../shared/data/official")


def articles_of(path: Path) -> list[Passage]:
    return [passage for passage in divide(extract(path)) if passage.locator.kind is LocatorKind.ARTICLE]


def test_the_article_on_identity_is_found_in_zored() -> None:
    articles = {passage.locator.label(): passage for passage in articles_of(OFFICIAL / "zored/ZORed-2006.md")}
    assert len(articles) == 37
    article = articles["12. člen"]
    assert article.heading == "ugotavljanje istovetnosti"
    assert article.text.startswith("(1) Občinski redar ugotavlja istovetnost osebe")
    assert articles["10. člen"].heading == "vrste pooblastil – III. POOBLASTILA OBČINSKEGA REDARJA"


def test_the_amendment_of_zored_has_its_own_thirteen_articles() -> None:
    articles = articles_of(OFFICIAL / "zored/ZORed-A-2017.md")
    assert [passage.locator.number for passage in articles] == [str(number) for number in range(1, 14)]
    assert "»12. člen\n(ugotavljanje identitete)" in articles[3].text
    assert articles[12].heading == "KONČNA DOLOČBA"


@pytest.mark.parametrize("path", STATUTES, ids=lambda path: path.stem)
def test_every_statute_is_divided_into_articles_that_count_on(path: Path) -> None:
    numbers = [int(re.sub(r"\D", "", passage.locator.number)) for passage in articles_of(path)]
    assert len(numbers) == COUNTS.get(path.stem, len(numbers)) >= 40
    assert numbers[0] == 1
    backwards = sum(after < before for before, after in itertools.pairwise(numbers))
    assert backwards <= 3
