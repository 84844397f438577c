"""Who may see a document, as numbers that are part of the keys of the book."""

from __future__ import annotations

from kb.model import Reader, Visibility
from kb.search.index import IndexedDocument

_NUMBERS = {Visibility.PUBLIC: 0, Visibility.MEMBERS: 1, Visibility.STAFF: 2, Visibility.BODY: 3}
_FIRST_BODY = 16


def accesses_of(document: IndexedDocument) -> tuple[int, ...]:
    """Gives the numbers that a document is counted under: its visibility, and each body where that is `body`."""
    bodies = document.bodies if document.visibility is Visibility.BODY else ()
    return (_NUMBERS[document.visibility], *(_FIRST_BODY + body for body in sorted(bodies)))


def accesses_for(reader: Reader) -> tuple[int, ...]:
    """Gives the numbers under which a reader finds all that is open to them, and nothing else."""
    bodies = () if Visibility.BODY in reader.sees else reader.bodies
    return (*sorted(_NUMBERS[each] for each in reader.sees), *(_FIRST_BODY + body for body in sorted(bodies)))
