"""The lists of bodies and topics, the page of each, and its feed of what is new (Atom)."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, render_template, request, url_for

from kb.errors import NotFound
from kb.library import Room
from kb.library.affairs.rooms import Around
from kb.model import Body, Topic
from kb.web.affairs import feeds
from kb.web.context import library, reader_of, user
from kb.web.shelves import body_groups, branches, in_order, kinds_in_order
from kb.web.words import name

pages = Blueprint("rooms", __name__)


@pages.get("/organi")
def bodies() -> str:
    """Gives all bodies with counts, by sort."""
    seen = library().home(reader=reader_of(request))
    return render_template("bodies.html", groups=body_groups(seen.bodies))


@pages.get("/organi/<slug>")
def body(slug: str) -> str:
    """Gives the page of a body. Raises NotFound."""
    reader = reader_of(request)
    room = library().body(slug, reader=reader)
    present = user()
    is_staff = present is not None and present.is_staff
    left_open = library().affairs.rooms.left_open(room.about) if is_staff else 0
    return _page("body", room, library().affairs.rooms.of(room.about, reader=reader), left_open=left_open)


@pages.get("/podrocja")
def topics() -> str:
    """Gives both levels of topics with counts."""
    seen = library().home(reader=reader_of(request))
    return render_template("topics.html", branches=branches(seen.topics))


@pages.get("/podrocja/<slug>")
def topic(slug: str) -> str:
    """Gives the page of a topic. Raises NotFound."""
    reader = reader_of(request)
    room = library().topic(slug, reader=reader)
    return _page("topic", room, library().affairs.rooms.of(room.about, reader=reader))


@pages.get("/organi/<slug>/novosti.atom")
def body_feed(slug: str) -> Response:
    """Gives what is new with a body, as everybody may see it. Raises NotFound."""
    return _feed("rooms.body", slug, library().registers.bodies())


@pages.get("/podrocja/<slug>/novosti.atom")
def topic_feed(slug: str) -> Response:
    """Gives what is new on a topic and those below it, as everybody may see it. Raises NotFound."""
    return _feed("rooms.topic", slug, library().registers.topics())


def _feed(endpoint: str, slug: str, rows: Iterable[Body | Topic]) -> Response:
    place = next((row for row in rows if row.slug == slug), None)
    if place is None:
        raise NotFound(slug[:80])
    news = library().affairs.rooms.news(place)
    return feeds.atom(
        name(place), news, page=url_for(endpoint, slug=slug), itself=url_for(f"{endpoint}_feed", slug=slug)
    )


def _page(sort: str, room: Room, around: Around, *, left_open: int = 0) -> str:
    return render_template(
        "room.html",
        sort=sort,
        room=room,
        around=around,
        left_open=left_open,
        here={"organ" if sort == "body" else "podrocje": room.about.slug},
        filter_name={"body": "komisija", "topic": "podrocje"}[sort],
        shelves=kinds_in_order(room.by_kind),
        children=in_order(room.children),
        related=in_order(room.related),
    )
