"""Letter-spaced headings, as gazettes set them: «Z A K O N», «S P R E M E M B E I N D O P O L N I T V E».

Where two spaces or more stand between the words, they are its boundaries; where one space stands everywhere, the
boundaries are found again by the words that headings of regulations are made of. A row of letters that reads like
no words is left as it is: «A B C D», «P T S Č P S N».
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

_SPACE = "[ \u00a0\u2000-\u200a\u202f]"
_UPPER, _LOWER = "A-ZČŠŽĆĐ", "a-zčšžćđ"
_RUN = re.compile(
    rf"(?<!\w)(?:[{_UPPER}](?:{_SPACE}+[{_UPPER}](?!\w)){{3,160}}+|[{_LOWER}](?:{_SPACE}+[{_LOWER}](?!\w)){{3,160}}+)"
)
_GAP = re.compile(rf"{_SPACE}{{2,}}")
_VOWELS = frozenset("aeiou")
_LETTERS = "abcčćdđefghijklmnopqrsštuvwxyzž"
_LEAST_UNKNOWN = 5
_FEWEST_VOWELS, _MOST_VOWELS = 0.3, 0.7
_MOST_CONSONANTS = 4
_SYLLABIC_R = re.compile("(?<![aeiou])r(?![aeiou])")

# The words of headings of statutes and municipal acts, with the endings they have there.
_WORDS = """
zakon zakona zakonu zakonom zakonika odlok odloka odloku odlokom odloki pravilnik pravilnika pravilniku uredba uredbe
uredbo uredbi sklep sklepa sklepu sklepe sklepi statut statuta statutu poslovnik poslovnika poslovniku odredba odredbo
odredbe navodilo navodila navodilu ukaz ukaza odločba odločbo odločbe odločbi ustava ustave dogovor sporazum pogodba
pogodbe pogodbo program programa programu načrt načrta načrtu predlog predloga predlogu osnutek osnutka poročilo
poročila poročilu zapisnik zapisnika vabilo mnenje mnenja stališče stališča pobuda pobude razlaga razlago razlage
avtentična avtentično obrazložitev kazalo vsebina uvod priloga priloge tarifa tarifo cenik seznam razpis razpisa
razpisna dokumentacija objava obvestilo popravek popravka red dnevni seja seje soglasje potrdilo pravila merila
sprememba spremembe sprememb spremembi spremembah spremembo dopolnitev dopolnitve dopolnitvi dopolnitvah
dopolnitvijo dopolnilni dopolnjeno prečiščeno besedilo uradno neuradno občina občine občini občino občin občinski
občinskega občinskem občinske občinska mestna mestne mestni svet sveta svetu župan župana županja županje nadzorni
nadzornega odbor odbora odboru komisija komisije uprava uprave upravi organ organi organov organih republika
republike republiki slovenija slovenije sloveniji državni državnega državna zbor zbora vlada vlade minister ministra
ministrstvo splošne splošni splošna določbe določba prehodne prehodna končne končna kazenske kazenska skupne temeljne
poglavje poglavja oddelek člen člena členi člene del razdelek
proračun proračuna proračunu zaključni zaključnem račun računa računu leto letu leta rebalans cena cene ceni določitev
določitve določitvi določitvah ustanovitev ustanovitve ustanovitvi javni javnega javnem javna javne javnih javno
zavod zavoda zavodu podjetje podjetja podjetju služba službe službi gospodarski gospodarska gospodarske gospodarskih
komunalne komunalnega prostorski prostorskega prostorskem prostorskih izvedbeni ureditveni ureditvenih pogojih
lokacijski lokacijskem podrobni podrobnem lokalna lokalni lokalne samoupravi samouprava redarstvu redarstva
nadomestilu nadomestila uporabo stavbnega zemljišča zemljišču plačah plačilu taksah taksa taksi volitvah volitve
financiranju financiranja sofinanciranju postopku postopek varstvu varstvo okolja ravnanju ravnanje odpadki oskrbi
pitno vodo odvajanju čiščenju cestah ceste cest prometu promet prometa parkiranju mirujočem pokopališki pokopališkem
podelitvi priznanj priznanja grbu grb zastavi prazniku pogojih pogoji načinu oddaji oddajanju prodaji dodelitvi
izvajanju izvajanje organizaciji delovnem področju nalogah koncesiji koncesije podlagi skladu skladih sklada
izdaja izdajam izdajo sprejme sprejel sprejela sklene sklenil sklenila skleni razglasitvi razglašam objavlja
imenovanju imenovanje razrešitvi prenehanju veljavnosti veljavnost razveljavitvi začasnem začasnih ukrepih ukrepi
obrazec izjava zahtevek prijava vloga ponudba pooblastilo dopis zadeva
krajevne krajevna krajevnih skupnosti skupnost šole šola šolah vrtec vrtca osnovne osnovna
in o za na v z s po pri ob od do ter ali iz ki se je k
"""
_COSTS = dict.fromkeys(_WORDS.split(), 1.0) | {
    "in": 1.5, "ter": 1.5, "ali": 2.5, "o": 2.0, "za": 1.8, "na": 2.0, "po": 2.5, "pri": 2.5, "ob": 2.5, "od": 2.5,
    "do": 2.5, "iz": 2.5, "ki": 3.0, "se": 3.0, "je": 3.0, "v": 3.0, "z": 3.5, "s": 3.5, "k": 3.5,
}  # fmt: skip
_LONGEST = max(map(len, _COSTS))
_UNKNOWN = 5.0


def closed_up(text: str) -> str:
    """Gives `text` with its letter-spaced words closed up.

    >>> closed_up("O D L O K O S P R E M E M B A H I N D O P O L N I T V A H odloka"), closed_up("skupine A B C D")
    ('ODLOK O SPREMEMBAH IN DOPOLNITVAH odloka', 'skupine A B C D')
    """
    return _RUN.sub(_closed, text)


def _closed(found: re.Match[str]) -> str:
    run = found[0]
    chunks = ["".join(chunk.split()) for chunk in _GAP.split(run)]
    if len(chunks) > 1 and max(map(len, chunks)) > 1:
        is_read = all(_is_word(chunk) for chunk in chunks) and any(len(chunk) > 2 for chunk in chunks)
        return " ".join(chunks) if is_read else run
    letters = "".join(run.split())
    words = _divided(letters)
    return " ".join(words) if words else run


def _is_word(letters: str) -> bool:
    return letters.lower() in _COSTS or len(letters) <= 2 or (letters.isupper() and _is_like_a_word(letters.lower()))


def _divided(letters: str) -> list[str]:
    """Gives the words that a row of letters is made of, [] where it reads like none."""
    lengths = _cheapest(letters.lower())
    words, start = [], 0
    for length in lengths:
        words.append(letters[start : start + length])
        start += length
    unknown = [word for word in words if word.lower() not in _COSTS]
    if not unknown:
        return words if any(len(word) > 3 for word in words) else []
    if not letters.isupper():
        return []
    return words if all(_is_like_a_word(word.lower()) for word in unknown) else []


@lru_cache(256)
def _cheapest(letters: str) -> tuple[int, ...]:
    """Gives the lengths of the words whose costs are the least: a known word costs 1 to 3.5, an unknown one more."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(letters) + 1):
        choices = []
        for start in range(max(0, end - 2 * _LONGEST), end):
            cost = _COSTS.get(letters[start:end], _UNKNOWN + end - start)
            choices.append((best[start][0] + cost, start))
        best.append(min(choices))
    lengths, end = [], len(letters)
    while end:
        start = best[end][1]
        lengths.append(end - start)
        end = start
    return tuple(reversed(lengths))


def _is_like_a_word(letters: str) -> bool:
    """Tells whether letters may be a word: long enough, with vowels between, no piece of the alphabet."""
    letters = _SYLLABIC_R.sub("e", letters)
    vowels = sum(letter in _VOWELS for letter in letters)
    if len(letters) < _LEAST_UNKNOWN or not _FEWEST_VOWELS <= vowels / len(letters) <= _MOST_VOWELS:
        return False
    if max(map(len, re.split("[aeiou]+", letters))) > _MOST_CONSONANTS:
        return False
    follows = sum(_LETTERS.find(after) - _LETTERS.find(before) in (0, 1) for before, after in pairwise(letters))
    return follows <= len(letters) // 3
