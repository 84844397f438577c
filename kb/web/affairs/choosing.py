"""A field in which staff name a material: by its number, its address or words of its title, without any script.

    chosen = choosing.chosen("besedilo", request.form)
    if chosen.is_right: ... chosen.document_id          # None where the field is empty

What is a number, «12», or an address, «/gradivo/12», is that material; for words the form is shown again with those
that they fit, to choose from. The template `affairs/choosing.html` has the field: `{{ document_field(…) }}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from kb.errors import NotFound
from kb.library.keeping import Wanted
from kb.model import EVERYTHING, Document
from kb.slovene.fold import fold
from kb.web.context import library
from kb.web.questions import one_line

MOST_OFFERED = 8
LONGEST_TYPED = 500
OF_THESE = "-izbrano"
"""What stands after the name of a field in the name of the choice of those that its words fit."""

_NUMBER = re.compile(r"(?:.*/gradivo/)?(\d{1,10})(?:/[\w-]*| · .*)?")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was typed, the material that it means, those to choose from where it is not clear, and what is wrong."""

    typed: str = ""
    document_id: int | None = None
    offered: tuple[Document, ...] = ()
    fault: str = ""

    @property
    def is_right(self) -> bool:
        """Tells whether it is clear which material is meant, or that none is."""
        return not self.fault


def kept(document_id: int | None) -> Chosen:
    """Gives the field as it stands when a material has been chosen before: «12 · Predlog zakona»."""
    if document_id is None:
        return Chosen()
    try:
        document = library().document(document_id, reader=EVERYTHING)
    except NotFound:
        return Chosen(str(document_id), document_id)
    return Chosen(f"{document.id} · {document.title}"[:LONGEST_TYPED], document_id)


def chosen(name: str, sent: Mapping[str, str], before: int | None = None) -> Chosen:
    """Gives what the field `name` of a form that was sent means; `before` stays though its material is in the trash."""
    typed = one_line(sent.get(name, "")[:LONGEST_TYPED])
    picked = sent.get(f"{name}{OF_THESE}", "")
    number = picked if picked.isdecimal() and picked.isascii() else ""
    if not number and (found := _NUMBER.fullmatch(typed)):
        number = found[1]
    if not typed and not number:
        return Chosen()
    return _numbered(typed, int(number), before) if number else _named(typed)


def _numbered(typed: str, number: int, before: int | None) -> Chosen:
    if number == before:
        return Chosen(typed, number)
    try:
        return Chosen(typed, library().document(number, reader=EVERYTHING).id)
    except NotFound:
        return Chosen(typed, fault=_("There is no material with this number."))


def _named(typed: str) -> Chosen:
    found = library().keeping.listed(Wanted(text=typed), per_page=MOST_OFFERED).documents
    exactly = [document for document in found if fold(document.title) == fold(typed)]
    if len(exactly) == 1:
        return Chosen(typed, exactly[0].id)
    if not found:
        return Chosen(typed, fault=_("There is no material with these words in its title."))
    return Chosen(typed, offered=found, fault=_("Choose one of the materials that have these words in their title."))
