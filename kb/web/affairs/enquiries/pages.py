"""Enquiries among municipalities, at /povprasevanja/, for members and staff: asked, answered, closed, had as a file.

Nothing that was sent is altered: another answer of a municipality stands beside its first; staff can hide one, for a
reason that is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import NotAllowed, NotPossible
from kb.library.affairs.enquiries import as_csv, is_asker, may_use, speaks_for
from kb.library.affairs.personal import Personal
from kb.model import Enquiry, RecordSort
from kb.people import User
from kb.slovene.dates import read_date, written
from kb.slovene.normal import tidy
from kb.web.affairs.enquiries.form import LONGEST_TEXT, faults_of
from kb.web.affairs.enquiries.words import is_open, refused
from kb.web.affairs.personal import is_confirmed
from kb.web.context import actor, library, reader_of, signed_in, staff
from kb.web.forms import keeps
from kb.web.paging import turned
from kb.web.questions import one_line, page_of
from kb.web.records import witnessed

PER_PAGE = 20
LONGEST_REASON = 1_000
USUAL_TIME = dt.timedelta(days=14)
ONLY = ("odprta", "zakljucena", "moja")
"""What narrows the list (?samo=)."""

pages = Blueprint("enquiries", __name__, url_prefix="/povprasevanja")

_ENQUIRY = "/<int(max=2147483647):number>"


@pages.before_request
def _members_only() -> None:
    _member()


@pages.get("/")
def enquiries() -> str:
    """Gives the enquiries, the newest first, narrowed by ?samo= and ?podrocje=, a page at a time."""
    present = _member()
    only, topic = request.args.get("samo", ""), one_line(request.args.get("podrocje", "")[:100])
    only = only if only in ONLY else ""
    everything = library().affairs.enquiries.all(reader=reader_of(request), topic=topic)
    found = [each for each in everything if _is_meant(each, only, present)]
    shown, at = turned(found, to=page_of(request.args.get("stran", "")), per_page=PER_PAGE)
    return render_template(
        "affairs/enquiries.html",
        enquiries=shown,
        total=len(found),
        **at._asdict(),
        only=only,
        topic=topic,
        choices=library().keeping.choices(),
        speaks_for=speaks_for(present),
    )


@pages.get("/novo")
def asking() -> str:
    """Gives the form of a question."""
    deadline = library().affairs.enquiries.today + USUAL_TIME
    return _asking({"naslov": "", "vprasanje": "", "rok": written(deadline)}, (), {})


@pages.post("/novo")
@keeps("naslov", "vprasanje")
def ask() -> ResponseReturnValue:
    """Keeps a question, or gives the form again with what is wrong; one that is asked already is shown."""
    present = _member()
    typed = {name: tidy(request.form.get(name, "")).strip() for name in ("naslov", "vprasanje", "rok")}
    typed["naslov"] = one_line(typed["naslov"])
    chosen = tuple(dict.fromkeys(request.form.getlist("podrocje")))
    faults = faults_of(typed, chosen)
    findings = library().affairs.personal(typed["naslov"], typed["vprasanje"])
    if faults or not speaks_for(present) or not is_confirmed(findings):
        return _asking(typed, chosen, faults, findings), 422
    asked = Enquiry(
        id=0,
        title=typed["naslov"],
        question=typed["vprasanje"],
        municipality=speaks_for(present),
        author_id=present.id,
        author=present.name,
        made=dt.datetime.now(dt.UTC),
        topics=chosen,
        deadline=read_date(typed["rok"]) if typed["rok"] else None,
    )
    kept, is_new = library().affairs.enquiries.ask(asked, by=actor())
    return redirect(url_for("enquiries.enquiry", number=kept.id, ze=None if is_new else "1"), 303)


@pages.get(_ENQUIRY)
def enquiry(number: int) -> str:
    """Gives an enquiry with its answers, and notes that they have been seen. Raises NotFound."""
    found = _found(number)
    library().affairs.enquiries.saw(_member(), found)
    return _page(found)


@pages.get(f"{_ENQUIRY}.csv")
def file(number: int) -> Response:
    """Gives an enquiry with the answers that are shown as CSV. Raises NotFound."""
    response = Response(as_csv(_found(number)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="povprasevanje-{number}.csv"'
    return response


@pages.post(f"{_ENQUIRY}/odgovori")
@keeps("odgovor")
def answer(number: int) -> ResponseReturnValue:
    """Keeps an answer, or gives the page again with why it is not taken and the text that was typed."""
    present, found = _member(), _found(number)
    said = tidy(request.form.get("odgovor", "")).strip()
    if not speaks_for(present):
        return _page(found, said, _no_municipality()), 422
    if not said:
        return _page(found, said, str(_("Write an answer."))), 422
    if len(said) > LONGEST_TEXT:
        return _page(
            found, said, str(_("The text is too long: at most %(count)s characters.", count=LONGEST_TEXT))
        ), 422
    findings = library().affairs.personal(said)
    if not is_confirmed(findings):
        told = _("The answer has not been sent yet: look at what is marked below.")
        return _page(found, said, str(told), findings=findings), 422
    try:
        kept = library().affairs.enquiries.answer(number, speaks_for(present), said, by=actor())
    except NotPossible as error:
        return _page(_found(number), said, refused(found, error.reason)), error.http_status
    anchor = f"razdelek-{len(kept.answers) + 1}"
    return redirect(url_for("enquiries.enquiry", number=number, poslano="1", _anchor=anchor), 303)


@pages.post(f"{_ENQUIRY}/zakljuci")
def close(number: int) -> ResponseReturnValue:
    """Ends an enquiry, for who asked it and for staff. Raises NotFound, NotAllowed."""
    _theirs(number)
    library().affairs.enquiries.close(number, by=actor())
    return redirect(url_for("enquiries.enquiry", number=number), 303)


@pages.post(f"{_ENQUIRY}/odpri")
def reopen(number: int) -> ResponseReturnValue:
    """Opens an enquiry again, for who asked it and for staff. Raises NotFound, NotAllowed."""
    _theirs(number)
    library().affairs.enquiries.reopen(number, by=actor())
    return redirect(url_for("enquiries.enquiry", number=number), 303)


@pages.post(f"{_ENQUIRY}/odgovori/<int(max=99999):which>/skrij")
def hide(number: int, which: int) -> ResponseReturnValue:
    """Hides an answer for a reason, or without one shows it again. Raises NotFound, NotAllowed."""
    staff()
    found = _found(number)
    reason = one_line(request.form.get("razlog", ""))
    if request.form.get("dejanje") == "pokazi":
        reason = ""
    elif not reason or len(reason) > LONGEST_REASON:
        wrong = _("Write why, in at most %(count)s characters.", count=LONGEST_REASON)
        return _page(found, hiding=which, hiding_fault=str(wrong)), 422
    library().affairs.enquiries.hide(number, which, reason, by=actor())
    return redirect(url_for("enquiries.enquiry", number=number, _anchor=f"razdelek-{which + 1}"), 303)


def _member() -> User:
    """Gives who has signed in, where enquiries are for them. Raises SignInNeeded, NotAllowed."""
    present = signed_in().user
    if not may_use(present):
        raise NotAllowed
    return present


def _found(number: int) -> Enquiry:
    found = library().affairs.enquiries.get(number, reader=reader_of(request))
    witnessed(RecordSort.ENQUIRY, number)
    return found


def _theirs(number: int) -> None:
    present = _member()
    if not present.is_staff and not is_asker(present, _found(number)):
        raise NotAllowed


def _is_meant(enquiry: Enquiry, only: str, present: User) -> bool:
    match only:
        case "odprta":
            return is_open(enquiry)
        case "zakljucena":
            return not is_open(enquiry)
        case "moja":
            return is_asker(present, enquiry)
    return True


def _no_municipality() -> str:
    return str(_("Your account does not say which municipality you are from. Ask the administrator to add it."))


def _asking(
    typed: Mapping[str, str], chosen: tuple[str, ...], faults: Mapping[str, str], findings: Sequence[Personal] = ()
) -> str:
    present = _member()
    told: dict[str, Any] = {"speaks_for": speaks_for(present), "no_municipality": _no_municipality()}
    told |= {"findings": findings}
    topics = library().registers.topics()
    return render_template("affairs/enquiry_new.html", typed=typed, chosen=chosen, faults=faults, topics=topics, **told)


def _page(
    found: Enquiry,
    said: str = "",
    wrong: str = "",
    *,
    findings: Sequence[Personal] = (),
    hiding: int = 0,
    hiding_fault: str = "",
) -> str:
    present = _member()
    return render_template(
        "affairs/enquiry.html",
        enquiry=found,
        topics=[topic for topic in library().registers.topics() if topic.slug in found.topics],
        said=said,
        wrong=wrong,
        findings=findings,
        hiding=hiding,
        hiding_fault=hiding_fault,
        is_own=is_asker(present, found),
        speaks_for=speaks_for(present),
        no_municipality=_no_municipality(),
    )
