"""What rows of the audit log say in words, Slovene and English: deeds, things, fields of what changed, values."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.library.auditing import Flaw, Proof
from kb.model import NOBODY, PROGRAM, Actor, Audited, Deed
from kb.slovene.counted import category
from kb.slovene.dates import written

Words = tuple[str, str]
"""In Slovene, in English."""

DEEDS: dict[Deed, Words] = {
    Deed.UPLOADED: ("dodano", "added to the collection"),
    Deed.PUBLISHED: ("objavljeno", "published"),
    Deed.EDITED: ("spremenjeno", "changed"),
    Deed.RETRIED: ("poslano v ponovno branje", "sent to be read again"),
    Deed.SIGNED_IN: ("prijava", "signed in"),
    Deed.SIGN_IN_FAILED: ("neuspešna prijava", "sign-in failed"),
    Deed.SIGNED_OUT_EVERYWHERE: ("odjava na vseh napravah", "signed out on all devices"),
    Deed.RESET_ASKED: ("zahtevano novo geslo", "new password asked for"),
    Deed.CREDENTIALS_CHANGED: ("geslo zamenjano", "password changed"),
    Deed.INVITED: ("povabilo poslano", "invited"),
    Deed.JOINED: ("povabilo sprejeto", "invitation taken up"),
    Deed.LINKED: ("povezano s ponudnikom prijave", "linked with a provider of sign-in"),
    Deed.CLOSED: ("zaprto", "closed"),
    Deed.REOPENED: ("znova odprto", "opened again"),
    Deed.FORGOTTEN: ("ime izbrisano iz sledi", "name taken out of the log"),
    Deed.VIEWED: ("ogled", "viewed"),
    Deed.DOWNLOADED: ("prenos izvirnika", "original downloaded"),
    Deed.ADDED: ("dodano", "added"),
    Deed.REMOVED: ("odstranjeno", "removed"),
    Deed.BACKED_UP: ("varnostna kopija narejena", "backup made"),
    Deed.RESTORED: ("obnovljeno", "restored"),
    Deed.REINDEXED: ("kazalo zgrajeno na novo", "index built anew"),
    Deed.EXPORTED: ("izvoženo", "exported"),
    Deed.PROVED: ("sled preverjena", "log proved"),
    Deed.REVISED: ("dodana nova različica", "new revision added"),
    Deed.WITHDRAWN: ("umaknjeno", "withdrawn"),
    Deed.PUT_BACK: ("vrnjeno", "put back"),
    Deed.TRASHED: ("premaknjeno v koš", "moved to the trash"),
    Deed.UNDONE: ("sprememba razveljavljena", "change undone"),
    Deed.ERASURE_ASKED: ("zahtevan trajni izbris", "erasure asked for"),
    Deed.ERASED: ("trajno izbrisano", "erased for good"),
    Deed.RETENTION: ("rok hrambe določen", "retention set"),
    Deed.HELD: ("zadržano pred izbrisom", "put on hold"),
    Deed.RELEASED: ("zadržanje odpravljeno", "hold lifted"),
    Deed.PROPOSED: ("predlagano v objavo", "proposed for publishing"),
    Deed.DECLINED: ("objava zavrnjena", "publishing declined"),
    Deed.UNPUBLISHED: ("vrnjeno med osnutke", "made a draft again"),
    Deed.MERGED: ("združeno", "merged"),
    Deed.TOLD_APART: ("označeno kot različno", "told apart"),
}

SUBJECTS: dict[str, Words] = {
    "document": ("gradivo", "material"),
    "user": ("uporabniški račun", "account"),
    "act": ("predpis", "act"),
    "synonym": ("sopomenke", "synonyms"),
    "body": ("organ", "body"),
    "topic": ("področje", "topic"),
    "kind": ("vrsta gradiva", "type of material"),
    "ledger": ("dnevnik obdelave", "ledger"),
    "batch": ("paket datotek", "batch of files"),
    "upload": ("nalaganje", "upload"),
    "change": ("sprememba", "change"),
    "audit": ("revizijska sled", "audit log"),
    "backup": ("varnostna kopija", "backup"),
    "index": ("kazalo", "index"),
    "searches": ("dnevnik iskanj", "search log"),
}

FIELDS: dict[str, Words] = {
    "title": ("naslov", "title"),
    "kind": ("vrsta gradiva", "type of material"),
    "bodies": ("organi", "bodies"),
    "topics": ("področja", "topics"),
    "event": ("dogodek", "event"),
    "speakers": ("predavatelji", "presenters"),
    "dated": ("datum", "date"),
    "language": ("jezik", "language"),
    "source": ("vir", "source"),
    "rights": ("imetnik pravic", "rights holder"),
    "visibility": ("dostop", "access"),
    "state": ("stanje", "state"),
    "reason": ("razlog", "reason"),
    "version_of": ("besedilo predpisa", "text of the act"),
    "version_sort": ("katero besedilo", "which text"),
    "by_staff": ("določila strokovna služba", "told by staff"),
    "note": ("opomba", "note"),
    "file": ("datoteka", "file"),
    "files": ("datoteke", "files"),
    "name": ("ime", "name"),
    "sha256": ("SHA-256", "SHA-256"),
    "size": ("velikost", "size"),
    "revision": ("različica", "revision"),
    "placed_again": ("dodano še na eno mesto", "placed once more"),
    "role": ("vloga", "role"),
    "municipality": ("občina", "municipality"),
    "changed": ("spremenjeno", "changed"),
    "issuer": ("ponudnik prijave", "provider of sign-in"),
    "untold": ("neuspešnih prijav pred tem, ki niso zapisane", "failed sign-ins before it that have no row"),
    "count": ("število", "count"),
    "entries": ("vpisi dnevnika", "entries of the ledger"),
    "documents": ("gradiva", "materials"),
    "acronym": ("kratica", "acronym"),
    "gazette": ("Uradni list", "Official Gazette"),
    "topic": ("področje", "topic"),
    "status": ("veljavnost", "validity"),
    "checked_on": ("dan preverjanja", "checked on"),
    "sop": ("SOP", "SOP"),
    "eva": ("EVA", "EVA"),
    "epa": ("EPA", "EPA"),
    "amends": ("spreminja", "amends"),
    "replaced_by": ("nadomešča ga", "replaced by"),
    "rule": ("pravilo", "rule"),
    "slug": ("oznaka", "short name"),
    "name_sl": ("ime", "name"),
    "name_en": ("angleško ime", "English name"),
    "about_sl": ("opis", "description"),
    "about_en": ("angleški opis", "English description"),
    "into": ("v gradivo", "into the material"),
    "as": ("kot", "as"),
    "proposed_by": ("predlaga", "proposed by"),
    "needs_two": ("objavita dve osebi", "two people publish"),
    "revises": ("nova različica gradiva", "new version of the material"),
    "valid_from": ("velja od", "valid from"),
    "valid_to": ("velja do", "valid until"),
    "sort": ("skupina", "group"),
    "parent_id": ("nadrejeno področje", "topic above it"),
    "made": ("narejeno", "made"),
    "originals": ("izvirniki", "originals"),
    "held": ("v tej kopiji", "held in this one"),
    "bytes": ("velikost v bajtih", "size in bytes"),
    "missing": ("manjka", "missing"),
    "flaw": ("napaka revizijske sledi", "flaw of the audit log"),
    "row": ("vrstica", "row"),
    "rows": ("vrstice", "rows"),
    "format": ("oblika", "format"),
    "sought": ("izbor", "selection"),
    "keep_until": ("hrani do", "kept until"),
    "held_for": ("razlog zadržanja", "reason of the hold"),
    "backups": ("varnostne kopije", "backups"),
    "batch": ("paket", "batch"),
    "other": ("drugo gradivo", "other material"),
    "email": ("e-poštni naslov", "e-mail address"),
    "years": ("let hrambe", "years of retention"),
    "bundles": ("varnostne kopije, ki ga še hranijo", "backups that still hold it"),
    "version": ("različica", "version"),
    "deadline": ("rok", "deadline"),
}

VALUES: dict[str, dict[str, Words]] = {
    "visibility": {
        "public": ("javno", "public"),
        "members": ("samo članice", "members only"),
        "body": ("samo člani organa", "members of the body only"),
        "staff": ("samo sekretariat", "secretariat only"),
    },
    "state": {
        "draft": ("osnutek", "draft"),
        "published": ("objavljeno", "published"),
        "withdrawn": ("umaknjeno", "withdrawn"),
        "invited": ("povabljen", "invited"),
        "active": ("dejaven", "active"),
        "closed": ("zaprt", "closed"),
    },
    "role": {
        "visitor": ("obiskovalec", "visitor"),
        "member": ("član", "member"),
        "body-member": ("član organa", "member of a body"),
        "staff": ("strokovna služba", "staff"),
        "administrator": ("skrbnik", "administrator"),
    },
    "as": {"format": ("druga oblika", "another format"), "revision": ("nova različica", "new revision")},
    "language": {"sl": ("slovenščina", "Slovene"), "en": ("angleščina", "English")},
}

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OF_HEAD = ("ki jo pozna njena glava", "that its head knows")
_ROWS = ("vrstica", "vrstici", "vrstice", "vrstic")


@dataclass(frozen=True, slots=True)
class Line:
    """A field of what changed, in words; "" for what there was not."""

    field: str
    before: str
    after: str


def deed_word(deed: Deed, language: str = "sl") -> str:
    """Gives a deed in words: Deed.EDITED → «spremenjeno»."""
    return _in(language, DEEDS.get(deed, (deed.value, deed.value)))


def subject_word(subject: str, language: str = "sl") -> str:
    """Gives a sort of thing in words: "document" → «gradivo»."""
    return _in(language, SUBJECTS.get(subject, (subject, subject)))


def field_word(name: str, language: str = "sl") -> str:
    """Gives the name of a field in words: "dated" → «datum»."""
    return _in(language, FIELDS.get(name, (name.replace("_", " "),) * 2))


def actor_word(actor: Actor, language: str = "sl") -> str:
    """Gives who did something: a name, the program, or somebody who has not signed in."""
    if actor == NOBODY:
        return _in(language, ("neprijavljena oseba", "somebody not signed in"))
    if actor == PROGRAM:
        return _in(language, ("ukazna vrstica ali program", "command line or program"))
    return actor.name


def lines_of(row: Audited, language: str = "sl") -> tuple[Line, ...]:
    """Gives what changed field by field, in the order of the row; of what stayed as it was only what it is."""
    names = [*row.before, *(name for name in row.after if name not in row.before)]
    return tuple(_line(name, row, language) for name in names)


def _line(name: str, row: Audited, language: str) -> Line:
    before, after = row.before.get(name), row.after.get(name)
    was = "" if name in row.after and before == after else value_word(name, before, language)
    return Line(field_word(name, language), was, value_word(name, after, language))


def value_word(field: str, value: Any, language: str = "sl") -> str:
    """Gives a value of a field for people: True → «da», "2026-11-22" → «22. 11. 2026», "" for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _in(language, ("da", "yes") if value else ("ne", "no"))
    if isinstance(value, list):
        named = (value_word(field, one, language) for one in value)
        return ", ".join(field_word(one, language) for one in named) if field == "changed" else ", ".join(named)
    if isinstance(value, Mapping):
        return "; ".join(f"{field_word(name, language)}: {value_word(name, value[name], language)}" for name in value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    known = VALUES.get(field, {}).get(text)
    if known:
        return _in(language, known)
    return _day(text) if language == "sl" and _DAY.fullmatch(text) else text


def proof_words(proof: Proof, language: str = "sl") -> str:
    """Gives in words what the proof of the log has found."""
    at = proof.sealed.astimezone().date() if proof.sealed else None
    sealed = (f"ki je bila ožigosana {written(at)}", f"that was sealed on {at}") if at else _OF_HEAD
    flaws: dict[Flaw | None, Words] = {
        None: (
            f"Revizijska sled je cela: {counted_rows(proof.rows)}; žigov, s katerimi se ujema: {proof.seals}.",
            f"The audit log is whole: {proof.rows} rows; seals that it fits: {proof.seals}.",
        ),
        Flaw.CHANGED: (f"Vrstica {proof.row} je bila spremenjena.", f"Row {proof.row} has been changed."),
        Flaw.UNCHAINED: (
            f"Tik pred vrstico {proof.row} je bila kakšna vrstica odstranjena, vrinjena ali premaknjena.",
            f"Just before row {proof.row}, a row has been taken out, put in or moved.",
        ),
        Flaw.CUT: (
            f"Za vrstico {proof.row} je konec odrezan; manjka: {counted_rows(proof.missing)}.",
            f"After row {proof.row} the end has been cut off; missing rows: {proof.missing}.",
        ),
        Flaw.RECHAINED: (
            f"Sled do vrstice {proof.row} ni več tista, {sealed[0]}.",
            f"Up to row {proof.row} the log is no longer the one {sealed[1]}.",
        ),
    }
    return _in(language, flaws[proof.flaw])


def counted_rows(count: int) -> str:
    """Gives a count of rows in words: 2 → «2 vrstici»."""
    return f"{count} {_ROWS[category(count)]}"


def _day(text: str) -> str:
    try:
        return written(dt.date.fromisoformat(text))
    except ValueError:
        return text


def _in(language: str, words: tuple[str, ...]) -> str:
    return words[1] if language == "en" else words[0]
