"""Searching inside one document: the passages that have words of a question, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence

from kb.library.values import ContentsLine, HitPlace
from kb.search.snippets import mark
from kb.search.tree import Node
from kb.store import Store

AT_ONCE = 500
"""Passages that are held at a time, so that a document of any length takes little memory."""


def hits_within(store: Store, document_id: int, node: Node, contents: Sequence[ContentsLine]) -> tuple[HitPlace, ...]:
    """Gives the passages of a document that have something marked of `node`, with how often, as they follow."""
    found = []
    for first in range(0, len(contents), AT_ONCE):
        stored = store.passages.of(document_id, offset=first, limit=AT_ONCE)
        # A revision that has just been read anew may have more passages than the contents that are shown.
        for line, each in zip(contents[first : first + AT_ONCE], stored, strict=False):
            texts = (each.passage.heading, each.passage.text)
            if count := sum(piece.marked for text in texts for piece in mark(text, node)):
                found.append(HitPlace(line, count))
    return tuple(found)
