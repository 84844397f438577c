"""Texts of acts as files for other programs: Akoma Ntoso of a version, and of the automatic consolidated text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kb.errors import NotFound
from kb.legislation.akoma import Annex, Imprint, Sort, WholeLaw, akoma_ntoso, imprint_of, whole_from
from kb.legislation.amendments import Draft
from kb.legislation.lawtext import Doubt, shown
from kb.legislation.register import Act, Register
from kb.library.law.book import Lawbook
from kb.library.law.comparing import Comparing, Consolidated
from kb.library.law.texts import AUTOMATIC
from kb.library.law.values import SeenVersion
from kb.library.widening import Widening
from kb.model import VISITOR, Reader
from kb.store import Store
from kb.store.clock import Clock

_PASSAGES = 1_000_000
_FILES_KEPT = 8


@dataclass(frozen=True, slots=True)
class LawFile:
    """A text of an act as a file; `name` is what it is saved as: «ZORed-2017-03-11.xml»."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a file is made of: a revision of a document, what is known of it, and the state of the register."""

    document_id: int
    revision_id: int
    title: str
    acronym: str
    imprint: Imprint
    register: tuple[int, ...]


class Exporting:
    """Writes texts of acts as files. Safe to share between threads."""

    def __init__(
        self, store: Store, lawbook: Lawbook, comparing: Comparing, widening: Widening, *, clock: Clock
    ) -> None:
        self._store = store
        self._lawbook = lawbook
        self._comparing = comparing
        self._widening = widening
        self._clock = clock
        self._content = lru_cache(maxsize=_FILES_KEPT)(self._write)

    def akoma(self, acronym: str, *, version: str = "", address: str = "", reader: Reader = VISITOR) -> LawFile:
        """Gives a text of an act as Akoma Ntoso: the version with the id `version`, else the text in force.

        «cistopis» is the automatic consolidated text. `address` is the page that the text is shown at. Raises NotFound.
        """
        if version == AUTOMATIC:
            return self._automatic(self._comparing.consolidated(acronym, reader=reader), address)
        if version and not (version.isascii() and version.isdecimal() and len(version) < 10):
            raise NotFound(f"razlicica={version[:40]}")
        act, chosen, seen = self._lawbook.text(acronym, version=int(version) if version else None, reader=reader)
        wanted = self._wanted(act, chosen, seen, address)
        name = chosen.version.amending or act.acronym
        return LawFile(_file_name(name, chosen.version.dated, str(chosen.version.id)), self._content(wanted))

    def _register(self) -> Register:
        return self._widening.act_names().register

    def _today(self) -> dt.date:
        return self._clock().date()

    def _wanted(self, act: Act, chosen: SeenVersion, seen: tuple[SeenVersion, ...], address: str) -> _Wanted:
        version, document = chosen.version, chosen.document
        changes = [each.version for each in seen if each.version.sort == "amending"]
        told = {"made": self._today(), "title": document.title, "address": address}
        imprint = imprint_of(version, self._register(), changes=changes, **told)  # type: ignore[arg-type]
        row = imprint.act if version.is_change else act
        return _Wanted(
            document_id=document.id,
            revision_id=document.revision.id,
            title=row.title if row else document.title,
            acronym=row.acronym if row else "",
            imprint=imprint,
            register=self._store.acts.version(),
        )

    def _write(self, wanted: _Wanted) -> bytes:
        stored = self._store.passages.of(wanted.document_id, limit=_PASSAGES)
        whole = whole_from([each.passage for each in stored], title=wanted.title, acronym=wanted.acronym)
        return akoma_ntoso(whole, imprint=wanted.imprint, acts=self._register().acts)

    # --- the automatic text ---

    def _automatic(self, found: Consolidated, address: str) -> LawFile:
        register, draft = self._register(), found.draft
        changes = [each.version for each in found.text.changed_by if each.version]
        days = [each.dated for each in changes if each.dated]
        imprint = Imprint(
            sort=Sort.CONSOLIDATED,
            made=self._today(),
            act=found.act,
            dated=max(days, default=None),
            adopted=found.text.version.dated if found.text.version else None,
            address=address,
            amended_by=tuple((act, each.dated) for each in changes if (act := register.get(each.amending))),
        )
        whole = WholeLaw(replace(draft.law, doubts=(*draft.law.doubts, *_left_out(draft))), (), tuple(_own(draft)))
        content = akoma_ntoso(whole, imprint=imprint, acts=register.acts, changes=draft.changes)
        return LawFile(_file_name(found.act.acronym, imprint.dated, AUTOMATIC), content)


def _left_out(draft: Draft) -> Iterator[Doubt]:
    """Gives what was ordered and could not be applied as doubts of the text."""
    for each in draft.problems:
        yield Doubt("unapplied", each.source, f"ni vneseno: {each.act}, {each.detail}: {each.sentence}")


def _own(draft: Draft) -> Iterator[Annex]:
    """Gives the articles of amending acts that order no change, those of each act as an annex."""
    for act in dict.fromkeys(act for act, _ in draft.own):
        lines: list[str] = []
        headings: set[int] = set()
        for article in (article for name, article in draft.own if name == act):
            headings.add(len(lines))
            lines += [
                f"{shown(article.number)} člen",
                *([article.title] if article.title else []),
                *article.text.split("\n"),
            ]
        yield Annex(f"{act}: prehodne in končne določbe", tuple(lines), frozenset(headings))


def _file_name(name: str, dated: dt.date | None, else_: str) -> str:
    return f"{name}-{dated.isoformat() if dated else else_}.xml"
