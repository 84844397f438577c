"""What is looked at rather than asked for: the first page, the pages of bodies and topics, a document's text.

Counts and lists come from the index, because there access is part of the question; names and texts from the store.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TypeVar

from kb.errors import NotFound, Withdrawn
from kb.library.finding import Registers
from kb.library.law.links import LinkedCitation, linked_citations, with_links
from kb.library.seeing import may_see
from kb.library.values import (
    ContentsLine,
    Counted,
    Home,
    KindShelf,
    Original,
    Reading,
    Room,
    ShownPassage,
    TopicBranch,
)
from kb.library.widening import Widening
from kb.library.within import hits_within
from kb.model import Body, Document, DocumentState, Kind, LocatorKind, Named, Reader, RecordSort, StoredPassage, Topic
from kb.search.index import Facets, Index
from kb.search.plan import Plan, Sort
from kb.search.query import parse
from kb.search.snippets import mark
from kb.search.tree import Everything, Filters, Narrow, Node, Not
from kb.store import Store

T = TypeVar("T", Body, Topic)

NEWEST = 8
ON_A_SHELF = 5
PASSAGES_A_PART = 100
LISTED_APART = frozenset({"zadeva", "cilj", "dogodek", "povprasevanje"})
"""Kinds of what has a list of its own on the page of a body or topic."""
APART = frozenset({RecordSort.POSITION, RecordSort.COMMENT})
"""Records of other kinds that have one too, or a page of their own."""
PAGED = frozenset({LocatorKind.SLIDE, LocatorKind.PAGE, LocatorKind.SHEET})
"""Places that are looked at one at a time."""


def home(store: Store, index: Index, *, reader: Reader) -> Home:
    """Gives the first page: every valid body and topic with its count, and the newest documents."""
    plan = Plan(reader=reader, sort=Sort.NEWEST, limit=NEWEST, passages_per_document=0)
    ranked = index.search(plan)
    documents = store.documents.many([group.document_id for group in ranked.groups])
    newest = tuple(documents[group.document_id] for group in ranked.groups if group.document_id in documents)
    bodies = tuple(Counted(body, ranked.facets.bodies.get(body.id, 0)) for body in store.registers.bodies())
    topics = _branches(store.registers.topics(), ranked.facets)
    return Home(ranked.documents, bodies, topics, newest, ranked.facets.years)


def _branches(topics: tuple[Topic, ...], facets: Facets) -> tuple[TopicBranch, ...]:
    below: dict[int | None, list[Counted[Topic]]] = defaultdict(list)
    for topic in topics:
        below[topic.parent_id].append(Counted(topic, facets.topics.get(topic.id, 0)))
    return tuple(TopicBranch(first, tuple(below[first.value.id])) for first in below[None])


def body_room(store: Store, index: Index, slug: str, *, reader: Reader) -> Room:
    """Gives the page of a body. Raises NotFound."""
    registers = Registers.of(store, reader)
    body = registers.by_slug.get(("body", slug))
    if not isinstance(body, Body):
        raise NotFound(slug)
    with store.database.one_state():
        total, shelves, facets = _shelves(store, index, Filters(bodies=frozenset({body.id})), reader, registers)
    return Room(body, total, shelves, related=_counted(Topic, registers.names.topics, facets.topics))


def topic_room(store: Store, index: Index, slug: str, *, reader: Reader) -> Room:
    """Gives the page of a topic, with the topics below it. Raises NotFound."""
    registers = Registers.of(store, reader)
    topic = registers.by_slug.get(("topic", slug))
    if not isinstance(topic, Topic):
        raise NotFound(slug)
    with store.database.one_state():
        total, shelves, facets = _shelves(store, index, Filters(topics=frozenset({topic.id})), reader, registers)
    above = registers.by_id.get(("topic", topic.parent_id or 0))
    children = tuple(
        Counted(each, facets.topics.get(each.id, 0))
        for each in registers.names.topics
        if isinstance(each, Topic) and each.parent_id == topic.id
    )
    return Room(
        topic,
        total,
        shelves,
        parent=above if isinstance(above, Topic) else None,
        children=children,
        related=_counted(Body, registers.names.bodies, facets.bodies),
    )


def _counted(sort: type[T], rows: Iterable[Named], counts: Mapping[int, int]) -> tuple[Counted[T], ...]:
    """Gives those of `rows` that are of `sort` and have a count."""
    return tuple(Counted(row, counts[row.id]) for row in rows if isinstance(row, sort) and row.id in counts)


def _shelves(
    store: Store, index: Index, filters: Filters, reader: Reader, registers: Registers
) -> tuple[int, tuple[KindShelf, ...], Facets]:
    """Gives the number of documents, a shelf for each of their kinds (the fullest first), and the facets.

    What has a list of its own on the page of a body or topic, dossiers and the like, is on no shelf.
    """
    plan = Plan(filters=filters, reader=reader, sort=Sort.NEWEST, limit=0, passages_per_document=0)
    ranked = index.search(plan)
    counts = sorted(ranked.facets.kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    wanted: list[tuple[Kind | None, int, Node]] = []
    for kind_id, total in counts:
        kind = registers.by_id.get(("kind", kind_id))
        if kind is None or kind.slug not in LISTED_APART:
            only = Narrow(Filters(kinds=frozenset({kind_id})))
            wanted.append((kind if isinstance(kind, Kind) else None, total, only))
    if rest := ranked.documents - sum(ranked.facets.kinds.values()):
        no_kind = Not(Narrow(Filters(kinds=frozenset(ranked.facets.kinds)))) if counts else Everything()
        wanted.append((None, rest, no_kind))
    on_shelves = [
        [group.document_id for group in index.search(replace(plan, query=only, limit=ON_A_SHELF)).groups]
        for _, _, only in wanted
    ]
    ids = [one for shelf in on_shelves for one in shelf]
    apart = {one for one, (sort, _) in store.records.of_some(ids).items() if sort in APART}
    documents = store.documents.many(one for one in ids if one not in apart)
    shelves = (
        KindShelf(kind, total, tuple(documents[one] for one in shelf if one in documents))
        for (kind, total, _), shelf in zip(wanted, on_shelves, strict=True)
    )
    return ranked.documents, tuple(shelf for shelf in shelves if shelf.documents), ranked.facets


# --- a document ------------------------------------------------------------------------------------


def seen_document(store: Store, document_id: int, *, reader: Reader) -> Document:
    """Gives a document that `reader` may see. Raises NotFound, also for one that they may not know of.

    Raises Withdrawn for one that was open to them and is withdrawn.
    """
    document = store.documents.get(document_id)
    if may_see(reader, document):
        return document
    bodies = frozenset(body.id for body in document.bodies)
    if document.state is DocumentState.WITHDRAWN and reader.may_see(document.visibility, bodies):
        kept = store.changing.custody.of(document_id)
        raise Withdrawn(reason=kept.withdrawn_for, at=kept.withdrawn_at)
    raise NotFound(str(document_id))


def read(
    store: Store,
    document_id: int,
    *,
    anchor: str = "",
    part: int = 0,
    query: str = "",
    reader: Reader,
    widening: Widening,
) -> Reading:
    """Gives the part of a document's text that holds `anchor`, or part number `part` (from 1, else the first).

    The words of `query` are marked, and what stands for them; citations are LinkedPiece. Where `anchor` is on a slide,
    page or sheet, its passages are given alone. Raises NotFound for a document or an anchor that is not there.
    """
    document = seen_document(store, document_id, reader=reader)
    lines = store.passages.contents(document_id)
    contents = tuple(
        ContentsLine(line.locator.anchor, line.locator, line.heading, position // PASSAGES_A_PART + 1)
        for position, line in enumerate(lines)
    )
    parts = max(-(-len(contents) // PASSAGES_A_PART), 1)
    at = {line.anchor: line.part for line in contents}
    if anchor and anchor not in at:
        raise NotFound(f"{document_id}/{anchor}")
    part = at[anchor] if anchor else min(max(part, 1), parts)
    begin, end = _span(contents, anchor) or ((part - 1) * PASSAGES_A_PART, part * PASSAGES_A_PART)
    passages = store.passages.of(document_id, offset=begin, limit=end - begin)
    node = widening.widened(parse(query).node)
    links: dict[int, list[LinkedCitation]] = defaultdict(list)
    for each in linked_citations(
        store,
        widening.register(),
        store.citations.of(document_id, first=begin, end=end),
        document_id=document_id,
        anchors=[line.anchor for line in contents],
        reader=reader,
    ):
        links[each.placed.position].append(each)
    return Reading(
        document=document,
        passages=tuple(_shown(each, node, anchor, links[each.position]) for each in passages),
        part=part,
        parts=parts,
        contents=contents,
        anchor=anchor,
        versions=store.documents.revisions(document_id),
        hits=hits_within(store, document_id, node, contents) if query else (),
    )


def _span(contents: Sequence[ContentsLine], anchor: str) -> tuple[int, int] | None:
    """Gives the first passage of the slide, page or sheet that `anchor` is on and the one after its last."""
    at = next((place for place, line in enumerate(contents) if line.anchor == anchor), -1)
    if at < 0 or contents[at].locator.kind not in PAGED:
        return None

    def is_beside(line: ContentsLine) -> bool:
        return (line.locator.kind, line.locator.number) == (contents[at].locator.kind, contents[at].locator.number)

    begin = at - sum(1 for _ in takewhile(is_beside, reversed(contents[:at])))
    return begin, at + sum(1 for _ in takewhile(is_beside, contents[at : at + PASSAGES_A_PART]))


def _shown(stored: StoredPassage, node: Node, anchor: str, links: Sequence[LinkedCitation]) -> ShownPassage:
    passage = stored.passage
    found = bool(anchor) and passage.locator.anchor == anchor
    heading = with_links(mark(passage.heading, node), [each for each in links if each.placed.in_heading])
    text = with_links(mark(passage.text, node), [each for each in links if not each.placed.in_heading])
    return ShownPassage(stored, heading, text, found)


def original(store: Store, document_id: int, *, reader: Reader) -> Original:
    """Gives the bytes of a document's newest revision. Raises NotFound."""
    revision = seen_document(store, document_id, reader=reader).revision
    return Original(
        name=revision.name,
        media_type=revision.media_type or "application/octet-stream",
        sha256=revision.sha256,
        size=revision.size,
        chunks=store.files.open_original(revision.sha256),
    )
