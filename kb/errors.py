"""Everything that can go wrong, in one tree.

KbError
├─ UserError               what the person asking can mend
│  ├─ NotFound             no such document, passage, body or topic
│  ├─ WrongValue           a name, date or number that cannot be used
│  ├─ BundleUnusable       a backup that is damaged, foreign or cannot be written
│  ├─ NotEmpty             a backup to be restored over a collection
│  ├─ WrongSetting         a setting in kb.toml or KB_… that cannot be used
│  ├─ WrongSignIn          an e-mail address and a password that do not belong together
│  ├─ SignInNeeded         a page for people who have signed in
│  ├─ NotAllowed           a page or deed for people of another role
│  ├─ LinkSpent            an invitation or a link for a new password that has been used or has run out
│  ├─ FormExpired          a form that was not made for this visit, or too long ago
│  ├─ TooManyTries         a try too soon after others; it tells in how many seconds one may try again
│  └─ QueryError           a question that cannot be asked (too long)
├─ DocumentError           what the document is guilty of; the file stays, the ledger keeps the reason
│  ├─ Empty                no bytes
│  ├─ TooLarge             more bytes than are accepted
│  ├─ UnknownFormat        a format that is not read
│  ├─ Unreadable           damaged, or its parser raised
│  ├─ Locked               protected by a password
│  ├─ NoText               pictures only
│  │  └─ MadeByScript      a web page whose text only a browser would make
│  ├─ TimedOut             not read within the time allowed
│  ├─ TooCostly            not read within the memory allowed
│  └─ Unreachable          a file or folder on disk that cannot be opened
└─ SystemFault             what the system suffers; nothing the person did
   ├─ StoreError           the database or the originals cannot be read or written
   ├─ IndexBusy            another process is writing the index
   ├─ MailFailed           the mail server does not take a letter; it stays and is sent later
   ├─ ProviderFailed       the provider of sign-in does not answer, or with what cannot be trusted
   ├─ IndexDamaged         the index cannot be read and has to be rebuilt
   └─ IndexUnwritable      the disk refuses what is written to the index

A message says what happened and what to do next, in Slovene and in English. The ledger keeps an
error as its `key` and `detail`, and `message_of` puts the sentence together again in any language.
"""

from __future__ import annotations

from typing import ClassVar


class KbError(Exception):
    """An error with a stable key, a detail, and a sentence for people."""

    key: ClassVar[str] = "error"
    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1
    sl: ClassVar[str] = "Prišlo je do napake. Poskusite znova."
    en: ClassVar[str] = "Something went wrong. Please try again."

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    def message(self, language: str = "sl") -> str:
        """Gives the sentence for people, the detail put where `{detail}` stands."""
        return message_of(self.key, self.detail, language)

    def __str__(self) -> str:
        return self.message()


class UserError(KbError):
    """What the person asking can mend."""

    key = "user"
    http_status = 400
    exit_code = 2


class NotFound(UserError):
    """No such document, passage, body or topic."""

    key = "not-found"
    http_status = 404
    sl = "V zbirki tega ni: {detail}."
    en = "This is not in the collection: {detail}."


class WrongValue(UserError):
    """A name, date or number that cannot be used."""

    key = "wrong-value"
    sl = "Vrednosti ni mogoče uporabiti: {detail}."
    en = "This value cannot be used: {detail}."


class WrongSetting(UserError):
    """A setting in kb.toml or KB_… that cannot be used."""

    key = "wrong-setting"
    sl = "Nastavitve ni mogoče uporabiti: {detail}."
    en = "This setting cannot be used: {detail}."


class BundleUnusable(UserError):
    """A backup that is damaged, foreign, of a later release, or cannot be written."""

    key = "bundle"
    sl = "Varnostne kopije ni mogoče uporabiti: {detail}."
    en = "This backup cannot be used: {detail}."


class NotEmpty(UserError):
    """A backup to be restored where there is a collection already."""

    key = "not-empty"
    http_status = 409
    sl = "V mapi s podatki je že zbirka. Varnostno kopijo obnovite v prazno mapo (nastavitev KB_HOME)."
    en = "There is a collection in the data folder already. Restore the backup into an empty one (setting KB_HOME)."


class WrongSignIn(UserError):
    """An e-mail address and a password that do not belong together; the same words whichever of them is wrong."""

    key = "wrong-sign-in"
    http_status = 422
    sl = "E-poštni naslov ali geslo ni pravilno. Poskusite znova ali zahtevajte novo geslo."
    en = "The e-mail address or the password is not right. Try again or ask for a new password."


class SignInNeeded(UserError):
    """A page for people who have signed in."""

    key = "sign-in-needed"
    http_status = 401
    sl = "Ta stran je na voljo po prijavi. Prijavite se in poskusite znova."
    en = "This page is for people who have signed in. Sign in and try again."


class NotAllowed(UserError):
    """A page or deed for people of another role."""

    key = "not-allowed"
    http_status = 403
    sl = "Vaš uporabniški račun tega ne dovoljuje. Če to potrebujete pri delu, se obrnite na skrbnika zbirke."
    en = "Your account does not allow this. If your work needs it, ask the administrator of the collection."


class LinkSpent(UserError):
    """An invitation or a link for a new password that has been used or has run out."""

    key = "link-spent"
    http_status = 410
    sl = "Povezava ne velja več: bila je že uporabljena ali pa je potekla. Zahtevajte novo."
    en = "The link is no longer valid: it has been used or has run out. Ask for a new one."


class FormExpired(UserError):
    """A form that was not made for this visit, or too long ago."""

    key = "form-expired"
    sl = "Obrazec je potekel ali ni bil odprt v tem brskalniku. Odprite stran znova in poskusite še enkrat."
    en = "The form has expired or was not opened in this browser. Open the page again and try once more."


class TooManyTries(UserError):
    """A try too soon after others; `seconds` tells when one may try again."""

    key = "too-many-tries"
    http_status = 429
    sl = "Preveč poskusov v kratkem času. Poskusite znova čez {detail}."
    en = "Too many tries in a short time. Try again in {detail}."

    def __init__(self, detail: str = "", *, seconds: int = 60) -> None:
        super().__init__(detail or f"{seconds} s")
        self.seconds = seconds


class QueryError(UserError):
    """A question that cannot be asked."""

    key = "query"
    sl = "Iskalni niz je predolg ({detail} znakov). Skrajšajte ga in poskusite znova."
    en = "The query is too long ({detail} characters). Shorten it and try again."


class DocumentError(KbError):
    """What the document is guilty of. The file stays; the ledger keeps the reason."""

    key = "document"
    http_status = 422


class Empty(DocumentError):
    """No bytes."""

    key = "empty"
    sl = "Datoteka je prazna. Preverite izvirnik in ga dodajte znova."
    en = "The file is empty. Check the original and add it again."


class TooLarge(DocumentError):
    """More bytes than are accepted; the only outcome in which the original is not kept."""

    key = "too-large"
    http_status = 413
    sl = "Datoteka je prevelika ({detail}), zato ni shranjena. Razdelite jo ali zmanjšajte slike."
    en = "The file is too large ({detail}), so it was not kept. Split it or shrink its pictures."


class UnknownFormat(DocumentError):
    """A format that is not read."""

    key = "unknown-format"
    http_status = 415
    sl = "Te oblike datoteke ni mogoče prebrati ({detail}). Shranite jo kot PDF, DOCX ali PPTX."
    en = "This file format cannot be read ({detail}). Save it as PDF, DOCX or PPTX."


class Unreadable(DocumentError):
    """Damaged, or its parser raised."""

    key = "unreadable"
    sl = "Datoteke ni bilo mogoče prebrati, verjetno je poškodovana ({detail}). Odprite jo in jo shranite na novo."
    en = "The file could not be read; it is probably damaged ({detail}). Open it and save it anew."


class Locked(DocumentError):
    """Protected by a password."""

    key = "locked"
    sl = "Datoteka je zaščitena z geslom. Shranite jo brez gesla in jo dodajte znova."
    en = "The file is protected by a password. Save it without one and add it again."


class NoText(DocumentError):
    """Pictures only."""

    key = "no-text"
    sl = "V datoteki ni besedila. Morda gre za slikovni (optično prebrani) dokument."
    en = "The file contains no text. It may be a scanned image."


class MadeByScript(NoText):
    """A web page whose text only a browser would make."""

    key = "made-by-script"
    sl = "Besedilo te spletne strani izpiše šele brskalnik. Odprite jo v brskalniku, shranite kot PDF in dodajte PDF."
    en = "Only a browser makes the text of this page. Open it in a browser, save it as PDF and add the PDF."


class TimedOut(DocumentError):
    """Not read within the time allowed."""

    key = "timed-out"
    sl = "Datoteke ni bilo mogoče prebrati v dovoljenem času ({detail})."
    en = "The file could not be read within the time allowed ({detail})."


class TooCostly(DocumentError):
    """Not read within the memory or size allowed."""

    key = "too-costly"
    sl = "Datoteka je prezahtevna za branje ({detail}). Razdelite jo na manjše dele."
    en = "The file is too costly to read ({detail}). Split it into smaller parts."


class Unreachable(DocumentError):
    """A file or folder on disk that cannot be opened."""

    key = "unreachable"
    sl = "Datoteke ali mape ni mogoče odpreti ({detail}). Preverite pot in dovoljenja."
    en = "The file or folder cannot be opened ({detail}). Check the path and the permissions."


class SystemFault(KbError):
    """What the system suffers; nothing the person did."""

    key = "system"
    http_status = 503


class StoreError(SystemFault):
    """The database or the originals cannot be read or written."""

    key = "store"
    sl = "Zbirke trenutno ni mogoče brati ali vanjo pisati ({detail}). Poskusite znova čez nekaj minut."
    en = "The collection cannot be read or written just now ({detail}). Try again in a few minutes."


class MailFailed(SystemFault):
    """The mail server does not take a letter; it stays in the outbox and is sent later."""

    key = "mail"
    sl = "E-pošte trenutno ni mogoče poslati ({detail}). Sporočilo čaka in bo poslano pozneje."
    en = "E-mail cannot be sent just now ({detail}). The letter waits and will be sent later."


class ProviderFailed(SystemFault):
    """The provider of sign-in does not answer, or with what cannot be trusted."""

    key = "provider"
    sl = "Prijava pri ponudniku ni uspela ({detail}). Poskusite znova ali se prijavite z geslom."
    en = "Signing in with the provider has failed ({detail}). Try again or sign in with a password."


class IndexBusy(SystemFault):
    """Another process is writing the index."""

    key = "index-busy"
    sl = "Kazalo ravno posodablja drug postopek. Novosti bodo v iskanju čez nekaj trenutkov."
    en = "Another process is updating the index. What is new will be searchable in a moment."


class IndexDamaged(SystemFault):
    """The index cannot be read and has to be rebuilt."""

    key = "index-damaged"
    sl = "Iskalno kazalo je poškodovano ({detail}) in se gradi na novo. Poskusite znova čez nekaj minut."
    en = "The search index is damaged ({detail}) and is being rebuilt. Try again in a few minutes."


class IndexUnwritable(SystemFault):
    """The disk refuses what is written to the index; what was written before still serves."""

    key = "index-unwritable"
    sl = "V iskalno kazalo ni mogoče pisati ({detail}). Preverite prostor na disku in dovoljenja za mapo."
    en = "The search index cannot be written ({detail}). Check the disk space and the permissions of the folder."


def _tree(cls: type[KbError]) -> list[type[KbError]]:
    return [cls] + [below for child in cls.__subclasses__() for below in _tree(child)]


def error_for(key: str, detail: str = "") -> KbError:
    """Gives the error that the ledger kept as `key` and `detail`; an unknown key gives a plain KbError."""
    found = {cls.key: cls for cls in _tree(KbError)}.get(key, KbError)
    return found(detail)


def message_of(key: str, detail: str = "", language: str = "sl") -> str:
    """Gives the sentence of an error kept as `key` and `detail`, in `language` ("sl" or "en")."""
    found = {cls.key: cls for cls in _tree(KbError)}.get(key, KbError)
    template = found.en if language == "en" else found.sl
    return (
        template.replace("{detail}", detail) if detail else template.replace(" ({detail})", "").replace("{detail}", "–")
    )
