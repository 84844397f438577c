"""Where a text names an act: by an acronym or title of the register, by a title that it has not, or an EU act.

A title that no register knows is believed where the text shows that it is one: «Odlok o zelenih površinah (Uradni
list …)», «zakona o zemljiški knjigi (v nadaljnjem besedilu: ZZK)», «Zakon o spremembah Zakona o cestah (ZCes-1A)»; the
acronym that it is given there names it in the rest of the text too. Every repetition in the patterns is bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kb.legislation.acts import ActFinder, By, Mention
from kb.legislation.citations.titles import SORTS, title_of
from kb.legislation.citations.values import Citation, Kind
from kb.legislation.register import Act
from kb.slovene.fold import fold

DECLARING = re.compile(r"(?:besedilu|nadaljevanju|krajše)\s{0,2}:?\s{0,2}(?:zakon\s)?$")
"""What stands right before an acronym that is given to an act there."""
_NEAR = 30
_ACRONYM = r"[A-ZČŠŽ](?=[^\W\d_]{0,9}[A-ZČŠŽ])[^\W\d_]{1,10}(?:-\d{1,2}[A-Z]{0,2}(?!\w)|-[A-Z]{1,2}(?!\w))?(?![\w-])"
_KINDS = "uredb|pravilnik|odlok|odredb|navodil|statut|poslovnik|sklep"
_HEAD = re.compile(
    rf"(?<![^\W_])(?:(?:ustavn(?:i|ega|emu|em|im)\s{{1,2}})?zakon|{_KINDS})\w{{0,2}}\s{{1,2}}"
    r"(?=(?:o|za|občine|mestne|krajevne)\s)",
    re.I,
)
_LEADS_ON = re.compile(
    r"\b(?:spremembi|spremembah|dopolnitvi|dopolnitvah|izvajanju|izvrševanju|izvedbi|uporabi|razveljavitvi|prenehanju"
    r"(?:\s{1,2}veljavnosti)?)\s{1,2}$"
)
_ENDS_TITLE = re.compile(r"[.;:()\n»«]")
_CHANGES = re.compile(
    rf"(?<![^\W_])(?:zakon|{_KINDS})\w{{0,2}}\s{{1,2}}o\s{{1,2}}(?:sprememb|dopolnitv)(?:i|ah)"
    r"(?:\s{1,2}in\s{1,2}(?:sprememb|dopolnitv)(?:i|ah))?\s{1,2}$",
    re.I,
)
_NEAR_HEAD = 60
_BESIDE = 120
_FEW = 4
_IS_NO_TITLE = re.compile(r"\s(?:je|so|bil\w?|(?:ali|in) drug\w{1,3} (?:predpis|zakon|akt)\w{0,4})\s")
_LONGEST_TITLE = 320
_MOST_ACRONYMS = 200
_OWN_ACRONYM = re.compile(rf"\s{{1,2}}(?:[-–]\s{{1,2}}|/)({_ACRONYM})/?\s?$")
_BRACKET = re.compile(rf"\((?:({_ACRONYM})(?=[);,])|(?=v\s{{1,2}}nadaljnjem\s{{1,2}}besedilu:?\s{{1,2}}{_ACRONYM}))")
_OF_ACT = re.compile(r"Z\w|\w{1,9}Z(?:-|$)")
_DECLARES = re.compile(
    r"[^()\n]{0,200}?(?:v\s{1,2}nadaljnjem\s{1,2}besedilu|v\s{1,2}nadaljevanju|krajše)\s{0,2}:?\s{0,2}(?:zakon\s{1,2})?"
    rf"({_ACRONYM})"
)
_EUROPEAN = re.compile(
    r"[UDSOI](?:redb|irektiv|klep|dločb|(?:elegiran|zvedben)\w{1,3}\s{1,2}(?:uredb|direktiv|sklep))(?:a|e|i|o|u|om)?"
    r"\s{1,2}((?:(?:Komisije|Sveta|Evropskega\s{1,2}parlamenta\s{1,2}in\s{1,2}Sveta)\s{1,2})?"
    r"(?:\([A-Z,\s]{2,15}\)\s{0,2})?(?:št\.\s{0,2})?\d{1,4}/\d{1,4}(?:/[A-ZČŠŽ]{2,8})?)(?![\d/])"
)
_GENERAL = re.compile(r"Splošn\w{1,2}\s{1,2}uredb\w{1,2}(?:\s{1,2}o\s{1,2}varstvu\s{1,2}podatkov)?(?!\s{1,2}o\s)")
GENERAL_REGULATION = "Splošna uredba"
_OF_YUGOSLAVIA = re.compile(r"^(?:\D{0,12}ist\w{0,2}\s{1,2})?(?:S?FR[LSJ]*|LRS|FLRJ|SRS)\b")
_OPENS_LIST = re.compile(
    rf"(?:\s{{1,2}}[-–]\s{{1,2}}{_ACRONYM}|\s{{1,2}}\({_ACRONYM}\))?(?:,|\s[-–])?\s{{0,2}}\(?\s{{0,2}}"
    rf"(?:{_ACRONYM},\s{{1,2}})?"
)


class NamedActs:
    """The acts that a text names, in its order, none inside another or inside a list of the gazette."""

    def __init__(self, text: str, finder: ActFinder, lists: Sequence[Citation], taken: Sequence[Citation]) -> None:
        """Takes the lists of the gazette in `text` and what else is no name of an act, both in order."""
        self._text = text
        self._lists = {each.start: each for each in lists}
        ordered = sorted([*lists, *taken], key=lambda each: each.start)
        mentions = [each for each in finder.find(text) if each.by in (By.ACRONYM, By.TITLE)]
        known = {each.start: self._known(each) for each in mentions if not _is_heading(text, each)}
        titles = [each for each in self._titles() if not _is_known(each, known.get(each.start), text)]
        given = {fold(title_of(each.text)): each.act for each in titles if " " not in each.act}
        letters = [each for each in mentions if each.amendment]
        changing = [whole for each in mentions if (whole := _changing(text, each, letters, given))]
        found = [*titles, *known.values(), *changing, *_european(text)]
        self.all = [each for each in outermost(found) if not is_inside(each.start, ordered)]
        acronyms = {found[1]: found[2] for found in map(self._declared, self.all) if found}
        declared = [each for each in _short(text, acronyms) if not is_inside(each.start, ordered)]
        self.all = outermost([*(self._renamed(each, acronyms) for each in self.all), *declared])
        self.by_start: Mapping[int, Citation] = {each.start: each for each in self.all}

    def list_behind(self, act: Citation) -> Citation | None:
        """Gives the list of the gazette that follows the name of an act at once, «Zakon o … (Uradni list …»."""
        opened = _OPENS_LIST.match(self._text, act.end)
        return self._lists.get(opened.end()) if opened else None

    def before(self, at: int) -> Sequence[Citation]:
        """Gives the acts that are named before a place, at most a few."""
        place = bisect_right(self.all, at, key=lambda each: each.start)
        return self.all[max(0, place - 5) : place]

    def _known(self, mention: Mention) -> Citation:
        text = self._text[mention.start : mention.end]
        found = Citation(text, mention.start, mention.end, Kind.ACT, act=mention.acronym)
        listed = self.list_behind(found) if mention.by is By.TITLE else None
        is_other = listed is not None and _is_older(listed, mention.act)
        return replace(found, act=mention.act.title) if is_other else found

    def _titles(self) -> Iterator[Citation]:
        """Gives the titles that stand before «(Uradni list …», «(ZZK)» and «(v nadaljnjem besedilu …»."""
        for start in self._lists:
            before = self._text[max(0, start - 3) : start].rstrip()
            if before.endswith(("(", ",", "-", "–")):
                yield from self._title_before(self._text.rindex(before[-1], 0, start), "")
        for bracket in _BRACKET.finditer(self._text):
            if bracket[1] and not _OF_ACT.match(bracket[1]):
                continue
            yield from self._title_before(bracket.start(), bracket[1] or "")

    def _title_before(self, bracket: int, acronym: str) -> Iterator[Citation]:
        floor = max(0, bracket - _LONGEST_TITLE)
        ends = [found.end() for found in _ENDS_TITLE.finditer(self._text, floor, bracket)]
        floor = ends[-1] if ends else floor
        heads = [head.start() for head in _HEAD.finditer(self._text, floor, bracket)]
        if not heads:
            return
        start = heads.pop()
        while heads and _LEADS_ON.search(self._text, max(heads[-1], start - 40), start):
            start = heads.pop()
        written = self._text[start:bracket].rstrip()
        if own := _OWN_ACRONYM.search(written):
            acronym = own[1]
        if not written.isupper() and not _IS_NO_TITLE.search(written):
            yield Citation(written, start, start + len(written), Kind.ACT, act=acronym or title_of(written))

    def _declared(self, act: Citation) -> tuple[int, str, str] | None:
        """Gives where a title is given its acronym, the title, and the acronym: «… (Uradni list …; krajše: ZZK)»."""
        if not _HEAD.match(act.text):
            return None
        listed = self.list_behind(act)
        end = listed.end if listed else act.end
        found = _DECLARES.match(self._text, self._text.find("(", end, end + 3) + 1 or end)
        return (found.start(1), act.act, found[1]) if found and act.act.startswith(tuple(SORTS.values())) else None

    @staticmethod
    def _renamed(act: Citation, acronyms: Mapping[str, str]) -> Citation:
        return replace(act, act=acronyms[act.act]) if act.act in acronyms else act


def outermost(found: Sequence[Citation]) -> list[Citation]:
    """Gives citations in the order of the text, those inside others left out."""
    kept: list[Citation] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def is_inside(at: int, ordered: Sequence[Citation]) -> bool:
    """Tells whether a place lies in one of the citations, which are in order and do not overlap."""
    place = bisect_right(ordered, at, key=lambda one: one.start) - 1
    return place >= 0 and at < ordered[place].end


def _is_heading(text: str, mention: Mention) -> bool:
    """Tells whether a title is the heading of the act itself, in capitals."""
    return mention.by is By.TITLE and text[mention.start : mention.end].isupper()


def _changing(text: str, inner: Mention, letters: Sequence[Mention], given: Mapping[str, str]) -> Citation | None:
    """Gives the act that changes the one of a title, where the text tells its acronym elsewhere or right beside it.

    «kratica: ZLS-K, naziv: Zakon o spremembah Zakona o lokalni samoupravi»; where nothing does, the one that is changed
    is all that is known of it.
    """
    if inner.by is not By.TITLE:
        return None
    head = _CHANGES.search(text, max(0, inner.start - _NEAR_HEAD), inner.start)
    if head is None or text[head.start() : inner.end].isupper():
        return None
    written = text[head.start() : inner.end]
    first = bisect_left(letters, head.start() - _BESIDE, key=lambda each: each.start)
    beside = (
        each.acronym
        for each in letters[first : first + _FEW]
        if each.act == inner.act and each.start <= inner.end + _NEAR
    )
    acronym = given.get(fold(title_of(written))) or next(beside, "")
    return Citation(written, head.start(), inner.end, Kind.ACT, act=acronym) if acronym else None


def _is_known(title: Citation, known: Citation | None, text: str) -> bool:
    """Tells whether a title is one of the register, which is then the one to believe."""
    return known is not None and not text[known.end : title.end].strip(" ,–-")


def _is_older(listed: Citation, act: Act) -> bool:
    """Tells whether a list of the gazette begins before the act was published: it is of an older act of that title."""
    if _OF_YUGOSLAVIA.search(listed.text) and not _OF_YUGOSLAVIA.search(act.gazette):
        return True
    first = act.numbers[0] if act.numbers else None
    if first is None or "prečiščeno" in first.qualifier or "UPB" in first.qualifier or not listed.gazette:
        return False
    number, _, year = first.number.partition("/")
    published = (int(year) + (1900 if int(year) > 43 else 2000), int(number.partition("-")[0]))
    return min((each.year, int(each.number.partition("-")[0])) for each in listed.gazette) < published


def _european(text: str) -> Iterator[Citation]:
    """Gives the acts of the European Union named by number, «Uredba (EU) 2016/679», and the one that is not."""
    for found in _EUROPEAN.finditer(text):
        first, *second = (title_of(word).strip() for word in text[found.start() : found.start(1)].split())
        name = " ".join([first, *(word.lower() for word in second), *found[1].split()])
        yield Citation(found[0], found.start(), found.end(), Kind.ACT, act=name)
    for found in _GENERAL.finditer(text):
        yield Citation(found[0], found.start(), found.end(), Kind.ACT, act=GENERAL_REGULATION)


def _short(text: str, acronyms: Mapping[str, str]) -> Iterator[Citation]:
    """Gives the places where acronyms stand that the text itself has given to acts."""
    if not acronyms:
        return
    most = sorted(set(acronyms.values()), key=len, reverse=True)[:_MOST_ACRONYMS]
    known = "|".join(re.escape(acronym) for acronym in most)
    for found in re.finditer(rf"(?<![\w-])({known})(?:-?(?:a|u|om|em|ja|ju|jem))?(?![\w-])", text):
        if not DECLARING.search(text, max(0, found.start() - _NEAR), found.start()):
            yield Citation(found[0], found.start(), found.end(), Kind.ACT, act=found[1])
