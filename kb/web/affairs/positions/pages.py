"""The pages of positions that everybody sees as far as they may: /stalisca/, /stalisca/12, its letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, render_template, request, url_for
from werkzeug.utils import secure_filename

from kb.errors import NotFound
from kb.legislation.acronyms import key_of
from kb.library.affairs.positions import placed
from kb.model import Position, ProposalOutcome, Reader, RecordSort
from kb.web import records
from kb.web.affairs.positions import words
from kb.web.context import library, reader_of, user
from kb.web.paging import turned
from kb.web.questions import one_line, page_of

PER_PAGE = 30
LONGEST_ACT = 40
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

pages = Blueprint("positions", __name__, url_prefix="/stalisca")

_POSITION = "/<int(max=2147483647):number>"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed by; what an address cannot mean is left out."""

    body: str = ""
    topic: str = ""
    act: str = ""
    outcome: str = ""
    year: int = 0

    @property
    def parameters(self) -> dict[str, str | int]:
        """Gives the parameters of the address of the same list."""
        told: dict[str, str | int] = {"organ": self.body, "podrocje": self.topic, "predpis": self.act}
        told |= {"izid": self.outcome, "leto": self.year}
        return {name: value for name, value in told.items() if value}


@pages.get("/")
def positions() -> str:
    """Gives the adopted positions, the newest first, narrowed by body, topic, act, outcome and year, with counts."""
    asked, reader = _asked(), reader_of(request)
    found = library().affairs.positions.all(reader=reader, body=asked.body, topic=asked.topic, act=asked.act)
    by_outcome = Counter(each.outcome.value for each in found if _is_of_year(asked, each))
    years = Counter(each.adopted.year for each in found if each.adopted and asked.outcome in ("", each.outcome))
    narrowed = [each for each in found if _is_of_year(asked, each) and asked.outcome in ("", each.outcome)]
    shown, at = turned(narrowed, to=page_of(request.args.get("stran", "")), per_page=PER_PAGE)
    return render_template(
        "affairs/positions.html",
        positions=shown,
        total=len(narrowed),
        **at._asdict(),
        asked_for=asked,
        by_outcome=by_outcome,
        years=sorted(years.items(), reverse=True),
        choices=library().keeping.choices(),
    )


@pages.get(_POSITION)
def position(number: int) -> str:
    """Gives a position: on what text, what it says by article and why, and what came of it. Raises NotFound."""
    reader = reader_of(request)
    held = library().affairs.positions
    found = held.get(number, reader=reader)
    records.witnessed(RecordSort.POSITION, number)
    present = user()
    text = held.text_of(found, reader=reader)
    return render_template(
        "affairs/position.html",
        position=found,
        proposals=[(locator.anchor, each) for locator, each in placed(found)],
        text=text,
        act=_act_of(found),
        dossier=held.dossier_of(found, reader=reader),
        evidence=held.evidence(found, reader=reader),
        replaces=_other(found.replaces_id, reader),
        replaced_by=_other(found.replaced_by, reader),
        comments=_comments(found) if present and present.is_staff else 0,
        doubts=held.doubts(found) if present and present.is_staff and found.is_draft else None,
    )


@pages.get(f"{_POSITION}/dopis.docx")
def letter(number: int) -> Response:
    """Gives the letter that a position is sent with. Raises NotFound."""
    reader = reader_of(request)
    found = library().affairs.positions.get(number, reader=reader)
    records.witnessed(RecordSort.POSITION, number)
    response = Response(library().affairs.positions.letter(found, reader=reader), mimetype=DOCX)
    name = secure_filename(found.title)[:80].rstrip("._-") or "stalisce"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def register(app: Flask) -> None:
    """Gives the templates of `app` the positions of an act."""
    app.jinja_env.globals["positions_of_act"] = positions_of_act
    records.tell_of(app, RecordSort.POSITION, lambda number: url_for("positions.position", number=number))


def positions_of_act(acronym: str) -> tuple[tuple[ProposalOutcome, tuple[Position, ...]], ...]:
    """Gives the positions on an act that the reader may see by their outcome; those replaced by others left out."""
    found = library().affairs.positions.all(reader=reader_of(request), act=acronym)
    standing = [each for each in found if not each.replaced_by]
    groups = ((outcome, tuple(each for each in standing if each.outcome is outcome)) for outcome in words.OUTCOMES)
    return tuple((outcome, own) for outcome, own in groups if own)


def _asked() -> Asked:
    args, choices = request.args, library().keeping.choices()
    body, topic, outcome = (args.get(name, "") for name in ("organ", "podrocje", "izid"))
    year = args.get("leto", "")
    return Asked(
        _known(body, choices.bodies),
        _known(topic, choices.topics),
        one_line(args.get("predpis", "")[:LONGEST_ACT]),
        outcome if outcome in set(ProposalOutcome) else "",
        int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else 0,
    )


def _known(slug: str, rows: Iterable[object]) -> str:
    return slug if any(slug == getattr(each, "slug", "") for each in rows) else ""


def _is_of_year(asked: Asked, position: Position) -> bool:
    return not asked.year or (position.adopted is not None and position.adopted.year == asked.year)


def _act_of(position: Position) -> object:
    acts = library().registers.acts() if position.act else ()
    return next((each for each in acts if each.key == key_of(position.act)), None)


def _other(position_id: int | None, reader: Reader) -> Position | None:
    """Gives another position, None where there is none that `reader` may see."""
    try:
        return library().affairs.positions.get(position_id or 0, reader=reader)
    except NotFound:
        return None


def _comments(position: Position) -> int:
    """Gives how many comments of municipalities a position was drawn up from."""
    if position.dossier_id is None:
        return 0
    comments = library().affairs.comments.all_of(position.dossier_id)
    return sum(each.position_id == position.id for each in comments)
