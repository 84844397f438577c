"""The text of an article of an act with its citations as links, be it kept or put together just now."""

from __future__ import annotations

from kb.legislation.acts import ActFinder
from kb.legislation.placed import place_citations
from kb.legislation.register import Act, Register
from kb.legislation.spans import article_spans
from kb.legislation.versions import ActVersion
from kb.library.law.links import LinkedCitation, LinkedSpan, Texts, joined, known_span, link_to, with_links
from kb.model import Locator, LocatorKind, Passage, Reader
from kb.search.snippets import Piece
from kb.store import Store


def linked_article(
    store: Store,
    register: Register,
    text: str,
    *,
    acts: ActFinder,
    article: str,
    before: str,
    version: ActVersion,
    reader: Reader,
) -> tuple[Piece, ...]:
    """Gives the text of an article of a version of an act in pieces; no citation leads to the article itself.

    `before` is the number of the article before it, which «prejšnji člen» is, or "".
    """
    passages = [Passage(Locator(LocatorKind.ARTICLE, number), "", "") for number in filter(None, (before,))]
    passages.append(Passage(Locator(LocatorKind.ARTICLE, article), "", text))
    itself = register.get(version.amending or version.act)
    found = []
    for placed in place_citations(passages, acts=acts, register=register):
        begin = placed.citation.start
        links = [
            LinkedSpan(begin + start, begin + end, link)
            for start, end, said in article_spans(placed.citation)
            if (link := link_to(placed, said, register, version)) is not None
            and (link.act, link.article) not in ((itself, article), (itself, ""))
        ]
        found.append((placed, links))
    wanted: set[tuple[Act, str]] = {
        (span.link.act, span.link.article) for _, links in found for span in links if span.link.act is not None
    }
    titles = Texts(store, reader).titles(wanted) if wanted else {}
    linked = [LinkedCitation(placed, joined(known_span(span, titles) for span in links)) for placed, links in found]
    return with_links([Piece(text)], linked)
