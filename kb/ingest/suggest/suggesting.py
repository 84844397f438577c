"""All suggestions for one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kb.ingest.suggest.bodies import suggest_bodies
from kb.ingest.suggest.cited import suggest_acts
from kb.ingest.suggest.dating import suggest_date
from kb.ingest.suggest.kinds import suggest_kind
from kb.ingest.suggest.naming import suggest_title
from kb.ingest.suggest.sheet import clipped, lay_out
from kb.ingest.suggest.topics import suggest_topics
from kb.ingest.suggest.values import Names, Seen, Suggestion, Suggestions
from kb.legislation.acts import ActFinder, known_acts
from kb.model import Extract, Passage


def suggest(extract: Extract, passages: Sequence[Passage], *, names: Names) -> Suggestions:
    """Gives what the text of a document tells of it, each with the place and words that it was told by.

    `passages` are those of `divide(extract)`; the file's name is not looked at.
    """
    passages = tuple(passages)
    sheet = lay_out(extract, passages)
    cited = suggest_acts(sheet.parts, known_acts() if names.acts is None else ActFinder(names.acts))
    topics = suggest_topics(sheet.parts, names.topics, cited.topics)
    return Suggestions(
        title=suggest_title(sheet),
        dated=suggest_date(sheet),
        kind=suggest_kind(sheet, extract, passages, frozenset(kind.slug for kind in names.kinds)),
        language=_language(extract, passages),
        topics=topics,
        bodies=suggest_bodies(sheet.parts, names.bodies, topics, names.topics),
        acts=cited.acts,
    )


def _language(extract: Extract, passages: tuple[Passage, ...]) -> Suggestion[str] | None:
    """Gives the language of the whole, as sure as is the share of its text that is in it."""
    sizes: Counter[str] = Counter()
    for passage in passages:
        sizes[passage.language] += len(passage.text) + len(passage.heading)
    language = extract.language or (sizes.most_common(1)[0][0] if sizes else "")
    if not language or not passages:
        return None
    first = next((each for each in passages if each.language == language and each.text), passages[0])
    seen = Seen(first.locator.label(), clipped(first.text or first.heading))
    return Suggestion(language, seen, round(sizes[language] / max(sizes.total(), 1), 2))
