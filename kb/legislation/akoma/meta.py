"""What is known of a law beside its words: its names as work, text and file, its publication, its changes, doubts."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence

from kb.legislation.akoma.frbr import MEDIA_TYPE, Imprint, Sort, expression_uri, sort_of, work_of, work_uri
from kb.legislation.akoma.modifications import put_modifications
from kb.legislation.akoma.nodes import Addresses, element
from kb.legislation.akoma.whole import WholeLaw
from kb.legislation.amendments import Change
from kb.legislation.register import Act, Register

GAZETTE = "Uradni list RS"
_EDITOR = ("#urednistvo", "/akn/ontology/organization/si/kb", "Zbirka znanja")
_AUTHORS = {
    "zakon": ("#dz", "/akn/ontology/organization/si/drzavni-zbor", "Državni zbor Republike Slovenije"),
    "zakonik": ("#dz", "/akn/ontology/organization/si/drzavni-zbor", "Državni zbor Republike Slovenije"),
    "uredba": ("#vlada", "/akn/ontology/organization/si/vlada", "Vlada Republike Slovenije"),
}
_AUTHOR = ("#izdajatelj", "/akn/ontology/organization/si/izdajatelj", "Izdajatelj predpisa")


def put_meta(
    holder: ET.Element,
    whole: WholeLaw,
    imprint: Imprint,
    *,
    addresses: Addresses,
    changes: Sequence[Change],
    register: Register,
) -> None:
    """Puts what is known of a law, and what is doubtful in it, into the element of the law."""
    meta = element("meta", holder)
    work = work_of(imprint, whole.law.title, whole.law.acronym)
    author = _author(whole.law.title)
    _put_names(meta, whole, imprint, author[0])
    if imprint.gazette and imprint.published:
        shown = f"{GAZETTE}, št. {imprint.gazette}"
        told = {"date": str(imprint.published), "name": GAZETTE, "number": imprint.gazette, "showAs": shown}
        element("publication", meta, **told)
    _put_lifecycle(meta, imprint, addresses)
    put_modifications(meta, whole.law, imprint, addresses=addresses, changes=changes, register=register)
    _put_references(meta, work, imprint, author=author, addresses=addresses, register=register)
    _put_doubts(meta, whole, addresses)


def put_meta_of_part(holder: ET.Element, whole: WholeLaw, imprint: Imprint, part: str) -> None:
    """Puts the names of an annex into its element; `part` is its address."""
    _put_names(element("meta", holder), whole, imprint, _author(whole.law.title)[0], part=part)


def _author(title: str) -> tuple[str, str, str]:
    """Gives who adopts acts of such a title, as reference, address and name: parliament for «Zakon o …»."""
    return _AUTHORS.get(sort_of(title), _AUTHOR)


# --- names -----------------------------------------------------------------------------------------


def _put_names(meta: ET.Element, whole: WholeLaw, imprint: Imprint, author: str, *, part: str = "main") -> None:
    """Puts the three sets of names: of the work, of this text of it, of this file."""
    holder = element("identification", meta, source=_EDITOR[0])
    work = work_of(imprint, whole.law.title, whole.law.acronym)
    text = expression_uri(work, imprint)
    day = (imprint.dated, "version") if imprint.dated else imprint.first_day
    of_work = _names(holder, "FRBRWork", work, part, imprint.first_day, author, aliases=_aliases(whole, imprint))
    element("FRBRcountry", of_work, value="si")
    if imprint.act and imprint.act.number:
        element("FRBRnumber", of_work, value=imprint.act.number)
    for name in filter(None, (imprint.act.title if imprint.act else whole.law.title, whole.law.acronym)):
        element("FRBRname", of_work, value=name)
    if imprint.sort is not Sort.DOC:
        element("FRBRprescriptive", of_work, value=_said(imprint.sort is not Sort.BILL))
    of_text = _names(holder, "FRBRExpression", text, part, day, author)
    element("FRBRauthoritative", of_text, value=_said(imprint.is_official))
    element("FRBRlanguage", of_text, language=imprint.tongue)
    of_file = _names(holder, "FRBRManifestation", text, part, (imprint.made, "export"), _EDITOR[0], ending=".akn")
    element("FRBRformat", of_file, value=MEDIA_TYPE)


def _names(
    holder: ET.Element,
    level: str,
    uri: str,
    part: str,
    day: tuple[dt.date, str],
    author: str,
    *,
    aliases: tuple[tuple[str, str], ...] = (),
    ending: str = "",
) -> ET.Element:
    made = element(level, holder)
    element("FRBRthis", made, value=f"{uri}/!{part}{ending}")
    element("FRBRuri", made, value=f"{uri}{ending}")
    for name, value in aliases:
        element("FRBRalias", made, name=name, value=value)
    element("FRBRdate", made, date=day[0].isoformat(), name=day[1])
    element("FRBRauthor", made, href=author)
    return made


def _aliases(whole: WholeLaw, imprint: Imprint) -> tuple[tuple[str, str], ...]:
    """Gives what else the work is called: acronym, number of the gazette, SOP, EVA, EPA, page."""
    act = imprint.act
    told = [("kratica", whole.law.acronym or (act.acronym if act else "")), ("stran", imprint.address)]
    if act:
        told += [("uradni-list", act.number), ("sop", act.sop), ("eva", act.eva), ("epa", act.epa)]
    return tuple((name, value) for name, value in told if value)


def _said(value: bool) -> str:
    return "true" if value else "false"


# --- changes, references, doubts -------------------------------------------------------------------


def _put_lifecycle(meta: ET.Element, imprint: Imprint, addresses: Addresses) -> None:
    """Puts the days of the law: when it came to be, and when acts changed it that are in this text."""
    holder = element("lifecycle", meta, source=_EDITOR[0])
    made = {"date": imprint.first_day[0].isoformat(), "source": "#izvirnik", "type": "generation"}
    element("eventRef", holder, eId=addresses.counted("eventRef"), **made)
    for count, (_, day) in enumerate(imprint.amended_by, 1):
        if day:
            told = {"date": day.isoformat(), "source": f"#novela_{count}", "type": "amendment"}
            element("eventRef", holder, eId=addresses.counted("eventRef"), **told)


def _put_references(
    meta: ET.Element,
    work: str,
    imprint: Imprint,
    *,
    author: tuple[str, str, str],
    addresses: Addresses,
    register: Register,
) -> None:
    holder = element("references", meta, source=_EDITOR[0])
    shown = imprint.act.title if imprint.act else work
    element("original", holder, eId=addresses.new("izvirnik"), href=work, showAs=shown)
    for address, act in _amending(imprint):
        element("passiveRef", holder, eId=addresses.new(address), href=work_uri(act), showAs=act.acronym)
    base = register.get(imprint.act.amends) if imprint.act and imprint.act.amends else None
    if base:
        element("activeRef", holder, eId=addresses.new("spreminja"), href=work_uri(base), showAs=base.acronym)
    for reference, href, name in dict.fromkeys((_EDITOR, author)):
        element("TLCOrganization", holder, eId=addresses.new(reference[1:]), href=href, showAs=name)


def _amending(imprint: Imprint) -> Iterator[tuple[str, Act]]:
    for count, (act, _) in enumerate(imprint.amended_by, 1):
        yield f"novela_{count}", act


def _put_doubts(meta: ET.Element, whole: WholeLaw, addresses: Addresses) -> None:
    """Puts what a person should look at as notes, each with the kind of its doubt as class."""
    if not whole.law.doubts:
        return
    holder = element("notes", meta, source=_EDITOR[0])
    for doubt in whole.law.doubts:
        note = element("note", holder, eId=addresses.counted("note"), **{"class": doubt.key})
        element("p", note, doubt.detail)
