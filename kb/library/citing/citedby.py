"""What cites an act or an article of it: the documents by kind and body, with what stands around each citation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.errors import NotFound
from kb.legislation.register import Act, Register
from kb.legislation.versions import ActVersion
from kb.library.citing.around import around
from kb.library.finding import Registers
from kb.library.seeing import passage_path
from kb.library.values import Counted
from kb.model import Body, Document, Kind, Reader, StoredPassage
from kb.search.snippets import Piece
from kb.slovene.order import sort_key
from kb.store import CitingDocument, CitingPlace, Store, Wanted

DOCUMENTS_A_PAGE = 20
PASSAGES_A_DOCUMENT = 3


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is asked for of that which cites: a kind and a body (slugs, "" for any), a page and how much it holds."""

    kind: str = ""
    body: str = ""
    page: int = 1
    per_page: int = DOCUMENTS_A_PAGE

    def allows(self, kind: Kind | None, body: Body | None) -> bool:
        """Tells whether a document of a kind that is placed first with a body is asked for."""
        return self.kind in ("", _slug(kind)) and self.body in ("", _slug(body))


@dataclass(frozen=True, slots=True)
class CitingPassage:
    """A passage that cites: its address, and what stands around the citation, which is marked."""

    passage: StoredPassage
    begins: tuple[Piece, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Citing:
    """A document that cites, with its first passages that do and how many `more` there are."""

    document: Document
    passages: tuple[CitingPassage, ...]
    more: int


@dataclass(frozen=True, slots=True)
class CitingGroup:
    """The documents of a kind, placed first with a body: how many there are, and those of this page."""

    kind: Kind | None
    body: Body | None
    total: int
    documents: tuple[Citing, ...]


@dataclass(frozen=True, slots=True)
class CitedBy:
    """What cites an act, or an article of it: how many documents and passages, by kind and body, a page of them.

    `kinds` and `bodies` count all documents; `shown` of them are left by what was asked for (`narrowed`).
    """

    act: Act
    article: str
    documents: int
    passages: int
    groups: tuple[CitingGroup, ...]
    kinds: tuple[Counted[Kind], ...]
    bodies: tuple[Counted[Body], ...]
    narrowed: Narrowed
    shown: int = 0
    page: int = 1
    pages: int = 1


def cited_by(
    store: Store,
    register: Register,
    acronym: str,
    article: str = "",
    *,
    reader: Reader,
    narrowed: Narrowed = Narrowed(),
) -> CitedBy:
    """Gives a page of what cites an act or article, as `reader` may see it. Raises NotFound for the act."""
    act = register.get(acronym)
    if act is None:
        raise NotFound(acronym)
    wanted = wanted_of(act, article, store.versions.all())
    registers = Registers.of(store, reader)
    found = _named(store.citations.citing(wanted, reader=reader), registers)
    shown = [each for each in found if narrowed.allows(each.kind, each.body)]
    pages = max(-(-len(shown) // narrowed.per_page), 1)
    page = min(max(narrowed.page, 1), pages)
    here = _by_group(shown)[(page - 1) * narrowed.per_page : page * narrowed.per_page]
    return CitedBy(
        act,
        article,
        documents=len(found),
        passages=sum(each.of.passages for each in found),
        groups=tuple(_groups(store, here, wanted, shown)),
        kinds=_counted([each.kind for each in found if each.kind is not None]),
        bodies=_counted([each.body for each in found if each.body is not None]),
        narrowed=narrowed,
        shown=len(shown),
        page=page,
        pages=pages,
    )


def wanted_of(act: Act, article: str, versions: Iterable[ActVersion]) -> Wanted:
    """Gives what to ask the store for: in an act's own texts, and in those that change it, it is not named."""
    if act.amends:
        own = frozenset(each.document_id for each in versions if each.amending == act.acronym)
        return Wanted(act.key, article, own)
    of_act = [each for each in versions if each.act == act.acronym]
    texts = frozenset(each.document_id for each in of_act if each.is_text)
    changing = frozenset(each.document_id for each in of_act if each.amending)
    return Wanted(act.key, article, texts, texts | changing)


@dataclass(frozen=True, slots=True)
class _Named:
    of: CitingDocument
    kind: Kind | None
    body: Body | None


def _named(found: Iterable[CitingDocument], registers: Registers) -> list[_Named]:
    kinds = {row.id: row for row in registers.names.kinds if isinstance(row, Kind)}
    bodies = {row.id: row for row in registers.names.bodies if isinstance(row, Body)}
    return [_Named(each, kinds.get(each.kind_id or 0), bodies.get(each.body_id or 0)) for each in found]


def _slug(named: Kind | Body | None) -> str:
    return named.slug if named is not None else ""


def _by_group(found: Sequence[_Named]) -> list[_Named]:
    """Gives documents by kind and body, the largest groups first; within a group they stay the newest first."""
    of_kind = Counter(_slug(each.kind) for each in found)
    of_group = Counter((_slug(each.kind), _slug(each.body)) for each in found)

    def place(each: _Named) -> tuple[object, ...]:
        kind, body = _slug(each.kind), _slug(each.body)
        return not kind, -of_kind[kind], kind, not body, -of_group[kind, body], body

    return sorted(found, key=place)


def _groups(store: Store, here: Sequence[_Named], wanted: Wanted, shown: Sequence[_Named]) -> Iterator[CitingGroup]:
    totals = Counter((_slug(each.kind), _slug(each.body)) for each in shown)
    ids = [each.of.document_id for each in here]
    documents = store.documents.many(ids)
    passages = _passages(store, store.citations.places(wanted, ids))
    for slugs, group in groupby(here, key=lambda each: (_slug(each.kind), _slug(each.body))):
        members = list(group)
        citing = tuple(
            Citing(documents[id_], some, max(each.of.passages - len(some), 0))
            for each in members
            if (id_ := each.of.document_id) in documents and (some := passages.get(id_, ()))
        )
        yield CitingGroup(members[0].kind, members[0].body, totals[slugs], citing)


def _passages(store: Store, places: Sequence[CitingPlace]) -> dict[int, tuple[CitingPassage, ...]]:
    """Gives the first citing passages of documents, by document id."""
    by_passage: dict[int, list[CitingPlace]] = {}
    count: Counter[int] = Counter()
    for place in places:
        if place.passage_id not in by_passage:
            count[place.document_id] += 1
            if count[place.document_id] > PASSAGES_A_DOCUMENT:
                continue
        by_passage.setdefault(place.passage_id, []).append(place)
    found: dict[int, list[CitingPassage]] = {}
    stored = store.passages.by_id(by_passage)
    for passage_id, several in by_passage.items():
        if (each := stored.get(passage_id)) is not None:
            path = passage_path(each.document_id, each.passage.locator.anchor)
            found.setdefault(each.document_id, []).append(CitingPassage(each, _around(each, several), path))
    return {document_id: tuple(several) for document_id, several in found.items()}


def _around(stored: StoredPassage, places: Sequence[CitingPlace]) -> tuple[Piece, ...]:
    first = places[0]
    text = stored.passage.heading if first.in_heading else stored.passage.text
    return around(text, [(each.start, each.end) for each in places if each.in_heading == first.in_heading])


def _counted(rows: Sequence[Kind] | Sequence[Body]) -> tuple[Counted, ...]:  # type: ignore[type-arg]
    counts = sorted(Counter(rows).items(), key=lambda pair: (-pair[1], sort_key(pair[0].name_sl)))
    return tuple(Counted(row, count) for row, count in counts)
