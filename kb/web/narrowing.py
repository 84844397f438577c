"""What narrows a search: chips of the filters that hold, and lists of those that could, each as an address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kb.library import FacetList, FacetValue, Question, Results
from kb.model import Named
from kb.slovene.order import sort_key
from kb.web import language
from kb.web.questions import address_of

SHOWN_AT_FIRST = 5
"""Values of a list that stand open; the others wait behind «Prikaži več»."""

_FIELDS = {"body": "bodies", "topic": "topics", "kind": "kinds"}
_PARAMETERS = {"body": "komisija", "topic": "podrocje", "kind": "vrsta", "year": "leto"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that holds: its name and the address without it."""

    filter: str
    label: str
    address_without: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter that could hold: its name, the count of documents it would leave, the address with it.

    One that is chosen from a list has no address of its own.
    """

    slug: str
    label: str
    count: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """The choices of one filter ("body", "topic", "kind", "year"): the most frequent ones, then the others."""

    filter: str
    first: tuple[Choice, ...]
    others: tuple[Choice, ...]

    @property
    def parameter(self) -> str:
        """Gives the name that the filter has in addresses: «komisija»."""
        return _PARAMETERS[self.filter]


def understood(results: Results) -> Question:
    """Gives the question without the slugs that name nothing, so that links do not carry them on."""
    named = {(facet.name, value.slug) for facet in results.facets for value in facet.values if value.chosen}
    question = results.question
    kept: dict[str, Any] = {
        field: tuple(slug for slug in getattr(question, field) if (name, slug) in named)
        for name, field in _FIELDS.items()
    }
    return replace(question, **kept)


def chips(results: Results) -> tuple[Chip, ...]:
    """Gives the filters that hold, in the order of the lists."""
    question = understood(results)
    labels = {(facet.name, value.slug): _label(value) for facet in results.facets for value in facet.values}
    found = [
        Chip(name, labels[name, slug], _without(question, name, slug))
        for name, field in _FIELDS.items()
        for slug in getattr(question, field)
    ]
    if question.years:
        found.append(Chip("year", question.years.replace("..", "–"), address_of(question, years="")))
    return tuple(found)


def choices(results: Results) -> tuple[ChoiceList, ...]:
    """Gives the lists of filters that would narrow these results, without those that hold already."""
    question = understood(results)
    lists = (_choice_list(question, facet) for facet in results.facets)
    return tuple(one for one in lists if one.first)


def _choice_list(question: Question, facet: FacetList) -> ChoiceList:
    offered = _in_order(facet.name, [value for value in facet.values if value.count and not value.chosen])
    by_weight = offered if facet.name == "year" else sorted(offered, key=lambda value: -value.count)
    first = {value.slug for value in by_weight[:SHOWN_AT_FIRST]}
    return ChoiceList(
        facet.name,
        tuple(_choice(question, facet.name, value) for value in offered if value.slug in first),
        tuple(Choice(value.slug, _label(value), value.count) for value in offered if value.slug not in first),
    )


def _in_order(name: str, values: list[FacetValue]) -> list[FacetValue]:
    """Gives years from the newest, everything else by name."""
    if name == "year":
        return sorted(values, key=lambda value: value.slug, reverse=True)
    return sorted(values, key=lambda value: sort_key(_label(value)))


def _choice(question: Question, name: str, value: FacetValue) -> Choice:
    return Choice(value.slug, _label(value), value.count, _with(question, name, value.slug))


def _label(value: FacetValue) -> str:
    return value.label.name(language.current()) if isinstance(value.label, Named) else value.label


def _with(question: Question, name: str, slug: str) -> str:
    if name == "year":
        return address_of(question, years=slug)
    field = _FIELDS[name]
    return address_of(question, **{field: (*getattr(question, field), slug)})


def _without(question: Question, name: str, slug: str) -> str:
    field = _FIELDS[name]
    return address_of(question, **{field: tuple(one for one in getattr(question, field) if one != slug)})
