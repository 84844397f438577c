"""Who may see which documents, as a condition of a query: the same as `Reader.may_see` says of one."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from kb.model import DocumentState, Reader, Visibility
from kb.store.tables import document_bodies, documents


def seen_by(reader: Reader) -> ColumnElement[bool]:
    """Gives the condition of documents that are open to `reader`."""
    placed = select(document_bodies.c.document_id).where(document_bodies.c.row_id.in_(reader.bodies))
    of_body = and_(documents.c.visibility == Visibility.BODY.value, documents.c.id.in_(placed))
    seen = or_(documents.c.visibility.in_([each.value for each in reader.sees]), of_body)
    is_published = documents.c.state == DocumentState.PUBLISHED.value
    return or_(seen, ~is_published) if Visibility.STAFF in reader.sees else and_(seen, is_published)
