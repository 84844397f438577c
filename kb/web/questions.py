"""A question as an address: /iskanje?q=redar&komisija=k-redarstvo&leto=2018..2020&stran=2, and back again.

What an address cannot mean is left out, never an error: no number of a page, no order, no year.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from flask import request
from werkzeug.datastructures import MultiDict

from kb.library import Question, Sort
from kb.slovene.normal import tidy

LONGEST_SHOWN = 2_000
LONGEST_ORDERED = 10_000
MAX_PAGE = 100_000
MAX_CHOICES = 20
"""Values of one filter that are listened to."""

SORTS = {"ustreznost": Sort.RELEVANCE, "najnovejse": Sort.NEWEST, "najstarejse": Sort.OLDEST}
FILTERS = {"komisija": "bodies", "podrocje": "topics", "vrsta": "kinds"}
_NAMES = {order: name for name, order in SORTS.items()}
_SEARCH = "/iskanje"
_YEARS = re.compile(r"\d{4}(\.\.(\d{4})?)?|\.\.\d{4}", re.ASCII)
_SAFE = "!$'()*,/:;?@"
_NO_LETTERS = re.compile(r"[^\w.~-]+")
_SLUG = re.compile(r"[\w.-]{1,100}")


def question_of(args: MultiDict[str, str], *, per_page: int = 10) -> Question:
    """Gives the question that the parameters `args` of an address ask."""
    typed = args.get("q", "")
    # What is far too long is refused by its length; bringing it into order first would cost more than a search.
    text = one_line(typed) if len(typed) <= LONGEST_ORDERED else typed
    chosen: dict[str, Any] = {field: _slugs(args.getlist(name)) for name, field in FILTERS.items()}
    order = SORTS.get(args.get("razvrsti", ""), Sort.RELEVANCE)
    if not text and order is Sort.RELEVANCE:
        order = Sort.NEWEST
    return Question(
        text=text,
        **chosen,
        years=years_of(args.get("leto", "")),
        sort=order,
        exactly=args.get("samo", "") == "1",
        page=page_of(args.get("stran", "")),
        per_page=per_page,
    )


def one_line(text: str) -> str:
    """Gives what was typed as one line of NFC text without control characters."""
    return " ".join(tidy(text).split())


def years_of(text: str) -> str:
    """Gives the years as a filter takes them, "2018", "2018..2020", "2018.." or "..2020"; "" for anything else."""
    text = text.strip()
    return text if _YEARS.fullmatch(text) else ""


def page_of(text: str) -> int:
    """Gives the number of a page, 1 where the text is none: "3" → 3, "-3" → 1, "tri" → 1."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        return 1
    return min(max(int(digits), 1), MAX_PAGE)


def _slugs(values: list[str]) -> tuple[str, ...]:
    known = [value.strip() for value in values if _SLUG.fullmatch(value.strip())]
    return tuple(dict.fromkeys(known))[:MAX_CHOICES]


def parameters(question: Question) -> dict[str, Any]:
    """Gives the parameters of the address that asks `question`, without those that say nothing."""
    natural = Sort.RELEVANCE if question.text else Sort.NEWEST
    all_of_them: dict[str, Any] = {
        "q": question.text,
        **{name: list(getattr(question, field)) for name, field in FILTERS.items()},
        "leto": question.years,
        "razvrsti": "" if question.sort is natural else _NAMES[question.sort],
        "samo": "1" if question.exactly else "",
        "stran": question.page if question.page > 1 else "",
    }
    return {name: value for name, value in all_of_them.items() if value}


def address_of(question: Question, **changes: Any) -> str:
    """Gives the address that asks `question` with `changes`, on its first page unless that is changed."""
    changed = replace(question, **({"page": 1} | changes))
    asked = "&".join(f"{name}={quoted(value)}" for name, value in parameter_pairs(changed))
    return f"{request.script_root}{_SEARCH}{f'?{asked}' if asked else ''}"


@lru_cache
def quoted(value: str | int) -> str:
    """Gives a value as the address of a link has it: letters stay as they are, as a browser sends them itself.

    "obča & š" → "obča+%26+š". A page of results has a hundred addresses of nearly the same values.
    """
    return _NO_LETTERS.sub(lambda found: quote_plus(found[0], safe=_SAFE), str(value))


def kept_beside_text(question: Question) -> list[tuple[str, str]]:
    """Gives the parameters that a search box sends along unseen, so that filters and order outlive a new text."""
    kept = parameter_pairs(replace(question, page=1, exactly=False))
    return [(name, value) for name, value in kept if name != "q"]


def kept_beside_filter(question: Question, name: str) -> list[tuple[str, str]]:
    """Gives the parameters that one more value of the filter `name` is sent along with; years take each other's place.

    The page is left out, because fewer are found.
    """
    kept = parameter_pairs(replace(question, page=1))
    return [(each, value) for each, value in kept if (each, name) != ("leto", "leto")]


def parameter_pairs(question: Question) -> list[tuple[str, str]]:
    """Gives the parameters of the address that asks `question` one by one, as a form sends them unseen."""
    pairs = parameters(question).items()
    return [(name, one) for name, value in pairs for one in (value if isinstance(value, list) else [value])]


def asked_here() -> str:
    """Gives the text of the question in the present address, for a search box; of a long one the beginning."""
    return one_line(request.args.get("q", "")[:LONGEST_SHOWN])
