"""The synonyms for staff, at /delo/sopomenke/: rules listed, added, changed, imported, taken out, and tried."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import UserError, WrongValue
from kb.library import Question, Widened
from kb.library.registering import is_widened_by, read_rules
from kb.slovene.fold import fold
from kb.slovene.synonyms import read_rule
from kb.web import language
from kb.web.context import actor, library, reader_of, staff
from kb.web.forms import takes
from kb.web.questions import one_line, page_of
from kb.web.registers.sent import LONGEST_SENT, NOTHING_SENT, PER_PAGE, Sent, lines_of, sent_text

LONGEST_ASKED = 200
LONGEST_RULE = 2_000
MOST_QUESTIONS = 10

pages = Blueprint("synonyms", __name__, url_prefix="/delo/sopomenke")


@dataclass(frozen=True, slots=True)
class Tried:
    """A question as it is found with the rules and without them: what is searched too, and how many documents."""

    text: str
    widened: tuple[Widened, ...]
    with_rules: int
    without: int


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def rules() -> str:
    """Gives the rules, narrowed by ?beseda=, a page at a time; with ?poskusi= what they do to a question."""
    return _page()


@pages.post("/")
def add() -> ResponseReturnValue:
    """Adds a rule, or gives the page again with what is wrong."""
    typed = one_line(request.form.get("pravilo", "")[:LONGEST_RULE])
    try:
        library().registers.add_synonym(read_rule(typed), by=actor())
    except WrongValue as error:
        return _page(typed=typed, wrong=error.told(language.current())), 422
    return redirect(url_for("synonyms.rules", shranjeno="1", beseda=typed[:LONGEST_ASKED]), 303)


@pages.post("/uvoz")
@takes(LONGEST_SENT, only=staff)
def import_() -> ResponseReturnValue:
    """Adds the rules of a text, a line a rule, all or none; or gives the page again with the lines that are wrong."""
    text = ""
    try:
        text = sent_text()
        done = library().registers.add_synonyms(read_rules(text), by=actor())
    except WrongValue as error:
        return _page(sent=Sent(text, lines_of(error))), 422
    return redirect(url_for("synonyms.rules", novih=len(done.added), znanih=done.known), 303)


@pages.get("/sopomenke.txt")
def export() -> Response:
    """Gives the rules as the import reads them, a line a rule."""
    text = "".join(f"{each.rule}\n" for each in library().registers.synonyms())
    response = Response(text, mimetype="text/plain")
    response.headers["Content-Disposition"] = 'attachment; filename="sopomenke.txt"'
    return response


@pages.get("/<int(max=2147483647):rule_id>")
def rule(rule_id: int) -> str:
    """Gives the form of a rule, with the questions of the search log that it changes. Raises NotFound."""
    return _form(rule_id)


@pages.post("/<int(max=2147483647):rule_id>")
def change(rule_id: int) -> ResponseReturnValue:
    """Puts another rule in place of one, or gives the form again with what is wrong. Raises NotFound."""
    library().registers.synonym(rule_id)
    typed = one_line(request.form.get("pravilo", "")[:LONGEST_RULE])
    try:
        library().registers.replace_synonym(rule_id, read_rule(typed), by=actor())
    except WrongValue as error:
        return _form(rule_id, typed=typed, wrong=error.told(language.current())), 422
    return redirect(url_for("synonyms.rules", shranjeno="1", beseda=typed[:LONGEST_ASKED]), 303)


@pages.post("/<int(max=2147483647):rule_id>/odstrani")
def remove(rule_id: int) -> ResponseReturnValue:
    """Takes a rule out. Raises NotFound."""
    library().registers.remove_synonym(rule_id, by=actor())
    return redirect(url_for("synonyms.rules", odstranjeno="1"), 303)


def _page(*, typed: str = "", wrong: str = "", sent: Sent = NOTHING_SENT) -> str:
    asked_for = one_line(request.args.get("beseda", "")[:LONGEST_ASKED])
    found = [each for each in library().registers.synonyms() if fold(asked_for) in fold(str(each.rule))]
    pages_in_all = max(1, -(-len(found) // PER_PAGE))
    page = min(page_of(request.args.get("stran", "")), pages_in_all)
    return render_template(
        "registers/synonyms.html",
        rules=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(found),
        page=page,
        pages=pages_in_all,
        asked_for=asked_for,
        typed=typed,
        wrong=wrong,
        sent=sent,
        tried=_tried(),
        done=_done(),
    )


def _form(rule_id: int, *, typed: str = "", wrong: str = "") -> str:
    found = library().registers.synonym(rule_id)
    asked = [each for each in library().asked() if is_widened_by(found.rule, each.text)][:MOST_QUESTIONS]
    return render_template(
        "registers/synonym.html", rule=found, typed=typed or str(found.rule), wrong=wrong, questions=asked
    )


def _tried() -> Tried | None:
    """Gives what the rules do to the question ?poskusi=, None where none is asked."""
    text = one_line(request.args.get("poskusi", "")[:LONGEST_ASKED])
    if not text:
        return None
    try:
        reader = reader_of(request)
        found = library().find(Question(text=text, per_page=1), reader=reader)
        exactly = library().find(Question(text=text, per_page=1, exactly=True), reader=reader)
    except UserError:
        return None
    return Tried(text, tuple(found.widened), found.documents, exactly.documents)


def _done() -> str:
    """Gives what has just been done, as the address says it; "" for nothing."""
    args = request.args
    if args.get("shranjeno"):
        return str(_("The rule is saved and takes effect at once."))
    if args.get("odstranjeno"):
        return str(_("The rule is taken out."))
    if args.get("novih", "").isdecimal() and args.get("znanih", "").isdecimal():
        return str(
            _("Rules added: %(new)s. There already: %(known)s.", new=args["novih"][:9], known=args["znanih"][:9])
        )
    return ""
