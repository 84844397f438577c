"""The comments on a dossier for staff, at /delo/zadeve/<id>/pripombe: answered, drawn up to a position, exported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from kb.errors import NotPossible, WrongValue
from kb.library.affairs.commentrows import as_csv
from kb.model import EVERYTHING, Deed, Dossier, Entry
from kb.model.comments import Answered, Comment, Taken
from kb.slovene.normal import tidy
from kb.web import waiting
from kb.web.affairs.comments import by_article
from kb.web.context import actor, library, staff
from kb.web.forms import takes
from kb.web.paging import turned
from kb.web.questions import page_of

LONGEST_ANSWER = 2_000
LONGEST_SENT = 480_000
PER_PAGE = 30
NARROWED = ("odprte", "za-stalisce")
"""What ?samo= narrows the comments to."""

pages = Blueprint("commented", __name__, url_prefix="/delo/zadeve/<int(max=2147483647):number>")


@dataclass(frozen=True, slots=True)
class Filled:
    """What was sent of the page: decisions and answers by comment, comments that are chosen, what is wrong by field."""

    answers: dict[int, Answered] = field(default_factory=dict)
    chosen: frozenset[int] = frozenset()
    body: str = ""
    faults: dict[str, str] = field(default_factory=dict)


def register(app: Flask) -> None:
    """Gives `app` these pages, and their lines on the first page of staff work."""
    app.register_blueprint(pages)
    waiting.tell_of(app, _lines)


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/pripombe")
def work(number: int) -> str:
    """Gives the comments by article, a page at a time, narrowed by ?samo=."""
    return _page(_dossier(number), Filled())


@pages.post("/pripombe")
@takes(LONGEST_SENT, only=staff)
def keep(number: int) -> ResponseReturnValue:
    """Keeps the decisions of the page and, where that is asked for, draws up a position; or says what is wrong."""
    dossier = _dossier(number)
    sent = _sent({each.id: each for each in library().affairs.comments.all_of(number)})
    if sent.faults:
        return _page(dossier, sent), 422
    changed = [each for each in sent.answers.values() if (each.taken, each.answer) != (each.was, each.was_answer)]
    if clashing := library().affairs.comments.answer(actor(), dossier, changed):
        said = _("Somebody else has answered this comment meanwhile. Look at what is there now and save again.")
        return _page(dossier, _with_faults(sent, {f"odgovor-{each}": str(said) for each in clashing})), 409
    if (deed := request.form.get("dejanje", "")) in ("stalisce", "stalisce-vse"):
        return _drawn_up(dossier, sent, is_all=deed == "stalisce-vse")
    kept = _kept_in_address()
    address = url_for("commented.work", number=number, samo=kept.get("samo"), stran=kept.get("stran"), shranjeno="da")
    return redirect(address, 303)


@pages.post("/pripombe/obvesti")
def tell(number: int) -> ResponseReturnValue:
    """Has letters written to those who have not been told of an answer yet, or one again to whom ?znova= names."""
    dossier, again = _dossier(number), request.form.get("znova", "")
    letters = library().affairs.comments.letters(number)
    authors = {each.author_id for each in letters if (str(each.author_id) == again if again else each.is_due)}
    place = url_for("comments.page", number=number).lstrip("/").removeprefix("en/")
    told = library().people.tell_of_answers(authors, title=dossier.title, place=place)
    if told:
        after = {"count": len(told), "accounts": told}
        library().audit.enter(actor(), Deed.SENT, Entry("dossier", dossier.id, after=after))
    return redirect(url_for("commented.work", number=number, shranjeno="obvesceno" if told else "nikomur"), 303)


@pages.get("/pripombe/natisni")
def printed(number: int) -> str:
    """Gives all comments on one page, to be printed."""
    dossier = _dossier(number)
    return render_template("affairs/commented_print.html", dossier=dossier, **_by_article(dossier, _all(dossier)))


@pages.get("/pripombe.csv")
def export(number: int) -> ResponseReturnValue:
    """Gives all comments as a file for a spreadsheet program."""
    dossier = _dossier(number)
    library().audit.enter(actor(), Deed.EXPORTED, Entry("dossier", dossier.id, after={"format": "csv"}))
    response = Response("".join(as_csv(_all(dossier))), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="pripombe-{dossier.id}.csv"'
    return response


# --- parts ---


def _lines() -> Iterator[waiting.Waiting]:
    comments, dossiers = library().affairs.comments, library().affairs.dossiers
    for dossier_id, count in sorted(comments.open_counts().items()):
        dossier = dossiers.get(dossier_id, reader=EVERYTHING)
        said = ngettext(
            "%(num)s comment on “%(title)s” waits for an answer.",
            "%(num)s comments on “%(title)s” wait for an answer.",
            count,
            title=dossier.title,
        )
        address = url_for("commented.work", number=dossier_id, samo="odprte")
        yield waiting.Waiting(said, count, address, is_urgent=not dossiers.takes_comments(dossier))


def _dossier(number: int) -> Dossier:
    return library().affairs.dossiers.get(number, reader=EVERYTHING)


def _all(dossier: Dossier) -> tuple[Comment, ...]:
    return library().affairs.comments.all_of(dossier.id)


def _page(dossier: Dossier, sent: Filled) -> str:
    found = _all(dossier)
    lists = {
        "": found,
        "odprte": tuple(each for each in found if each.is_open),
        "za-stalisce": tuple(each for each in found if each.is_taken_up and each.position_id is None),
    }
    only = _kept_in_address().get("samo", "")
    shown, at = turned(lists[only], to=page_of(request.args.get("stran", "")), per_page=PER_PAGE)
    return render_template(
        "affairs/commented.html",
        dossier=dossier,
        sent=sent,
        only=only,
        counts={name: len(each) for name, each in lists.items()},
        total=len(lists[only]),
        **at._asdict(),
        bodies=library().registers.bodies(),
        decisions=tuple(Taken),
        letters=library().affairs.comments.letters(dossier.id),
        saved=request.args.get("shranjeno", ""),
        **_by_article(dossier, shown),
    )


def _by_article(dossier: Dossier, comments: Sequence[Comment]) -> dict[str, object]:
    articles = library().affairs.comments.articles(dossier, reader=EVERYTHING)
    return {"groups": by_article(comments), "articles": {each.number: each for each in articles}}


def _kept_in_address() -> dict[str, str]:
    """Gives which part of the comments is shown, so that the next page shows it too."""
    only, page = request.args.get("samo", ""), page_of(request.args.get("stran", ""))
    return ({"samo": only} if only in NARROWED else {}) | ({"stran": str(page)} if page > 1 else {})


def _sent(comments: dict[int, Comment]) -> Filled:
    answers: dict[int, Answered] = {}
    faults: dict[str, str] = {}
    for each in comments.values():
        if f"odlocitev-{each.id}" not in request.form or each.withdrawn is not None:
            continue
        told = answers[each.id] = _answered(each.id)
        if fault := _fault(told):
            faults[f"odgovor-{each.id}"] = fault
    chosen = frozenset(int(one) for one in request.form.getlist("izberi") if one.isdecimal() and len(one) < 10)
    return Filled(answers, chosen & comments.keys(), request.form.get("organ", ""), faults)


def _answered(comment_id: int) -> Answered:
    form = request.form
    answer, was_answer = (tidy(form.get(f"{name}-{comment_id}", "")) for name in ("odgovor", "prej-odgovor"))
    taken, was = (_taken(form.get(f"{name}-{comment_id}", "")) for name in ("odlocitev", "prej"))
    return Answered(comment_id, taken, answer, was, was_answer)


def _taken(typed: str) -> Taken:
    return Taken(typed) if typed in set(Taken) else Taken.OPEN


def _fault(told: Answered) -> str:
    if len(told.answer) > LONGEST_ANSWER:
        return str(_("The text is too long: at most %(count)s characters.", count="2.000"))
    if told.taken in (Taken.PARTLY, Taken.NOT_TAKEN) and not told.answer:
        return str(_("Write why, so that the municipality knows."))
    if told.taken is Taken.OPEN and told.answer:
        return str(_("Choose what becomes of the comment."))
    return ""


def _with_faults(sent: Filled, faults: dict[str, str]) -> Filled:
    return Filled(sent.answers, sent.chosen, sent.body, faults)


def _drawn_up(dossier: Dossier, sent: Filled, *, is_all: bool) -> ResponseReturnValue:
    ids: Sequence[int] = [each.id for each in _all(dossier) if each.is_taken_up] if is_all else sorted(sent.chosen)
    try:
        drawn = library().affairs.comments.draw_up(actor(), dossier, ids, body=sent.body)
    except NotPossible:
        said = _("Choose at least one comment that has not been withdrawn and is in no position yet.")
        return _page(dossier, _with_faults(sent, {"stalisce": str(said)})), 422
    except WrongValue:
        return _page(dossier, _with_faults(sent, {"organ": str(_("Choose the body whose position it is."))})), 422
    return redirect(url_for("edited_positions.edit", number=drawn), 303)
