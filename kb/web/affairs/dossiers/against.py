"""The text of a dossier held against the law in force: which articles it changes, and where both stand side by side."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from kb.errors import NotFound
from kb.legislation.comparison import Status
from kb.library.law.comparing import OF_DOCUMENT, Compared
from kb.model import Document, Dossier, Reader
from kb.web.context import library
from kb.web.law.comparison import anchor_of


@dataclass(frozen=True, slots=True)
class Differing:
    """An article that a text changes: its number, what becomes of it, and its row in the comparison."""

    number: str
    status: Status
    anchor: str


@dataclass(frozen=True, slots=True)
class Against:
    """A text beside the law in force: the address of the comparison, the act, and the articles that differ."""

    address: str
    act: str
    articles: tuple[Differing, ...]


def told(dossier: Dossier, *, reader: Reader) -> Against | None:
    """Gives what the text of a dossier changes, None where the collection has not got both texts.

    A text that is known as a draft is applied to the law as a bill is; any other stands beside the newest text of the
    act that the dossier names.
    """
    if dossier.text_id is None:
        return None
    try:
        document = library().document(dossier.text_id, reader=reader)
        return _as_bill(document, reader) or _as_text(dossier, document, reader)
    except NotFound:
        return None


def _as_bill(document: Document, reader: Reader) -> Against | None:
    act = library().comparing.act_of_bill(document, reader=reader)
    if not act:
        return None
    compared = library().comparing.bill(document.id, reader=reader)
    return _against(url_for("comparison.of_bill", document_id=document.id), act, compared)


def _as_text(dossier: Dossier, document: Document, reader: Reader) -> Against | None:
    texts = library().comparing.texts(dossier.act, reader=reader) if dossier.act else ()
    laws = [each for each in texts if each.version and each.version.is_text]
    if not laws or laws[-1].document.id == document.id:
        return None
    act, old, new = library().comparing.act(dossier.act).acronym, laws[-1].name, f"{OF_DOCUMENT}{document.id}"
    compared = library().comparing.versions(act, old, new, reader=reader)
    return _against(url_for("comparison.of_act", acronym=act, od=old, do=new), act, compared)


def _against(address: str, act: str, compared: Compared) -> Against:
    pairs = (pair for pair in compared.comparison.pairs if pair.status is not Status.SAME)
    return Against(address, act, tuple(Differing(pair.number, pair.status, anchor_of(pair)) for pair in pairs))
