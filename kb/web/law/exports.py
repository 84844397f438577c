"""Acts for other programs: their texts as Akoma Ntoso, and acts and articles as JSON-LD in their pages."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kb.legislation.akoma import MEDIA_TYPE
from kb.legislation.linked import Around, Linked, linked_act, linked_article
from kb.library.law.values import ActPage, ArticlePage
from kb.web import language
from kb.web.context import library, reader_of
from kb.web.documents import ORIGINAL_POLICY, attachment

MOST_PARTS = 2000
"""Articles of an act that its JSON-LD lists."""

pages = Blueprint("exports", __name__)


@pages.get("/predpis/<acronym>/akn.xml")
def akoma(acronym: str) -> ResponseReturnValue:
    """Gives a text of an act as Akoma Ntoso: ?razlicica= is its id or «cistopis», else the text in force.

    Raises NotFound.
    """
    version = request.args.get("razlicica", "")
    act = library().lawbook.named(acronym)
    if act.acronym != acronym:
        return redirect(url_for(".akoma", acronym=act.acronym, razlicica=version or None))
    address = f"{root()}/{act.acronym}" + (f"?razlicica={version}" if version.isdecimal() else "")
    file = library().exporting.akoma(act.acronym, version=version, address=address, reader=reader_of(request))
    response = Response(file.content, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.headers["Content-Disposition"] = attachment(file.name)
    response.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def register(app: Flask) -> None:
    """Gives the templates of `app` what describes an act or an article to programs."""
    app.jinja_env.globals["linked_law"] = linked_law


def root() -> str:
    """Gives the address under which acts have their pages, with its host and the same in all languages."""
    return f"{request.host_url.rstrip('/')}{language.root()}/predpis"


def linked_law(page: ActPage | ArticlePage) -> Linked:
    """Gives what a page says of an act or an article, as JSON-LD."""
    if isinstance(page, ArticlePage):
        return linked_article(
            page.act,
            root=root(),
            address=page.address.article,
            number=page.address.number,
            title=page.article.title,
            version=page.shown.version,
        )
    parts = [(each.address.article, each.number, each.title) for part in page.contents for each in part.articles]
    amended_by = tuple(each.act for each in page.amendings if each.act)
    return linked_act(
        page.act,
        root=root(),
        versions=[each.version for each in page.versions],
        articles=parts[:MOST_PARTS],
        around=Around(amended_by, page.amends, page.replaces),
    )
