"""What the system suffers; nothing the person did."""

from __future__ import annotations

from kb.errors.base import KbError


class SystemFault(KbError):
    """What the system suffers; nothing the person did."""

    key = "system"
    http_status = 503


class StoreError(SystemFault):
    """The database or the originals cannot be read or written."""

    key = "store"
    sl = "Zbirke trenutno ni mogoče brati ali vanjo pisati ({detail}). Poskusite znova čez nekaj minut."
    en = "The collection cannot be read or written just now ({detail}). Try again in a few minutes."


class NoRoom(SystemFault):
    """The disk has no room for what is sent; what has come before stays."""

    key = "no-room"
    http_status = 507
    sl = "Na disku strežnika ni dovolj prostora ({detail}). Kar je naloženo, ostane; poskusite znova, ko bo prostor."
    en = "The server's disk has not enough room ({detail}). What has come stays; try again when there is room."


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
