"""What a question means to go to: an act of the register, and an article of it, shown as a card above the hits.

«ZORed» shows the act, «12. člen ZORed» and «ZORed 12» the article in that act's text too. The card names only
documents that the reader may see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.errors import NotFound
from kb.legislation.acronyms import key_of
from kb.legislation.register import Act, amending_acronym
from kb.legislation.versions import VersionSort
from kb.library.law.versions import best_first, own_versions, seen_versions
from kb.library.seeing import may_see, passage_path
from kb.library.values import ActCard, ArticleLink
from kb.model import Document, Locator, LocatorKind, Reader
from kb.search.actnames import ActNames, Meant, NamedBy, title_words
from kb.search.expansion import spoken
from kb.search.index import Index
from kb.search.plan import Plan
from kb.search.query import parse
from kb.search.snippets import snippet
from kb.search.tree import Alike, And, Node, Phrase, Word, all_of, asked_for
from kb.slovene.words import question_keys
from kb.store import Store

LOOKED_AT = 30
"""Documents that speak of an act most, among which its texts and those with its name in their title are."""
MOST_DOCUMENTS = 5
MOST_ARTICLES = 5
MOST_CHANGES = 12
SNIPPET_LENGTH = 280
YEARS = range(1900, 2101)
"""Numbers that are no articles where they stand alone beside an act."""

KINDS_SAID = {"stališče": "stalisce", "pripomba": "pripombe"}
"""Words that say what kind of material on an article is meant, and the slug of the kind."""
KIND_SAID = 1.0
"""The share that documents of that kind gain: «stališče do 14. člena ZORed» is not the bill that speaks of one."""

_ARTICLE = re.compile(r"(\d{1,4})\.([a-zčšž]?) člen")
_BARE_NUMBER = re.compile(r"(\d{1,4})\.?([a-zčšž]?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Intent:
    """The act that a question names, its `amendment` where that has no row, the articles asked for («12», «12a»).

    `others` are acts that the words may mean as well.
    """

    act: Act
    amendment: str = ""
    articles: tuple[str, ...] = ()
    others: tuple[Act, ...] = ()


def intent_of(node: Node, names: ActNames) -> Intent | None:
    """Gives what a question means to go to; None where it names no act, or different ones."""
    named = [(run, meant) for run, meant in spoken(node, names.find, longest=names.longest) if meant.acts]
    if not named or any(len(meant.acts) > MOST_DOCUMENTS for _, meant in named):
        return None
    shared = frozenset[Act].intersection(*(frozenset(meant.acts) for _, meant in named))
    acts = [act for act in _likeliest(named).acts if act in shared]
    if not acts:
        return None
    rest = _rest(node, [part for run, _ in named for part in run])
    articles = tuple(dict.fromkeys((*_articles(node), *_bare_number(rest))))[:MOST_ARTICLES]
    return Intent(acts[0], _amendment(named), articles, tuple(acts[1:]))


def _likeliest(named: Sequence[tuple[Sequence[Node], Meant]]) -> Meant:
    """Gives what tells most closely which act is meant: an acronym, else what leaves the fewest."""
    return min((meant for _, meant in named), key=lambda meant: (len(meant.acts), meant.by is NamedBy.LISTED))


def _amendment(named: Iterable[tuple[Sequence[Node], Meant]]) -> str:
    return next((meant.amendment for _, meant in named if meant.amendment), "")


def _rest(node: Node, named: Sequence[Node]) -> list[Node]:
    """Gives the parts of a question that are not the act's name."""
    parts = node.parts if isinstance(node, And) else (node,)
    return [part for part in parts if part not in named]


def _articles(node: Node) -> Iterator[str]:
    for asked in asked_for(node):
        if isinstance(asked, Word) and (found := _ARTICLE.fullmatch(asked.text)):
            yield found[1] + found[2]


def _bare_number(rest: Sequence[Node]) -> Iterator[str]:
    """Gives the number that stands alone beside the act: «ZORed 12», «ZORed 12.a»."""
    found = _BARE_NUMBER.fullmatch(rest[0].text) if len(rest) == 1 and isinstance(rest[0], Word) else None
    if found and int(found[1]) not in YEARS:
        yield found[1] + found[2].lower()


def priors_said(node: Node, kinds: Mapping[str, int]) -> dict[int, float]:
    """Gives what documents of a kind (by id) gain because a question for an article says the kind; {} for others."""
    if not any(True for _ in _articles(node)):
        return {}
    words = (each.text for each in asked_for(node) if isinstance(each, Word))
    said = (KINDS_SAID[key] for word in words for key in question_keys(word) if key in KINDS_SAID)
    return {kinds[slug]: KIND_SAID for slug in said if slug in kinds}


# --- the card --------------------------------------------------------------------------------------


def card_of(store: Store, index: Index, names: ActNames, *, node: Node, reader: Reader) -> ActCard | None:
    """Gives the card for a question, None where it names no act. Raises IndexDamaged, StoreError."""
    intent = intent_of(node, names)
    return None if intent is None else _card(store, index, names, intent, reader)


def named_card(store: Store, index: Index, names: ActNames, *, name: str, reader: Reader) -> ActCard:
    """Gives the card of the act that a text names, and nothing else does. Raises NotFound, QueryError."""
    card = card_of(store, index, names, node=parse(name).node, reader=reader)
    if card is None:
        raise NotFound(name)
    return card


def _card(store: Store, index: Index, names: ActNames, intent: Intent, reader: Reader) -> ActCard:
    act, register = intent.act, names.register
    speaking = _speaking(store, index, act, reader)
    texts = _texts(store, intent, reader)
    about = [document for document in speaking if document not in texts and _names(document.title, act, names)]
    return ActCard(
        act=act,
        acronym=amending_acronym(act.acronym, intent.amendment),
        articles=tuple(_article_links(store, texts, intent.articles)),
        asked_articles=intent.articles,
        texts=tuple(texts[:MOST_DOCUMENTS]),
        documents=tuple(about[:MOST_DOCUMENTS]),
        amends=register.get(act.amends) if act.amends else None,
        amended_by=register.amending(act)[:MOST_CHANGES],
        replaced_by=register.get(act.replaced_by) if act.replaced_by else None,
        replaces=register.replaced(act)[:MOST_CHANGES],
        others=intent.others,
    )


def _texts(store: Store, intent: Intent, reader: Reader) -> list[Document]:
    """Gives the texts of the act that is meant, the law in force first; of a change without a row what it says."""
    seen = seen_versions(store, intent.act, reader=reader)
    if intent.amendment:
        named = key_of(amending_acronym(intent.act.acronym, intent.amendment))
        return [each.document for each in reversed(seen) if key_of(each.version.amending) == named]
    own = [each for each in own_versions(intent.act, seen) if each.version.sort is not VersionSort.DRAFT]
    return [each.document for each in best_first(intent.act, own)]


def _speaking(store: Store, index: Index, act: Act, reader: Reader) -> list[Document]:
    """Gives documents that speak of an act and that `reader` may see: the newest first, the undated last."""
    title = title_words(act.title)
    query = Alike(Word(act.acronym), (Phrase(title) if len(title) > 1 else Word(act.title),), weight=1.0)
    ranked = index.search(Plan(query=query, reader=reader, limit=LOOKED_AT, passages_per_document=0))
    found = store.documents.many([group.document_id for group in ranked.groups]).values()
    seen = [document for document in found if may_see(reader, document)]
    return sorted(seen, key=lambda each: (each.dated is None, -each.dated.toordinal() if each.dated else 0, each.id))


def _names(title: str, act: Act, names: ActNames) -> bool:
    words: tuple[Node, ...] = tuple(Word(word) for word in title_words(title))
    return any(act in meant.acts[:1] for _, meant in spoken(all_of(words), names.find, longest=names.longest))


def _article_links(store: Store, texts: Sequence[Document], articles: Sequence[str]) -> Iterator[ArticleLink]:
    """Gives for each article where it stands in the newest of the texts that has it."""
    for number in articles:
        if found := next(filter(None, (_article_link(store, document, number) for document in texts)), None):
            yield found


def _article_link(store: Store, document: Document, number: str) -> ArticleLink | None:
    locator = Locator(LocatorKind.ARTICLE, number)
    try:
        stored = store.passages.by_anchor(document.id, locator.anchor)
    except NotFound:
        return None
    begins = snippet(stored.passage.text, all_of(()), length=SNIPPET_LENGTH)
    return ArticleLink(document, stored.passage, begins, passage_path(document.id, locator.anchor))
