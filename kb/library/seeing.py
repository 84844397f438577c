"""What a reader may see, and the addresses of what they see."""

from __future__ import annotations

from kb.model import Document, Reader


def passage_path(document_id: int, anchor: str) -> str:
    """Gives the address of a passage: «/gradivo/12/clen-14»."""
    return f"/gradivo/{document_id}/{anchor}"


def may_see(reader: Reader, document: Document) -> bool:
    """Tells whether `document` is open to `reader`."""
    return reader.may_see(document.access, frozenset(body.id for body in document.bodies))
