"""Texts of law side by side: versions of an act, two documents, an automatic consolidated text, a bill and the law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kb.errors import NotFound
from kb.legislation.amendments import Draft, Problem, consolidate, orders_of
from kb.legislation.comparison import Comparison, compare
from kb.legislation.kept import law_from
from kb.legislation.lawtext import LawText
from kb.legislation.register import Act, Register
from kb.legislation.versions import ActVersion, VersionSort
from kb.library.law.texts import AUTOMATIC, LegalText, automatic, missing, standing, version_text
from kb.library.seeing import may_see
from kb.model import Document, Locator, LocatorKind, Reader
from kb.store import Store

OF_DOCUMENT = "gradivo-"
"""What stands before the number of a document that is compared: «gradivo-5»."""

_LAWS_KEPT = 24
_COMPARISONS_KEPT = 12
_PASSAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class _Source:
    """A document as a text of law: `act` is the acronym it is known by, `title` what it is to be called, or ""."""

    document_id: int
    revision_id: int
    title: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class ChangeSource:
    """The article of an amending act that a change is ordered by: «ZORed-A, 5. člen», and where it is to be read."""

    act: str
    article: str
    document_id: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two texts and what differs; `sources` are, by the number of an article in the new text, what has changed it.

    `problems` are the orders of amending acts that could not be applied to make either of the texts, `missing` the
    changes that the register knows of and the collection has no text of, «9/17 – ZORed-A».
    """

    act: Act | None
    old: LegalText
    new: LegalText
    comparison: Comparison
    sources: Mapping[str, tuple[ChangeSource, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()
    bill: Document | None = None

    @property
    def is_proposal(self) -> bool:
        """Tells whether the new text is what `bill` proposes and the old one the law in force."""
        return self.bill is not None


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The automatic consolidated text of an act; `missing` as in Compared.

    `sources` are, by the name of an amending act in the draft, the text of it.
    """

    act: Act
    text: LegalText
    draft: Draft
    sources: Mapping[str, LegalText]
    missing: tuple[str, ...] = ()

    def source(self, act: str, article: str) -> ChangeSource:
        """Gives where an article of an amending act is to be read, by the name that the draft has of the act."""
        return _source(self.sources[act], act, article)


class Comparing:
    """Compares texts of law that the store keeps, as a reader may see them. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._register: tuple[tuple[int, ...], Register] | None = None
        self._law = lru_cache(maxsize=_LAWS_KEPT)(self._read_law)
        self._draft = lru_cache(maxsize=_COMPARISONS_KEPT)(self._consolidate)
        self._comparison = lru_cache(maxsize=_COMPARISONS_KEPT)(self._compare)

    # --- what there is ---

    def act(self, acronym: str) -> Act:
        """Gives an act of the register by its acronym in any spelling. Raises NotFound."""
        found = self._known(acronym)
        if found is None:
            raise NotFound(acronym)
        return found

    def texts(self, acronym: str, *, reader: Reader) -> tuple[LegalText, ...]:
        """Gives the texts of an act that can be compared, oldest first, the automatic one and drafts at the end."""
        versions = self._seen(self._store.versions.of(acronym), reader)
        texts = [version_text(*pair) for pair in versions if not pair[0].is_change]
        put_together = automatic(versions)
        ordered = [each for each in texts if each.version and each.version.is_text]
        drafts = [each for each in texts if each not in ordered]
        return (*ordered, *([put_together] if put_together else []), *drafts)

    def act_of_text(self, document: Document) -> str:
        """Gives the acronym of the act whose text a document is, as adopted or consolidated; "" for other documents."""
        version = self._store.versions.of_document(document.id)
        return version.act if version and version.is_text else ""

    def act_of_bill(self, document: Document, *, reader: Reader) -> str:
        """Gives the acronym of the act whose text in the collection a draft can be put beside; "" where there is none.

        That is the act that the draft changes or would replace.
        """
        version = self._store.versions.of_document(document.id)
        if version is None or version.sort is not VersionSort.DRAFT:
            return ""
        return version.act if standing(self._seen(self._store.versions.of(version.act), reader)) else ""

    # --- side by side ---

    def versions(self, acronym: str, old: str, new: str, *, reader: Reader) -> Compared:
        """Gives two texts of an act side by side, each by its name. Raises NotFound."""
        act = self.act(acronym)
        named = {each.name: each for each in self.texts(act.acronym, reader=reader)}
        first, second = (named.get(name) or self._document(name, reader=reader) for name in (old, new))
        return self._compared(act, first, second)

    def documents(self, old: str, new: str, *, reader: Reader) -> Compared:
        """Gives two documents side by side, «gradivo-5» and «gradivo-9». Raises NotFound."""
        first, second = (self._document(name, reader=reader) for name in (old, new))
        acts = {each.version.act for each in (first, second) if each.version}
        return self._compared(self._known(next(iter(acts))) if len(acts) == 1 else None, first, second)

    def bill(self, document_id: int, *, reader: Reader) -> Compared:
        """Gives a bill beside the law in force: a new act as it is, the law with its orders applied where it changes.

        Raises NotFound, also for a document that is no draft and where the collection has no text of the act.
        """
        proposed = self._document(f"{OF_DOCUMENT}{document_id}", reader=reader)
        if proposed.version is None or proposed.version.sort is not VersionSort.DRAFT:
            raise NotFound(f"{document_id}/primerjava")
        act = self._known(proposed.version.act)
        base = standing(self._seen(self._store.versions.of(proposed.version.act), reader))
        if base is None:
            raise NotFound(proposed.version.act)
        changed = replace(base, name=AUTOMATIC, changed_by=(*base.changed_by, proposed))
        compared = self._compared(act, base, changed if self._is_change(proposed) else proposed)
        return replace(compared, bill=proposed.document, missing=missing(act, base))

    def consolidated(self, acronym: str, *, reader: Reader) -> Consolidated:
        """Gives the act with all its amending acts applied in their order. Raises NotFound where there is nothing."""
        act = self.act(acronym)
        text = automatic(self._seen(self._store.versions.of(act.acronym), reader))
        if text is None:
            raise NotFound(f"{act.acronym}/neuradno-precisceno")
        draft, named = self._draft(self._sources(text)), self._named(text.changed_by)
        return Consolidated(act, text, draft, named, missing(act, text))

    # --- reading ---

    def _document(self, name: str, *, reader: Reader) -> LegalText:
        number = name.removeprefix(OF_DOCUMENT)
        if not name.startswith(OF_DOCUMENT) or not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise NotFound(name[:100])
        document = self._store.documents.get(int(number))
        if not may_see(reader, document):
            raise NotFound(str(document.id))
        return LegalText(name, document, self._store.versions.of_document(document.id))

    def _seen(self, versions: Sequence[ActVersion], reader: Reader) -> list[tuple[ActVersion, Document]]:
        """Gives versions with their documents, those that `reader` may not see left out."""
        found = self._store.documents.many(each.document_id for each in versions)
        pairs = ((each, found[each.document_id]) for each in versions if each.document_id in found)
        return [(version, document) for version, document in pairs if may_see(reader, document)]

    def _known(self, acronym: str) -> Act | None:
        """Gives the act of an acronym from the register as it is now, None where it has none."""
        version, kept = self._store.acts.version(), self._register
        if kept is None or kept[0] != version:
            kept = version, Register(self._store.acts.all())
            self._register = kept
        return kept[1].get(acronym)

    def _is_change(self, bill: LegalText) -> bool:
        """Tells whether a bill orders changes: it says so in its title, or its articles do."""
        if bill.version and bill.version.is_change:
            return True
        return bool(orders_of(self._law(self._source(bill)))[0])

    def _compared(self, act: Act | None, old: LegalText, new: LegalText) -> Compared:
        keys = self._sources(old), self._sources(new)
        drafts = [self._draft(key) for key in keys if len(key) > 1]
        is_made = len(keys[1]) > 1
        own = self._named(each for each in new.changed_by if each not in old.changed_by)
        return Compared(
            act,
            old,
            new,
            self._comparison(*keys),
            _sources_of(drafts[-1], own) if is_made else {},
            tuple(dict.fromkeys(problem for draft in drafts for problem in draft.problems)),
            tuple(dict.fromkeys(each for text in (old, new) if text.is_automatic for each in missing(act, text))),
        )

    def _named(self, acts: Iterable[LegalText]) -> dict[str, LegalText]:
        """Gives amending acts by the names that a draft has of them."""
        laws = ((each, self._law(self._source(each))) for each in acts)
        return {law.acronym or law.title: each for each, law in laws}

    def _sources(self, text: LegalText) -> tuple[_Source, ...]:
        return tuple(self._source(each) for each in (text, *text.changed_by))

    def _source(self, text: LegalText) -> _Source:
        act = self._known(text.version.act) if text.version else None
        is_own = act is not None and text.version is not None and not text.version.is_change
        told = (act.title, act.acronym) if act and is_own else ("", text.version.amending if text.version else "")
        return _Source(text.document.id, text.document.revision.id, *told)

    def _read_law(self, source: _Source) -> LawText:
        stored = self._store.passages.of(source.document_id, limit=_PASSAGES)
        law = law_from([each.passage for each in stored], title=source.title, acronym=source.act)
        return law if law.title else replace(law, title=self._store.documents.get(source.document_id).title)

    def _consolidate(self, sources: tuple[_Source, ...]) -> Draft:
        base, *acts = map(self._law, sources)
        return consolidate(base, acts)

    def _text_of(self, sources: tuple[_Source, ...]) -> LawText:
        return self._draft(sources).law if len(sources) > 1 else self._law(sources[0])

    def _compare(self, old: tuple[_Source, ...], new: tuple[_Source, ...]) -> Comparison:
        return compare(self._text_of(old), self._text_of(new))


def _sources_of(draft: Draft, named: Mapping[str, LegalText]) -> dict[str, tuple[ChangeSource, ...]]:
    """Gives, by the number of an article of a draft, the articles of amending acts that have changed it."""
    found: dict[str, dict[ChangeSource, None]] = {}
    for change in draft.changes:
        if change.act in named:
            found.setdefault(change.article, {})[_source(named[change.act], change.act, change.source)] = None
    return {number: tuple(sources) for number, sources in found.items()}


def _source(text: LegalText, act: str, article: str) -> ChangeSource:
    return ChangeSource(act, article, text.document.id, Locator(LocatorKind.ARTICLE, article).anchor)
