"""Uploads below the pages: what goes on after a death, what is cleared, limits, corrections, forms with whole files."""

from __future__ import annotations

import hashlib
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import BatchFull, NoRoom, NotExpected, NotFound, TooManyBatches, WrongOffset, WrongValue
from kb.library import Library, open_library
from kb.library.uploads import NEW, Sent, UploadLimits, Uploads
from kb.model import (
    EVERYTHING,
    Actor,
    Announced,
    Deed,
    Document,
    DocumentState,
    Metadata,
    Outcome,
    Sought,
    UploadFile,
    UploadStage,
    Visibility,
)
from kb.store import Store

ANA = Actor(1, "Ana")
WEEK = 7 * 24 * 3600


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "data", least_free_mb=1)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with Store.open(settings.database_url, originals_url=settings.originals_url) as opened:
        yield opened


@pytest.fixture
def uploads(store: Store, settings: Settings) -> Iterator[Uploads]:
    made = Uploads(store, settings.uploads_folder, UploadLimits(reserve_bytes=0))
    yield made
    made.close()


def send(
    uploads: Uploads, batch: int, name: str, data: bytes, *, offset: int = 0, length: int | None = None
) -> UploadFile:
    (file,) = uploads.announce(batch, [Announced(name, len(data))])
    piece = data[offset : len(data) if length is None else offset + length]
    return uploads.take(batch, file.id, offset=offset, length=len(piece), chunks=[piece])


def aged(path: Path, seconds: float) -> None:
    os.utime(path, (time.time() - seconds, time.time() - seconds))


def test_an_upload_is_a_draft_for_staff_unless_somebody_says_otherwise(library: Library) -> None:
    file = send(library.uploads, library.uploads.open(ANA).id, "a.txt", b"Redar svetuje.")
    assert file.entry is not None
    document = library.document(file.entry.document_id or 0, reader=EVERYTHING)
    assert (document.state, document.visibility) == (DocumentState.DRAFT, Visibility.STAFF)


def test_who_uploaded_what_stands_in_the_audit_log(uploads: Uploads, store: Store) -> None:
    file = send(uploads, uploads.open(ANA).id, "mapa/a.txt", b"besedilo")
    assert file.entry is not None
    (row,) = store.audit.rows(Sought())
    assert (row.actor, row.deed, row.subject) == (ANA, Deed.UPLOADED, "document")
    assert row.subject_id == str(file.entry.document_id)
    assert (row.after["name"], row.after["batch"]) == ("mapa/a.txt", file.batch_id)


def test_a_file_that_was_whole_when_the_server_died_is_kept_when_it_is_there_again(
    store: Store, uploads: Uploads, settings: Settings
) -> None:
    batch = uploads.open(ANA).id
    (file,) = uploads.announce(batch, [Announced("a.txt", 8)])
    part = settings.uploads_folder / f"{file.id}.part"
    part.parent.mkdir(exist_ok=True)
    part.write_bytes(b"besedilo")
    assert uploads.file(batch, file.id).stage is UploadStage.CHECKING
    aged(part, 60)
    later = Uploads(store, settings.uploads_folder, UploadLimits(reserve_bytes=0))
    assert later.tend() == 1
    later.close()
    assert (uploads.file(batch, file.id).stage, part.exists()) == (UploadStage.KEPT, False)


def test_a_file_that_was_kept_when_the_server_died_is_not_kept_again(
    uploads: Uploads, settings: Settings, store: Store
) -> None:
    batch = uploads.open(ANA).id
    file = send(uploads, batch, "a.txt", b"besedilo")
    part = settings.uploads_folder / f"{file.id}.part"
    part.write_bytes(b"besedilo")
    uploads.tend()
    assert not part.exists()
    assert len(store.ledger.entries()) == 1


def test_a_part_without_a_file_is_cleared(uploads: Uploads, settings: Settings) -> None:
    settings.uploads_folder.mkdir(parents=True)
    rubble = settings.uploads_folder / "999.part"
    rubble.write_bytes(b"x")
    uploads.tend()
    assert not rubble.exists()


def test_what_nobody_goes_on_with_for_a_week_is_cleared_and_told(
    uploads: Uploads, settings: Settings, store: Store
) -> None:
    batch = uploads.open(ANA).id
    left = send(uploads, batch, "pozabljena.txt", b"0123456789", length=4)
    fresh = send(uploads, batch, "sveza.txt", b"0123456789", length=4)
    aged(settings.uploads_folder / f"{left.id}.part", WEEK + 60)
    assert uploads.tend() == 1
    told = uploads.file(batch, left.id)
    assert (told.stage, told.reason) == (UploadStage.REFUSED, "unfinished")
    assert uploads.file(batch, fresh.id).came == 4
    (entry,) = store.ledger.entries(Outcome.FAILED)
    assert (entry.name, entry.reason) == ("pozabljena.txt", "unfinished")
    again = send(uploads, batch, "pozabljena.txt", b"0123456789")
    assert again.stage is UploadStage.KEPT
    assert store.ledger.entries(Outcome.FAILED) == ()


def test_a_piece_that_breaks_off_leaves_what_was_there(uploads: Uploads) -> None:
    batch = uploads.open(ANA).id
    file = send(uploads, batch, "a.txt", b"0123456789", length=4)

    def broken() -> Iterator[bytes]:
        yield b"45"
        raise ValueError("hung up")

    with pytest.raises(ValueError, match="hung up"):
        uploads.take(batch, file.id, offset=4, length=6, chunks=broken())
    assert uploads.file(batch, file.id).came == 4
    whole = uploads.take(batch, file.id, offset=4, length=6, chunks=[b"456789"])
    assert whole.sha256 == hashlib.sha256(b"0123456789").hexdigest()


@pytest.mark.parametrize("wrong", [0, 3, 5, 10])
def test_a_piece_at_the_wrong_place_says_the_right_one(uploads: Uploads, wrong: int) -> None:
    batch = uploads.open(ANA).id
    file = send(uploads, batch, "a.txt", b"0123456789", length=4)
    with pytest.raises(WrongOffset) as told:
        uploads.take(batch, file.id, offset=wrong, length=1, chunks=[b"x"])
    assert told.value.came == 4


def test_a_batch_takes_only_so_many_files_and_none_of_those_that_are_too_many(store: Store, settings: Settings) -> None:
    uploads = Uploads(store, settings.uploads_folder, UploadLimits(reserve_bytes=0, batch_files=3))
    batch = uploads.open(ANA).id
    uploads.announce(batch, [Announced("a", 1), Announced("b", 1)])
    with pytest.raises(BatchFull):
        uploads.announce(batch, [Announced("c", 1), Announced("d", 1)])
    assert uploads.state(batch).announced == 2


def test_a_person_has_only_so_many_unfinished_batches(store: Store, settings: Settings) -> None:
    uploads = Uploads(store, settings.uploads_folder, UploadLimits(reserve_bytes=0, batches=2))
    batches = [uploads.open(ANA).id for _ in range(2)]
    for batch in batches:
        uploads.announce(batch, [Announced("a", 1)])
    with pytest.raises(TooManyBatches):
        uploads.open(ANA)
    uploads.open(Actor(2, "Bor"))
    uploads.drop(batches[0])
    assert uploads.open(ANA)


def test_what_the_disk_has_no_room_for_is_refused_before_it_is_sent(store: Store, settings: Settings) -> None:
    free = os.statvfs(settings.home).f_bavail * os.statvfs(settings.home).f_frsize
    tight = Uploads(store, settings.uploads_folder, UploadLimits(reserve_bytes=free - 50_000_000))
    batch = tight.open(ANA).id
    small, large = tight.announce(batch, [Announced("a.pdf", 1000), Announced("b.pdf", 500_000_000)])
    assert (small.stage, large.stage, large.reason) == (UploadStage.WAITING, UploadStage.REFUSED, "no-room")
    full = Uploads(store, settings.uploads_folder, UploadLimits(reserve_bytes=free * 2))
    with pytest.raises(NoRoom):
        full.take(batch, small.id, offset=0, length=1, chunks=[b"x"])


def test_what_the_files_have_in_common_can_be_changed_until_they_are_kept(library: Library) -> None:
    uploads = library.uploads
    batch = uploads.open(ANA).id
    first = send(uploads, batch, "prva.txt", b"prva")
    waiting, own = uploads.announce(batch, [Announced("druga.txt", 5), Announced("tretja.txt", 6)])
    common = Metadata(kind="zapisnik", bodies=("k-okolje",), state=NEW.state, visibility=NEW.visibility)
    uploads.describe(ANA, batch, common)
    uploads.correct(ANA, batch, own.id, Metadata(title="Moj naslov", kind="vabilo", state=NEW.state))
    for file, data in ((waiting, b"druga"), (own, b"tretja")):
        uploads.take(batch, file.id, offset=0, length=len(data), chunks=[data])
    documents = [document_of(library, uploads.file(batch, each.id)) for each in (first, waiting, own)]
    assert [each.kind.slug if each.kind else "" for each in documents] == ["", "zapisnik", "vabilo"]
    assert [[body.slug for body in each.bodies] for each in documents] == [[], ["k-okolje"], []]
    assert documents[2].title == "Moj naslov"
    with pytest.raises(NotExpected):
        uploads.correct(ANA, batch, own.id, common)


def document_of(library: Library, file: UploadFile) -> Document:
    assert file.entry is not None
    return library.document(file.entry.document_id or 0, reader=EVERYTHING)


def test_a_slug_that_is_not_there_is_refused_at_once(uploads: Uploads) -> None:
    wrong = Metadata(bodies=("k-neobstoječa",))
    with pytest.raises(WrongValue):
        uploads.open(ANA, wrong)
    batch = uploads.open(ANA).id
    with pytest.raises(WrongValue):
        uploads.describe(ANA, batch, wrong)
    with pytest.raises(NotFound):
        uploads.describe(ANA, 999, NEW)


@pytest.fixture
def sent(tmp_path: Path) -> Callable[..., Sent]:
    def make(name: str, data: bytes) -> Sent:
        path = tmp_path / f"obrazec-{len(list(tmp_path.iterdir()))}"
        path.write_bytes(data)
        return Sent(name, path)

    return make


def test_files_of_a_form_are_kept_at_once_and_two_of_one_name_are_told_apart(
    uploads: Uploads, sent: Callable[..., Sent]
) -> None:
    batch = uploads.open(ANA).id
    told = uploads.take_files(batch, [sent("a.txt", b"prva"), sent("a.txt", b"druga"), sent("prazna.txt", b"")])
    assert [each.name for each in told] == ["a.txt", "a (2).txt", "prazna.txt"]
    assert [each.stage for each in told] == [UploadStage.KEPT, UploadStage.KEPT, UploadStage.REFUSED]
    assert uploads.state(batch).is_done


def test_a_form_that_is_sent_twice_keeps_its_files_once(
    uploads: Uploads, sent: Callable[..., Sent], store: Store
) -> None:
    batches = []
    for _ in range(2):
        batch = uploads.open(ANA, once="isti obrazec").id
        uploads.take_files(batch, [sent("a.txt", b"prva"), sent("b.txt", b"druga")])
        batches.append(batch)
    assert batches[0] == batches[1]
    assert len(store.ledger.entries()) == 2
    assert uploads.state(batches[0]).announced == 2


def test_a_part_becomes_the_original_without_being_copied(uploads: Uploads, settings: Settings) -> None:
    batch, data = uploads.open(ANA).id, os.urandom(2_000_000)
    first = send(uploads, batch, "a.bin", data, length=1_000_000)
    node = (settings.uploads_folder / f"{first.id}.part").stat().st_ino
    whole = send(uploads, batch, "a.bin", data, offset=1_000_000)
    kept = settings.home / "originals" / whole.sha256[:2] / whole.sha256[2:]
    assert (kept.stat().st_ino, kept.read_bytes()) == (node, data)


def test_a_zip_that_is_uploaded_is_unpacked_and_its_files_are_drafts_too(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "paket.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mapa/zapisnik.txt", "Zapisnik seje o redarstvu in vodi.")
        package.writestr("../vabilo.txt", "Vabilo na sejo o redarstvu in vodi.")
    with open_library(settings) as library:
        batch = library.uploads.open(ANA).id
        send(library.uploads, batch, "paket.zip", path.read_bytes())
        while library.read_waiting(stop=threading.Event()):
            pass
        entries = {each.name: each for each in library.ledger(limit=None)}
        assert len(entries) == 3
        assert {each.outcome for each in entries.values()} == {Outcome.READ}
        for each in entries.values():
            document = library.document(each.document_id or 0, reader=EVERYTHING)
            assert (document.state, document.visibility) == (DocumentState.DRAFT, Visibility.STAFF)
            assert each.origin.startswith(f"nalaganje/{batch}/paket.zip")
