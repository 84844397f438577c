"""What rows of the audit log say in words, Slovene and English: deeds, things, fields of what changed, values."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.model import NOBODY, PROGRAM, Actor, Audited, Deed
from kb.slovene.counted import category
from kb.slovene.dates import written
from kb.store.audit import Flaw, Proof

Words = tuple[str, str]
"""In Slovene, in English."""

Named = Mapping[str, Mapping[str, Words]]
"""What short names stand for, by the field that has them: bodies, topics, kinds and events of the registers."""

UNNAMED: Named = {}

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
    Deed.ADOPTED: ("sprejeto", "adopted"),
    Deed.SENT: ("poslano", "sent"),
    Deed.ANSWERED: ("odgovorjeno", "answered"),
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
    "saved-search": ("shranjena iskanja", "saved searches"),
    "searches": ("dnevnik iskanj", "search log"),
    "enquiry": ("povpraševanje", "enquiry"),
    "dossier": ("zadeva", "dossier"),
    "event": ("dogodek", "event"),
    "goal": ("cilj organa", "goal of a body"),
    "comment": ("pripomba", "comment"),
    "position": ("stališče", "position"),
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
    "accounts": ("uporabniški računi", "accounts"),
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
    "answer": ("odgovor", "answer"),
    "agenda": ("dnevni red", "agenda"),
    "apply_until": ("prijava do", "apply until"),
    "apply_at": ("prijava na", "apply at"),
    "call": ("vabilo", "invitation"),
    "organiser": ("organizator", "organiser"),
    "place": ("kraj", "place"),
    "ends": ("konec", "ends"),
    "starts": ("začetek", "begins"),
    "mandate": ("naloge", "mandate"),
    "founded_by": ("ustanovil", "founded by"),
    "parent": ("nadrejeni organ", "body above it"),
    "predecessors": ("predhodniki", "predecessors"),
    "successors": ("nasledniki", "successors"),
    "roles": ("vloge", "roles"),
    "body": ("organ", "body"),
    "text": ("besedilo", "text"),
    "is_wish": ("želja", "wish"),
    "since": ("postavljeno", "set"),
    "about": ("opis", "description"),
    "day": ("dan", "day"),
    "remark": ("opomba", "remark"),
    "document": ("gradivo", "material"),
    "dossier": ("zadeva", "dossier"),
    "article": ("člen", "article"),
    "taken": ("odločitev", "decision"),
    "act": ("predpis", "act"),
    "ministry": ("predlagatelj", "proposer"),
    "text_id": ("besedilo, na katero se dajejo pripombe", "text that is commented on"),
    "working_days": ("delovnih dni od prejema", "working days from the receipt"),
    "stage": ("stopnja", "stage"),
    "dossier_sort": ("vrsta zadeve", "sort of dossier"),
    "steps": ("koraki", "steps"),
    "stance": ("opredelitev", "stance"),
    "version_id": ("besedilo, na katero se nanaša", "text that it speaks of"),
    "dossier_id": ("zadeva", "dossier"),
    "summary": ("povzetek", "summary"),
    "replaces_id": ("nadomešča stališče", "replaces the position"),
    "adopted": ("dan sprejema", "adopted on"),
    "adopted_by": ("sprejel organ", "adopted by"),
    "sent": ("dan pošiljanja", "sent on"),
    "sent_to": ("poslano", "sent to"),
    "proposals": ("predlogi", "proposals"),
    "outcome": ("izid", "outcome"),
    "evidence": ("dokaz", "evidence"),
    "evidence_id": ("gradivo, iz katerega je to razvidno", "material that shows it"),
}

VALUES: dict[str, dict[str, Words]] = {
    "visibility": {
        "public": ("javno", "public"),
        "members": ("samo članice", "members only"),
        "body": ("samo člani organa", "members of the body only"),
        "staff": ("samo sekretariat", "secretariat only"),
    },
    "state": {
        "open": ("odprto", "open"),
        "moving": ("v teku", "under way"),
        "reached": ("doseženo", "reached"),
        "given-up": ("opuščeno", "given up"),
        "draft": ("osnutek", "draft"),
        "published": ("objavljeno", "published"),
        "withdrawn": ("umaknjeno", "withdrawn"),
        "invited": ("povabljen", "invited"),
        "active": ("dejaven", "active"),
        "closed": ("zaprt", "closed"),
        "planned": ("napovedan", "planned"),
        "moved": ("prestavljen", "moved"),
        "cancelled": ("odpovedan", "cancelled"),
    },
    "role": {
        "visitor": ("obiskovalec", "visitor"),
        "member": ("član", "member"),
        "body-member": ("član organa", "member of a body"),
        "staff": ("strokovna služba", "staff"),
        "administrator": ("skrbnik", "administrator"),
    },
    "stage": {
        "received": ("prejeto", "received"),
        "consultation": ("v usklajevanju", "in consultation"),
        "position": ("stališče sprejeto", "position adopted"),
        "sent": ("stališče poslano", "position sent"),
        "parliament": ("v Državnem zboru", "in parliament"),
        "adopted": ("sprejeto", "adopted"),
        "withdrawn": ("umaknjeno", "withdrawn"),
    },
    "dossier_sort": {
        "bill": ("predlog zakona", "bill"),
        "regulation": ("predlog podzakonskega predpisa", "draft regulation"),
        "other": ("druga zadeva", "other matter"),
    },
    "as": {"format": ("druga oblika", "another format"), "revision": ("nova različica", "new revision")},
    "language": {"sl": ("slovenščina", "Slovene"), "en": ("angleščina", "English")},
    "stance": {
        "support": ("podpora", "support"),
        "support-with-changes": ("podpora s spremembami", "support with changes"),
        "oppose": ("nasprotovanje", "opposition"),
        "neutral": ("brez opredelitve", "neutral"),
    },
    "outcome": {
        "accepted": ("sprejeto", "accepted"),
        "partly": ("delno sprejeto", "partly accepted"),
        "rejected": ("zavrnjeno", "rejected"),
        "unknown": ("ni znano", "not known"),
    },
    "taken": {
        "open": ("ni odgovora", "no answer"),
        "taken": ("upoštevano", "taken"),
        "partly": ("delno upoštevano", "partly taken"),
        "not-taken": ("ni upoštevano", "not taken"),
    },
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


def lines_of(row: Audited, language: str = "sl", *, named: Named = UNNAMED) -> tuple[Line, ...]:
    """Gives what changed field by field, in the order of the row; of what stayed as it was only what it is.

    What `named` has by its field and short name is called by its name: "k-okolje" → «Komisija za okolje».
    """
    names = [*row.before, *(name for name in row.after if name not in row.before)]
    return tuple(_line(name, row, language, named) for name in names)


def _line(name: str, row: Audited, language: str, named: Named) -> Line:
    before, after = row.before.get(name), row.after.get(name)
    was = "" if name in row.after and before == after else value_word(name, before, language, named=named)
    return Line(field_word(name, language), was, value_word(name, after, language, named=named))


def value_word(field: str, value: Any, language: str = "sl", *, named: Named = UNNAMED) -> str:
    """Gives a value of a field for people: True → «da», "2026-11-22" → «22. 11. 2026», "" for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _in(language, ("da", "yes") if value else ("ne", "no"))
    if isinstance(value, list):
        said = (value_word(field, one, language, named=named) for one in value)
        return ", ".join(field_word(one, language) for one in said) if field == "changed" else ", ".join(said)
    if isinstance(value, Mapping):
        words = ((field_word(name, language), value_word(name, value[name], language, named=named)) for name in value)
        return "; ".join(f"{name}: {word}" for name, word in words)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    known = VALUES.get(field, {}).get(text) or named.get(field, {}).get(text)
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
