"""What the form of a body tells of it beside its names: mandate, founder, bodies before and after it, roles, topics."""

from __future__ import annotations

from typing import Any

from flask import request

from kb.model import Body, BodyFacts
from kb.slovene.normal import tidy
from kb.web.context import library
from kb.web.questions import one_line
from kb.web.words import by_name

LONGEST_TYPED = 9_000
MOST_CHOSEN = 100
FIELDS = {
    "naloge": "mandate",
    "ustanovitelj": "founded_by",
    "nadrejeni": "parent",
    "predhodniki": "predecessors",
    "nasledniki": "successors",
    "vloge": "roles",
    "podrocja": "topics",
}
"""The fields of the form, and what each is of BodyFacts."""


def told() -> BodyFacts:
    """Gives what the form that was sent tells of a body, bodies and topics that are not there left out."""
    form, bodies = request.form, {body.slug for body in library().registers.bodies()}
    topics = {topic.slug for topic in library().registers.topics()}
    long = {name: tidy(form.get(name, "")[:LONGEST_TYPED]).strip() for name in ("naloge", "vloge")}
    one = {name: form.get(name, "") if form.get(name, "") in bodies else "" for name in ("ustanovitelj", "nadrejeni")}
    many = {name: form.getlist(name)[:MOST_CHOSEN] for name in ("predhodniki", "nasledniki", "podrocja")}
    return BodyFacts(
        mandate=long["naloge"],
        founded_by=one["ustanovitelj"],
        parent=one["nadrejeni"],
        predecessors=tuple(dict.fromkeys(slug for slug in many["predhodniki"] if slug in bodies)),
        successors=tuple(dict.fromkeys(slug for slug in many["nasledniki"] if slug in bodies)),
        roles=tuple(filter(None, map(one_line, long["vloge"].split("\n")))),
        topics=tuple(dict.fromkeys(slug for slug in many["podrocja"] if slug in topics)),
    )


def fields_of(body: Body, facts: BodyFacts) -> dict[str, Any]:
    """Gives what the form of a body needs: what is told of it by field, and what there is to choose from."""
    shown: dict[str, Any] = {name: getattr(facts, attribute) for name, attribute in FIELDS.items()}
    shown["vloge"] = "\n".join(facts.roles)
    others = (each for each in library().registers.bodies() if each.id != body.id)
    return {"facts": shown, "others": by_name(others), "topics": library().registers.topics()}
