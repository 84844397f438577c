"""Acts and their articles as schema.org Legislation (JSON-LD), for search engines and other programs.

An act is one thing with its page as its name; each text of it is a work example with the day it holds for. Our copies
are said to be unofficial, as they are: what binds is in the gazette, which `isBasedOn` points to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from kb.legislation.addresses import gazette_text
from kb.legislation.akoma.frbr import MEDIA_TYPE, sort_of, work_uri
from kb.legislation.lawtext import shown
from kb.legislation.register import Act
from kb.legislation.versions import ActVersion, VersionSort

CONTEXT = "https://schema.org"
COUNTRY = "SI"
PARLIAMENT = "Državni zbor Republike Slovenije"
_FORCES = {"velja": "InForce", "delno velja": "PartiallyInForce", "nadomeščen": "NotInForce"}
Linked = dict[str, Any]
"""A value of JSON: text, numbers, lists and values of the same kind."""


@dataclass(frozen=True, slots=True)
class Around:
    """What an act stands among: the acts that change it, the one it changes, and those that it took the place of."""

    amended_by: tuple[Act, ...] = ()
    amends: Act | None = None
    replaces: tuple[Act, ...] = ()


def linked_act(
    act: Act,
    *,
    root: str,
    versions: Sequence[ActVersion] = (),
    articles: Sequence[tuple[str, str, str]] = (),
    around: Around = Around(),
) -> Linked:
    """Gives an act with its texts; `root` is where acts have their pages, «https://…/predpis».

    `versions` are its texts that a reader may see, oldest first, `articles` the address, number and title of each
    article of the one that is shown.
    """
    page = act_page(root, act.acronym)
    texts = [each for each in versions if each.is_text]
    parts = [_part(root, act.acronym, *each) for each in articles]
    told: Linked = {
        "@context": CONTEXT,
        **_named(act, page),
        "legislationDate": _day(next((each for each in texts if each.sort is VersionSort.ADOPTED), None)),
        "isBasedOn": gazette_text(act.sop),
        "legislationChanges": _reference(root, around.amends),
        "legislationRepeals": [_linked(root, each) for each in around.replaces],
        "workExample": [_text(root, act, each, around.amended_by, versions) for each in texts],
        "hasPart": parts,
    }
    return _said(told)


def linked_article(
    act: Act, *, root: str, address: str, number: str, title: str = "", version: ActVersion | None = None
) -> Linked:
    """Gives an article of an act by its address, «art_12»; `version` is the text that it is shown from."""
    told: Linked = {
        "@context": CONTEXT,
        **_part(root, act.acronym, address, number, title),
        "url": f"{act_page(root, act.acronym)}/{quote(address)}",
        "legislationIdentifier": f"{work_uri(act)}/~{address}",
        "legislationType": "člen",
        "legislationJurisdiction": COUNTRY,
        "legislationLegalForce": _force(act),
        "legislationDateVersion": _day(version),
        "inLanguage": "sl",
        "isPartOf": {**_linked(root, act), "legislationIdentifier": _identifiers(act)},
    }
    return _said(told)


def act_page(root: str, acronym: str) -> str:
    """Gives the address of the page of an act."""
    return f"{root}/{quote(acronym, safe='')}"


def text_file(root: str, version: ActVersion) -> str:
    """Gives the address of a text of an act as Akoma Ntoso."""
    return f"{act_page(root, version.act)}/akn.xml?razlicica={version.id}"


def _named(act: Act, page: str) -> Linked:
    sort = sort_of(act.title)
    return {
        "@type": "Legislation",
        "@id": page,
        "url": page,
        "name": act.title,
        "alternateName": act.acronym,
        "legislationIdentifier": _identifiers(act),
        "legislationType": sort,
        "legislationJurisdiction": COUNTRY,
        "legislationPassedBy": {"@type": "Organization", "name": PARLIAMENT} if sort.startswith("zakon") else None,
        "legislationLegalForce": _force(act),
        "inLanguage": "sl",
    }


def _identifiers(act: Act) -> list[str]:
    gazette = f"Uradni list RS, št. {act.number}" if act.number else ""
    return [each for each in (act.sop, gazette, work_uri(act)) if each]


def _force(act: Act) -> str:
    return f"{CONTEXT}/{_FORCES[act.status]}" if act.status in _FORCES else ""


def _day(version: ActVersion | None) -> str:
    return version.dated.isoformat() if version and version.dated else ""


def _reference(root: str, act: Act | None) -> Linked | None:
    return _linked(root, act) if act else None


def _linked(root: str, act: Act) -> Linked:
    return {"@type": "Legislation", "@id": act_page(root, act.acronym), "name": act.title}


def _part(root: str, acronym: str, address: str, number: str, title: str) -> Linked:
    name = f"{shown(number)} člen ({title})" if title else f"{shown(number)} člen"
    return {"@type": "Legislation", "@id": f"{act_page(root, acronym)}/{quote(address)}", "name": name}


def _text(
    root: str, act: Act, version: ActVersion, amended_by: Sequence[Act], versions: Sequence[ActVersion]
) -> Linked:
    """Gives a text of an act: the day it holds for, what is worked into it, the page and the file that show it."""
    page = f"{act_page(root, act.acronym)}?razlicica={version.id}"
    is_consolidated = version.sort is VersionSort.CONSOLIDATED
    inside = [each for each in amended_by if _is_in(each, version, versions)] if is_consolidated else []
    told: Linked = {
        "@type": "Legislation",
        "@id": page,
        "name": act.title,
        "legislationDateVersion": _day(version),
        "legislationIdentifier": f"Uradni list RS, št. {version.gazette}" if version.gazette else "",
        "legislationConsolidates": [_linked(root, each) for each in (act, *inside)] if is_consolidated else None,
        "isBasedOn": version.address,
        "encoding": [_copy(page, "text/html"), _copy(text_file(root, version), MEDIA_TYPE)],
    }
    return _said(told)


def _is_in(change: Act, version: ActVersion, versions: Sequence[ActVersion]) -> bool:
    """Tells whether a change is of a day up to that of a consolidated text."""
    days = [each.dated for each in versions if each.amending == change.acronym and each.dated]
    return bool(days) and version.dated is not None and min(days) <= version.dated


def _copy(address: str, media_type: str) -> Linked:
    return {
        "@type": "LegislationObject",
        "contentUrl": address,
        "encodingFormat": media_type,
        "inLanguage": "sl",
        "legislationLegalValue": f"{CONTEXT}/UnofficialLegalValue",
    }


def _said(told: Linked) -> Linked:
    """Gives a value without what is not known."""
    return {name: value for name, value in told.items() if value}
