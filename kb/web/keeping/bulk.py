"""The form of what is to be done to many materials: read field by field, with what is wrong beside each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from kb.library.choices import Choices
from kb.library.keeping import NOTHING, ChangeSort, Edits
from kb.model import Visibility
from kb.slovene.dates import read_date
from kb.slovene.normal import tidy
from kb.web.editing import FIRST_YEAR, LAST_YEAR, LONGEST_LINE

LONGEST_REASON = 1_000
LISTED = {"organ": "bodies", "podrocje": "topics"}
SINGLE = {"vrsta": "kind", "dogodek": "event"}
LINES = {"vir": "source", "pravice": "rights"}
NONE = "-"
"""What a choice of one value says to take away the one there is."""

DEEDS = {"uredi": ChangeSort.EDIT, "umakni": ChangeSort.WITHDRAW, "vrni": ChangeSort.PUT_BACK, "kos": ChangeSort.TRASH}


@dataclass(frozen=True, slots=True)
class BulkForm:
    """What is to be done, as it was sent: what it means, its texts, a sentence for each field that is at fault."""

    sort: ChangeSort = ChangeSort.EDIT
    edits: Edits = NOTHING
    reason: str = ""
    typed: Mapping[str, str] = field(default_factory=lambda: defaultdict(str))
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        """Tells whether all of it can be done."""
        return not self.faults

    def with_fault(self, name: str, said: str) -> BulkForm:
        """Gives the form with one more fault."""
        return replace(self, faults={**self.faults, name: said})


def told(sent: MultiDict[str, str], choices: Choices) -> BulkForm:
    """Gives the form as it was sent."""
    sort = DEEDS.get(sent.get("kaj", ""), ChangeSort.EDIT)
    reason = " ".join(tidy(sent.get("razlog", "")).split())
    typed = defaultdict(str, {name: sent[name] for name in sent if name not in ("obrazec", "gradivo")})
    faults: dict[str, str] = {}
    edits = _edits(sent, choices, faults) if sort is ChangeSort.EDIT else Edits()
    if sort is ChangeSort.EDIT and not edits and not faults:
        faults["kaj"] = _("Choose what is to be changed.")
    if sort is ChangeSort.WITHDRAW and not reason:
        faults["razlog"] = _("Write the reason; readers will see it.")
    if len(reason) > LONGEST_REASON:
        faults["razlog"] = _("The text is too long: at most %(count)s characters.", count=LONGEST_REASON)
    return BulkForm(sort, edits, reason if sort is ChangeSort.WITHDRAW else "", typed, faults)


def _edits(sent: MultiDict[str, str], choices: Choices, faults: dict[str, str]) -> Edits:
    known: dict[str, set[str]] = {
        "organ": {each.slug for each in choices.bodies},
        "podrocje": {each.slug for each in choices.topics},
        "vrsta": {each.slug for each in choices.kinds},
        "dogodek": {each.slug for each in choices.events},
    }
    edits = Edits()
    for name, fact in LISTED.items():
        edits = _listed(edits, sent, name, fact, known[name], faults)
    given: list[tuple[str, Any]] = list(edits.set)
    for name, fact in SINGLE.items():
        chosen = sent.get(name, "")
        if chosen and chosen != NONE and chosen not in known[name]:
            faults[name] = _("What was chosen is no longer there. Choose again.")
        elif chosen:
            given.append((fact, "" if chosen == NONE else chosen))
    given += _typed(sent, faults)
    if (access := sent.get("dostop", "")) in set(Visibility):
        given.append(("visibility", access))
    return replace(edits, set=tuple(given))


def _listed(
    edits: Edits, sent: MultiDict[str, str], name: str, fact: str, known: set[str], faults: dict[str, str]
) -> Edits:
    deed, slug, other = (sent.get(f"{name}{end}", "") for end in ("-kaj", "", "-v"))
    if not deed:
        return edits
    if slug not in known or (deed == "premakni" and (other not in known or other == slug)):
        faults[name] = _("Choose what is to be put in or taken away.")
        return edits
    match deed:
        case "dodaj":
            return replace(edits, add=(*edits.add, (fact, slug)))
        case "odstrani":
            return replace(edits, remove=(*edits.remove, (fact, slug)))
        case "premakni":
            return replace(edits, move=(*edits.move, (fact, slug, other)))
        case "samo":
            return replace(edits, set=(*edits.set, (fact, (slug,))))
    return edits


def _typed(sent: MultiDict[str, str], faults: dict[str, str]) -> list[tuple[str, Any]]:
    given: list[tuple[str, Any]] = []
    for name, fact in LINES.items():
        text = " ".join(tidy(sent.get(name, "")).split())
        if sent.get(f"{name}-kaj") == "odstrani":
            given.append((fact, ""))
        elif len(text) > LONGEST_LINE:
            faults[name] = _("The text is too long: at most %(count)s characters.", count=LONGEST_LINE)
        elif text:
            given.append((fact, text))
    text = " ".join(tidy(sent.get("datum", "")).split())
    if sent.get("datum-kaj") == "odstrani":
        given.append(("dated", None))
    elif text:
        day = read_date(text)
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            faults["datum"] = _("Enter the date as 22. 11. 2026.")
        else:
            given.append(("dated", day.isoformat()))
    return given
