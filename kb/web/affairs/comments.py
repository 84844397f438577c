"""The comments of one's municipality on a dossier, at /zadeve/<id>/pripombe: sent, followed, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import NotPossible
from kb.legislation.addresses import read_address
from kb.library.affairs.comments import ArticleText, speaks_for_municipality
from kb.library.affairs.personal import Personal
from kb.model import Dossier, RecordSort
from kb.model.comments import Comment, Remark, Taken, locator_of
from kb.slovene.dates import written
from kb.slovene.normal import tidy
from kb.web import records
from kb.web.affairs import personal
from kb.web.context import library, reader_of, signed_in, user
from kb.web.forms import keeps, takes
from kb.web.law.words import article_name

LONGEST = {"besedilo": 10_000, "predlog": 20_000, "obrazlozitev": 10_000}
"""Characters of what is typed into the fields."""

LONGEST_ARTICLE = 16
LONGEST_SENT = 400_000

pages = Blueprint("comments", __name__, url_prefix="/zadeve/<int(max=2147483647):number>/pripombe")


@dataclass(frozen=True, slots=True)
class CommentForm:
    """The form of a comment: what is typed, what of it is wrong by field, and what tells of persons."""

    typed: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    findings: tuple[Personal, ...] = ()

    @property
    def remark(self) -> Remark:
        """Gives the comment that it means."""
        return Remark(self.typed["clen"], self.typed["besedilo"], self.typed["predlog"], self.typed["obrazlozitev"])


def register(app: Flask) -> None:
    """Gives `app` these pages and their words, and says where a comment is shown."""
    app.register_blueprint(pages)
    records.tell_of(app, RecordSort.COMMENT, _address)
    app.add_template_filter(taken_name)
    app.add_template_filter(comment_place)
    app.add_template_filter(comment_anchor)
    app.add_template_filter(personal.kind_name, "personal_kind")
    app.add_template_filter(personal.mark_of, "personal_mark")


@pages.get("")
def page(number: int) -> str:
    """Gives the comments of one's municipality on a dossier, and the form of a further one; ?clen= is its article."""
    dossier = _dossier(number)
    typed = {"clen": _article(request.args.get("clen", "")), **dict.fromkeys(LONGEST, "")}
    return _page(dossier, CommentForm(typed))


@pages.post("")
@takes(LONGEST_SENT)
@keeps(*LONGEST)
def send(number: int) -> ResponseReturnValue:
    """Keeps a comment, or gives the form again with what is wrong and all that was typed."""
    present, dossier = signed_in().user, _dossier(number)
    form = _sent(library().affairs.comments.articles(dossier, reader=reader_of(request)))
    if not library().affairs.dossiers.takes_comments(dossier):
        return _page(dossier, form, refused=_too_late(dossier)), 409
    if form.faults or form.findings:
        return _page(dossier, form), 422
    try:
        sent = library().affairs.comments.send(present, dossier, form.remark)
    except NotPossible:
        return _page(dossier, form, refused=_too_late(dossier)), 409
    done = "poslano" if sent.is_new else "ze-poslano"
    return redirect(url_for("comments.page", number=number, stanje=done, _anchor=f"pripomba-{sent.comment.id}"), 303)


@pages.post("/<int(max=2147483647):comment_id>/umakni")
def withdraw(number: int, comment_id: int) -> ResponseReturnValue:
    """Takes a comment of one's municipality back. Raises NotFound, NotPossible."""
    present, dossier = signed_in().user, _dossier(number)
    library().affairs.comments.withdraw(present, dossier, comment_id)
    return redirect(url_for("comments.page", number=number, stanje="umaknjeno", _anchor=f"pripomba-{comment_id}"), 303)


# --- words ---


def taken_name(taken: Taken) -> str:
    """Gives in words what became of a comment."""
    names: dict[Taken, str] = {
        Taken.OPEN: _("waits for an answer"),
        Taken.TAKEN: _("taken into account"),
        Taken.PARTLY: _("partly taken into account"),
        Taken.NOT_TAKEN: _("not taken into account"),
    }
    return names[taken]


def comment_place(article: str) -> str:
    """Gives the place that a comment speaks of: «14. člen», «Besedilo v celoti»."""
    return article_name(article) if article else str(_("The text as a whole"))


def comment_anchor(article: str) -> str:
    """Gives the anchor of that place on a page of comments: «clen-14», «razdelek-1»."""
    return locator_of(article).anchor


# --- parts ---


def _address(comment_id: int) -> str:
    comment = library().affairs.comments.get(comment_id, user=user())
    return url_for("comments.page", number=comment.dossier_id)


def _dossier(number: int) -> Dossier:
    return library().affairs.dossiers.get(number, reader=reader_of(request))


def _page(dossier: Dossier, form: CommentForm, *, refused: str = "") -> str:
    present, comments = user(), library().affairs.comments
    articles = comments.articles(dossier, reader=reader_of(request))
    own = comments.of(dossier.id, user=present)
    return render_template(
        "affairs/comments.html",
        dossier=dossier,
        form=form,
        refused=refused,
        done=request.args.get("stanje", ""),
        takes_comments=library().affairs.dossiers.takes_comments(dossier),
        speaks=present is not None and speaks_for_municipality(present),
        articles=articles,
        chosen=next((each for each in articles if each.number == form.typed["clen"]), None),
        groups=by_article(own),
        may_withdraw=[each.id for each in own if present and comments.may_withdraw(each, dossier, user=present)],
    )


def by_article(comments: Sequence[Comment]) -> dict[str, list[Comment]]:
    """Gives comments by the article that they speak of, in the order that they come in."""
    groups: dict[str, list[Comment]] = {}
    for each in comments:
        groups.setdefault(each.article, []).append(each)
    return groups


def _article(typed: str) -> str:
    """Gives the number of an article as it is kept, "14a"; what names none stays as it was typed."""
    line = " ".join(tidy(typed).split())
    address = read_address(line) if line else None
    return address.number if address else line


def _sent(articles: tuple[ArticleText, ...]) -> CommentForm:
    typed = {"clen": _article(request.form.get("clen", "")[:200])}
    typed |= {name: tidy(request.form.get(name, "")) for name in LONGEST}
    faults = {
        name: str(_("The text is too long: at most %(count)s characters.", count=f"{most:,}".replace(",", ".")))
        for name, most in LONGEST.items()
        if len(typed[name]) > most
    }
    if not typed["besedilo"]:
        faults["besedilo"] = str(_("Write what your municipality has to say."))
    if fault := _wrong_article(typed["clen"], articles):
        faults["clen"] = fault
    findings = library().affairs.personal(*(typed[name] for name in LONGEST))
    return CommentForm(typed, faults, () if personal.is_confirmed(findings) else findings)


def _wrong_article(number: str, articles: tuple[ArticleText, ...]) -> str:
    if not number:
        return ""
    if articles:
        known = number in {each.number for each in articles}
        return "" if known else str(_("The text has no such article. Choose one of those that it has."))
    is_one = read_address(number) is not None and len(number) <= LONGEST_ARTICLE
    return "" if is_one else str(_("Write the number of an article, such as 14 or 14.a, or leave it empty."))


def _too_late(dossier: Dossier) -> str:
    kept: str = _("It was not sent. You can copy below what you have written.")
    if dossier.deadline and library().affairs.dossiers.today() > dossier.deadline:
        return str(_("Comments were taken until %(day)s.", day=written(dossier.deadline))) + f" {kept}"
    return str(_("Comments on this dossier are no longer taken.")) + f" {kept}"
