"""What the pages of positions say: stances, outcomes, articles, and why something cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from flask import Flask, g
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from kb.legislation.lawtext import shown
from kb.library.affairs.positions import AdoptionFault, Doubts
from kb.model import Body, Position, Proposal, ProposalOutcome, Stance, Topic
from kb.web.context import library
from kb.web.law.words import article_name

OUTCOMES = (ProposalOutcome.ACCEPTED, ProposalOutcome.PARTLY, ProposalOutcome.REJECTED, ProposalOutcome.UNKNOWN)
MOST_TOLD = 40


def stance_name(stance: Stance) -> str:
    """Gives the name of a stance: «podpora s spremembami»."""
    names: dict[Stance, str] = {
        Stance.SUPPORT: pgettext("stance", "support"),
        Stance.SUPPORT_WITH_CHANGES: pgettext("stance", "support with changes"),
        Stance.OPPOSE: pgettext("stance", "opposition"),
        Stance.NEUTRAL: pgettext("stance", "neutral"),
    }
    return names[stance]


def position_outcome(outcome: ProposalOutcome) -> str:
    """Gives the name of an outcome: «delno sprejeto»."""
    names: dict[ProposalOutcome, str] = {
        ProposalOutcome.ACCEPTED: pgettext("outcome", "accepted"),
        ProposalOutcome.PARTLY: pgettext("outcome", "partly accepted"),
        ProposalOutcome.REJECTED: pgettext("outcome", "rejected"),
        ProposalOutcome.UNKNOWN: pgettext("outcome", "not known yet"),
    }
    return names[outcome]


def proposal_subject(proposal: Proposal) -> str:
    """Gives what a proposal is on: «14. člen», «14.a člen (nov)», «celotno besedilo»."""
    if not proposal.article:
        return str(_("The whole text"))
    named = article_name(proposal.article)
    return str(_("%(article)s (new)", article=named)) if proposal.is_new else named


def ranges(articles: Sequence[str]) -> str:
    """Gives the numbers of articles in short: «1.–13., 14.a, 15.–27.»."""
    runs: list[list[str]] = []
    for before, article in pairwise(["", *articles]):
        follows = before.isdecimal() and article.isdecimal() and int(article) == int(before) + 1
        if runs and follows:
            runs[-1] = [runs[-1][0], article]
        else:
            runs.append([article])
    told = ["–".join(shown(each) for each in run) for run in runs]
    return ", ".join(told if len(told) <= MOST_TOLD else [*told[:MOST_TOLD], "…"])


def lacking_text(article: str, doubts: Doubts) -> str:
    """Gives why an article cannot be spoken of: the text does not have it."""
    return str(
        _(
            "The text has no article %(number)s (it has: %(articles)s). If you propose it anew, mark it as new.",
            number=shown(article),
            articles=ranges(doubts.articles),
        )
    )


def there_text(article: str) -> str:
    """Gives why an article cannot be proposed as a new one: the text has it."""
    return str(_("The text has article %(number)s already, so it is not new.", number=shown(article)))


def adoption_fault(fault: AdoptionFault, body: Body | None, successors: Iterable[Body]) -> str:
    """Gives why a draft cannot be adopted, in a sentence for the person who tries."""
    names = ", ".join(each.name() for each in successors)
    name = body.name() if body else ""
    if fault is AdoptionFault.NO_BODY and names:
        return str(_("%(name)s was no more on that day. Its successor: %(names)s.", name=name, names=names))
    sentences: dict[AdoptionFault, str] = {
        AdoptionFault.EMPTY: _("The position says nothing yet. Write a summary, or a reason or wording of a proposal."),
        AdoptionFault.FUTURE: _("This day has not come yet."),
        AdoptionFault.BEFORE_RECEIPT: _("The position cannot be adopted before its dossier was received."),
        AdoptionFault.NO_BODY: _("%(name)s was not there on that day. Choose another body or day.", name=name),
        AdoptionFault.CLASH: _("The body has a position on one of these articles already. This one has to replace it."),
    }
    return sentences[fault]


def waiting_text(positions: int) -> str:
    """Gives how many positions wait for what came of them to be confirmed."""
    return str(
        ngettext(
            "The outcome of %(num)s position is to be confirmed.",
            "The outcomes of %(num)s positions are to be confirmed.",
            positions,
        )
    )


# --- what templates ask ---


def position_body(position: Position, adopted_by: bool = False) -> Body | None:
    """Gives the body of a position, or the one that adopted it."""
    # The register is asked once a page, however long a list is.
    if "kb_position_bodies" not in g:
        g.kb_position_bodies = {each.slug: each for each in library().registers.bodies()}
    found: Body | None = g.kb_position_bodies.get(position.adopted_by if adopted_by else position.body)
    return found


def position_topics(position: Position) -> list[Topic]:
    """Gives the topics of a position."""
    known = {each.slug: each for each in library().registers.topics()}
    return [known[slug] for slug in position.topics if slug in known]


def register(app: Flask) -> None:
    """Gives the templates of `app` these words."""
    for word in (stance_name, position_outcome, proposal_subject):
        app.jinja_env.filters[word.__name__] = word
    for asked in (position_body, position_topics):
        app.jinja_env.globals[asked.__name__] = asked
    app.jinja_env.filters["article_ranges"] = ranges
    app.jinja_env.globals.update(stances=tuple(Stance), outcomes=OUTCOMES)
