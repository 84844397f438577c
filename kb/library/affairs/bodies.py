"""Bodies with what is told of them: mandate, founder, predecessors, successors, roles, topics; edited, with history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.errors import NotFound
from kb.library.registering import LONGEST_ABOUT, Fault, Faulty, faults_of
from kb.model import Actor, Body, BodyFacts, BodyVersion
from kb.store import Store

MOST_ROLES = 40
LONGEST_ROLE = 200


class Bodies:
    """The bodies of one library. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def facts(self, slug: str) -> BodyFacts:
        """Gives what is told of a body. Raises NotFound."""
        return self._store.affairs.bodies.facts(self._body(slug).id)

    def successors(self, slug: str) -> tuple[Body, ...]:
        """Gives the bodies that a body went over into, none where nobody has said. Raises NotFound."""
        return self.named(self.facts(slug).successors)

    def named(self, slugs: Sequence[str]) -> tuple[Body, ...]:
        """Gives the bodies with these slugs, in their order."""
        bodies = {body.slug: body for body in self._store.registers.bodies()}
        return tuple(bodies[slug] for slug in slugs if slug in bodies)

    def put(self, body: Body, facts: BodyFacts, *, by: Actor) -> Body:
        """Keeps a body, a new one where its `id` is 0, with what is told of it. Raises Faulty, NotFound."""
        bodies = self._store.registers.bodies()
        facts = self._in_order(facts)
        told = {each.slug: self._store.affairs.bodies.facts(each.id) for each in bodies}
        faults = [*faults_of(body, bodies), *_faults(body.slug, facts, told)]
        if faults:
            raise Faulty(faults)
        return self._store.affairs.bodies.put(body, facts, by=by)

    def _in_order(self, facts: BodyFacts) -> BodyFacts:
        """Gives facts with bodies and topics in the order of the registers, so that only what differs is a change."""
        bodies = [body.slug for body in self._store.registers.bodies()]
        topics = [topic.slug for topic in self._store.registers.topics()]
        return replace(
            facts,
            predecessors=_ordered(facts.predecessors, bodies),
            successors=_ordered(facts.successors, bodies),
            topics=_ordered(facts.topics, topics),
            roles=tuple(filter(None, facts.roles)),
        )

    def history(self, slug: str) -> tuple[BodyVersion, ...]:
        """Gives the versions of a body, the newest first; the last is as the project gave it. Raises NotFound."""
        return self._store.affairs.bodies.versions(self._body(slug).id)

    def restore(self, slug: str, version_id: int, *, by: Actor) -> Body:
        """Makes an earlier version of a body its newest one. Raises NotFound; Faulty where it no longer fits."""
        found = next((each for each in self.history(slug) if each.id == version_id), None)
        if found is None:
            raise NotFound(f"različica {version_id}")
        return self.put(found.body, found.facts, by=by)

    def _body(self, slug: str) -> Body:
        found = next((body for body in self._store.registers.bodies() if body.slug == slug), None)
        if found is None:
            raise NotFound(f"organ »{slug[:80]}«")
        return found


def _ordered(slugs: Sequence[str], order: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(slugs), key=lambda slug: order.index(slug) if slug in order else len(order)))


def _faults(slug: str, facts: BodyFacts, told: Mapping[str, BodyFacts]) -> list[Fault]:
    faults = []
    if len(facts.mandate) > LONGEST_ABOUT:
        faults.append(
            Fault("mandate", f"besedilo ima največ {LONGEST_ABOUT} znakov", f"at most {LONGEST_ABOUT} characters")
        )
    if len(facts.roles) > MOST_ROLES or any(len(line) > LONGEST_ROLE for line in facts.roles):
        said = f"vlog je največ {MOST_ROLES}, vsaka ima največ {LONGEST_ROLE} znakov"
        english = f"at most {MOST_ROLES} roles, each of at most {LONGEST_ROLE} characters"
        faults.append(Fault("roles", said, english))
    for name, others in _others(facts).items():
        if slug in others:
            faults.append(Fault(name, "organ ne more kazati sam nase", "a body cannot name itself"))
        elif strange := [each for each in others if each not in told]:
            absent = strange[0][:80]
            said = f"organa »{absent}« ni v registru"
            faults.append(Fault(name, said, f"the body “{absent}” is not in the register"))
    if not faults and facts.parent and slug in _above(facts.parent, told):
        said = "nadrejeni organ je sam podrejen temu organu"
        faults.append(Fault("parent", said, "the body above it is itself below this body"))
    if not faults and (both := set(_after(facts.successors, slug, told)) & {slug, *facts.predecessors}):
        said = f"organ »{sorted(both)[0]}« bi bil hkrati predhodnik in naslednik"
        english = f"the body “{sorted(both)[0]}” would be before and after it at the same time"
        faults.append(Fault("successors", said, english))
    return faults


def _others(facts: BodyFacts) -> dict[str, tuple[str, ...]]:
    """Gives the bodies that facts name, by the name of the fact."""
    return {
        "founded_by": (facts.founded_by,) if facts.founded_by else (),
        "parent": (facts.parent,) if facts.parent else (),
        "predecessors": facts.predecessors,
        "successors": facts.successors,
    }


def _above(slug: str, told: Mapping[str, BodyFacts]) -> list[str]:
    """Gives a body and those above it, each once."""
    found: list[str] = []
    while slug and slug not in found:
        found.append(slug)
        slug = told[slug].parent if slug in told else ""
    return found


def _after(slugs: Sequence[str], but: str, told: Mapping[str, BodyFacts]) -> list[str]:
    """Gives bodies and all that came after them, each once; what came after the body `but` is not followed."""
    found: list[str] = []
    waiting = list(slugs)
    while waiting:
        slug = waiting.pop()
        if slug not in found:
            found.append(slug)
            waiting += told[slug].successors if slug in told and slug != but else ()
    return found
