"""The lists of bodies and topics, and the page of each."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from kb.library import Room
from kb.web.context import library, reader_of
from kb.web.shelves import body_groups, branches, in_order, kinds_in_order

pages = Blueprint("rooms", __name__)


@pages.get("/organi")
def bodies() -> str:
    """Gives all bodies with counts, by sort."""
    seen = library().home(reader=reader_of(request))
    return render_template("bodies.html", groups=body_groups(seen.bodies))


@pages.get("/organi/<slug>")
def body(slug: str) -> str:
    """Gives the page of a body. Raises NotFound."""
    return _page("body", library().body(slug, reader=reader_of(request)))


@pages.get("/podrocja")
def topics() -> str:
    """Gives both levels of topics with counts."""
    seen = library().home(reader=reader_of(request))
    return render_template("topics.html", branches=branches(seen.topics))


@pages.get("/podrocja/<slug>")
def topic(slug: str) -> str:
    """Gives the page of a topic. Raises NotFound."""
    return _page("topic", library().topic(slug, reader=reader_of(request)))


def _page(sort: str, room: Room) -> str:
    return render_template(
        "room.html",
        sort=sort,
        room=room,
        filter_name={"body": "komisija", "topic": "podrocje"}[sort],
        shelves=kinds_in_order(room.by_kind),
        children=in_order(room.children),
        related=in_order(room.related),
    )
