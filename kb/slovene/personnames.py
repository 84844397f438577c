"""Names of people in running text, told by what stands around them.

A name is told by a title («ga. Ana Novak», «dr. Novak»), by an office («župan Janez Novak»), by a signature
(«Pripravila: Ana Novak», «Janez Novak, univ. dipl. prav.»), or by a common given name before another capitalised word
(«Ane Novak»). What bears somebody's name is none (streets, schools, prizes, saints), nor is an office («g. župan»).
A rare given name without any of this is not found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.slovene.fold import fold


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A name of a person in a text, `start` to `end`, and how it stands there with its title."""

    start: int
    end: int
    text: str


_UPPER, _LOWER = "A-ZČŠŽĆĐÁÉÍÓÖŐÚÜÀÈÌÒÙ", "a-zčšžćđáéíóöőúüàèìòù"
_WORD = rf"[{_UPPER}](?:[{_LOWER}]{{1,20}}|[{_UPPER}]{{1,20}})(?:[-‑–][{_UPPER}][{_UPPER}{_LOWER}]{{1,20}})?"
_PART = rf"(?:{_WORD}|[{_UPPER}]\.)"
_NAME = rf"{_PART}(?: {_PART}){{0,3}}(?!\w)"
_PAIR = rf"{_PART} (?:{_PART} ){{0,2}}{_WORD}(?!\w)"

_DEGREE = r"(?:[Dd]r|[Mm]ag|[Pp]rof|[Dd]oc|[Aa]kad|[Ii]nž|[Ii]ng|[Pp]rim|[Oo]dv|[Ss]pec|[Uu]niv|[Dd]ipl)\."
_CALLED = r"(?:[Gg]|[Gg]e|[Gg]a|[Gg]o|[Gg]dč|[Gg]os|[Gg]osp)\.|[Gg]osp(?:od(?:a|u|om)?|a|e|o|ej|odičn[aeio])"
_CASE = r"(?:ja|ju|jem|a|u|om|em|ov|ica|ice|ici|ico|ka|ke|ki|ko|ku|kom|ca|ce|ci|co)?"
_OFFICE = (
    rf"(?:(?:[Pp]od)?[Žž]upan{_CASE}|[Žž]upanj[aeio]|[Rr]edar{_CASE}|[Dd]irektor{_CASE}|[Mm]inist(?:er|r){_CASE}|"
    rf"[Oo]bčan{_CASE}|[Ss]vetni(?:k|c){_CASE}|[Pp]redsedni(?:k|c){_CASE}|[Ii]nšpektor{_CASE}|[Tt]ajni(?:k|c){_CASE}|"
    rf"[Vv]odj[aeio]|[Oo]dvetni(?:k|c){_CASE}|[Ss]odelav(?:ec|k){_CASE}|[Ss]odelavc{_CASE}|[Ss]trank[aeio]|"
    rf"[Ll]astni(?:k|c){_CASE}|[Vv]lagatelj{_CASE}|[Kk]ršitelj{_CASE})"
)
_SAYS_WHO = (
    r"(?:[Pp]ripravil[ai]?|[Pp]odpis|[Pp]odpisani?|[Kk]ontaktna oseba|[Oo]dgovorna oseba|[Zz]apisal[ai]?|"
    r"[Ss]estavil[ai]?|[Ll]ep pozdrav|[Ll]epo pozdravljeni|[Ll]p|LP|[Ss] spoštovanjem)"
)

_TITLED = re.compile(rf"(?<![\w.])(?:{_CALLED}|{_DEGREE})(?: ?{_DEGREE}){{0,3}} ?(?P<name>{_NAME})")
_OF_OFFICE = re.compile(rf"(?<!\w){_OFFICE}(?: {_DEGREE}){{0,3}} (?P<name>{_PAIR})")
_SIGNED = re.compile(rf"(?<!\w){_SAYS_WHO} ?[:,]?[ \n]{{1,3}}(?P<name>{_PAIR})")
_BEFORE_DEGREE = re.compile(rf"(?<![\w.])(?P<name>{_PAIR}), ?(?=l\. ?r\.|[a-z]{{3,5}}\. ?(?:[a-z]{{3,5}}\.)|{_DEGREE})")
_GIVEN_FIRST = re.compile(rf"(?<![\w.])(?P<name>{_WORD} (?:[{_UPPER}]\. )?{_WORD})(?!\w)")

_GIVEN = (
    "Aleksander Aleksandra Aleš Alenka Aljaž Alja Alojz Amadej Ana Andraž Andrej Andreja Anej Anita Anja Anton "
    "Antonija Bojan Bojana Boris Borut Boštjan Branko Branka Brigita Cvetka Damijan Damjan Danica Daniel Danijel "
    "Darja Darinka Darko David Dejan Denis Domen Dominik Dragica Drago Dušan Dušanka Elizabeta Emil Erik Eva "
    "Franc Franci Franja Frančiška Gašper Gorazd Gordana Grega Gregor Helena Igor Irena Irma Ivan Ivana Ivanka "
    "Ivica Iztok Jaka Jakob Jan Janez Janja Janko Jasmina Jasna Jelka Jernej Jerneja Jože Jožef Jožefa Jožica "
    "Jure Jurij Karel Karmen Katarina Katja Klara Klavdija Klemen Kristina Kristijan Ksenija Lidija Ljubica "
    "Ljudmila Lovro Lucija Majda Maja Manca Marija Marijan Marijana Marina Marinka Marjan Marjana Marjeta "
    "Marjetka Marko Martin Martina Maša Matej Mateja Matevž Matic Matija Matjaž Metka Miha Mihael Milan Milena "
    "Milka Miran Mirko Miroslav Mitja Mojca Monika Nadja Natalija Nataša Nejc Neja Nika Nina Nuša Olga Oliver "
    "Pavel Pavla Peter Petra Polona Polonca Primož Rado Rafael Renata Robert Rok Roman Romana Rozalija Rudolf "
    "Sabina Samo Sandra Sanja Saša Sebastjan Silva Silvija Simon Simona Slavko Sonja Srečko Stanislav Stanko "
    "Suzana Špela Štefan Štefka Tadej Tadeja Tamara Tanja Tatjana Teja Terezija Tilen Tina Tjaša Tomaž Tomislav "
    "Urban Urša Uroš Urška Valentin Valentina Vasja Veronika Vesna Viktor Viktorija Vinko Vladimir Vlado Zdenka "
    "Zdenko Zdravko Zlatka Zlatko Zoran Zvonko Žan Žiga"
)
_ENDINGS = r"(?:a|e|i|o|u|om|em|ja|ju|jem|in\w{0,3}|ov\w{0,3}|ev\w{0,3}|jev\w{0,3})"


def _forms(name: str) -> str:
    """Gives the pattern of a name in its cases: «Ana» → «an» with an ending, «Janez» → «janez» with or without."""
    folded = fold(name)
    return f"{folded[:-1]}{_ENDINGS}" if folded[-1] in "aeio" else f"{folded}{_ENDINGS}?"


_IS_GIVEN = re.compile("|".join(_forms(name) for name in _GIVEN.split()))
_IS_NO_NAME = re.compile(
    r"(?:zupan|podzupan|minist|predsedni|direktor|tajni|sekretar|generaln|poslan|svetni|redar|vodj|inspektor|obcin|mest|"
    r"drzav|vlad|zbor|komisij|odbor|urad|sluzb|skupnost|zdruzenj|republik|slovenij|zakon|clen|javn|ministrstv|evrops|"
    r"policij|uprav|inspekt|sodisc|fakultet|zavod|agencij|banka|banke|banki)\w*|sos|zos|rs|eu|ds|dz|nato|zora|luka"
)
"""Words that make what follows a title no name: an office, an institution."""

_IS_PLACE = re.compile(
    r"(?:nov|velik|mal|bel|gornj|spodnj|zgornj|sredn|dolnj|dolg|crn|mirn|ivancn|skofj|slovenj|svet|star|obcin|mestn)\w{0,3}|"
    r"(?<!\w)\w{3,20}s[kč][aeiou]\w{0,2}"
)
"""What begins the name of a place after an office: «župan Škofje Loke», «županja Murske Sobote»."""

_BEARS_A_NAME = re.compile(
    r"(?:\b(?:ulic|cest|trg|naselj|nabrezj|drevored|sol|vrt[ce]c|vrtc|gimnazij|knjiznic|dom|nagrad|priznanj|svet|sklad|"
    r"ustanov|univerz|cent|letalisc|stadion|park|most|bolnisnic|obcin)\w{0,4}|\b(?:os|sv|vas|kraj|kraju)\.?) \Z"
)
_BEARS_IT_AFTER = re.compile(r"(?:(?:ov|ev|in)\w{0,3})? (?:ulic|cest|trg|nagrad|sol|dom|nabrezj|priznanj)\w{0,3}\b")


def find(text: str) -> tuple[NamedPerson, ...]:
    """Gives the names of people in `text` in their order, none inside another.

    >>> [each.text for each in find("Po mnenju ge. Ane Novak in g. Kralja je rok prekratek.")]
    ['ge. Ane Novak', 'g. Kralja']
    """
    folded = fold(text)
    found: list[NamedPerson] = []
    for pattern, is_name in _RULES:
        for each in pattern.finditer(text):
            name = folded[each.start("name") : each.end("name")]
            if not is_name(name) or _is_of_a_thing(folded, each.start("name"), each.end("name")):
                continue
            if all(each.end() <= other.start or other.end <= each.start() for other in found):
                found.append(NamedPerson(each.start(), each.end(), " ".join(each[0].split()).rstrip(", ")))
    return tuple(sorted(found, key=lambda each: each.start))


# --- parts ---


def _is_any(name: str) -> bool:
    return not _IS_NO_NAME.fullmatch(name.split()[0])


def _is_no_place(name: str) -> bool:
    first = name.split()[0]
    return not _IS_PLACE.fullmatch(first) and _is_any(name)


def _begins_with_given(name: str) -> bool:
    first, *rest = name.split()
    return bool(_IS_GIVEN.fullmatch(first)) and not _IS_NO_NAME.fullmatch(rest[-1])


_RULES = (
    (_TITLED, _is_any),
    (_OF_OFFICE, _is_no_place),
    (_SIGNED, _is_no_place),
    (_BEFORE_DEGREE, _is_no_place),
    (_GIVEN_FIRST, _begins_with_given),
)


def _is_of_a_thing(folded: str, start: int, end: int) -> bool:
    """Tells whether a name is that of a street, a school, a prize, a place."""
    return bool(
        _BEARS_A_NAME.search(folded[max(0, start - 20) : start]) or _BEARS_IT_AFTER.match(folded[end : end + 30])
    )
