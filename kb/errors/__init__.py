"""Everything that can go wrong, in one tree.

KbError
├─ UserError               what the person asking can mend
│  ├─ NotFound             no such document, passage, body or topic
│  │  └─ Withdrawn         a document that had been open and is withdrawn
│  ├─ ChangedMeanwhile     what is to be changed was changed by somebody else since it was shown
│  ├─ OnHold               a document under a legal hold, which may not be taken away
│  ├─ NotPossible          a deed that the state of a document does not allow
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
│  ├─ WrongOffset          bytes of an upload that do not follow those that have come
│  ├─ NotExpected          bytes of an upload that nobody waits for
│  ├─ BatchFull            more files announced than a batch may have
│  ├─ TooManyBatches       more unfinished batches than a person may have
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
│  ├─ OtherBytes           an upload whose bytes are not those that were announced
│  ├─ Unfinished           an upload that nobody went on with
│  └─ Unreachable          a file or folder on disk that cannot be opened
└─ SystemFault             what the system suffers; nothing the person did
   ├─ StoreError           the database or the originals cannot be read or written
   ├─ NoRoom               the disk has no room for what is sent
   ├─ IndexBusy            another process is writing the index
   ├─ MailFailed           the mail server does not take a letter; it stays and is sent later
   ├─ ProviderFailed       the provider of sign-in does not answer, or with what cannot be trusted
   ├─ IndexDamaged         the index cannot be read and has to be rebuilt
   └─ IndexUnwritable      the disk refuses what is written to the index

A message says what happened and what to do next, in Slovene and in English. The ledger keeps an
error as its `key` and `detail`, and `message_of` puts the sentence together again in any language.
"""

from kb.errors.base import KbError, error_for, message_of
from kb.errors.document import (
    DocumentError,
    Empty,
    Locked,
    MadeByScript,
    NoText,
    OtherBytes,
    TimedOut,
    TooCostly,
    TooLarge,
    Unfinished,
    UnknownFormat,
    Unreachable,
    Unreadable,
)
from kb.errors.system import (
    IndexBusy,
    IndexDamaged,
    IndexUnwritable,
    MailFailed,
    NoRoom,
    ProviderFailed,
    StoreError,
    SystemFault,
)
from kb.errors.user import (
    BatchFull,
    BundleUnusable,
    ChangedMeanwhile,
    FormExpired,
    LinkSpent,
    NotAllowed,
    NotEmpty,
    NotExpected,
    NotFound,
    NotPossible,
    OnHold,
    QueryError,
    SignInNeeded,
    TooManyBatches,
    TooManyTries,
    UserError,
    Withdrawn,
    WrongOffset,
    WrongSetting,
    WrongSignIn,
    WrongValue,
)

__all__ = [
    "BatchFull",
    "BundleUnusable",
    "ChangedMeanwhile",
    "DocumentError",
    "Empty",
    "FormExpired",
    "IndexBusy",
    "IndexDamaged",
    "IndexUnwritable",
    "KbError",
    "LinkSpent",
    "Locked",
    "MadeByScript",
    "MailFailed",
    "NoRoom",
    "NoText",
    "NotAllowed",
    "NotEmpty",
    "NotExpected",
    "NotFound",
    "NotPossible",
    "OnHold",
    "OtherBytes",
    "ProviderFailed",
    "QueryError",
    "SignInNeeded",
    "StoreError",
    "SystemFault",
    "TimedOut",
    "TooCostly",
    "TooLarge",
    "TooManyBatches",
    "TooManyTries",
    "Unfinished",
    "UnknownFormat",
    "Unreachable",
    "Unreadable",
    "UserError",
    "Withdrawn",
    "WrongOffset",
    "WrongSetting",
    "WrongSignIn",
    "WrongValue",
    "error_for",
    "message_of",
]
