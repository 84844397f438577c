from __future__ import annotations

import pytest

from kb.legislation.citations import find_citations
from kb.legislation.spans import article_spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12. člen ZORed", [("12. člen ZORed", "12")]),
        ("ZORed", [("ZORed", "")]),
        ("21. in 29. členu ZLS", [("21.", "21"), ("29. členu ZLS", "29")]),
        (
            "prvega odstavka 11., 36. in 40. člena ZORed",
            [("prvega odstavka 11.", "11"), ("36.", "36"), ("40. člena ZORed", "40")],
        ),
        ("od 8. do vključno 11. člena ZORed", [("od 8.", "8"), ("11. člena ZORed", "11")]),
        ("46. do 57. člena ZP-1", [("46.", "46"), ("57. člena ZP-1", "57")]),
        ("12.a in 49. a člena ZLS", [("12.a", "12a"), ("49. a člena ZLS", "49a")]),
        ("2. točka 12. in 2. člena ZLS", [("2. točka 12.", "12"), ("2. člena ZLS", "2")]),
        ("člena 5 in 6 ZLS", [("člena 5 in 6 ZLS", "5")]),
    ],
)
def test_each_article_that_is_said_has_its_place(text: str, expected: list[tuple[str, str]]) -> None:
    (citation,) = find_citations(text)
    assert [(citation.text[start:end], article) for start, end, article in article_spans(citation)] == expected


@pytest.mark.parametrize(
    "text", ["12. " * 3_000 + "člen", "1. in " * 3_000 + "2. člen ZLS", "1., " * 3_000 + "9. člena"]
)
def test_any_citation_has_spans_in_order(text: str) -> None:
    for citation in find_citations(text):
        spans = article_spans(citation)
        assert all(0 <= start < end <= len(citation.text) for start, end, _ in spans)
        assert [start for start, _, _ in spans] == sorted({start for start, _, _ in spans})
