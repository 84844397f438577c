"""What the person asking can mend."""

from __future__ import annotations

import datetime as dt

from kb.errors.base import KbError, message_of


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
    """A name, date or number that cannot be used; `english` tells why for a page in English."""

    key = "wrong-value"
    sl = "Vrednosti ni mogoče uporabiti: {detail}."
    en = "This value cannot be used: {detail}."

    def __init__(self, detail: str = "", *, english: str = "") -> None:
        super().__init__(detail)
        self.english = english or detail

    def told(self, language: str = "sl") -> str:
        """Gives why, without the sentence around it."""
        return self.english if language == "en" else self.detail

    def message(self, language: str = "sl") -> str:
        """Gives the sentence for people."""
        return message_of(self.key, self.told(language), language)


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


class Withdrawn(NotFound):
    """A document that was open to the reader and has been withdrawn; the detail is the day and the reason."""

    key = "withdrawn"
    http_status = 410
    sl = "Gradivo je umaknjeno ({detail})."
    en = "The material has been withdrawn ({detail})."

    def __init__(self, detail: str = "", *, reason: str = "", at: dt.datetime | None = None) -> None:
        super().__init__(detail or reason)
        self.reason, self.at = reason, at


class ChangedMeanwhile(UserError):
    """What is to be changed was changed by somebody else since it was shown; `fields` tells what."""

    key = "changed-meanwhile"
    http_status = 409
    sl = "Gradivo je medtem spremenil nekdo drug ({detail}). Nič ni prepisano: preglejte novo stanje in shranite znova."
    en = "Somebody else has changed the material meanwhile ({detail}). Nothing was overwritten: look and save again."

    def __init__(self, detail: str = "", *, fields: tuple[str, ...] = ()) -> None:
        super().__init__(detail or ", ".join(fields))
        self.fields = fields


class OnHold(UserError):
    """A document under a legal hold, which may not be taken away."""

    key = "on-hold"
    http_status = 409
    sl = "Gradivo je zadržano ({detail}), zato ga ni mogoče odstraniti ali izbrisati."
    en = "The material is on legal hold ({detail}), so it cannot be removed or erased."


class NotPossible(UserError):
    """A deed that the state of a document does not allow."""

    key = "not-possible"
    http_status = 409
    sl = "Tega zdaj ni mogoče storiti: {detail}."
    en = "This cannot be done now: {detail}."

    def __init__(self, detail: str = "", *, reason: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason or detail


class WrongOffset(UserError):
    """Bytes of an upload that do not follow those that have come; `came` tells how many those are."""

    key = "wrong-offset"
    http_status = 409
    sl = "Del datoteke se ne nadaljuje tam, kjer se je prejšnji končal ({detail}). Nalaganje nadaljujte od tam."
    en = "This part of the file does not begin where the one before ended ({detail}). Go on from there."

    def __init__(self, detail: str = "", *, came: int = 0) -> None:
        super().__init__(detail or f"{came} B")
        self.came = came


class NotExpected(UserError):
    """Bytes of an upload that nobody waits for: the file is kept, refused or given up."""

    key = "not-expected"
    http_status = 410
    sl = "Ta datoteka se ne nalaga več: je že shranjena, zavrnjena ali opuščena."
    en = "This file is no longer being uploaded: it has been kept, refused or given up."


class BatchFull(UserError):
    """More files announced than a batch may have."""

    key = "batch-full"
    http_status = 409
    sl = "V enem nalaganju je največ {detail} datotek. Za ostale začnite novo nalaganje."
    en = "A batch has at most {detail} files. Open another batch for the rest."


class TooManyBatches(UserError):
    """More unfinished batches than a person may have."""

    key = "too-many-batches"
    http_status = 409
    sl = "Nedokončanih nalaganj je že {detail}. Najprej dokončajte ali opustite katero od njih."
    en = "You already have {detail} unfinished batches. Finish or give up one of them first."


class QueryError(UserError):
    """A question that cannot be asked."""

    key = "query"
    sl = "Iskalni niz je predolg ({detail} znakov). Skrajšajte ga in poskusite znova."
    en = "The query is too long ({detail} characters). Shorten it and try again."
