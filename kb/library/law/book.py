"""The law of the collection: the register of acts, an act with its versions, an article in the text in force.

Everything names only documents that the reader may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.errors import IndexDamaged, NotFound
from kb.legislation.acronyms import key_of
from kb.legislation.addresses import ArticleAddress, cited_as, gazette_issue, gazette_text, read_address
from kb.legislation.register import Act, Register
from kb.legislation.versions import ActVersion, VersionSort, not_in
from kb.library.law.contents import LawContents, has_article
from kb.library.law.listed import list_acts
from kb.library.law.speaking import spoken_of
from kb.library.law.values import (
    ActList,
    ActPage,
    Amending,
    ArticlePage,
    Published,
    Regulation,
    SeenVersion,
    Spoken,
    TextOf,
)
from kb.library.law.versioning import Versioning
from kb.library.law.versions import own_versions, seen_versions, standing_version
from kb.library.widening import Widening
from kb.model import VISITOR, Document, Reader, Topic
from kb.search.index import Index
from kb.store import Store

MOST_REGULATIONS = 100
RESTING_KINDS = frozenset({"podzakonski-predpis", "predlog-podzakonskega", "vzorec-akta", "sklepi", "statut-sos"})
"""Kinds of documents that rest on acts even where they are not divided into articles."""


class Lawbook:
    """Acts and articles as pages show them. Safe to share between threads."""

    def __init__(self, store: Store, index: Index, widening: Widening) -> None:
        self._store = store
        self._index = index
        self._widening = widening
        self._texts = LawContents(store)

    # --- acts ---

    def named(self, acronym: str) -> Act:
        """Gives the act of the register that an acronym names, in any spelling and case. Raises NotFound."""
        register = self._register()
        named = register.named(acronym)
        act = register.get(acronym) or (register.get(named.acronym) if named else None)
        if act is None:
            raise NotFound(acronym[:100])
        return act

    def act(self, acronym: str, *, version: int | None = None, reader: Reader = VISITOR) -> ActPage:
        """Gives the page of an act, with the contents of one of its versions or of the text in force.

        Raises NotFound for an act that the register does not have or a version that is not of it.
        """
        act, register = self.named(acronym), self._register()
        seen = seen_versions(self._store, act, reader=reader)
        own = own_versions(act, seen)
        standing = standing_version(act, own)
        shown = _chosen(own, version, standing)
        amended_by = () if act.amends else register.amending(act)
        return ActPage(
            act=act,
            versions=tuple(own if act.amends else seen),
            shown=shown,
            is_in_force=shown is not None and shown == standing and shown.version.is_text,
            contents=self._texts.contents(shown.document).parts if shown else (),
            lacking=_lacking(shown, act, seen),
            source=_source(act, shown),
            history=tuple(_published(act, register)),
            amendings=tuple(_amendings(amended_by, seen)) if not act.amends else (),
            amends=register.get(act.amends) if act.amends else None,
            replaced_by=register.get(act.replaced_by) if act.replaced_by else None,
            replaces=register.replaced(act),
            regulations=self._regulations(act, reader),
            topic=self._topic(act),
            spoken=self._spoken(act, reader),
            citation=cited_as(act),
        )

    def article(
        self, acronym: str, address: str, *, version: int | None = None, reader: Reader = VISITOR
    ) -> ArticlePage:
        """Gives the page of an article by its address («art_12a») or what people write for it («12.a», «clen-12a»).

        It is the article of the version asked for, else of the text in force, else of the newest text that has it.
        Raises NotFound.
        """
        act = self.named(acronym)
        wanted = read_address(address)
        seen = seen_versions(self._store, act, reader=reader)
        own = own_versions(act, seen)
        if wanted is None or not own:
            raise NotFound(f"{act.acronym}/{address[:100]}")
        standing = standing_version(act, own)
        having = [each for each in own if has_article(self._texts.contents(each.document), wanted)]
        newest = standing if standing in having else (having[-1] if having else None)
        shown = _chosen(own, version, newest)
        if shown is None or shown not in having:
            raise NotFound(f"{act.acronym}/{wanted.article}")
        return self._article(act, wanted, shown, having, seen, is_in_force=shown == standing and shown.version.is_text)

    def _article(
        self,
        act: Act,
        wanted: ArticleAddress,
        shown: SeenVersion,
        having: Sequence[SeenVersion],
        seen: Sequence[SeenVersion],
        *,
        is_in_force: bool,
    ) -> ArticlePage:
        contents = self._texts.contents(shown.document)
        at = contents.place(wanted) or 0
        line = contents.articles[at]
        article, asides = self._texts.article(shown.document, line)
        changes = [each for each in seen if each.version.is_change] if not act.amends and wanted.again == 1 else []
        orders = list(self._texts.ordered(changes, wanted.number))
        return ArticlePage(
            act=act,
            shown=shown,
            is_in_force=is_in_force,
            address=wanted,
            anchor=line.anchor,
            article=article,
            asides=asides,
            chapter=contents.chapters[at],
            previous=contents.articles[at - 1] if at else None,
            following=next(iter(contents.articles[at + 1 : at + 2]), None),
            versions=tuple(having),
            lacking=_lacking(shown, act, seen),
            source=_source(act, shown),
            changes=tuple(each for each in orders if each.by.version.sort is not VersionSort.DRAFT),
            proposals=tuple(each for each in orders if each.by.version.sort is VersionSort.DRAFT),
            citation=cited_as(act, wanted.number),
        )

    def text(
        self, acronym: str, *, version: int | None = None, reader: Reader = VISITOR
    ) -> tuple[Act, SeenVersion, tuple[SeenVersion, ...]]:
        """Gives an act, its version asked for or its text in force, and all versions that `reader` may see.

        A version may be that of an act that changes it. Raises NotFound, also for an act without any text.
        """
        act = self.named(acronym)
        seen = seen_versions(self._store, act, reader=reader)
        shown = _chosen(seen, version, standing_version(act, own_versions(act, seen)))
        if shown is None:
            raise NotFound(act.acronym)
        return act, shown, tuple(seen)

    def text_of(self, document: Document) -> TextOf | None:
        """Gives what text of which act a document is, None where it is none; of a change it is the act that changes."""
        version, register = self._store.versions.of_document(document.id), self._register()
        if version is None:
            return None
        act = (register.get(version.amending) if version.amending else None) or register.get(version.act)
        if act is None:
            return None
        return TextOf(act, version, _source(act, SeenVersion(version, document)))

    def acts(
        self, *, name: str = "", topic: str = "", status: str = "", page: int = 1, reader: Reader = VISITOR
    ) -> ActList:
        """Gives a page of the acts that a name, a topic (slug) and a status tell; all acts where none is given."""
        register = self._register()
        return list_acts(self._store, register, name=name, topic=topic, status=status, page=page, reader=reader)

    def topics(self) -> tuple[Topic, ...]:
        """Gives the topics that acts can have."""
        return self._store.registers.topics()

    # --- versions, as staff see them ---

    def versions(self, acronym: str = "") -> tuple[ActVersion, ...]:
        """Gives the versions of an act, or of all acts, as they are now. Raises NotFound for an unknown acronym."""
        Versioning(self._store).catch_up()
        if not acronym:
            return self._store.versions.all()
        act = self.named(acronym)
        return self._store.versions.of(act.amends or act.acronym)

    def version_of(self, document_id: int) -> ActVersion | None:
        """Gives what version a document is, None where it is none. Raises NotFound for a document that is not there."""
        return self._store.versions.of_document(self._store.documents.get(document_id).id)

    def set_version(self, version: ActVersion) -> ActVersion:
        """Keeps what staff say a document is; an act that changes another one is told as its change.

        Raises NotFound for a document or an act that is not there.
        """
        act = self.named(version.act)
        if act.amends:
            version = replace(version, act=act.amends, amending=act.acronym, is_change=True)
        return self._store.versions.set(replace(version, act=act.amends or act.acronym))

    def clear_version(self, document_id: int) -> None:
        """Says that a document is no version of any act, once and for all. Raises NotFound."""
        self._store.versions.clear(document_id)

    def derive_version(self, document_id: int) -> ActVersion | None:
        """Forgets what staff may have said of a document and gives what its text tells. Raises NotFound."""
        self._store.versions.forget(document_id)
        Versioning(self._store).catch_up()
        return self._store.versions.of_document(document_id)

    # --- parts ---

    def _register(self) -> Register:
        return self._widening.act_names().register

    def _topic(self, act: Act) -> Topic | None:
        return next((each for each in self._store.registers.topics() if each.slug == act.topic), None)

    def _regulations(self, act: Act, reader: Reader) -> tuple[Regulation, ...]:
        resting = self._store.bases.resting_on(act.acronym, reader=reader, in_kinds=RESTING_KINDS)[:MOST_REGULATIONS]
        documents = self._store.documents.many(each.document_id for each in resting)
        return tuple(
            Regulation(documents[each.document_id], each.articles) for each in resting if each.document_id in documents
        )

    def _spoken(self, act: Act, reader: Reader) -> Spoken | None:
        try:
            return spoken_of(self._store, self._index, self._widening, act, reader=reader)
        except IndexDamaged:
            return None


# --- which text --------------------------------------------------------------------------------------


def _chosen(own: Sequence[SeenVersion], version: int | None, standing: SeenVersion | None) -> SeenVersion | None:
    """Gives the version that is asked for by its id, or the one that stands for all. Raises NotFound."""
    if version is None:
        return standing
    found = next((each for each in own if each.version.id == version), None)
    if found is None:
        raise NotFound(f"razlicica={version}")
    return found


def _lacking(shown: SeenVersion | None, act: Act, seen: Sequence[SeenVersion]) -> tuple[str, ...]:
    if shown is None or not shown.version.is_text:
        return ()
    return not_in(shown.version, act, [each.version for each in seen])


def _source(act: Act, shown: SeenVersion | None) -> str:
    """Gives the address of the authentic text: in the gazette, else where the shown text says it comes from."""
    return gazette_text(act.sop) or gazette_issue(act.number) or (shown.version.address if shown else "")


# --- history -----------------------------------------------------------------------------------------


def _published(act: Act, register: Register) -> Iterator[Published]:
    for place, number in enumerate(act.numbers):
        named = register.get(number.qualifier) if number.qualifier else None
        address = gazette_text(act.sop if place == 0 else named.sop if named else "") or gazette_issue(number.number)
        yield Published(number, address, named.acronym if named else "", is_own=place == 0)


def _amendings(rows: Sequence[Act], seen: Sequence[SeenVersion]) -> Iterator[Amending]:
    """Gives the acts that change an act: those of the register in its order, then others of which there are texts."""
    left = [each for each in seen if each.version.is_change]
    for row in rows:
        own = [each for each in left if key_of(each.version.amending) == row.key]
        left = [each for each in left if each not in own]
        yield Amending(row.acronym, row, tuple(own))
    acronyms = dict.fromkeys(each.version.amending for each in left if each.version.amending)
    for acronym in acronyms:
        yield Amending(acronym, None, tuple(each for each in left if each.version.amending == acronym))
    yield from (Amending("", None, (each,)) for each in left if not each.version.amending)
