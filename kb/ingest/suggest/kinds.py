"""The kind of a document, told by how it opens: «ZAPISNIK …», «Vabilo na …», «PREDLOG / EVA …», «ODLOK o …»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from kb.ingest.suggest.sheet import Line, Sheet
from kb.ingest.suggest.values import Seen, Suggestion
from kb.model import BlockKind, Extract, LocatorKind, Passage, UnitKind

_OPENINGS = (
    ("zapisnik", 0.9, r"(?:\w{4,12} )?zapisniki?\b|sejni zapiski\b|minutes of\b"),
    ("vabilo", 0.9, r"vabilo\b|sklic\b|invitation\b"),
    ("sklepi", 0.85, r"(?:sprejeti )?sklepi\b|resolutions\b"),
    ("okroznica", 0.9, r"okroznica\b|dopis\b|obvestilo (?:vsem )?obcin|circular\b"),
    ("tedenske-novice", 0.95, r"tedensk\w{1,3} novic|weekly news"),
    ("stalisce", 0.9, r"(?:skupn\w{1,3} |predlog )?stalisc[ea]\b|(?:summary of the )?position (?:of|on|paper)\b"),
    ("pripombe", 0.9, r"(?:\w{3,12} )?pripombe\b|comments on\b"),
    ("mnenje", 0.85, r"(?:pravno |strokovno )?(?:mnenje|pojasnil[oa])\b|(?:legal )?opinion\b|clarification\b"),
    ("pogosta-vprasanja", 0.95, r"(?:naj)?pogost\w{1,4} (?:zastavljen\w{1,3} )?vprasanj|vprasanja in odgovori|faq\b"),
    ("analiza", 0.85, r"analiza\b|analysis\b|raziskava\b"),
    ("prirocnik", 0.9, r"(?:\w{4,14} )?prirocnik\b|vodnik\b|vodic\b|smernice\b|handbook\b|guide\b"),
    ("porocilo", 0.85, r"(?:\w{4,12} )?porocilo\b|(?:letni )?(?:program|nacrt) dela\b|(?:\w{4,8} )?report\b"),
    ("sporocilo-za-javnost", 0.95, r"(?:sporocilo|izjava) za (?:javnost|medije)|press release"),
    ("kolektivna-pogodba", 0.95, r"kolektivna pogodba\b|aneks\b.{0,60}kolektivn"),
    ("skupno-narocilo", 0.9, r"skupno (?:javno )?narocilo"),
    ("razpis", 0.85, r"(?:javni )?(?:razpis|poziv|natecaj)\b|call for (?:proposals|applications)"),
    ("povprasevanje", 0.9, r"povprasevanje\b"),
    ("statut-sos", 0.95, r"statut skupnosti obcin|poslovnik (?:skupscine|predsedstva) skupnosti"),
    ("npb", 0.95, r"\(?neuradno precisceno besedilo"),
    ("publikacija", 0.8, r"zbornik\b|bilten\b|publikacija\b|proceedings\b"),
    ("strokovno-gradivo", 0.7, r"strokovn[oa] (?:gradivo|podlaga)\b"),
    ("vzorec-akta", 0.9, r"vzorec\b.{0,120}|(?!.{0,120}predlog).{3,160}\(vzorec\b|model act\b"),
    ("predlog-sprememb", 0.92, r"predlog (?:za )?sprememb"),
)
_HINTS = (
    ("vabilo", 0.6, r"vabimo vas\b|vljudno vab|.{0,60}\bvabi na\b"),
    ("okroznica", 0.45, r"(?:vsem )?(?:zupanjam|zupanom|obcinam|obcinskim upravam|direktoric\w{1,2}) "),
    ("razpis", 0.5, r".{0,80}objavlja javni (?:razpis|poziv)"),
)
_ACT = re.compile(
    r"(zakon|odlok|pravilnik|uredba|odredba|navodilo|statut|poslovnik|sklep|tarifa)(?= o\b| obcine|$)"
    r"|(?:\w{6,14} )(zakon(?:ik)?)\b|(ustava)\b"
)
_DRAFT = re.compile(r"(?:vzorcni |delovni )?(?:predlog|osnutek)\b")
_EVA = re.compile(r"\beva\b:? ?\d{4} ?- ?\d{4} ?- ?\d{4}|ocena stanja in razlogi za sprejem")
_MODEL = re.compile(r"\bvzor(?:ec|cn\w{1,3} besedil\w)\b")
_CHANGES = re.compile(r"\bo spremembah\b")
_OPENING_LINES = 14
_LOSS_A_LINE = 0.02
_LONGEST_OPENING = 250
_FEWEST_SLIDES, _MOST_ON_SLIDE, _HEADED_SHARE = 5, 1100, 0.6
_QUESTIONS, _ANSWERS = (
    re.compile(r"vprasanje"),
    re.compile(r"(?:kratek )?odgovor|obrazlozitev|pravna podlaga|utemeljitev"),
)
_STARTS = tuple((slug, worth, re.compile(pattern)) for slug, worth, pattern in _OPENINGS)
_HINTED = tuple((slug, worth, re.compile(pattern)) for slug, worth, pattern in _HINTS)
_NOT_OPENING = frozenset({BlockKind.ITEM, BlockKind.TABLE, BlockKind.FOOTNOTE})


def suggest_kind(
    sheet: Sheet, extract: Extract, passages: tuple[Passage, ...], known: frozenset[str]
) -> Suggestion[str] | None:
    """Gives the surest of the kinds that are `known` (slugs), or None where nothing tells."""
    found = [*_of_slides(extract, sheet), *_of_openings(sheet), *_of_law(sheet, passages), *_of_answers(sheet)]
    return max((each for each in found if each.value in known), key=lambda each: each.confidence, default=None)


def _opening_lines(sheet: Sheet) -> list[Line]:
    lines = [line for line in sheet.front[:_OPENING_LINES] if line.kind not in _NOT_OPENING]
    return [sheet.title, *lines]


def _of_openings(sheet: Sheet) -> Iterator[Suggestion[str]]:
    for at, line in enumerate(_opening_lines(sheet)):
        text = line.folded.lstrip(' »„"*#_–-')[:_LONGEST_OPENING]
        for slug, worth, pattern in (*_STARTS, *_HINTED):
            if pattern.match(text):
                yield Suggestion(slug, line.seen, round(worth * (1 - at * _LOSS_A_LINE), 2))


def _of_law(sheet: Sheet, passages: tuple[Passage, ...]) -> Iterator[Suggestion[str]]:
    """Gives the kinds of law that the document may be: an act, a draft of one, a model for one."""
    lines = _opening_lines(sheet)
    acts = [(line, found) for line in lines if (found := _ACT.match(_DRAFT.sub("", line.folded).lstrip(" (–-")))]
    if not acts:
        return
    line, word = acts[0][0], "zakon" if acts[0][1][2] or acts[0][1][3] else acts[0][1][1]
    opening = " ".join(each.folded for each in lines)
    has_articles = any(passage.locator.kind is LocatorKind.ARTICLE for passage in passages)
    if _EVA.search(opening) or any(_EVA.search(each.folded) for each in sheet.front):
        yield Suggestion("predlog-zakona" if word == "zakon" else "predlog-podzakonskega", line.seen, 0.96)
    elif any(_DRAFT.match(each.folded) for each in lines):
        yield Suggestion(_draft_of(word, opening), line.seen, 0.8)
    elif _MODEL.search(opening):
        yield Suggestion("vzorec-akta", line.seen, 0.9)
    else:
        yield Suggestion("zakon" if word == "zakon" else "podzakonski-predpis", line.seen, 0.8 if has_articles else 0.4)


def _draft_of(word: str, opening: str) -> str:
    if word != "zakon":
        return "predlog-podzakonskega"
    return "predlog-sprememb" if _CHANGES.search(opening) else "predlog-zakona"


def _of_slides(extract: Extract, sheet: Sheet) -> Iterator[Suggestion[str]]:
    """Gives «predstavitev» for slides, and for pages that are like slides: short, each with a heading on top."""
    seen = sheet.front[0].seen if sheet.front else Seen("", "")
    if any(unit.kind is UnitKind.SLIDE for unit in extract.units):
        yield Suggestion("predstavitev", seen, 0.92)
        return
    pages = [[each for each in unit.blocks if each.kind is not BlockKind.HEADER] for unit in extract.units]
    if len(pages) < _FEWEST_SLIDES or extract.units[0].kind is not UnitKind.PAGE:
        return
    headed = sum(bool(blocks) and blocks[0].kind is BlockKind.HEADING for blocks in pages) / len(pages)
    if headed >= _HEADED_SHARE and median(sum(len(each.text) for each in blocks) for blocks in pages) <= _MOST_ON_SLIDE:
        yield Suggestion("predstavitev", seen, 0.75)


def _of_answers(sheet: Sheet) -> Iterator[Suggestion[str]]:
    """Gives «mnenje» where a question stands under one heading and its answer under another."""
    headings = [line for line in sheet.front if len(line.text) < 40]
    asked = [line for line in headings if _QUESTIONS.match(line.folded)]
    if asked and any(_ANSWERS.match(line.folded) for line in headings):
        yield Suggestion("mnenje", asked[0].seen, 0.6)
