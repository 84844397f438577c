"""Backups: all of the store in one file while it goes on working, and back into an empty data folder.

The format is documented in docs/backup.md. The index is no part of it, because it can be built from the store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kb.config import Settings
from kb.library.auditing import Auditing
from kb.model import PROGRAM, Deed, Entry
from kb.store import Store
from kb.store.bundles import Bundle, Made, Restored, Told, make_bundle, restore_bundle
from kb.store.changing import BundleMade, Erased, ErasureState
from kb.store.clock import now
from kb.store.database import Database
from kb.store.files import Files

__all__ = ["Made", "Restored", "back_up", "erased_in", "restore"]


def _untold(stage: str, name: str, done: int, total: int) -> None:
    """Hears and says nothing."""


def back_up(settings: Settings, path: Path, *, since: Sequence[Path] = (), told: Told = _untold) -> Made:
    """Writes a bundle of the collection to `path`, without the originals that the bundles at `since` hold.

    `told` hears (stage, name, done, total) for the stage "saved". Raises BundleUnusable, StoreError.
    """
    with (
        Store.open(settings.database_url, originals_url=settings.originals_url) as store,
        _opened(since) as earlier,
    ):
        made = make_bundle(store.database, store.files, path, since=earlier, told=told, now=now())
        moment = dt.datetime.fromisoformat(made.manifest.made)
        store.changing.bundles.note(BundleMade(made.manifest.id, str(path.absolute()), moment, made.size))
        audit = Auditing(store, settings.home)
        audit.enter(PROGRAM, Deed.BACKED_UP, Entry("backup", made.manifest.id, after=_told(made)))
        audit.seal()
        return made


def restore(settings: Settings, path: Path, *, since: Sequence[Path] = (), told: Told = _untold) -> Restored:
    """Puts the bundle at `path` into the empty data folder of `settings`; `since` are those that it was made since.

    `told` hears of the stages "checked" and "restored". Raises BundleUnusable, NotEmpty, StoreError.
    """
    with _opened([path, *since]) as (bundle, *others):
        database = Database.open(settings.database_url)
        try:
            files = Files.open(settings.originals_url)
            restored = restore_bundle(database, files, bundle, others=others, told=told)
        finally:
            database.close()
        _enter_restored(settings, bundle, restored)
        return restored


def erased_in(path: Path) -> tuple[Erased, ...]:
    """Gives what the collection in a bundle has erased for good, () for a bundle of before that could be.

    Raises BundleUnusable.
    """
    with Bundle(path) as bundle:
        rows = list(bundle.rows("erasures")) if "erasures" in bundle.manifest.tables else []
    done = (row for row in rows if row["state"] != ErasureState.ASKED)
    return tuple(
        Erased(int(row["document_id"]), str(row["name"]), dt.datetime.fromisoformat(row["received"])) for row in done
    )


def _told(made: Made) -> dict[str, object]:
    missing = {"missing": list(made.manifest.missing)} if made.manifest.missing else {}
    return {"originals": made.listed, "held": made.held, "bytes": made.size, **missing}


def _enter_restored(settings: Settings, bundle: Bundle, restored: Restored) -> None:
    """Enters in the restored audit log that it was, with what was wrong with it if anything was."""
    told: dict[str, object] = {"made": bundle.manifest.made, "documents": restored.documents}
    if restored.audit is not None and restored.audit.flaw is not None:
        told |= {"flaw": restored.audit.flaw.value, "row": restored.audit.row}
    with Store.open(settings.database_url, originals_url=settings.originals_url) as store:
        audit = Auditing(store, settings.home)
        audit.begin_anew()
        audit.enter(PROGRAM, Deed.RESTORED, Entry("backup", bundle.manifest.id, after=told))
        audit.seal()


@contextmanager
def _opened(paths: Sequence[Path]) -> Iterator[list[Bundle]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Bundle(path)) for path in paths]
