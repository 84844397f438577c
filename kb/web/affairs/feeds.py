"""Feeds of what is new, in Atom (RFC 4287): of a body and of a topic, as everybody may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask import Response, render_template, request

from kb.library.affairs.rooms import News
from kb.slovene.normal import tidy
from kb.web.context import site

SECONDS = 300
"""How long a feed may be kept by whoever asks for it."""

NOTHING_YET = dt.datetime(1992, 1, 1, tzinfo=dt.UTC)
"""When a feed that has nothing was last changed."""


def atom(title: str, news: Sequence[News], *, page: str, itself: str) -> Response:
    """Gives the feed of `news`, the newest first; `page` is the path of the page that it is of, `itself` its own."""
    changed = max((each.at for each in news), default=NOTHING_YET).replace(microsecond=0)
    text = render_template(
        "affairs/feed.xml",
        title=title,
        news=news,
        page=page,
        itself=itself,
        whole=_whole,
        stamp=_stamp,
        changed=changed,
        tidy=tidy,
    )
    response = Response(text, mimetype="application/atom+xml")
    response.last_modified = changed
    response.cache_control.public = True
    response.cache_control.max_age = SECONDS
    response.make_conditional(request)
    return response


def _whole(path: str) -> str:
    """Gives the whole address of a path here."""
    return f"{site().address or request.host_url}".rstrip("/") + path


def _stamp(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).replace(microsecond=0).isoformat()
