"""What a citation is: where it stands in a text, and what it points to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a citation names first: a unit of an act, an act, numbers of the gazette, an identifier or an address."""

    ARTICLE = "article"
    ACT = "act"
    GAZETTE = "gazette"
    EVA = "eva"
    EPA = "epa"
    SOP = "sop"
    COURT = "court"
    ECLI = "ecli"
    ADDRESS = "address"


OWN = "self"
"""The act of a citation that points to the act it stands in, where nobody has told which that is."""


@dataclass(frozen=True, slots=True)
class GazetteReference:
    """A number of the gazette with four digits of its year; `qualifier` as written: «uradno prečiščeno besedilo»."""

    number: str
    year: int
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation: `text` stands from `start` to `end` (offsets in characters).

    `act` is the acronym, the title where no acronym is known, OWN, or "" where none is said. Articles are «12a»,
    ranges of them are written out; paragraphs and indents are numbers, points «1», «6.8.1» or «b».
    """

    text: str
    start: int
    end: int
    kind: Kind
    act: str = ""
    articles: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    indents: tuple[str, ...] = ()
    gazette: tuple[GazetteReference, ...] = ()
