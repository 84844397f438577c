"""What the document is guilty of; the file stays, the ledger keeps the reason."""

from __future__ import annotations

from kb.errors.base import KbError


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


class OtherBytes(DocumentError):
    """An upload whose bytes are not those that were announced: their number or their checksum differs."""

    key = "other-bytes"
    sl = "Prejeta datoteka ni enaka tisti, ki je bila poslana. Naložite jo znova."
    en = "The file that arrived is not the one that was sent. Upload it again."


class Unfinished(DocumentError):
    """An upload that nobody went on with for so long that what had come of it was cleared away."""

    key = "unfinished"
    sl = "Nalaganje datoteke se ni nadaljevalo ({detail}), zato je bil naloženi del odstranjen. Naložite jo znova."
    en = "The upload of the file was not continued ({detail}), so the part that had come was cleared. Upload it again."


class Unreachable(DocumentError):
    """A file or folder on disk that cannot be opened."""

    key = "unreachable"
    sl = "Datoteke ali mape ni mogoče odpreti ({detail}). Preverite pot in dovoljenja."
    en = "The file or folder cannot be opened ({detail}). Check the path and the permissions."
