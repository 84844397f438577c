"""The work of staff on positions, at /delo/stalisca/: drawn up, edited, adopted, sent, and what came of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import ChangedMeanwhile, NotFound, NotPossible, WrongValue
from kb.library.affairs.positions import AdoptionFault
from kb.model import EVERYTHING, Body, Position, Proposal, ProposalOutcome, Stance
from kb.slovene.dates import read_date, written
from kb.web.affairs import personal
from kb.web.affairs.choosing import chosen, kept
from kb.web.affairs.positions import form
from kb.web.affairs.positions.form import LONGEST_LINE, LONGEST_TEXT, PositionForm
from kb.web.affairs.positions.words import adoption_fault, lacking_text, there_text
from kb.web.context import actor, library, staff
from kb.web.forms import keeps, takes
from kb.web.questions import one_line, page_of

PER_PAGE = 50
LONGEST_SENT = 500_000

pages = Blueprint("edited_positions", __name__, url_prefix="/delo/stalisca")

_POSITION = "/<int(max=2147483647):number>"


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def rows() -> str:
    """Gives the drafts, the outcomes that wait to be confirmed, and the adopted positions a page at a time."""
    held = library().affairs.positions
    adopted = held.all(reader=EVERYTHING)
    last = max(1, -(-len(adopted) // PER_PAGE))
    page = min(page_of(request.args.get("stran", "")), last)
    return render_template(
        "affairs/position_rows.html",
        drafts=held.drafts(),
        waiting=held.outcomes.waiting(),
        adopted=adopted[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(adopted),
        page=page,
        pages=last,
        removed=request.args.get("zavrzeno") == "1",
    )


# --- drafts ------------------------------------------------------------------------------------------


@pages.get("/novo")
def adding() -> str:
    """Gives the form of a new draft; ?zadeva= fills in what a dossier tells, ?predpis= the act."""
    return _page(form.shown(_blank(), more=form.NEW_ROWS))


@pages.post("/novo")
@takes(LONGEST_SENT, only=staff)
@keeps(*form.LONG_FIELDS)
def add() -> ResponseReturnValue:
    """Keeps a new draft, or gives the form again with what is wrong or with one more row."""
    return _keep(Position(0, "", "", Stance.SUPPORT_WITH_CHANGES))


@pages.get(f"{_POSITION}/uredi")
def edit(number: int) -> ResponseReturnValue:
    """Gives the form of a draft; an adopted position is not edited any more. Raises NotFound."""
    found = _get(number)
    return _page(form.shown(found)) if found.is_draft else redirect(url_for("positions.position", number=number))


@pages.post(f"{_POSITION}/uredi")
@takes(LONGEST_SENT, only=staff)
@keeps(*form.LONG_FIELDS)
def save(number: int) -> ResponseReturnValue:
    """Keeps a draft, or gives the form again with what is wrong or with one more row. Raises NotFound."""
    return _keep(replace(_get(number), edition=_edition()))


@pages.post(f"{_POSITION}/zavrzi")
def remove(number: int) -> ResponseReturnValue:
    """Throws a draft away. Raises NotFound, NotPossible."""
    library().affairs.positions.remove(actor(), _get(number).id)
    return redirect(url_for("edited_positions.rows", zavrzeno="1"), 303)


@pages.post(f"{_POSITION}/popravek")
def correct(number: int) -> ResponseReturnValue:
    """Makes a draft with the text of an adopted position, which it will replace. Raises NotFound, NotPossible."""
    if _get(number).is_draft:
        raise NotPossible(_("the position is still a draft"))
    draft = library().affairs.positions.correct(actor(), number)
    return redirect(url_for("edited_positions.edit", number=draft.id), 303)


# --- adopting and sending ----------------------------------------------------------------------------


@pages.get(f"{_POSITION}/sprejmi")
def adopting(number: int) -> ResponseReturnValue:
    """Gives the form with which a draft is adopted: the day, the body, and what is to be looked at. Raises NotFound."""
    found = _get(number)
    if not found.is_draft:
        return redirect(url_for("positions.position", number=number))
    return _adoption(found, {"dan": "", "organ": found.body}, {})


@pages.post(f"{_POSITION}/sprejmi")
def adopt(number: int) -> ResponseReturnValue:
    """Adopts a draft, or gives the form again with what is wrong. Raises NotFound, NotPossible."""
    found = replace(_get(number), edition=_edition())
    typed = {"dan": one_line(request.form.get("dan", "")[:LONGEST_LINE]), "organ": request.form.get("organ", "")}
    day, faults = _day(typed["dan"]), {}
    body = next((each for each in library().registers.bodies() if each.slug == typed["organ"]), None)
    if day is None:
        faults["dan"] = _("Enter the date as 22. 11. 2026.")
    if body is None:
        faults["organ"] = _("Choose the body that adopted it.")
    if day and body:
        faults |= _adoption_faults(found, day, body)
    if faults or day is None or body is None:
        return _adoption(found, typed, faults), WrongValue.http_status
    try:
        library().affairs.positions.adopt(actor(), found, day=day, body=body.slug)
    except ChangedMeanwhile as error:
        return _adoption(_get(number), typed, {}, wrong=_meanwhile()), error.http_status
    return redirect(url_for("positions.position", number=number), 303)


@pages.get(f"{_POSITION}/poslano")
def sending(number: int) -> ResponseReturnValue:
    """Gives the form that says when and to whom an adopted position was sent. Raises NotFound."""
    found = _get(number)
    if found.is_draft:
        return redirect(url_for("positions.position", number=number))
    dossier = library().affairs.positions.dossier_of(found, reader=EVERYTHING)
    to = found.sent_to or (dossier.ministry if dossier else "")
    return _sending(found, {"dan": written(found.sent) if found.sent else "", "komu": to}, {})


@pages.post(f"{_POSITION}/poslano")
def send(number: int) -> ResponseReturnValue:
    """Keeps when and to whom a position was sent, or gives the form again. Raises NotFound, NotPossible."""
    found = _get(number)
    typed = {name: one_line(request.form.get(name, "")[: LONGEST_LINE * 2]) for name in ("dan", "komu")}
    day, faults = _day(typed["dan"]), {}
    if day is None:
        faults["dan"] = _("Enter the date as 22. 11. 2026.")
    elif day > library().affairs.positions.today():
        faults["dan"] = _("This day has not come yet.")
    elif found.adopted and day < found.adopted:
        faults["dan"] = _(
            "The position was adopted on %(day)s and could not be sent before.", day=written(found.adopted)
        )
    if not typed["komu"] or len(typed["komu"]) > LONGEST_LINE:
        faults["komu"] = _("Write whom it was sent to, at most %(count)s characters.", count=LONGEST_LINE)
    if faults or day is None:
        return _sending(found, typed, faults), WrongValue.http_status
    library().affairs.positions.send(actor(), number, day=day, to=typed["komu"])
    return redirect(url_for("positions.position", number=number), 303)


# --- outcomes ----------------------------------------------------------------------------------------


@pages.get(f"{_POSITION}/izid")
def outcome(number: int) -> ResponseReturnValue:
    """Gives what may have come of each proposal, beside the adopted text, to be confirmed. Raises NotFound."""
    found = _get(number)
    return redirect(url_for("positions.position", number=number)) if found.is_draft else _outcomes(found)


@pages.post(f"{_POSITION}/izid")
def settle(number: int) -> ResponseReturnValue:
    """Keeps what a person says came of one proposal, or gives the page again. Raises NotFound, NotPossible."""
    found = _get(number)
    sent = request.form.get("predlog", "")
    proposal = next((each for each in found.proposals if str(each.id) == sent), None)
    if proposal is None:
        raise NotFound(f"predlog {one_line(sent[:40])}")
    told, evidence = request.form.get("izid", ""), chosen(f"gradivo-{proposal.id}", request.form, proposal.evidence_id)
    said = one_line(request.form.get("dokaz", "")[: LONGEST_TEXT * 2])
    faults: dict[str, str] = {}
    if told not in set(ProposalOutcome):
        faults[f"izid-{proposal.id}"] = _("Choose what came of the proposal.")
    if not evidence.is_right:
        faults[f"gradivo-{proposal.id}"] = evidence.fault
    if len(said) > LONGEST_TEXT:
        faults[f"dokaz-{proposal.id}"] = _("The text is too long: at most %(count)s characters.", count=LONGEST_TEXT)
    if told in set(ProposalOutcome) and told != ProposalOutcome.UNKNOWN and not (said or evidence.document_id):
        faults[f"dokaz-{proposal.id}"] = _("Write what shows it, or name the material that does.")
    if faults:
        return _outcomes(found, faults, {f"izid-{proposal.id}": told, f"dokaz-{proposal.id}": said}), 400
    anchor = _anchor(evidence.document_id)
    settled = replace(proposal, outcome=ProposalOutcome(told), evidence=said, evidence_id=evidence.document_id)
    library().affairs.positions.settle(actor(), number, replace(settled, evidence_anchor=anchor))
    return redirect(url_for("edited_positions.outcome", number=number, _anchor=f"predlog-{proposal.id}"), 303)


def _anchor(document_id: int | None) -> str:
    """Gives the passage of the evidence that the form names, "" for one that the document does not have."""
    anchor = request.form.get("mesto", "")[:100]
    if not anchor or document_id is None:
        return ""
    passages = library().passages(document_id, reader=EVERYTHING)
    return anchor if any(each.passage.locator.anchor == anchor for each in passages) else ""


# --- parts -------------------------------------------------------------------------------------------


def _get(number: int) -> Position:
    return library().affairs.positions.get(number, reader=EVERYTHING)


def _edition() -> int:
    """Gives the edition that the form was shown with, so that nothing newer is overwritten."""
    edition = request.form.get("izdaja", "")
    return int(edition) if edition.isascii() and edition.isdecimal() and len(edition) < 10 else 0


def _day(text: str) -> dt.date | None:
    day = read_date(text)
    return day if day and day.year >= 1990 else None


def _blank() -> Position:
    blank = Position(0, "", "", Stance.SUPPORT_WITH_CHANGES, act=one_line(request.args.get("predpis", "")[:40]))
    number = request.args.get("zadeva", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return blank
    dossier = library().affairs.dossiers.get(int(number), reader=EVERYTHING)
    return replace(
        blank,
        title=_("Position on: %(title)s", title=dossier.title)[:LONGEST_LINE],
        body=next(iter(dossier.bodies), ""),
        act=dossier.act,
        version_id=dossier.text_id,
        dossier_id=dossier.id,
        topics=dossier.topics,
        visibility=dossier.visibility,
    )


def _keep(before: Position) -> ResponseReturnValue:
    if before.id and not _get(before.id).is_draft:
        raise NotPossible(_("the position has been adopted; a correction is a new position that replaces it"))
    told = form.told(request.form, before, library().keeping.choices())
    if "dodaj" in request.form:
        return _page(form.with_row(told))
    if not told.is_right:
        return _page(told), WrongValue.http_status
    try:
        kept_one = library().affairs.positions.put(actor(), told.position)
    except ChangedMeanwhile as error:
        newest = replace(told.position, edition=_get(before.id).edition)
        return _page(replace(told, position=newest), wrong=_meanwhile()), error.http_status
    return redirect(url_for("positions.position", number=kept_one.id), 303)


def _page(told: PositionForm, *, wrong: str = "") -> str:
    position = told.position
    others = library().affairs.positions.all(reader=EVERYTHING, body=position.body) if position.body else ()
    return render_template(
        "affairs/position_form.html",
        position=position,
        form=told,
        wrong=wrong,
        choices=library().keeping.choices(),
        dossiers=library().affairs.dossiers.all(reader=EVERYTHING),
        replaceable=[each for each in others if not each.replaced_by and each.body == position.body],
        doubts=library().affairs.positions.doubts(position),
    )


def _adoption_faults(position: Position, day: dt.date, body: Body) -> dict[str, str]:
    """Gives what stands against the adoption of a draft, by field: the first of what cannot be, then what is asked."""
    held = library().affairs.positions
    doubts = held.doubts(position)
    wrong = [*(lacking_text(each, doubts) for each in doubts.lacking), *map(there_text, doubts.there)]
    faults = {"besedilo": wrong[0]} if wrong else {}
    fault = held.wrong_adoption(position, day, body.slug)
    if fault:
        field = {AdoptionFault.NO_BODY: "organ", AdoptionFault.CLASH: "nadomesti", AdoptionFault.EMPTY: "besedilo"}
        said = adoption_fault(fault, body, library().affairs.bodies.successors(body.slug))
        faults[field.get(fault, "dan")] = said
    if not personal.is_confirmed(doubts.personal):
        faults["potrjeno"] = _("The text has personal data. Take it out, or confirm that it may stay.")
    return faults


def _adoption(position: Position, typed: dict[str, str], faults: dict[str, str], *, wrong: str = "") -> str:
    return render_template(
        "affairs/position_adopting.html",
        position=position,
        typed=typed,
        faults=faults,
        wrong=wrong,
        doubts=library().affairs.positions.doubts(position),
        choices=library().keeping.choices(),
    )


def _sending(position: Position, typed: dict[str, str], faults: dict[str, str]) -> str:
    return render_template("affairs/position_sending.html", position=position, typed=typed, faults=faults)


def _outcomes(position: Position, faults: dict[str, str] | None = None, typed: dict[str, str] | None = None) -> str:
    outcomes = library().affairs.positions.outcomes
    later = outcomes.later(position)
    suggested = {each.proposal.id: each for each in outcomes.suggested(position, later)} if later else {}
    fields = {each.id: _evidence_field(each, later.document.id if later else None) for each in position.proposals}
    return render_template(
        "affairs/position_outcomes.html",
        position=position,
        later=later,
        suggested=suggested,
        fields=fields,
        faults=faults or {},
        typed=typed or {},
    )


def _evidence_field(proposal: Proposal, later_id: int | None) -> object:
    name = f"gradivo-{proposal.id}"
    if name in request.form:
        return chosen(name, request.form, proposal.evidence_id)
    return kept(proposal.evidence_id if proposal.confirmed else later_id)


def _meanwhile() -> str:
    said: str = _(
        "Somebody else has changed this position since you opened the form. Nothing was overwritten. Look it through "
        "and save again."
    )
    return said
