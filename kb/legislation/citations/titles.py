"""Titles of acts as they are written in a text: in any case and in capitals, with and without a mark where they end.

The words of a title are told by their endings: after «zakon o» stands a locative, then genitives. Every repetition in
the patterns is bounded.
"""

from __future__ import annotations

import re

from kb.legislation.acts import ActFinder, By

SORTS = {
    "zakon": "Zakon",
    "ustavn": "Ustavni",
    "uredb": "Uredba",
    "pravilnik": "Pravilnik",
    "odlok": "Odlok",
    "odredb": "Odredba",
    "navodil": "Navodilo",
    "statut": "Statut",
    "poslovnik": "Poslovnik",
    "sklep": "Sklep",
    "direktiv": "Direktiva",
    "odločb": "Odločba",
    "delegiran": "Delegirana",
    "izvedben": "Izvedbena",
}
_RUNNING = re.compile(
    r"\s{1,2}(?:(?:veljavn|sedanj|dosedanj|obstoječ|nov)\w{2,3}\s{1,2}|(?:predlog|osnutk)\w{1,2}\s{1,2})?"
    r"((?:ustavn\w{1,3}\s{1,2})?[zZ]akon(?:a|u|om)?|(?:[Oo]dlok|[Pp]ravilnik|[Nn]avodil|[Ss]klep)(?:a|u|om|em)"
    r"|(?:[Uu]redb|[Oo]dredb)[eio])\s{1,2}(?=(?:o|za)\s)"
)
_CHARTER_WORD = (
    r"(?:(?:občin|mestn|svet|skupščin|držav|zbor|krajevn|četrtn|skupnost|vlad)\w{0,6}|[A-ZČŠŽ][\w-]{0,24}"
    r"|(?:pri|ob|v|na|pod|nad|in)(?=\s{1,2}[A-ZČŠŽ]))(?!\w)"
)
_CHARTER = re.compile(rf"\s{{1,2}}((?:[Ss]tatut|[Pp]oslovnik)(?:a|u|om)(?:\s{{1,2}}{_CHARTER_WORD}){{1,12}})")
_CONSTITUTION = re.compile(
    r"\s{1,2}(?:(?:sedaj|še|naše|nove|sedanje|veljavne|slovenske|republiške)\s{1,2}){0,4}[Uu]stav[eio](?!\w)"
    r"(?:\s{1,2}(SFRJ|SRS?(?!\w)(?:\s{1,2}Slovenije)?|Socialistične\s{1,2}republike\s{1,2}Slovenije))?"
)
_FEDERATION = re.compile(r"ocialističn\w{1,2}\s[Rr]epublik")
_WORD = re.compile(r"\S{1,40}")
_LONGEST_TITLE = 320
_AFTER = '.,;:)»«"'
_LINKING = "o|v|z|s|na|za|ob|od|do|pri|po|iz|med|in|ter"
_TITLE_WORD = re.compile(rf"(?:(?!\w{{1,24}}mo\b)[^\W\d_]{{2,24}}(?:ih|em|im|om|ov|ev|ah|eh|ej|in|[aeiou])|{_LINKING})")
_IS_LINKING = re.compile(_LINKING)
_OF_MANY = ("nih", "kih", "vih", "lih")
_NO_TITLE_WORD = re.compile(
    "je|se|ne|bi|ki|da|so|ni|bo|naj|pa|ko|če|kot|tudi|zato|sem|smo|ste|ali|že|še|sta|bil[aeio]|lahko|mora(?:jo)?"
    "|velja(?:jo)?|določ[ai](?:jo)?|ureja|pravi|govori|piše|predlaga|spremeni|doda|črta|glasi|zahteva|pomeni|ostane(?:jo)?"
    r"|\w{0,8}(?:ležal|lagal|ložil|sprejel|ravnaval|očil|ospel|začel|imel|dal|dobil|postavil)[aoi]"
    "|ima(?:jo)?|meni|tako|potem|torej|kjer|kaj|tem|temu|tega|to|ta|te|samo|zelo|točno|dejansko"
)
FIRST_ARTICLE = re.compile(r"^[*_#> \t]{0,8}1\s?\.\s{0,3}člen\b", re.M | re.I)
_KINDS = "odlok|pravilnik|uredba|statut|poslovnik|odredba|sklep"
_KINDS_OF = "zakona|odloka|pravilnika|uredbe|statuta|poslovnika|odredbe|sklepa"
_AMENDING = re.compile(
    rf"^[\W\d_]{{0,20}}(?:predlog\w?\s{{1,3}})?(?:(?:z\s?a\s?k\s?o\s?n|{_KINDS})\w?\s{{1,3}})?"
    r"o\s{1,3}(?:sprememb(?:i|ah)|dopolnitv(?:i|ah))(?:\s{1,3}in\s{1,3}(?:sprememb|dopolnitv)(?:i|ah))?\s{1,3}"
    rf"((?:{_KINDS_OF}|\w{{4,20}}ega zakon(?:a|ika))\b[^\n(;:]{{0,300}})(?=[\n(]|$)",
    re.I | re.M,
)
_OF_AMENDING = re.compile(r"\(([A-ZČŠŽ][^\W_]{1,10}(?:-\d{1,2})?)-?[A-Z]{1,2}\)")
_OF_BILL = re.compile(r"^\W{0,8}II\.?\s{1,3}BESEDILO\s{1,3}ČLENOV", re.M)
_LONGEST_OPENING = 8_000


def running_title(text: str, at: int) -> tuple[int, str] | None:
    """Gives where a title ends that begins at `at` and that nothing marks as one, and the title: by its words' endings.

    >>> running_title("25. člen zakona o političnem združevanju sprejet", 8)
    (40, 'Zakon o političnem združevanju')
    """
    found = _RUNNING.match(text, at)
    if found is None:
        return None
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(text, found.end(), found.end() + _LONGEST_TITLE):
        bare = word[0].rstrip(_AFTER)
        goes_on = bool(words) and words[-1][0].endswith(_OF_MANY) and bare.isalpha()
        if _NO_TITLE_WORD.fullmatch(bare) or not (goes_on or _TITLE_WORD.fullmatch(bare)):
            break
        words.append(word)
        if bare != word[0]:
            break
    while words and _IS_LINKING.fullmatch(words[-1][0]):
        words.pop()
    if len(words) < 2:
        return None
    end = words[-1].start() + len(words[-1][0].rstrip(_AFTER))
    return end, title_of(text[found.start(1) : end])


def charter(text: str, at: int) -> tuple[int, str] | None:
    """Gives where the name of a charter or of rules of procedure ends that begins at `at`, and the name.

    >>> charter("12. člena Statuta Občine Brinje sprejel", 10)
    (31, 'Statut Občine Brinje')
    """
    found = _CHARTER.match(text, at)
    return (found.end(), title_of(found[1])) if found else None


def constitution(text: str, at: int) -> tuple[int, str] | None:
    """Gives where «ustave» behind a unit ends, and which it is: «URS», or another by its name."""
    found = _CONSTITUTION.match(text, at)
    if found is None:
        return None
    return found.end(), f"Ustava {found[1]}" if found[1] else "URS"


def speaks_of_federation(text: str) -> bool:
    """Tells whether a text may be of the years before 1991, whose «ustava» is another one."""
    return "SFRJ" in text or "SR Slovenij" in text or _FEDERATION.search(text) is not None


def amended_act(text: str, finder: ActFinder) -> str:
    """Gives the acronym or title of the act that `text` changes, if its title above its first article says so; or "".

    >>> amended_act("ODLOK O SPREMEMBAH ODLOKA O TRŽNEM REDU\\n1. člen\\nV 5. členu …", ActFinder([]))
    'Odlok o tržnem redu'
    """
    first = FIRST_ARTICLE.search(text)
    if first is None or (first.start() > _LONGEST_OPENING and not _OF_BILL.search(text, 0, first.start())):
        return ""
    titles = list(_AMENDING.finditer(text, 0, min(first.start(), _LONGEST_OPENING)))
    if not titles:
        return ""
    written = titles[-1][1].strip()
    known = [each for each in finder.find(written) if each.by is By.TITLE and each.start == 0]
    if known:
        return known[0].act.acronym
    acronym = _OF_AMENDING.match(text, titles[-1].end())
    return acronym[1] if acronym else title_of(written.lower() if written.isupper() else written)


def title_of(written: str) -> str:
    """Gives the title of an act that no register knows, «Zakona o …» → «Zakon o …»."""
    first, _, rest = " ".join(written.split()).partition(" ")
    sort = next((name for stem, name in SORTS.items() if first.lower().startswith(stem)), first)
    if sort == "Ustavni":
        rest = f"zakon {rest.partition(' ')[2]}"
    return f"{sort} {rest}"
