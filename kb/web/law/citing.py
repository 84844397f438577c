"""What cites what: a page of all that cites an act or an article, and the citations of a document for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, render_template, request, url_for

from kb.errors import NotFound
from kb.legislation.addresses import read_address
from kb.legislation.provisions import article_id
from kb.library.citing.citedby import CitedBy, Narrowed
from kb.library.citing.cites import CitedAct
from kb.library.law.links import LinkedCitation
from kb.web.context import library, reader_of
from kb.web.law.links import act_address, law_address
from kb.web.questions import page_of

LONGEST_SLUG = 100
ON_A_PAGE_OF_LAW = 8
"""Citing documents that are shown on the page of an act or article itself."""

pages = Blueprint("citing", __name__)


@dataclass(frozen=True, slots=True)
class CitingAsked:
    """The page of what cites an act or article, as the address asks for it."""

    acronym: str
    article: str = ""
    kind: str = ""
    body: str = ""

    def address(self, *, page: int = 1, **changed: str) -> str:
        """Gives the address of a page of the list; `changed` are kind and body as they are to be."""
        told = {"vrsta": self.kind, "organ": self.body}
        told |= {{"kind": "vrsta", "body": "organ"}[name]: value for name, value in changed.items()}
        given = {name: value for name, value in told.items() if value}
        if page > 1:
            given["stran"] = str(page)
        if self.article:
            return url_for("citing.article", acronym=self.acronym, eid=article_id(self.article), **given)  # type: ignore[arg-type]
        return url_for("citing.act", acronym=self.acronym, **given)  # type: ignore[arg-type]


def what_cites(acronym: str, article: str = "") -> CitedBy:
    """Gives the first few documents that cite an act or article, for its page. Raises NotFound."""
    narrowed = Narrowed(per_page=ON_A_PAGE_OF_LAW)
    return library().citations.cited_by(acronym, article, narrowed=narrowed, reader=reader_of(request))


def citing_address(cited: CitedBy) -> str:
    """Gives the address of the page of all that cites an act or article."""
    return CitingAsked(cited.act.acronym, cited.article).address()


@pages.get("/navedbe/<acronym>")
def act(acronym: str) -> str:
    """Gives what cites an act, narrowed by ?vrsta= and ?organ=, page ?stran=. Raises NotFound."""
    return _page(acronym)


@pages.get("/navedbe/<acronym>/<eid>")
def article(acronym: str, eid: str) -> str:
    """Gives what cites an article, narrowed and paged as for an act. Raises NotFound."""
    address = read_address(eid)
    if address is None:
        raise NotFound(f"{acronym}/{eid}")
    return _page(acronym, address.number)


def _page(acronym: str, article: str = "") -> str:
    kind, body = (request.args.get(name, "")[:LONGEST_SLUG] for name in ("vrsta", "organ"))
    narrowed = Narrowed(kind, body, page_of(request.args.get("stran", "")))
    cited = library().citations.cited_by(acronym, article, narrowed=narrowed, reader=reader_of(request))
    return render_template("citing.html", cited=cited, asked_for=CitingAsked(cited.act.acronym, article, kind, body))


@pages.get("/gradivo/<int(max=2147483647):document_id>/navedbe.json")
def of_document(document_id: int) -> Response:
    """Gives what a document cites: {"document", "title", "acts": […], "citations": […]}. Raises NotFound."""
    reader = reader_of(request)
    cites = library().citations.cites(document_id, reader=reader)
    every = library().citations.of(document_id, reader=reader)
    answer = jsonify(
        document=document_id,
        title=cites.document.title,
        acts=[_act(each) for each in cites.acts],
        citations=[_citation(each, anchor, document_id) for each, anchor in every],
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _act(cited: CitedAct) -> dict[str, Any]:
    acronym = cited.act.acronym if cited.act is not None else ""
    return {
        "act": cited.name,
        "title": cited.act.title if cited.act is not None else "",
        "address": act_address(acronym) if acronym else None,
        "citations": cited.count,
        "articles": [
            {
                "number": each.number,
                "citations": each.count,
                "address": act_address(acronym, each.number) if acronym and each.has_text else None,
            }
            for each in cited.articles
        ],
    }


def _citation(linked: LinkedCitation, anchor: str, document_id: int) -> dict[str, Any]:
    citation = linked.placed.citation
    return {
        "passage": anchor,
        "in": "heading" if linked.placed.in_heading else "text",
        "start": citation.start,
        "end": citation.end,
        "text": citation.text,
        "kind": citation.kind,
        "act": citation.act,
        "articles": citation.articles,
        "paragraphs": citation.paragraphs,
        "points": citation.points,
        "indents": citation.indents,
        "gazette": [
            {"number": each.number, "year": each.year, "qualifier": each.qualifier} for each in citation.gazette
        ],
        "addresses": [law_address(each.link, document_id) for each in linked.links],
    }


def register(app: Flask) -> None:
    """Gives the templates of `app` what cites an act or article, and the address of the page of all of it."""
    app.jinja_env.globals.update(citing_address=citing_address, what_cites=what_cites)
