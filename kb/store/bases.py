"""Which documents rest on an act: those whose beginning cites it as their basis, «Na podlagi 12. člena ZORed …»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from kb.legislation.acronyms import key_of
from kb.model import LocatorKind, Reader
from kb.store.database import Database
from kb.store.seen import seen_by
from kb.store.tables import citations, documents, kinds, passages

FIRST_PASSAGES = 3
MOST_LOOKED_AT = 2_000

_BASIS = re.compile(r"[*_\s]{0,4}Na podlagi\b", re.I)
_DECREED = re.compile(r"\bizdajam\b", re.I)


@dataclass(frozen=True, slots=True)
class Resting:
    """A document that rests on articles of an act, () where it names none."""

    document_id: int
    articles: tuple[str, ...]


class Bases:
    """The bases of the documents of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def resting_on(self, acronym: str, *, reader: Reader, in_kinds: frozenset[str]) -> tuple[Resting, ...]:
        """Gives the documents that rest on an act and that `reader` may see, the newest first.

        They are divided into articles or of one of `in_kinds` (slugs).
        """
        shown = (documents.c.shown_id == citations.c.revision_id) & documents.c.removed.is_(None)
        here = (passages.c.revision_id == citations.c.revision_id) & (passages.c.position == citations.c.position)
        others = passages.alias("others")
        is_article = (others.c.revision_id == documents.c.shown_id) & (others.c.kind == LocatorKind.ARTICLE.value)
        articled = select(others.c.id).where(is_article).correlate(documents).exists()
        wanted = (
            select(documents.c.id, citations.c.article, citations.c.starts, passages.c.text)
            .join_from(citations, documents, shown)
            .join(passages, here)
            .outerjoin(kinds, kinds.c.id == documents.c.kind_id)
            .where(citations.c.act_key == key_of(acronym), citations.c.position < FIRST_PASSAGES)
            .where(~citations.c.in_heading, passages.c.kind != LocatorKind.ARTICLE.value, seen_by(reader))
            .where(kinds.c.slug.in_(in_kinds) | articled)
            .order_by(documents.c.dated.is_(None), documents.c.dated.desc(), documents.c.id.desc(), citations.c.id)
            .limit(MOST_LOOKED_AT)
        )
        found: dict[int, list[str]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(wanted):
                if _is_basis(row.text, row.starts):
                    found.setdefault(row.id, []).extend([row.article] if row.article else [])
        return tuple(Resting(document_id, tuple(dict.fromkeys(told))) for document_id, told in found.items())


def _is_basis(text: str, at: int) -> bool:
    """Tells whether a citation at a place stands in the basis of what follows, not in that of a decree on it."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    return bool(_BASIS.match(line)) and not _DECREED.search(line)
