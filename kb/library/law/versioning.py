"""Which document is which version of which act: derived when it is stored, caught up for those stored before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.legislation.acts import ActFinder
from kb.legislation.recognition import VERSION_RULES, Beginning, version_of
from kb.legislation.register import Register
from kb.model import BETWEEN_HEADINGS, Document, Passage
from kb.store import Store

LOOKED_AT_TOGETHER = 200
FIRST_PASSAGES = 3
LONGEST_LINE = 600


class Versioning:
    """Derives versions of acts from documents. Safe to share between threads and with other processes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._finder: tuple[tuple[int, ...], ActFinder, Register] | None = None
        self._caught_up = ""

    def catch_up(self) -> int:
        """Looks at every document that has changed since it was looked at, or that other rules or another register now
        tell otherwise; gives how many. Raises StoreError.

        A document that changes is marked to be indexed, so that nothing need be looked for while none is.
        """
        count = 0
        version = self._store.acts.version()
        rules = ".".join(map(str, (VERSION_RULES, *version)))
        if rules == self._caught_up and not self._store.marks.count():
            return 0
        while stale := self._store.versions.stale(rules, limit=LOOKED_AT_TOGETHER):
            finder, register = self._finding(version)
            guesses = {each.document_id: version_of(each, finder, register) for each in self._beginnings(stale)}
            self._store.versions.put_derived([(id_, stamp, guesses.get(id_)) for id_, stamp in stale])
            count += len(stale)
        self._caught_up = rules
        return count

    def _beginnings(self, stale: Sequence[tuple[int, str]]) -> Iterator[Beginning]:
        ids = [document_id for document_id, _ in stale]
        documents = self._store.documents.many(ids)
        first = self._store.versions.beginnings(ids, passages_each=FIRST_PASSAGES)
        divided = self._store.versions.with_articles(ids)
        for id_, document in documents.items():
            yield _beginning(document, first.get(id_, ()), has_articles=id_ in divided)

    def _finding(self, version: tuple[int, ...]) -> tuple[ActFinder, Register]:
        if self._finder is None or self._finder[0] != version:
            acts = self._store.acts.all()
            self._finder = version, ActFinder(acts), Register(acts)
        return self._finder[1:]


def _beginning(document: Document, first: Sequence[Passage], *, has_articles: bool) -> Beginning:
    return Beginning(
        document_id=document.id,
        title=document.title,
        kind=document.kind.slug if document.kind else "",
        lines=tuple(line[:LONGEST_LINE] for passage in first for line in _lines(passage) if line.strip()),
        has_articles=has_articles,
        dated=document.dated,
        source=document.source,
    )


def _lines(passage: Passage) -> Iterator[str]:
    yield from reversed(passage.heading.split(BETWEEN_HEADINGS))
    yield from passage.own_text.split("\n")
