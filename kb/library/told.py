"""An answer as plain values for programs: what `kb find --json` prints and /iskanje.json gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from kb.legislation.register import Act
from kb.library.law.texts import place_in_bill
from kb.library.values import ActCard, FacetValue, Hit, Results
from kb.model import Document
from kb.search.explain import Why
from kb.search.plan import Sort


def results_value(results: Results, reasons: Mapping[int, Why] = MappingProxyType({})) -> dict[str, Any]:
    """Gives an answer: the best hits of the page's documents, the best first, and the facets.

    Hits that `reasons` are told of, by passage id, have them as "why".
    """
    hits = [(hit, found.document) for found in results.groups for hit in found.hits]
    if results.question.sort is Sort.RELEVANCE:
        hits.sort(key=lambda pair: -pair[0].score)
    return {
        "total": results.passages,
        "documents": results.documents,
        "relaxed": results.relaxed,
        "words": results.breadth,
        "documents_with_all_words": results.with_all,
        "act": card_value(results.card),
        "correction": results.correction.text if results.correction else "",
        "remarks": [{"key": remark.key, "value": remark.value} for remark in results.remarks],
        "widened": [{"typed": each.typed, "also": list(each.also)} for each in results.widened],
        "hits": [_hit_value(hit, document, reasons.get(hit.passage.id)) for hit, document in hits],
        "facets": {facet.name: [_facet_value(value) for value in facet.values] for facet in results.facets},
    }


def _hit_value(hit: Hit, document: Document, why: Why | None) -> dict[str, Any]:
    alike = [
        {
            "document": twin.document.id,
            "title": twin.document.title,
            "locator": twin.passage.passage.locator.label(),
            "url": twin.path,
        }
        for twin in hit.alike
    ]
    bill = place_in_bill(hit.passage.passage, document)
    return {
        "document": document.id,
        "title": document.title,
        "kind": document.kind.slug if document.kind else "",
        "bill_section": bill.section if bill else "",
        "locator": hit.passage.passage.locator.label(),
        "heading": hit.passage.passage.heading,
        "url": hit.path,
        "score": round(hit.score, 4),
        "alike": alike,
        **({"why": asdict(why)} if why else {}),
        "snippet": "".join(piece.text for piece in hit.snippet),
    }


def _facet_value(value: FacetValue) -> dict[str, Any]:
    name = value.label if isinstance(value.label, str) else value.label.name_sl
    return {"value": value.slug, "name": name, "count": value.count}


def act_value(act: Act) -> dict[str, Any]:
    """Gives an act: its row, with the numbers of the gazette one by one."""
    numbers = [{"number": each.number, "qualifier": each.qualifier} for each in act.numbers]
    return {
        "acronym": act.acronym,
        "title": act.title,
        "gazette": act.gazette,
        "numbers": numbers,
        "topic": act.topic,
        "status": act.status,
        "checked_on": act.checked_on.isoformat(),
        "sop": act.sop,
        "eva": act.eva,
        "epa": act.epa,
        "amends": act.amends,
        "replaced_by": act.replaced_by,
    }


def card_value(card: ActCard | None) -> dict[str, Any] | None:
    """Gives the card of an act; None where the question names none."""
    if card is None:
        return None
    return {
        **act_value(card.act),
        "named": card.acronym,
        "amended_by": [act.acronym for act in card.amended_by],
        "replaces": [act.acronym for act in card.replaces],
        "others": [act.acronym for act in card.others],
        "articles": [
            {
                "document": each.document.id,
                "locator": each.passage.locator.label(),
                "heading": each.passage.heading,
                "url": each.path,
                "begins": "".join(piece.text for piece in each.begins),
            }
            for each in card.articles
        ],
        "missing_articles": [locator.label() for locator in card.missing_articles],
        "texts": [_document(each.id, each.title) for each in card.texts],
        "documents": [_document(each.id, each.title) for each in card.documents],
    }


def _document(id_: int, title: str) -> dict[str, Any]:
    return {"document": id_, "title": title, "url": f"/gradivo/{id_}"}
