"""What an amending act changes where, and what has changed a consolidated text, each as a modification of a place."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence

from kb.legislation.akoma.frbr import Imprint, Sort, work_uri
from kb.legislation.akoma.nodes import Addresses, element
from kb.legislation.amendments import Change, Deed, Operation, Place, orders_of
from kb.legislation.amendments.values import LAST
from kb.legislation.citations.lexing import Level
from kb.legislation.lawtext import LawText
from kb.legislation.register import Register

_TYPES = {
    Deed.REWRITE: "substitution",
    Deed.ADD: "insertion",
    Deed.REPEAL: "repeal",
    Deed.RENUMBER: "renumbering",
    Deed.TITLE: "substitution",
    Deed.REPLACE: "substitution",
    Deed.INSERT: "insertion",
    Deed.DELETE: "repeal",
}
_PARTS = {
    Level.ARTICLE: "art",
    Level.PARAGRAPH: "para",
    Level.POINT: "point",
    Level.LETTER: "point",
    Level.INDENT: "indent",
}


def put_modifications(
    meta: ET.Element,
    law: LawText,
    imprint: Imprint,
    *,
    addresses: Addresses,
    changes: Sequence[Change],
    register: Register,
) -> None:
    """Puts what the law changes or what has changed it, where that is known; `changes` are those of a draft.

    What an act changes is told where the register knows the act that it changes, by the sentences that were understood.
    """
    base = register.get(imprint.act.amends) if imprint.act and imprint.act.amends else None
    active = list(_active(law, work_uri(base))) if base and imprint.sort is Sort.AMENDING else []
    own = {article.number: article.id for article in reversed(law.articles)}
    passive = [each for change in changes if (each := _passive(change, own, register))]
    if not active and not passive:
        return
    analysis = element("analysis", meta, source="#urednistvo")
    for tag, found in (("activeModifications", active), ("passiveModifications", passive)):
        holder = element(tag, analysis) if found else analysis
        for deed, source, destination in found:
            made = element("textualMod", holder, eId=addresses.counted(f"{tag[:3]}Mod"), type=_TYPES[deed])
            element("source", made, href=source)
            element("destination", made, href=destination)


def _active(law: LawText, base: str) -> Iterator[tuple[Deed, str, str]]:
    """Gives the deed, the article that orders it and the place it is done to, for each order and place."""
    ids = {article.number: article.id for article in reversed(law.articles)}
    for order in orders_of(law)[0]:
        if isinstance(order, Operation) and order.source in ids:
            for place in order.places:
                portion = _portion(place)
                yield order.deed, f"#{ids[order.source]}", f"{base}/~{portion}" if portion else base


def _portion(place: Place) -> str:
    """Gives the address of a place in an act, as far as its units have numbers: "art_5__para_2"."""
    parts: list[str] = []
    for level, number in place.units:
        if level not in _PARTS or number == LAST or (not parts and level is not Level.ARTICLE):
            break
        parts.append(f"{_PARTS[level]}_{number.replace('.', '-')}")
    return "__".join(parts)


def _passive(change: Change, own: dict[str, str], register: Register) -> tuple[Deed, str, str] | None:
    act = register.get(change.act)
    if act is None or change.article not in own:
        return None
    return change.deed, f"{work_uri(act)}/~art_{change.source}", f"#{own[change.article]}"
