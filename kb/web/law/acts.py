"""The pages of the law: the register of acts, an act with its versions, an article with what has changed it.

The address of an article is that of Akoma Ntoso, /predpis/ZORed/art_12a; what people write instead of it leads there.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import NotFound
from kb.legislation.addresses import ArticleAddress, read_address
from kb.legislation.lawtext import LawArticle, shown
from kb.legislation.register import STATUSES, Act
from kb.library.law.values import ActList, ArticlePage
from kb.web.context import library, reader_of
from kb.web.law.lines import set_article
from kb.web.questions import one_line, page_of

LONGEST_NAME = 200
LONGEST_ADDRESS = 80
OPEN_CONTENTS = 150
"""Articles of an act whose contents stand open; those of longer acts open chapter by chapter."""

pages = Blueprint("acts", __name__)


@dataclass(frozen=True, slots=True)
class ListAsked:
    """What the list of acts is narrowed by, as the address says it."""

    name: str = ""
    topic: str = ""
    status: str = ""

    def address(self, page: int = 1) -> str:
        """Gives the address of a page of the list."""
        shown = page if page > 1 else None
        name, topic, status = (value or None for value in (self.name, self.topic, self.status))
        return url_for("acts.acts", ime=name, podrocje=topic, stanje=status, stran=shown)


@pages.get("/predpis/")
def acts() -> str:
    """Gives the acts of the register, narrowed by ?ime=, ?podrocje= and ?stanje=; what says nothing narrows nothing."""
    asked = _list_asked()
    wanted = {"name": asked.name, "topic": asked.topic, "status": asked.status}
    found: ActList = library().lawbook.acts(
        **wanted, page=page_of(request.args.get("stran", "")), reader=reader_of(request)
    )
    return render_template("acts.html", found=found, asked_for=asked, statuses=STATUSES)


def _list_asked() -> ListAsked:
    args = request.args
    status = args.get("stanje", "")
    slugs = {each.slug for each in library().lawbook.topics()}
    topic = args.get("podrocje", "")
    return ListAsked(
        one_line(args.get("ime", "")[: 10 * LONGEST_NAME])[:LONGEST_NAME],
        topic if topic in slugs else "",
        status if status in STATUSES else "",
    )


@pages.get("/predpis/<acronym>")
def act(acronym: str) -> ResponseReturnValue:
    """Gives the page of an act; another spelling of its acronym leads to it. What is not there is said, with 404."""
    try:
        known = library().lawbook.named(acronym)
    except NotFound:
        return _missing(acronym)
    if known.acronym != acronym:
        return redirect(url_for(".act", acronym=known.acronym, razlicica=_version()))
    try:
        page = library().lawbook.act(known.acronym, version=_version(), reader=reader_of(request))
    except NotFound:
        return _missing(acronym, act=known)
    is_short = page.articles <= OPEN_CONTENTS
    return render_template("act.html", page=page, act=page.act, open_contents=is_short)


@pages.get("/predpis/<acronym>/<eid>")
def article(acronym: str, eid: str) -> ResponseReturnValue:
    """Gives the page of an article; «12», «12.a» and «clen-12» lead to it, «art_12__para_2» to the place on it."""
    try:
        known = library().lawbook.named(acronym)
    except NotFound:
        return _missing(acronym, eid)
    address = read_address(eid)
    if address is None:
        return _missing(acronym, eid, known)
    if (known.acronym, address.article) != (acronym, eid):
        return redirect(_address_of(known, address))
    try:
        page = library().lawbook.article(known.acronym, eid, version=_version(), reader=reader_of(request))
    except NotFound:
        return _missing(acronym, eid, known)
    permalink = f"{request.host_url.rstrip('/')}{url_for('.article', acronym=known.acronym, eid=eid)}"
    units = set_article(page.article.paragraphs)
    now = _now(page)
    told = {"page": page, "act": page.act, "units": units, "permalink": permalink, "now": now}
    return render_template("article.html", **told, now_units=set_article(now.paragraphs) if now else ())


def _now(page: ArticlePage) -> LawArticle | None:
    """Gives the article with the changes applied that the text in force lacks, None where they do not touch it."""
    if not (page.is_in_force and page.lacking and page.changes):
        return None
    try:
        draft = library().comparing.consolidated(page.act.acronym, reader=reader_of(request)).draft
    except NotFound:
        return None
    found = next((each for each in draft.law.articles if each.id == page.address.article), None)
    return found if found and (found.text, found.title) != (page.article.text, page.article.title) else None


def _address_of(act: Act, address: ArticleAddress) -> str:
    anchor = address.whole if address.part else None
    return url_for(".article", acronym=act.acronym, eid=address.article, razlicica=_version(), _anchor=anchor)


def _version() -> int | None:
    """Gives the version that the address asks for by its id; None for what is no number."""
    asked = request.args.get("razlicica", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None


# --- what is not there -------------------------------------------------------------------------------


def _missing(acronym: str, eid: str = "", act: Act | None = None) -> ResponseReturnValue:
    """Gives the page that says which act or article is not there and leads on from it."""
    named = one_line(acronym)[:LONGEST_ADDRESS]
    address = read_address(eid) if eid else None
    place = f"{shown(address.number)} člen" if address else one_line(eid)[:LONGEST_ADDRESS]
    if act is None:
        message = _("The register of this collection has no act “%(act)s”.", act=named)
    elif eid:
        message = _("The collection has no “%(place)s” of the act %(act)s.", place=place, act=act.acronym)
    else:
        message = _("The collection has no such version of the act %(act)s.", act=act.acronym)
    question = f"{act.acronym if act else named} {place}".strip()
    return render_template("act_missing.html", message=message, question=question, act=act), 404
