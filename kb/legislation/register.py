"""The register of acts: what is known of each, how its rows are written, and how an act is found in it.

An act has an acronym, a title and numbers of the gazette, any of which finds it. A row of a file is the same in
`data/acts.csv`, in `kb acts import` and in `kb acts export`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

from kb.errors import WrongValue
from kb.legislation.acronyms import find_acronyms, key_of
from kb.legislation.gazette import GazetteNumber, read_numbers, short_number, unread_items
from kb.slovene.dates import read_date
from kb.slovene.fold import fold
from kb.slovene.normal import nfc

REGISTER = Path(__file__).parent / "data" / "acts.csv"
STATUSES = ("velja", "delno velja", "nadomeščen")
IN_FORCE = "velja"
LONGEST_TITLE = 400
LONGEST_GAZETTE = 4_000
MOST_ROWS = 10_000
MOST_FAULTS = 20

_PARTERS = (",", ";", "\t")
_REQUIRED = ("acronym", "title")
_ACRONYM = re.compile(r"[^\W\d_][^\W_]{1,22}(?:-[^\W_]{1,4}){0,2}")
_FORMS = {
    "sop": re.compile(r"\d{4}-\d{2}-\d{4}"),
    "eva": re.compile(r"\d{4}-\d{4}-\d{4}"),
    "epa": re.compile(r"\d{1,5}-[IVX]{1,5}"),
}
_WORDS = {
    "acronym": "kratica (acronym)",
    "title": "naslov (title)",
    "gazette": "Uradni list (gazette)",
    "topic": "področje (topic)",
    "status": "veljavnost (status)",
    "checked_on": "dan preverjanja (checked_on)",
    "sop": "SOP",
    "eva": "EVA",
    "epa": "EPA",
    "amends": "spreminja (amends)",
    "replaced_by": "nadomešča ga (replaced_by)",
}


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the register: `gazette` is its list of numbers, the first the act itself or its consolidated text.

    `topic` is a slug; `status` is «velja», «delno velja» or «nadomeščen», as it was on `checked_on`. `amends` is the
    acronym of the act that this one only changes, `replaced_by` that of the act that took its place; or "".
    """

    acronym: str
    title: str
    gazette: str = ""
    topic: str = ""
    status: str = IN_FORCE
    checked_on: dt.date = dt.date.min
    sop: str = ""
    eva: str = ""
    epa: str = ""
    amends: str = ""
    replaced_by: str = ""

    @property
    def key(self) -> str:
        """Gives what all spellings of the acronym share: "ZORED", "ZP1"."""
        return key_of(self.acronym)

    @property
    def numbers(self) -> tuple[GazetteNumber, ...]:
        """Gives the numbers of the gazette in their order, with what they are qualified by."""
        return read_numbers(self.gazette)

    @property
    def number(self) -> str:
        """Gives the first number in the gazette with two digits of the year: «139/06»; "" where there is none."""
        return next((each.number for each in self.numbers), "")


COLUMNS = tuple(column.name for column in fields(Act))


@dataclass(frozen=True, slots=True)
class Named:
    """What an acronym names: an act, or with `amendment` the act that changes it by that letter."""

    act: Act
    amendment: str = ""

    @property
    def acronym(self) -> str:
        """Gives the acronym of what is named: «ZORed», «ZORed-A», «ZVO-1I»."""
        return amending_acronym(self.act.acronym, self.amendment)


def amending_acronym(acronym: str, letter: str) -> str:
    """Gives the acronym of the act that changes another: ("ZORed", "A") → «ZORed-A», ("ZVO-1", "I") → «ZVO-1I»."""
    return f"{acronym}{'' if acronym[-1].isdecimal() or not letter else '-'}{letter}"


class Register:
    """The acts as values, found by acronym, title or number."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self.acts = tuple(acts)
        self._by_key = {key_of(act.acronym): act for act in self.acts}

    @cached_property
    def _bases(self) -> Mapping[str, Act]:
        """The acts whose acronym may have the letter of a change: all but those that are changes themselves."""
        return {key: act for key, act in self._by_key.items() if not act.amends}

    @cached_property
    def _by_number(self) -> Mapping[str, tuple[Act, ...]]:
        return _grouped((act.number, act) for act in self.acts)

    @cached_property
    def _by_listed(self) -> Mapping[str, tuple[Act, ...]]:
        return _grouped((number, act) for act in self.acts for number in {each.number for each in act.numbers})

    @cached_property
    def _by_identifier(self) -> Mapping[str, tuple[Act, ...]]:
        return _grouped((fold(value), act) for act in self.acts for value in (act.sop, act.eva, act.epa))

    def get(self, acronym: str) -> Act | None:
        """Gives the act with an acronym, in any spelling but without endings: «ZOR-ed», «zored», «ZORed-A»."""
        return self._by_key.get(key_of(acronym))

    def named(self, word: str) -> Named | None:
        """Gives what a word names that is an acronym, with any ending; a change that has no row by its letter.

        «ZOR-edom» → ZORed; «ZORed-A» → the act that changes it; «ZORed-C» → ZORed with the amendment "C".
        """
        longest = max(map(len, self._bases), default=0)
        for found in find_acronyms(word, self._bases, longest=longest):
            if (found.start, found.end) == (0, len(word)):
                named = Named(self._bases[found.key], found.amendment)
                own = self.get(named.acronym) if found.amendment else None
                return Named(own) if own else named
        return None

    def with_number(self, number: str) -> tuple[Act, ...]:
        """Gives the acts that a number of the gazette is the own one of, «139/06»: several may share an issue."""
        return self._by_number.get(short_number(number), ())

    def listing(self, number: str) -> tuple[Act, ...]:
        """Gives the acts with a number anywhere in their lists, be it their own or that of a change."""
        return self._by_listed.get(short_number(number), ())

    def identified(self, identifier: str) -> tuple[Act, ...]:
        """Gives the acts with an SOP, EVA or EPA number."""
        return self._by_identifier.get(fold(identifier), ())

    def amending(self, act: Act) -> tuple[Act, ...]:
        """Gives the acts of the register that change `act`, in their order."""
        return tuple(each for each in self.acts if each.amends and self.get(each.amends) == act)

    def replaced(self, act: Act) -> tuple[Act, ...]:
        """Gives the acts of the register that `act` took the place of."""
        return tuple(each for each in self.acts if each.replaced_by and self.get(each.replaced_by) == act)


def _grouped(pairs: Iterable[tuple[str, Act]]) -> dict[str, tuple[Act, ...]]:
    found: dict[str, list[Act]] = defaultdict(list)
    for key, act in pairs:
        if key:
            found[key].append(act)
    return {key: tuple(acts) for key, acts in found.items()}


# --- rows ------------------------------------------------------------------------------------------


def read_register(path: Path = REGISTER) -> tuple[Act, ...]:
    """Gives the acts of a register file in its order, later ones of a title after earlier. Raises WrongValue."""
    return read_rows(path.read_text(encoding="utf-8-sig"))


def read_rows(text: str) -> tuple[Act, ...]:
    """Gives the acts of a CSV text, parted as its head is, by commas, semicolons or tabs.

    The head has names of COLUMNS, acronym and title among them.

    Raises WrongValue that names each faulty row by its line (at most MOST_FAULTS), and nothing is given then.
    """
    text = nfc(text)
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max(_PARTERS, key=head.count), strict=True)
    acts: list[Act] = []
    faults: list[WrongValue] = []
    try:
        _check_head(rows.fieldnames or ())
        for row in rows:
            if len(acts) + len(faults) >= MOST_ROWS:
                raise WrongValue(f"več kot {MOST_ROWS} vrstic (rows)", english=f"more than {MOST_ROWS} rows")
            try:
                acts.append(_act(row))
            except WrongValue as error:
                faults.append(of_line(rows.line_num, error))
    except csv.Error as error:
        raise of_line(rows.line_num, WrongValue("to ni CSV", english="this is no CSV")) from error
    faults += _twice(acts)
    if faults:
        raise joined(faults[:MOST_FAULTS])
    return tuple(acts)


def of_line(number: int, error: WrongValue) -> WrongValue:
    """Gives a fault with the number of the line that it is in."""
    return WrongValue(f"vrstica {number}: {error.detail}", english=f"line {number}: {error.english}")


def joined(faults: Sequence[WrongValue]) -> WrongValue:
    """Gives several faults as one."""
    return WrongValue("; ".join(each.detail for each in faults), english="; ".join(each.english for each in faults))


def written_rows(acts: Iterable[Act]) -> str:
    """Gives the CSV text of acts; `read_rows` gives the same acts of it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([str(getattr(act, name)) for name in COLUMNS] for act in acts)
    return out.getvalue()


def checked(act: Act) -> Act:
    """Gives an act with its texts trimmed and in NFC. Raises WrongValue that says which of its values is no good."""
    act = _tidied(act)
    for name, fault, english in _faults(act):
        of, value = act.acronym or "–", getattr(act, name)
        raise WrongValue(
            f"{of}, {_WORDS[name]} »{value}«: {fault}"[:300], english=f"{of}, {name} “{value}”: {english}"[:300]
        )
    return act


def faults_of(act: Act, language: str = "sl") -> dict[str, str]:
    """Gives what is no good about an act, by the name of its value: what `checked` would raise, all of it at once."""
    return {name: english if language == "en" else fault for name, fault, english in _faults(_tidied(act))}


def _tidied(act: Act) -> Act:
    texts = {name: " ".join(nfc(getattr(act, name)).split()) for name in COLUMNS if name != "checked_on"}
    return Act(**texts, checked_on=act.checked_on)


def _faults(act: Act) -> Iterator[tuple[str, str, str]]:
    """Gives the name of each value that is no good, and why in Slovene and in English."""
    if not _ACRONYM.fullmatch(act.acronym) or sum(map(str.isupper, act.acronym)) < 2:
        yield (
            "acronym",
            "kratica ima dve veliki črki ali več, npr. ZORed ali ZP-1",
            "an acronym has two capitals or more, e.g. ZORed or ZP-1",
        )
    if not 3 <= len(act.title) <= LONGEST_TITLE or not re.search(r"[^\W\d_]{3}", act.title):
        yield "title", f"naslov ima od 3 do {LONGEST_TITLE} znakov", f"a title has 3 to {LONGEST_TITLE} characters"
    if len(act.gazette) > LONGEST_GAZETTE or (act.gazette and not act.number) or unread_items(act.gazette):
        yield (
            "gazette",
            "številke se pišejo takole: 139/06, 9/17 – ZORed-A",
            "numbers are written like this: 139/06, 9/17 – ZORed-A",
        )
    if act.status not in STATUSES:
        yield "status", "veljavnost je " + ", ".join(STATUSES), "validity is one of " + ", ".join(STATUSES)
    if act.checked_on.year < 1990:
        yield "checked_on", "dan se piše 2026-11-22", "a day is written 2026-11-22"
    for name, form in _FORMS.items():
        if (value := getattr(act, name)) and not form.fullmatch(value):
            known = "SOP 2006-01-6040, EVA 2018-2030-0045, EPA 1428-IX"
            yield name, f"oblika je drugačna, npr. {known}", f"the form is another one, e.g. {known}"
    for name in ("amends", "replaced_by"):
        if (value := getattr(act, name)) and key_of(value) == key_of(act.acronym):
            yield name, "predpis ne more kazati nase", "an act cannot point to itself"


def _check_head(names: Iterable[str]) -> None:
    missing = [name for name in _REQUIRED if name not in names]
    unknown = [str(name) for name in names if name not in COLUMNS]
    if missing:
        named = ", ".join(missing)
        raise WrongValue(
            f"v prvi vrstici manjka stolpec (missing column) {named}",
            english=f"no column {named} in the first line",
        )
    if unknown:
        named = ", ".join(unknown)[:200]
        raise WrongValue(f"neznan stolpec (unknown column) {named}", english=f"unknown column {named}")


def _act(row: dict[str, str]) -> Act:
    if None in row or None in row.values():
        raise WrongValue(
            "število vrednosti ni enako številu stolpcev (wrong number of values)",
            english="there are more or fewer values than columns",
        )
    told = {name: value for name, value in row.items() if value.strip()}
    day = told.pop("checked_on", "")
    checked_on = read_date(day) if day else None
    if checked_on is None:
        raise WrongValue(
            f"{_WORDS['checked_on']} »{day[:50]}«: dan se piše 2026-11-22",
            english=f"checked_on “{day[:50]}”: a day is written 2026-11-22",
        )
    return checked(Act(**{"acronym": "", "title": "", **told}, checked_on=checked_on))


def _twice(acts: Iterable[Act]) -> list[WrongValue]:
    seen: dict[str, str] = {}
    faults: list[WrongValue] = []
    for act in acts:
        if (key := key_of(act.acronym)) in seen:
            there = f"acronym “{act.acronym}”: “{seen[key]}” is in the file already"
            faults.append(
                WrongValue(f"{_WORDS['acronym']} »{act.acronym}«: v datoteki je že »{seen[key]}«", english=there)
            )
        seen.setdefault(key, act.acronym)
    return faults
