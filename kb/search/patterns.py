"""What a question asks an index for: the patterns of keys that answer its words, phrases and beginnings of words.

The keys are those of kb/search/analysis.py; which of them are asked for depends on what the index has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from kb.search.analysis import (
    ENGLISH,
    EXACT,
    FOLDED,
    IS_ARTICLE,
    PARTS,
    REFERENCE,
    RUNS,
    Keys,
    Pattern,
    Vocabulary,
    as_references,
    cut,
    joined,
    token_runs,
    tokens,
)
from kb.search.tree import Near, Node, Phrase, Word, asked_for
from kb.slovene.english import english_key
from kb.slovene.fold import fold
from kb.slovene.references import acronym_keys, article_key, asked_number_keys, likely_acronym_keys
from kb.slovene.words import accented, is_word, restored_keys

LONGEST_ACRONYM_ALONE = 3
MOST_FORMS = 400

Worded = Callable[[Word, Vocabulary], tuple[Pattern, ...]]


class _NoIndex:
    """The vocabulary where there is no index: the forms that the dictionary knows, any lemma, acronyms if no words."""

    def __contains__(self, key: object) -> bool:
        sort, form = str(key)[:1], str(key)[1:]
        if sort in (FOLDED, ENGLISH):
            return False
        return is_word(form) is (sort == EXACT) if sort in (EXACT, REFERENCE) else True

    def beginning(self, prefix: str) -> Iterable[str]:
        return (prefix,)


NO_INDEX: Vocabulary = _NoIndex()


def patterns_of(node: Word | Phrase, vocabulary: Vocabulary = NO_INDEX) -> tuple[Pattern, ...]:
    """Gives the patterns any of which answers a word or a phrase of a question."""
    match node:
        case Word(text, prefix=True, most_forms=most):
            return prefix_keys(text, vocabulary, most=most or MOST_FORMS)
        case Word(text):
            return query_keys(text, vocabulary)
        case Phrase(words, exact=True):
            return exact_keys(" ".join(words))
        case Phrase(words):
            return phrase_keys(words, vocabulary)


def query_keys(word: str, vocabulary: Vocabulary = NO_INDEX) -> tuple[Pattern, ...]:
    """Gives the patterns any of which meets a word of a question; none for a word without letters or digits.

    >>> query_keys("139/06")
    ((('#139/06',),),)
    """
    runs = RUNS.findall(word)
    if len(runs) != 1:
        positions = _asked_positions(runs, vocabulary)
        return (positions,) if positions else ()
    whole, parts = _asked_whole(runs[0], vocabulary), _asked_positions(runs, vocabulary)
    return ((whole,), parts) if len(parts) > 1 and whole else (parts,)


def phrase_keys(words: Sequence[str], vocabulary: Vocabulary = NO_INDEX) -> tuple[Pattern, ...]:
    """Gives the patterns any of which meets a phrase of a question, in any form of its words."""
    if len(words) == 1:
        return query_keys(words[0], vocabulary)
    runs = RUNS.findall(" ".join(words))
    positions = _asked_positions(runs, vocabulary)
    with_acronyms = tuple(keys for run in runs for keys in _asked_in_phrase(run, vocabulary))
    return tuple(dict.fromkeys((positions, with_acronyms))) if positions else ()


def exact_keys(text: str) -> tuple[Pattern, ...]:
    """Gives the pattern that a text meets which has just these forms of words side by side.

    >>> exact_keys("občinski redar v")
    ((('=občinski',), ('=redar',), ('=v',)),)
    """
    positions = tuple((_exact_of(each.keys),) for each in tokens(text, language="sl"))
    return (positions,) if positions else ()


def prefix_keys(text: str, vocabulary: Vocabulary = NO_INDEX, *, most: int = MOST_FORMS) -> tuple[Pattern, ...]:
    """Gives the pattern of a beginning of words: of the forms in the index at most so many.

    Of accented ones only where none begins as typed.
    """
    low = text.lower()
    forms = _beginning((low,), vocabulary, most=most) or _beginning(accented(low), vocabulary, most=most)
    return ((forms,),) if forms else ((((EXACT + low),),),)


def beginnings_cut(node: Node, vocabulary: Vocabulary, *, patterns: Worded = patterns_of) -> tuple[str, ...]:
    """Gives the beginnings of words in a question of which the index has more forms than are looked for.

    `patterns` is what the vocabulary knows already of how words are worded.
    """
    asked = (part for each in asked_for(node) for part in (each.parts if isinstance(each, Near) else (each,)))
    beginnings = {part.text: part for part in asked if isinstance(part, Word) and part.prefix}
    most = {text: part.most_forms or MOST_FORMS for text, part in beginnings.items()}
    full = (text for text, part in beginnings.items() if len(patterns(part, vocabulary)[0][0]) == most[text])
    return tuple(
        text for text in full if len(_beginning((text.lower(),), vocabulary, most=most[text] + 1)) > most[text]
    )


def explained(text: str, vocabulary: Vocabulary = NO_INDEX) -> list[tuple[str, Keys, Keys]]:
    """Gives each token of `text` with the keys it is indexed under and the keys it is asked with.

    >>> explained("ZORed-A")
    [('ZORed-A', ('#zored-a', '#zored', '=zored-a'), ('#zored-a',))]
    """
    rows = []
    for run, positions in token_runs(text, language="sl"):
        asked = _asked_positions([run], vocabulary)
        for number, each in enumerate(positions):
            whole = _asked_whole(run, vocabulary) if each.wide else ()
            rows.append((run[each.start : each.end], (*each.keys, *each.wide), (*whole, *asked[number])))
    return rows


def _asked_whole(run: str, vocabulary: Vocabulary) -> Keys:
    """Gives the keys of a run of several positions as one: of an article that the index has, of a joined word."""
    if IS_ARTICLE.fullmatch(run):
        key = REFERENCE + article_key(run)
        return (key,) if key in vocabulary else ()
    if any(map(str.isspace, run)):
        return ()
    return _asked_word(joined(run), vocabulary)


def _asked_positions(runs: Iterable[str], vocabulary: Vocabulary) -> Pattern:
    return tuple(keys for run in runs for keys in _asked_run(run, vocabulary))


def _asked_run(run: str, vocabulary: Vocabulary) -> Iterator[Keys]:
    if not IS_ARTICLE.fullmatch(run):
        if keys := asked_number_keys(run):
            yield as_references(keys)
            return
        if keys := acronym_keys(run):
            yield _asked_acronym(run, keys, vocabulary)
            return
    for part in PARTS.findall(run):
        keys = acronym_keys(part)
        yield _asked_acronym(part, keys, vocabulary) if keys else _asked_word(part.replace(".", ""), vocabulary)


def _asked_in_phrase(run: str, vocabulary: Vocabulary) -> Iterator[Keys]:
    """Gives the positions of a run, one only for an acronym of the index that was typed as «zor-ed»."""
    references = tuple(key for key in as_references(likely_acronym_keys(run)) if key in vocabulary)
    if references and not run.isalpha():
        yield references
    else:
        yield from _asked_run(run, vocabulary)


def _asked_acronym(run: str, keys: Keys, vocabulary: Vocabulary) -> Keys:
    """Gives what an acronym names; one of more letters may also be a word in capitals."""
    named = as_references(keys[:1])
    if not run.isalpha() or (len(run) <= LONGEST_ACRONYM_ALONE and named[0] in vocabulary):
        return named
    return tuple(dict.fromkeys((*named, *_asked_word(run, vocabulary))))


def _asked_word(form: str, vocabulary: Vocabulary) -> Keys:
    low = form.lower()
    lemmas = restored_keys(
        form, surface_in_index=lambda surface: cut(EXACT + surface) in vocabulary, key_in_index=vocabulary.__contains__
    )
    plain = fold(low)
    further = [REFERENCE + key for key in likely_acronym_keys(form)]
    further += [FOLDED + fold(key) for key in lemmas]
    further += [ENGLISH + english_key(low)]
    further += [EXACT + plain] if plain != low and not is_word(plain) else []
    return tuple(map(cut, dict.fromkeys((*lemmas, *(key for key in further if cut(key) in vocabulary)))))


def _beginning(prefixes: Iterable[str], vocabulary: Vocabulary, *, most: int) -> Keys:
    found = (key for prefix in prefixes for sort in (EXACT, REFERENCE) for key in vocabulary.beginning(sort + prefix))
    return tuple(dict.fromkeys(islice(found, most)))


def _exact_of(keys: Keys) -> str:
    return next((key for key in keys if key.startswith(EXACT)), keys[0])
