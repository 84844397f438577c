"""Personal data in running text: EMŠO, tax number, bank account, e-mail address, telephone, each with its place.

Numbers count only with their check digits, or where a word before them says what they are. What belongs to an office
rather than to a person («info@…», «obcina@…», a number of the treasury's account, the telephone of an office) is found
too and told as mild. Names of people are not known here. Nothing of this keeps a text: what is found are places in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.slovene.checkdigits import birthday, is_emso, is_iban, is_slovene_account, is_tax_number
from kb.slovene.fold import fold

RULES = "1"
"""Changes with whatever makes other findings, so that texts are gone through again."""


class DataKind(StrEnum):
    """What sort of personal data is found."""

    EMSO = "emso"
    TAX_NUMBER = "tax-number"
    ACCOUNT = "account"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data in a text, `start` to `end`; mild where it looks like that of an office."""

    kind: DataKind
    start: int
    end: int
    is_mild: bool = False


_BEFORE = 60
_AROUND = 120

_EMSO = re.compile(r"(?<![\w/.-])\d{2} ?\d{2} ?\d{3} ?\d{2} ?\d ?\d{2} ?\d(?![\w/-]|\.\d)")
_SAYS_EMSO = re.compile(r"emso\b[^\n\d]{0,30}$|enotna maticna stevilka[^\n\d]{0,40}$")

_TAX = re.compile(
    r"(?<![\w/.,-])(?P<vat>[Ss][Ii] ?)?(?P<digits>\d{8}|\d{2} ?\d{3} ?\d{3}|\d{4} \d{4})(?![\w/-]|[.,]\d)"
)
_SAYS_TAX = re.compile(
    r"(?:davcn\w{1,3}(?: st\w{0,8}\.?)?|\bds|ddv|tax (?:number|no\.?|id)|vat(?: id| no\.?| number)?)[^\n\d]{0,24}$"
)
_SAYS_REGISTRATION = re.compile(r"(?:maticn\w{1,3}(?: st\w{0,8}\.?)?|\bms)[^\n\d]{0,16}$")

_IBAN = re.compile(r"(?<![^\W_])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![^\W_])")
_ACCOUNT = re.compile(r"(?<![\w/.-])\d{5} ?- ?\d{10}(?![\w/-])|(?<![\w/.-])\d{4}(?: ?\d{4}){2} ?\d{3}(?![\w/-]|[.,]\d)")
_SAYS_ACCOUNT = re.compile(r"\b(?:trr|ttr|tr|iban|racun\w{0,3})[^\n\d]{0,40}$")
_TREASURY = re.compile(r"(?:SI56)?01")

_EMAIL = re.compile(r"(?<![\w.+@-])[\w][\w.+'-]{0,63}@(?:[\w](?:[\w-]{0,62}[\w])?\.){1,6}[A-Za-z]{2,24}(?![\w@-])")
_OFFICES = re.compile(
    r"(?:info|obcin\w*|mestna|mo|tajnistvo|pisarna|glavna|sprejemna|uprava|urad|kabinet|zupan\w{0,3}|podzupan\w{0,3}|vloge|"
    r"posta|mail|office|kontakt|contact|narocila|racuni|eracun\w*|finance|racunovodstvo|komisija|redarstvo|inspektorat|"
    r"medobcinsk\w*|skupn\w*|okolje|prostor|komunala|prijave|podpora|support|pomoc|help|webmaster|spletn\w*|novice|"
    r"press|pr|tisk|dpo|poob\w*|varstvo|zbirka|sekretariat|noreply|no-reply|admin|gp|vrtec|sola|knjiznica|zavod|"
    r"direktor\w*|svet|nadzorni|razpis\w*|projekt\w*|sos)(?:[.+_-].*)?"
)
_PUBLIC_HOSTS = re.compile(r"(?:\A|[.-])(?:(?:mestna-?)?obcina\w{0,60}|skupnostobcin|gov|sigov)[.-]")

_PHONE = re.compile(
    r"(?<![\w/.,+(-])(?P<front>(?:\+|00) ?\d{1,3}(?: ?\(0\))?|\(0\d{1,2}\)|0\d{1,2})[ /.-]{0,3}"
    r"(?P<rest>\d(?:[ /.-]{0,2}\d){5,10})(?![\w/-]|[.,]\d)"
)
_SLOVENE_NUMBER = re.compile(r"[1-57]\d{7}|(?:30|31|40|41|43|49|51|59|64|65|66|68|69|70|71|81|82|83|89)\d{6}")
_SAYS_PHONE = re.compile(
    r"(?:\btel\w*|telefon\w*|\bgsm|mobi\w*|\bfaks\w*|\bfax|\bmob|phone|kontakt\w*|klic\w*)[^\n\d]{0,30}$"
)
_CASE = re.compile(r"/ ?(?:19|20)\d\d")
"""The year in the number of a case, «010-2/2026-1»."""
_NUMBERED = re.compile(
    r"(?:\bst\.|\bstev\w*|uradni list\w*|ur\. ?l\w*\.?|eva:?|epa:?|sop:?|sklic\w*|zadev\w*|§)[^\n\d]{0,12}$"
)
_OFFICE_WORDS = re.compile(
    r"\b(?:obcin[aieo]\b|obcinsk\w+|ministrstv\w+|urad\w{0,2}\b|tajnistv\w+|sekretariat\w*|skupnost obcin|"
    r"zavod\w{0,2}\b|d\. ?o\. ?o\.|d\. ?d\.|policij\w+|center|uprav\w{1,2} enot\w+|sluzb\w+ za)"
)


def find(text: str) -> tuple[Finding, ...]:
    """Gives the personal data in `text` in their order, none inside another.

    >>> [(each.kind.value, each.is_mild) for each in find("EMŠO: 0101006500006, pišite na info@obcina.si")]
    [('emso', False), ('email', True)]
    """
    if not _MAY_HAVE.search(text):
        return ()
    folded = fold(text)
    found: list[Finding] = []
    for finder in (_emails, _ibans, _accounts, _emso_numbers, _tax_numbers, _phones):
        for each in finder(text, folded):
            if all(each.end <= other.start or other.end <= each.start for other in found):
                found.append(each)
    return tuple(sorted(found, key=lambda each: each.start))


_MAY_HAVE = re.compile(r"@|\d[\d ./()-]{5}")
Finder = Callable[[str, str], Iterator[Finding]]


def hidden(data: str) -> str:
    """Gives what is shown of personal data, enough to find it on the page: «01•••••••••06», «j•••@posta.si».

    >>> hidden("0101006500006"), hidden("janez.novak@posta.si")
    ('01••••••••••6', 'j••••••••••@posta.si')
    """
    name, at, host = data.partition("@")
    if at:
        return f"{name[:1]}{'•' * (len(name) - 1)}@{host}"
    return data[:2] + re.sub(r"\w", "•", data[2:-1]) + data[-1:]


# --- parts ---


def _emails(text: str, folded: str) -> Iterator[Finding]:
    for found in _EMAIL.finditer(text):
        name, host = folded[found.start() : found.end()].split("@")
        is_office = bool(_OFFICES.fullmatch(name)) or name == host.split(".")[0] or bool(_PUBLIC_HOSTS.search(host))
        yield Finding(DataKind.EMAIL, found.start(), found.end(), is_office)


def _ibans(text: str, folded: str) -> Iterator[Finding]:
    del folded
    for found in _IBAN.finditer(text):
        # A word in capitals that follows may have been taken for a part of it.
        parts = found[0].split(" ")
        for end in range(len(parts), 0, -1):
            shown = " ".join(parts[:end])
            bare = shown.replace(" ", "")
            if is_iban(bare):
                yield Finding(DataKind.ACCOUNT, found.start(), found.start() + len(shown), _is_treasury(bare))
                break


def _accounts(text: str, folded: str) -> Iterator[Finding]:
    for found in _ACCOUNT.finditer(text):
        bare = re.sub(r"\D", "", found[0])
        if is_slovene_account(bare) and ("-" in found[0] or _SAYS_ACCOUNT.search(_before(folded, found.start()))):
            yield Finding(DataKind.ACCOUNT, found.start(), found.end(), _is_treasury(bare))


def _is_treasury(bare: str) -> bool:
    """Tells whether an account is of the public sector: those of the treasury (UJP) begin with 01."""
    return bool(_TREASURY.match(bare))


def _emso_numbers(text: str, folded: str) -> Iterator[Finding]:
    for found in _EMSO.finditer(text):
        bare = found[0].replace(" ", "")
        is_said = _SAYS_EMSO.search(_before(folded, found.start())) is not None
        if is_emso(bare) or (is_said and birthday(bare) is not None):
            yield Finding(DataKind.EMSO, found.start(), found.end())


def _tax_numbers(text: str, folded: str) -> Iterator[Finding]:
    for found in _TAX.finditer(text):
        before = _before(folded, found.start())
        is_said = bool(_SAYS_TAX.search(before)) and not _SAYS_REGISTRATION.search(before)
        if is_tax_number(found["digits"].replace(" ", "")) and (is_said or found["vat"]):
            # With SI in front it is a payer of VAT, nearly always an organisation, as is what is named just before.
            is_mild = bool(found["vat"]) or bool(_OFFICE_WORDS.search(before.rpartition("\n")[2]))
            yield Finding(DataKind.TAX_NUMBER, found.start(), found.end(), is_mild)


def _phones(text: str, folded: str) -> Iterator[Finding]:
    for found in _PHONE.finditer(text):
        before = _before(folded, found.start())
        is_said = _SAYS_PHONE.search(before) is not None
        if not is_said and (_NUMBERED.search(before) or _CASE.search(found[0])):
            continue
        if _is_phone(found["front"], found["rest"], is_said=is_said):
            is_mild = not _is_mobile(found[0]) and _is_of_office(folded, found.start(), found.end())
            yield Finding(DataKind.PHONE, found.start(), found.end(), is_mild)


def _is_mobile(number: str) -> bool:
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    return bool(re.match(r"(?:(?:00)?386|0)(?:3[01]|4[01]|51|6[4-9]|7[01])", digits))


def _is_phone(front: str, rest: str, *, is_said: bool) -> bool:
    """Tells whether a number is a telephone's: a Slovene one, eight digits after 0 or +386, or one from abroad."""
    digits = re.sub(r"\D", "", rest)
    code = re.sub(r"\D", "", front.replace("(0)", ""))
    is_abroad = front.startswith(("+", "00"))
    if is_abroad:
        country = code.removeprefix("00") if front.startswith("00") else code
        if country.startswith("386"):
            national = country[3:] + digits
            return bool(_SLOVENE_NUMBER.fullmatch(national))
        return front.startswith("+") and 8 <= len(country + digits) - 1 <= 13
    is_parted = not (front + rest).isdecimal()
    is_mobile = re.match(r"0(?:3[01]|4[01]|51|64|6[89]|7[01])", front) is not None
    return bool(_SLOVENE_NUMBER.fullmatch(code[1:] + digits)) and (is_parted or is_said or is_mobile)


def _is_of_office(folded: str, start: int, end: int) -> bool:
    around = folded[max(0, start - _AROUND) : end + _AROUND]
    return bool(_OFFICE_WORDS.search(around))


def _before(folded: str, start: int) -> str:
    return folded[max(0, start - _BEFORE) : start]
