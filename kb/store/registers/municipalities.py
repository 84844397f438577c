"""Municipalities as bodies: what one wrote is placed with its own row, so that only its people and staff see it.

The row is made when it is first needed. Nobody chooses it or browses it: see Body.is_municipality.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from sqlalchemy import Connection, insert, select

from kb.errors import WrongValue
from kb.model import PROGRAM, Body, Deed
from kb.model.named import MUNICIPALITY
from kb.slovene.municipalities import key, shown
from kb.store.audit import enter
from kb.store.tables import bodies

_BEFORE = "obcina-"
_LONGEST = 100


def slug_of(municipality: str) -> str:
    """Gives the slug of a municipality's row, «obcina-kranj»; "" for a name that names none.

    A name too long for a slug ends in a checksum, so that two never share a row.
    """
    said = key(municipality)
    slug = f"{_BEFORE}{said}" if said else ""
    if len(slug) <= _LONGEST:
        return slug
    return f"{slug[: _LONGEST - 17]}-{hashlib.sha256(slug.encode()).hexdigest()[:16]}"


def body_of(connection: Connection, municipality: str, *, at: dt.datetime) -> Body:
    """Gives the row of a municipality, made where it is missing. Raises WrongValue for a name that names none."""
    slug = slug_of(municipality)
    if not slug:
        raise WrongValue("občina", english="municipality")
    wanted = select(bodies).where(bodies.c.slug == slug)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        empty = {"name_en": "", "about_sl": "", "about_en": ""}
        columns = {"slug": slug, "name_sl": shown(municipality), "sort": MUNICIPALITY, **empty}
        connection.execute(insert(bodies).values(columns))
        told = {"name_sl": columns["name_sl"], "sort": MUNICIPALITY}
        enter(connection, PROGRAM, Deed.ADDED, subject="body", subject_id=slug, after=told, at=at)
        row = connection.execute(wanted).one()
    if row.sort != MUNICIPALITY:
        raise WrongValue(
            f"občina: oznako »{slug}« ima organ", english=f"municipality: a body has the short name “{slug}”"
        )
    return Body(row.id, row.slug, row.name_sl, row.name_en, sort=row.sort)
