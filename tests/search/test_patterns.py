"""No regular expression of search, Slovene or law takes more than linear time, whatever is typed or read."""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._constants as codes  # type: ignore[import-untyped]
import re._parser as parser  # type: ignore[import-untyped]
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

import kb.legislation
import kb.search
import kb.slovene

SIZE = 200_000
SHORT = 8_000
ORDINALS = ("1. ", "12.a člen, ", "1")
OTHERS = (*"aZč \n.-(*_", "Zor", "a-", "– ", "»a", '"', "a:", "IV", "redar ", "1. in ", "139/06, ", "1.")
ENDS = ("", "a", "!")


def _modules() -> Iterator[Any]:
    for package in (kb.legislation, kb.search, kb.slovene):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def _patterns_in(value: object, depth: int = 4) -> Iterator[re.Pattern[str]]:
    """Gives the patterns in a value of a module, those in tables and values of its own too."""
    if isinstance(value, re.Pattern):
        yield value
        return
    inner: Any = ()
    if isinstance(value, dict):
        inner = (*value, *value.values())
    elif isinstance(value, tuple | list | set | frozenset):
        inner = value
    elif is_dataclass(value) and not isinstance(value, type):
        inner = [getattr(value, each.name) for each in fields(value)]
    for part in inner if depth else ():
        yield from _patterns_in(part, depth - 1)


def _all_patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    seen = set()
    for module in _modules():
        for name, value in vars(module).items():
            for number, pattern in enumerate(_patterns_in(value)):
                if (pattern.pattern, pattern.flags) not in seen:
                    seen.add((pattern.pattern, pattern.flags))
                    found[f"{module.__name__}.{name}[{number}]"] = pattern
    return found


PATTERNS = _all_patterns()


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 100
    assert {name.split(".")[1] for name in PATTERNS} == {"legislation", "search", "slovene"}


def _nested(tree: Any, *, inside: bool = False) -> Iterator[bool]:
    """Gives for each repetition without bound whether it stands inside another; possessive ones give nothing back."""
    for operation, value in tree:
        if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            is_unbounded = value[1] == codes.MAXREPEAT
            if is_unbounded:
                yield inside
            yield from _nested(value[2], inside=inside or is_unbounded)
        elif operation is codes.SUBPATTERN:
            yield from _nested(value[3], inside=inside)
        elif operation is codes.BRANCH:
            for branch in value[1]:
                yield from _nested(branch, inside=inside)
        elif operation in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _nested(value[1], inside=inside)


def test_no_repetition_without_bound_stands_in_another() -> None:
    assert list(_nested(parser.parse("(?:a|(b+c)*)"))) == [False, True]
    assert not [name for name, each in PATTERNS.items() if any(_nested(parser.parse(each.pattern, each.flags)))]


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    started = time.process_time()
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    return time.process_time() - started


def _repeated(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _is_linear(pattern: re.Pattern[str], texts: tuple[str, ...], *, free: float) -> bool:
    """Tells whether texts take no more than ten times what quarters of them take; what is below `free` seconds may."""
    spent = sum(_seconds(pattern, text) for text in texts)
    # The square of four times the text would be sixteen times; with the longest texts it would be minutes.
    return spent <= free or spent <= 10 * sum(_seconds(pattern, text[: len(text) // 4]) for text in texts)


@pytest.mark.parametrize("piece", ORDINALS)
def test_ordinals_by_the_hundred_thousand_take_linear_time(piece: str) -> None:
    text = _repeated(piece, SIZE)
    assert not [name for name, each in PATTERNS.items() if not _is_linear(each, (text,), free=0.5)]


@pytest.mark.parametrize("piece", OTHERS)
def test_other_repeated_text_takes_linear_time(piece: str) -> None:
    texts = tuple(_repeated(piece, SHORT) + end for end in ENDS)
    assert not [name for name, each in PATTERNS.items() if not _is_linear(each, texts, free=0.2)]
