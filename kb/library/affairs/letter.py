"""The letter with which a position is sent: addressee, subject, stance, a table by article, a signature by role.

The letter is in Slovene, whatever the language of the page: it goes to a ministry or to the parliament.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kb.legislation.lawtext import shown
from kb.model import Position, Proposal, Stance
from kb.slovene.dates import written

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

SENDER = "Skupnost občin Slovenije"
PLACE = "Maribor"
HEADS = ("Člen", "Besedilo predloga", "Predlagano besedilo", "Obrazložitev")

_STANCES = {
    Stance.SUPPORT: "Predlagano besedilo podpiramo.",
    Stance.SUPPORT_WITH_CHANGES: "Predlagano besedilo podpiramo, vendar predlagamo spremembe, navedene v nadaljevanju.",
    Stance.OPPOSE: "Predlaganemu besedilu nasprotujemo iz razlogov, navedenih v nadaljevanju.",
    Stance.NEUTRAL: "Do predlaganega besedila se ne opredeljujemo; sporočamo pa naslednje.",
}
_WITHOUT_WORDING = {
    Stance.SUPPORT: "Besedilo člena podpiramo.",
    Stance.SUPPORT_WITH_CHANGES: "–",
    Stance.OPPOSE: "Predlagamo črtanje.",
    Stance.NEUTRAL: "–",
}
_LINE = "_" * 34
_WIDTHS = (Cm(1.8), Cm(5.0), Cm(5.0), Cm(5.2))
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Around:
    """What a letter says beside its position: names of bodies and of the text, its articles, references, the day.

    `texts` are what the text says on each of the position's proposals, in their order.
    """

    body: str
    adopted_by: str
    day: dt.date
    text_title: str = ""
    addressee: str = ""
    references: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def letter_of(position: Position, around: Around) -> bytes:
    """Gives the letter as a DOCX file."""
    made = docx.Document()
    _set_up(made, position)
    if position.is_draft:
        _paragraph(made, "OSNUTEK – stališče še ni sprejeto", bold=True)
    _paragraph(made, SENDER, bold=True)
    _paragraph(made, around.addressee or _LINE)
    _paragraph(made, f"{PLACE}, {written(around.day)}")
    made.add_heading(_clean(f"Zadeva: {position.title}"), level=1)
    if around.references:
        _paragraph(made, f"Zveza: {', '.join(around.references)}")
    for line in _opening(position, around):
        _paragraph(made, line)
    if position.proposals:
        made.add_heading("Stališča po členih", level=2)
        _table(made, position.proposals, around.texts)
    _closing(made, around)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _opening(position: Position, around: Around) -> list[str]:
    about = f"besedilo »{around.text_title}«" if around.text_title else f"predpis {position.act}".strip()
    said = ["Spoštovani,", f"v Skupnosti občin Slovenije smo obravnavali {about}."]
    if position.adopted:
        named = "" if around.body == around.adopted_by else f" Pripravil ga je organ {around.body}."
        said.append(f"Stališče je {written(position.adopted)} sprejel organ {around.adopted_by}.{named}")
    return [*said, _STANCES[position.stance], *filter(None, position.summary.split("\n"))]


def _closing(made: Document, around: Around) -> None:
    for line in ("", "S spoštovanjem,", "", _LINE, "predsednik oziroma predsednica", around.adopted_by or around.body):
        _paragraph(made, line, together=True)


def _table(made: Document, proposals: Sequence[Proposal], texts: Sequence[str]) -> None:
    table = made.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    _fill(table, 0, HEADS, bold=True)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for at, (proposal, text) in enumerate(zip(proposals, texts, strict=True), 1):
        table.add_row()
        _fill(table, at, (_subject(proposal), text or "–", _wanted(proposal), proposal.reason or "–"))


def _fill(table: Table, row: int, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text, width in zip(table.rows[row].cells, texts, _WIDTHS, strict=True):
        cell.width = width
        first, *others = _clean(text).split("\n")
        lines = [cell.paragraphs[0], *(cell.add_paragraph() for _ in others)]
        for paragraph, line in zip(lines, (first, *others), strict=True):
            run = paragraph.add_run(line)
            run.bold = bold
            run.font.size = Pt(9)


def _subject(proposal: Proposal) -> str:
    if not proposal.article:
        return "celotno besedilo"
    return f"{shown(proposal.article)} člen{' (nov)' if proposal.is_new else ''}"


def _wanted(proposal: Proposal) -> str:
    return proposal.wording or _WITHOUT_WORDING[proposal.stance]


def _set_up(made: Document, position: Position) -> None:
    """Makes the page A4 and the language Slovene, and gives the file its title and no author."""
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    for name, size in (("Normal", 11), ("Heading 1", 13), ("Heading 2", 11)):
        style: Any = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), RGBColor(0, 0, 0)
        # A font of the theme would go before the one that is named.
        fonts = style.element.rPr.rFonts
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "sl-SI")
    made.styles["Normal"].element.get_or_add_rPr().append(language)
    core = made.core_properties
    core.title, core.author, core.language, core.comments = _clean(position.title)[:255], SENDER, "sl-SI", ""


def _paragraph(made: Document, text: str, *, bold: bool = False, together: bool = False) -> None:
    paragraph = made.add_paragraph()
    paragraph.add_run(_clean(text)).bold = bold
    paragraph.paragraph_format.keep_with_next = together


def _clean(text: str) -> str:
    """Gives a text as XML may hold it."""
    return _NOT_XML.sub("", text)
