"""What is shown of an article before one goes there: its title and how it begins."""

from __future__ import annotations

from dataclasses import dataclass

from kb.errors import NotFound
from kb.legislation.register import Act, Register
from kb.legislation.versions import ActVersion
from kb.library.law.links import Texts, article_title
from kb.library.seeing import may_see
from kb.model import Document, Locator, LocatorKind, Passage, Reader
from kb.store import Store

LONGEST = 700
"""Characters of an article that are shown; it is cut at the end of a line or word."""


@dataclass(frozen=True, slots=True)
class Preview:
    """An article, or an act without one: `lines` is how its text begins, `is_cut` where there is more of it.

    `document` is where the text stands and `version` which text of the act that is, both None where there is none.
    """

    act: Act | None
    locator: Locator | None = None
    title: str = ""
    lines: tuple[str, ...] = ()
    is_cut: bool = False
    language: str = "sl"
    document: Document | None = None
    version: ActVersion | None = None


def act_preview(store: Store, register: Register, acronym: str, article: str, *, reader: Reader) -> Preview:
    """Gives the preview of an act, or with `article` («12a») of that in the text that is shown. Raises NotFound."""
    act = register.get(acronym)
    if act is None:
        raise NotFound(acronym)
    if not article:
        return Preview(act)
    text = Texts(store, reader).of(act)
    if text is None:
        raise NotFound(f"{acronym}/{article}")
    document = store.documents.get(text.document_id)
    return _of_passage(store, document, Locator(LocatorKind.ARTICLE, article).anchor, act=act, version=text)


def passage_preview(store: Store, document_id: int, anchor: str, *, reader: Reader) -> Preview:
    """Gives the preview of a passage of a document. Raises NotFound, also for what the reader may not see."""
    document = store.documents.get(document_id)
    if not may_see(reader, document):
        raise NotFound(str(document_id))
    return _of_passage(store, document, anchor)


def _of_passage(
    store: Store, document: Document, anchor: str, *, act: Act | None = None, version: ActVersion | None = None
) -> Preview:
    passage = store.passages.by_anchor(document.id, anchor).passage
    lines, is_cut = beginning(passage)
    title = article_title(passage.heading)
    return Preview(act, passage.locator, title, lines, is_cut, passage.language, document, version)


def beginning(passage: Passage, *, longest: int = LONGEST) -> tuple[tuple[str, ...], bool]:
    """Gives the first lines of a passage, about `longest` characters in all, and whether there is more."""
    text = passage.text.strip()
    if len(text) <= longest:
        return tuple(line for line in text.split("\n") if line.strip()), False
    cut = text[:longest]
    place = max(cut.rfind("\n"), cut.rfind(" ", longest // 2))
    kept = cut[: place if place > 0 else longest].rstrip()
    *whole, last = [line for line in kept.split("\n") if line.strip()]
    return (*whole, f"{last} …"), True
