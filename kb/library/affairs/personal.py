"""What in a text that somebody is about to send or adopt tells of a person, so that they are asked about it first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.slovene import personaldata, personnames

NAME = "name"


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal data in a text, as it stands there; `kind` is NAME or the value of a personaldata.DataKind."""

    kind: str
    text: str


def personal(*texts: str) -> tuple[Personal, ...]:
    """Gives what `texts` tell of persons, each thing once: names and numbers, but not what is of an office."""
    return tuple(dict.fromkeys(_found(texts)))


def _found(texts: Iterable[str]) -> Iterator[Personal]:
    for text in texts:
        yield from (Personal(NAME, each.text) for each in personnames.find(text))
        for each in personaldata.find(text):
            if not each.is_mild:
                yield Personal(each.kind.value, text[each.start : each.end])
