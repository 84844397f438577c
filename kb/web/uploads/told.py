"""What the addresses of uploads answer a script, as JSON.

A batch:

    {"batch": {"id": 7, "opened": "2026-11-22T19:04:00+00:00", "by": "Ana", "address": "/delo/nalaganje/7"},
     "counts": {"announced": 12, "waiting": 3, "coming": 1, "checking": 0, "kept": 7, "known": 2, "refused": 1,
                "dropped": 0},
     "bytes": {"announced": 123456, "came": 100000}, "is_done": false, "at": "2026-11-22T19:05:00+00:00",
     "limits": {"piece_bytes": 8388608, "at_once": 3, "announced_at_once": 500, "batch_files": 10000,
                "file_bytes": 2147483648, "room_bytes": 64000000000},
     "progress": {…}, "files": [FILE, …], "page": 1, "pages": 1}

`known` are those of the kept that the collection had already; `progress` is as the ledger tells it (kb.web.ledger).
A FILE:

    {"id": 12, "name": "mapa/Zapisnik.pdf", "size": 123, "sha256": "", "offset": 0, "wanted": true, "stage": "waiting",
     "known": false, "reason": "", "message": "", "entry": null, "document": null, "ledger": null}

`offset` is how many bytes have come, `wanted` whether more are expected, `stage` waiting, coming, checking, kept,
refused or dropped. `reason` is the key of an error and `message` its sentence. Of a kept file `entry` is its row of the
ledger, and `ledger` how far that is: {"stage": "indexed", "outcome": "read", "reason": "", "message": ""}.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import url_for

from kb.errors import message_of
from kb.library.uploads import ANNOUNCED_AT_ONCE, Uploads
from kb.model import BatchState, LedgerEntry, UploadBatch, UploadFile, UploadStage
from kb.web import language

AT_ONCE = 3
"""How many files a page sends at a time."""


def limits_value(uploads: Uploads) -> dict[str, int]:
    """Gives what may be sent, now."""
    return {
        "piece_bytes": uploads.limits.piece_bytes,
        "at_once": AT_ONCE,
        "announced_at_once": ANNOUNCED_AT_ONCE,
        "batch_files": uploads.limits.batch_files,
        "file_bytes": uploads.limits.file_bytes,
        "room_bytes": uploads.room(),
    }


def batch_value(batch: UploadBatch, state: BatchState) -> dict[str, Any]:
    """Gives how a batch stands, without limits and files."""
    counts = {stage.value: state.counts.get(stage, 0) for stage in UploadStage}
    return {
        "batch": {
            "id": batch.id,
            "opened": batch.opened.isoformat(),
            "by": batch.by.name,
            "address": url_for("uploads.batch", batch_id=batch.id),
        },
        "counts": {"announced": state.announced, **counts, "known": state.known},
        "bytes": {"announced": state.bytes_announced, "came": state.bytes_came},
        "is_done": state.is_done,
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }


def file_value(file: UploadFile) -> dict[str, Any]:
    """Gives how a file stands."""
    return {
        "id": file.id,
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "offset": file.came,
        "wanted": file.is_wanted,
        "stage": file.stage.value,
        "known": file.known,
        "reason": file.reason,
        "message": said(file.reason, file.detail),
        "entry": file.entry.id if file.entry else None,
        "document": file.entry.document_id if file.entry else None,
        "ledger": entry_value(file.entry) if file.entry else None,
    }


def entry_value(entry: LedgerEntry) -> dict[str, str]:
    """Gives how far a kept file is."""
    told = {"stage": entry.stage.value, "outcome": entry.outcome.value, "reason": entry.reason}
    return {**told, "message": said(entry.reason, entry.detail)}


def said(reason: str, detail: str) -> str:
    """Gives the sentence of a reason, "" for none."""
    return message_of(reason, detail, language.current()) if reason else ""
