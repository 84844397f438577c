"""The audit log (revizijska sled) for staff, at /delo/sled/: who did what, narrowed by person, deed, thing and time.

Administrators see all rows, may have them as a file and have the log proved; other staff see what was done to documents
and registers, not who signed in or read what. ?kdo= ?dejanje= ?stvar= ?oznaka= ?besede= ?od= ?do= narrow; ?pred= and
?po= are the ids of rows that a page lies before or after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask import Blueprint, Flask, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.library.auditing import PERSONAL, READING, Proof, scope_of
from kb.library.auditing.exporting import as_csv, as_json_lines
from kb.library.auditing.naming import name_of
from kb.library.auditing.words import (
    SUBJECTS,
    Line,
    Named,
    actor_word,
    deed_word,
    lines_of,
    proof_words,
    subject_word,
)
from kb.model import Actor, Audited, Deed, Document, Entry, Sought
from kb.people import User
from kb.slovene.dates import read_date
from kb.slovene.order import sort_key
from kb.web import language, waiting
from kb.web.context import actor, administrator, library, staff, user
from kb.web.questions import one_line

LONGEST_TYPED = 200
MOST_OF_DOCUMENT = 30
_LONGEST_ID = 2**31 - 1
_FIELDS = {"kdo": "who", "dejanje": "deed", "stvar": "subject", "oznaka": "subject_id", "besede": "words"}
_DAYS = {"od": "since", "do": "until"}

pages = Blueprint("audit", __name__, url_prefix="/delo/sled")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the log is narrowed by, as typed; `faults` tell of days that cannot be read, by the name of the field."""

    typed: Mapping[str, str]
    sought: Sought
    faults: Mapping[str, str] = field(default_factory=dict)

    def address(self, endpoint: str = "audit.rows", **more: object) -> str:
        """Gives the address of a page of the same rows."""
        told = {name: text for name, text in self.typed.items() if text}
        return url_for(endpoint, **told, **more)  # type: ignore[arg-type]


def register(app: Flask) -> None:
    """Gives `app` the pages of the audit log, and its templates the history of a document."""
    app.register_blueprint(pages)
    app.jinja_env.globals["history_of"] = history_of
    for word in (audited_deed, audited_subject, audited_lines, audited_name, audited_by):
        app.jinja_env.filters[word.__name__] = word
    waiting.tell_of(app, _room)


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def rows() -> str:
    """Gives the rows that are asked for, the newest first, a page at a time."""
    return _page()


@pages.post("/preveri")
def prove() -> str:
    """Has the whole log proved and gives the page with what was found. Raises NotAllowed."""
    administrator()
    proof = library().audit.prove()
    told = {"flaw": proof.flaw.value, "row": proof.row} if proof.flaw else {"rows": proof.rows}
    library().audit.enter(actor(), Deed.PROVED, Entry("audit", "", after=told))
    return _page(proof)


@pages.get("/sled.csv", defaults={"form": "csv"})
@pages.get("/sled.jsonl", defaults={"form": "jsonl"})
def export(form: str) -> ResponseReturnValue:
    """Gives the rows that are asked for as a file, the oldest first. Raises NotAllowed."""
    administrator()
    asked, log = _asked(), library().audit
    sought = {"sought": {name: text for name, text in asked.typed.items() if text}}
    log.enter(actor(), Deed.EXPORTED, Entry("audit", "", after={"format": form, **sought}))
    lines: Iterator[str] = (as_csv if form == "csv" else as_json_lines)(log.each(asked.sought))
    response = Response(
        (line.encode() for line in lines), mimetype="text/csv" if form == "csv" else "application/x-ndjson"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="sled.{form}"'
    return response


def _page(proof: Proof | None = None) -> str:
    present = staff().user
    asked = _asked()
    before, after = (_row_id(request.args.get(name, "")) for name in ("pred", "po"))
    log, sought = library().audit, scope_of(present, asked.sought)
    page = log.page(sought, before=before, after=after)
    return render_template(
        "audit/rows.html",
        page=page,
        total=log.count(sought),
        titles=log.titles(page.rows),
        asked_for=asked,
        deeds=_deeds(present),
        subjects=_subjects(present),
        proof=proof_words(proof, language.current()) if proof else "",
        is_well=proof is None or proof.is_well,
    )


def _asked() -> Asked:
    args = request.args
    typed = {name: one_line(args.get(name, "")[:LONGEST_TYPED]) for name in (*_FIELDS, *_DAYS)}
    days = {name: read_date(typed[name]) for name in _DAYS if typed[name]}
    wrong = str(_("Enter the date as 22. 11. 2026."))
    faults = {name: wrong for name, day in days.items() if day is None}
    since, until = days.get("od"), days.get("do")
    if since and until and until < since:
        faults["do"] = str(_("The last day is before the first one."))
    sought = Sought(
        actors=library().audit.actors(typed["kdo"]) if typed["kdo"] else None,
        deeds=frozenset({Deed(typed["dejanje"])}) if typed["dejanje"] in set(Deed) else frozenset(),
        subject=typed["stvar"] if typed["stvar"] in SUBJECTS else "",
        subject_id=typed["oznaka"],
        words=typed["besede"],
        since=_midnight(since),
        until=_midnight(until, later=1),
    )
    return Asked(typed, sought, faults)


def _midnight(day: dt.date | None, *, later: int = 0) -> dt.datetime | None:
    """Gives the moment that a day begins at where the server is, or one some days `later`; None where there is none."""
    if day is None:
        return None
    try:
        return dt.datetime.combine(day + dt.timedelta(days=later), dt.time()).astimezone(dt.UTC)
    except (OverflowError, ValueError):
        return None


def _row_id(text: str) -> int:
    return min(int(text), _LONGEST_ID) if text.isascii() and text.isdecimal() and len(text) < 20 else 0


def _deeds(present: User) -> list[tuple[str, str]]:
    hidden = frozenset() if present.is_administrator else READING | _OF_ACCOUNTS
    named = [(deed.value, deed_word(deed, language.current())) for deed in Deed if deed not in hidden]
    return sorted(named, key=lambda pair: sort_key(pair[1]))


def _subjects(present: User) -> list[tuple[str, str]]:
    hidden = frozenset() if present.is_administrator else PERSONAL
    named = [(name, subject_word(name, language.current())) for name in SUBJECTS if name not in hidden]
    return sorted(named, key=lambda pair: sort_key(pair[1]))


_OF_ACCOUNTS = frozenset(
    {
        Deed.SIGNED_IN,
        Deed.SIGN_IN_FAILED,
        Deed.SIGNED_OUT_EVERYWHERE,
        Deed.RESET_ASKED,
        Deed.CREDENTIALS_CHANGED,
        Deed.INVITED,
        Deed.JOINED,
        Deed.LINKED,
        Deed.CLOSED,
        Deed.REOPENED,
        Deed.FORGOTTEN,
    }
)


# --- what templates say --------------------------------------------------------------------------------


def history_of(document: Document) -> tuple[Audited, ...]:
    """Gives what was done to a document as far as who has signed in may see it; nothing for others than staff."""
    present = user()
    if present is None or not present.is_staff:
        return ()
    return library().audit.history(present, document.id, limit=MOST_OF_DOCUMENT)


def audited_deed(deed: Deed) -> str:
    """Gives a deed in words: «spremenjeno»."""
    return deed_word(deed, language.current())


def audited_subject(subject: str) -> str:
    """Gives a sort of thing in words: «gradivo»."""
    return subject_word(subject, language.current())


def audited_lines(row: Audited) -> tuple[Line, ...]:
    """Gives what changed, field by field in words."""
    return lines_of(row, language.current(), named=_named())


def audited_name(row: Audited) -> str:
    """Gives the name of the body, topic, kind or event that a row is about, "" for anything else."""
    return name_of(row, language.current(), named=_named())


def _named() -> Named:
    """Gives the names of the registers, read once for a page."""
    if "audit_named" not in g:
        g.audit_named = library().audit.named()
    named: Named = g.audit_named
    return named


def audited_by(who: Actor) -> str:
    """Gives who did something."""
    return actor_word(who, language.current())


def _room() -> Iterator[waiting.Room]:
    yield waiting.Room(str(_("Audit log")), url_for("audit.rows"), str(_("Who did what, and when.")))
