"""The form of a draft: what was typed into it, what it means, and what of it cannot be used.

    form = form.shown(position)                           # as it is kept
    form = form.told(request.form, position, choices)     # as it was sent
    if form.is_right: ... form.position

Proposals are rows: «clen-0», «nov-0», «mnenje-0», «razlog-0», «zapis-0». A row in which nothing is written is no
proposal. What cannot be used is a fault beside its field; nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from kb.legislation.addresses import read_address
from kb.legislation.lawtext import shown as written_number
from kb.library.choices import Choices
from kb.model import EVERYTHING, Position, Proposal, Stance, Visibility
from kb.slovene.normal import tidy
from kb.web.affairs.choosing import Chosen, chosen, kept
from kb.web.affairs.positions.words import lacking_text, there_text
from kb.web.context import library
from kb.web.questions import one_line

LONGEST_LINE = 500
LONGEST_ACT = 40
LONGEST_TEXT = 20_000
LONGEST_ARTICLE = 16
MOST_PROPOSALS = 100
NEW_ROWS = 3

LONG_FIELDS = ("povzetek", *(f"{name}-{row}" for row in range(MOST_PROPOSALS) for name in ("razlog", "zapis")))
"""Fields that take long to write: what was typed is shown again when the form has expired."""

_ROW = ("clen", "razlog", "zapis")


@dataclass(frozen=True, slots=True)
class PositionForm:
    """A form: the position that it means (what is faulty stays as it was), its texts as typed, a sentence a fault.

    `rows` are the numbers of the rows of proposals; `typed` has their texts by name, «razlog-0».
    """

    position: Position
    typed: Mapping[str, str]
    text: Chosen
    rows: Sequence[int] = ()
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        """Tells whether all of it can be kept."""
        return not self.faults


def shown(position: Position, *, more: int = 1) -> PositionForm:
    """Gives the form that shows a draft as it is kept, with rows for `more` proposals."""
    typed = {"naslov": position.title, "predpis": position.act, "povzetek": position.summary}
    typed["zadeva"] = str(position.dossier_id or "")
    typed["nadomesti"] = str(position.replaces_id or "")
    for row, each in enumerate(position.proposals):
        typed |= _typed_row(row, each)
    rows = range(min(len(position.proposals) + more, MOST_PROPOSALS))
    blank = (_typed_row(row, Proposal(0, "", position.stance)) for row in rows[len(position.proposals) :])
    return PositionForm(
        position, typed | {n: t for each in blank for n, t in each.items()}, kept(position.version_id), rows
    )


def told(sent: MultiDict[str, str], before: Position, choices: Choices) -> PositionForm:
    """Gives the form as it was sent."""
    read = _Read(sent, before, choices)
    position = read.position()
    return PositionForm(position, read.typed, read.text, read.rows, read.faults)


def with_row(form: PositionForm) -> PositionForm:
    """Gives a form with one more row for a proposal, and without its faults."""
    row = max(form.rows, default=-1) + 1
    if row >= MOST_PROPOSALS:
        return replace(form, faults={})
    typed = {**form.typed, **_typed_row(row, Proposal(0, "", form.position.stance))}
    return replace(form, rows=(*form.rows, row), typed=typed, faults={})


def _typed_row(row: int, proposal: Proposal) -> dict[str, str]:
    article = written_number(proposal.article) if proposal.article else ""
    said = {"clen": article, "razlog": proposal.reason, "zapis": proposal.wording, "mnenje": proposal.stance.value}
    return {f"{name}-{row}": text for name, text in {**said, "nov": "1" if proposal.is_new else ""}.items()}


class _Read:
    """Reads the fields of a form that was sent, and gathers what is wrong with them."""

    def __init__(self, sent: MultiDict[str, str], before: Position, choices: Choices) -> None:
        self._sent = sent
        self._before = before
        self._choices = choices
        self.faults: dict[str, str] = {}
        self.typed = {name: self._line(name) for name in ("naslov", "predpis", "zadeva", "nadomesti")}
        self.typed["povzetek"] = self._text("povzetek")
        self.text = chosen("besedilo", sent, before.version_id)
        self.rows = [row for row in range(MOST_PROPOSALS) if f"razlog-{row}" in sent]

    def position(self) -> Position:
        """Gives the position that the form means."""
        self._check_lengths()
        if not self.text.is_right:
            self.faults["besedilo"] = self.text.fault
        access, stance = self._sent.get("dostop", ""), self._sent.get("opredelitev", "")
        told = replace(
            self._before,
            title=self.typed["naslov"],
            act=self._act(),
            body=self._body(),
            stance=Stance(stance) if stance in set(Stance) else self._before.stance,
            summary=self.typed["povzetek"],
            topics=self._topics(),
            visibility=Visibility(access) if access in set(Visibility) else self._before.visibility,
            version_id=self.text.document_id,
            dossier_id=self._number("zadeva"),
            replaces_id=self._number("nadomesti"),
        )
        told = replace(told, proposals=tuple(filter(None, map(self._proposal, self.rows))))
        self._check_places(told)
        self._check_articles(told)
        return told

    def _check_lengths(self) -> None:
        for name, text in self.typed.items():
            most = {"povzetek": LONGEST_TEXT, "predpis": LONGEST_ACT}.get(name, LONGEST_LINE)
            if len(text) > most:
                self.faults[name] = _("The text is too long: at most %(count)s characters.", count=most)

    def _act(self) -> str:
        """Gives the acronym as the register spells it, where the register has it."""
        typed = self.typed["predpis"]
        known = (act for act in library().registers.acts() if typed and act.key == type(act)(typed, "").key)
        return next((act.acronym for act in known), typed)

    def _body(self) -> str:
        slug = self._sent.get("organ", "")
        if slug not in {each.slug for each in self._choices.bodies}:
            self.faults["organ"] = _("Choose the body whose position this is.")
            return self._before.body
        return slug

    def _topics(self) -> tuple[str, ...]:
        sent = tuple(dict.fromkeys(slug for slug in self._sent.getlist("podrocje") if slug))
        if not set(sent) <= {each.slug for each in self._choices.topics}:
            self.faults["podrocje"] = _("What was chosen is no longer there. Choose again.")
            return self._before.topics
        return sent

    def _number(self, name: str) -> int | None:
        text = self.typed[name]
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            self.faults[name] = _("What was chosen is no longer there. Choose again.")
            return None
        return int(text)

    def _proposal(self, row: int) -> Proposal | None:
        for name in _ROW:
            named = f"{name}-{row}"
            self.typed[named] = self._line(named) if name == "clen" else self._text(named)
            if len(self.typed[named]) > LONGEST_TEXT:
                self.faults[named] = _("The text is too long: at most %(count)s characters.", count=LONGEST_TEXT)
        stance, is_new = self._sent.get(f"mnenje-{row}", ""), self._sent.get(f"nov-{row}", "") == "1"
        kind = Stance(stance) if stance in set(Stance) else self._before.stance
        self.typed |= {f"mnenje-{row}": kind.value, f"nov-{row}": "1" if is_new else ""}
        article, reason, wording = (self.typed[f"{name}-{row}"] for name in _ROW)
        if not (article or reason or wording):
            return None
        address = read_address(article) if article else None
        if article and (address is None or len(address.number) > LONGEST_ARTICLE or address.part):
            self.faults[f"clen-{row}"] = _("Write the number of an article, e.g. 14 or 14.a.")
            return None
        return Proposal(0, address.number if address else "", kind, reason, wording, is_new=is_new and bool(address))

    def _check_places(self, told: Position) -> None:
        """Says of a dossier or a replaced position that is not there, and of one that cannot be replaced."""
        missing = _("What was chosen is no longer there. Choose again.")
        dossiers = {each.id for each in library().affairs.dossiers.all(reader=EVERYTHING)}
        if told.dossier_id and told.dossier_id not in dossiers:
            self.faults["zadeva"] = missing
        others = {each.id: each for each in library().affairs.positions.all(reader=EVERYTHING)}
        replaced = others.get(told.replaces_id or 0)
        if told.replaces_id and replaced is None:
            self.faults["nadomesti"] = missing
        elif replaced and (replaced.body != told.body or replaced.replaced_by):
            self.faults["nadomesti"] = _("A position replaces one of the same body that nothing has replaced yet.")

    def _check_articles(self, told: Position) -> None:
        doubts = library().affairs.positions.doubts(told)
        for row in self.rows:
            address = read_address(self.typed[f"clen-{row}"])
            number, named = address.number if address else "", f"clen-{row}"
            is_new = bool(self.typed[f"nov-{row}"])
            if number in doubts.lacking and not is_new:
                self.faults.setdefault(named, lacking_text(number, doubts))
            elif number in doubts.there and is_new:
                self.faults.setdefault(named, there_text(number))

    def _line(self, name: str) -> str:
        return one_line(self._sent.get(name, "")[: LONGEST_LINE * 4])

    def _text(self, name: str) -> str:
        return tidy(self._sent.get(name, "")[: LONGEST_TEXT * 2])
