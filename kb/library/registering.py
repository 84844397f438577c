"""The registers as staff edit them: acts, synonyms, bodies and topics, each change with who made it.

Files for import are read here, too, whatever office program has written them, with the lines that cannot be used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from kb.errors import NotFound, WrongValue
from kb.legislation.register import MOST_FAULTS, Act, joined, of_line, read_rows
from kb.model import Actor, Body, Named, Topic
from kb.slovene.fold import fold
from kb.slovene.synonyms import Rule, read_rule, sense_of
from kb.store import Imported, NumberedRule, Store

MOST_BYTES = 5_000_000
LONGEST_NAME = 200
LONGEST_ABOUT = 5_000
LONGEST_SLUG = 60

R = TypeVar("R", bound=Body | Topic)
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of a form; `english` is for a page in English."""

    field: str
    said: str
    english: str = ""

    def told(self, language: str = "sl") -> str:
        """Gives it in a language of the pages."""
        return (self.english if language == "en" else "") or self.said


class Faulty(ValueError):
    """A row whose fields cannot be used, told field by field: a form is shown again with them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.said for fault in faults))
        self.faults = tuple(faults)


class Registering:
    """The registers of one library. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # --- acts ---

    def acts(self) -> tuple[Act, ...]:
        """Gives the acts in the order they were put in."""
        return self._store.acts.all()

    def act(self, acronym: str) -> Act:
        """Gives the act with an acronym in any spelling. Raises NotFound."""
        key = Act(acronym, "").key
        found = next((act for act in self.acts() if act.key == key), None)
        if found is None:
            raise NotFound(f"predpis »{acronym[:80]}«")
        return found

    def put_acts(self, acts: Sequence[Act], *, by: Actor) -> int:
        """Keeps acts, all or none; gives how many were new or changed. Raises WrongValue."""
        return self._store.acts.put(acts, by=by)

    def remove_act(self, acronym: str, *, by: Actor) -> None:
        """Takes an act out of the register. Raises NotFound; WrongValue where another act names it."""
        self._store.acts.remove(acronym, by=by)

    # --- synonyms ---

    def synonyms(self) -> tuple[NumberedRule, ...]:
        """Gives the rules in the order they were added."""
        return self._store.synonyms.all()

    def synonym(self, rule_id: int) -> NumberedRule:
        """Gives a rule by its number. Raises NotFound."""
        found = next((each for each in self.synonyms() if each.id == rule_id), None)
        if found is None:
            raise NotFound(f"pravilo {rule_id}")
        return found

    def add_synonym(self, rule: Rule, *, by: Actor) -> NumberedRule:
        """Adds a rule. Raises WrongValue where it is there already or closes a circle."""
        return self._store.synonyms.add(rule, by=by)

    def add_synonyms(self, rules: Sequence[tuple[int, Rule]], *, by: Actor) -> Imported:
        """Adds rules, each with the number of its line, or none. Raises WrongValue with the line at fault."""
        return self._store.synonyms.add_many(rules, by=by)

    def replace_synonym(self, rule_id: int, rule: Rule, *, by: Actor) -> NumberedRule:
        """Puts a rule in place of another. Raises NotFound, WrongValue."""
        return self._store.synonyms.replace(rule_id, rule, by=by)

    def remove_synonym(self, rule_id: int, *, by: Actor) -> Rule:
        """Takes a rule out and gives it. Raises NotFound."""
        return self._store.synonyms.remove(rule_id, by=by)

    # --- bodies and topics ---

    def bodies(self) -> tuple[Body, ...]:
        """Gives the bodies in the order they were put in."""
        return self._store.registers.bodies()

    def topics(self) -> tuple[Topic, ...]:
        """Gives the topics of both levels in the order they were put in."""
        return self._store.registers.topics()

    def put(self, row: R, *, by: Actor) -> R:
        """Keeps a body or topic, a new one where its `id` is 0. Raises Faulty, NotFound.

        Renaming reindexes nothing, because the index holds ids; a topic that is moved has its documents indexed anew.
        """
        others = self._store.registers.all_bodies() if isinstance(row, Body) else self.topics()
        if faults := faults_of(row, others):
            raise Faulty(faults)
        return self._store.registers.put(row, by=by)


def is_widened_by(rule: Rule, text: str) -> bool:
    """Tells whether a question has a term that a rule adds others to, in whatever form.

    >>> is_widened_by(read_rule("kazen => globa"), "višina kazni"), is_widened_by(read_rule("kazen => globa"), "globa")
    (True, False)
    """
    asked = sense_of(text)
    terms = [sense_of(term) for term in rule.terms]
    return any(asked[at : at + len(term)] == term for term in terms for at in range(len(asked) - len(term) + 1))


def slug_of(name: str) -> str:
    """Gives the part of an address that a name gives: «Komisija za šport» → "komisija-za-sport"."""
    return _NO_SLUG.sub("-", fold(name)).strip("-")[:LONGEST_SLUG].strip("-")


def read_text(raw: bytes) -> str:
    """Gives the text of a file in UTF-8 or, as spreadsheets in Slovenia write it, in Windows-1250; in UTF-16 too.

    Raises WrongValue for what is too large or no text.
    """
    if len(raw) > MOST_BYTES:
        raise WrongValue(f"datoteka je prevelika (največ {MOST_BYTES // 1_000_000} MB)")
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1250", errors="replace")
    if "\x00" in text or text.count("\ufffd") > len(text) // 10:
        raise WrongValue("to ni besedilna datoteka; preglednico shranite kot CSV")
    return text


def read_acts(text: str) -> tuple[Act, ...]:
    """Gives the acts of a CSV or TSV text. Raises WrongValue that names each faulty row by its line."""
    return read_rows(text)


def read_rules(text: str) -> list[tuple[int, Rule]]:
    """Gives each rule of a text with the number of its line. Raises WrongValue that names each line that says none."""
    rules, faults = [], list[WrongValue]()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            rules.append((number, read_rule(line)))
        except WrongValue as error:
            faults.append(of_line(number, error))
    if faults:
        raise joined(faults[:MOST_FAULTS])
    return rules


def faults_of(row: Body | Topic, others: Sequence[Named]) -> list[Fault]:
    """Gives what is wrong with a row that is to stand beside others."""
    faults = []
    if not row.name_sl.strip() or len(row.name_sl) > LONGEST_NAME:
        faults.append(
            Fault(
                "name_sl",
                f"ime je obvezno in ima največ {LONGEST_NAME} znakov",
                f"the name is needed, with at most {LONGEST_NAME} characters",
            )
        )
    if len(row.name_en) > LONGEST_NAME:
        faults.append(Fault("name_en", f"ime ima največ {LONGEST_NAME} znakov", f"at most {LONGEST_NAME} characters"))
    if not _SLUG.fullmatch(row.slug) or len(row.slug) > LONGEST_SLUG:
        faults.append(
            Fault(
                "slug",
                "oznaka ima male črke brez strešic, števke in vezaje, npr. k-okolje",
                "a short name has small letters a to z, digits and hyphens, e.g. k-okolje",
            )
        )
    elif any(other.slug == row.slug and other.id != row.id for other in others):
        faults.append(Fault("slug", f"oznaka »{row.slug}« je že v rabi", f"“{row.slug}” is in use already"))
    for name in ("about_sl", "about_en"):
        if len(getattr(row, name)) > LONGEST_ABOUT:
            faults.append(Fault(name, f"opis ima največ {LONGEST_ABOUT} znakov", f"at most {LONGEST_ABOUT} characters"))
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        faults.append(Fault("valid_to", "konec veljavnosti je pred začetkom", "the end comes before the beginning"))
    if isinstance(row, Topic) and (said := _misplaced(row, others)):
        faults.append(Fault("parent", *said))
    return faults


def _misplaced(row: Topic, others: Sequence[Named]) -> tuple[str, str] | None:
    """Gives why a topic cannot stand below the one that it says, in Slovene and in English; None where it can."""
    if row.parent_id is None:
        return None
    known = {other.id: other for other in others if isinstance(other, Topic)}
    parent = known.get(row.parent_id)
    if parent is None or parent.id == row.id or parent.parent_id is not None:
        return "nadrejeno področje mora biti eno od področij prve ravni", "choose one of the topics of the first level"
    if row.id and any(other.parent_id == row.id for other in known.values()):
        return (
            "področje ima podrejena področja, zato ne more biti podrejeno drugemu",
            "this topic has topics below it, so it cannot be below another",
        )
    return None
