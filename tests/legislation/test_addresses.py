"""Addresses of articles and of the gazette, and how an act and its articles are cited."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.legislation.addresses import ArticleAddress, cited_as, gazette_issue, gazette_text, read_address
from kb.legislation.register import Act

READ = [
    ("art_12", ArticleAddress("12")),
    ("art_12a", ArticleAddress("12a")),
    ("art_12-2", ArticleAddress("12", again=2)),
    ("art_12a__para_2", ArticleAddress("12a", part="__para_2")),
    ("art_12__para_2__point_3__letter_b", ArticleAddress("12", part="__para_2__point_3__letter_b")),
    ("art_12__para_1__point_6-8-1", ArticleAddress("12", part="__para_1__point_6-8-1")),
    ("12", ArticleAddress("12")),
    ("12a", ArticleAddress("12a")),
    ("12.a", ArticleAddress("12a")),
    ("12.A", ArticleAddress("12a")),
    ("12.", ArticleAddress("12")),
    ("12. člen", ArticleAddress("12")),
    ("12.a člen", ArticleAddress("12a")),
    ("clen-12", ArticleAddress("12")),
    ("clen-12a", ArticleAddress("12a")),
    ("clen-12-2", ArticleAddress("12", again=2)),
    ("člen 12", ArticleAddress("12")),
    ("012", ArticleAddress("12")),
]
UNREAD = [
    "",
    "0",
    "art_",
    "art_0",
    "art_12__nothing",
    "art_12__foo_1",
    "art_12__para_",
    "art_12__para_1<script>",
    "primerjava",
    "12345",
    "art_12/../13",
    "-12",
    "9" * 5000,
    "art_1" + "__para_1" * 500,
    "٣",
    "art_12\n",
]


@pytest.mark.parametrize(("text", "address"), READ)
def test_an_article_is_read_from_its_address_and_from_what_people_write(text: str, address: ArticleAddress) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize("text", UNREAD)
def test_what_names_no_article_is_none(text: str) -> None:
    assert read_address(text) is None


@pytest.mark.parametrize(("text", "address"), READ)
def test_an_address_leads_back_to_itself(text: str, address: ArticleAddress) -> None:
    assert read_address(address.whole) == address
    assert address.whole == address.article + address.part


@pytest.mark.parametrize(
    ("number", "page"), [("139/06", "2006139"), ("9/17", "20179"), ("33/91", "199133"), ("", ""), ("x/17", "")]
)
def test_an_issue_of_the_gazette_has_an_address(number: str, page: str) -> None:
    told = gazette_issue(number)
    assert told == (f"https://www.uradni-list.si/glasilo-uradni-list-rs/celotno-kazalo/{page}" if page else "")


def test_the_text_of_an_act_has_an_address_where_its_sop_is_known() -> None:
    assert gazette_text("2006-01-6040") == "https://www.uradni-list.si/1/objava.jsp?sop=2006-01-6040"
    assert gazette_text("") == ""


@pytest.mark.parametrize(
    ("acronym", "gazette", "article", "cited"),
    [
        ("ZORed", "139/06, 9/17 – ZORed-A", "12", "12. člen ZORed (Uradni list RS, št. 139/06 in 9/17)"),
        ("ZORed", "139/06, 9/17 – ZORed-A", "12a", "12.a člen ZORed (Uradni list RS, št. 139/06 in 9/17)"),
        ("ZORed", "139/06", "", "ZORed (Uradni list RS, št. 139/06)"),
        (
            "ZInfP",
            "113/05, 51/07 – ZUstS-A",
            "2",
            "2. člen ZInfP (Uradni list RS, št. 113/05 in 51/07 – ZUstS-A)",
        ),
        ("ZPsi", "", "1", "1. člen ZPsi"),
    ],
)
def test_an_article_is_cited_as_the_gazette_does(acronym: str, gazette: str, article: str, cited: str) -> None:
    assert cited_as(Act(acronym, "Zakon", gazette, checked_on=dt.date(2026, 1, 1)), article) == cited
