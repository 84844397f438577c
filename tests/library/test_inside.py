"""Files inside files, old formats and scans, as the library takes them in."""

import subprocess
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from kb.ingest import ocr, office
from kb.library import Library, Question
from kb.model import EVERYTHING, Metadata, Outcome, Visibility
from tests.ingest.scans import drawn, scan

TEXT = "# Cene vrtca\n\nStarši plačajo delež cene programa vrtca po lestvici.\n"


def titles(library: Library, text: str) -> list[str]:
    return [group.document.title for group in library.find(Question(text), reader=EVERYTHING).groups]


def zipped(folder: Path, members: dict[str, str]) -> Path:
    path = folder / "paket.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_files_in_an_archive_are_documents_of_their_own_with_its_placements(library: Library, tmp_path: Path) -> None:
    path = zipped(tmp_path, {"vrtec/cene.md": TEXT, "../voda.md": "# Voda\n\nCena vode.\n"})
    metadata = Metadata(bodies=("k-finance",), visibility=Visibility.MEMBERS)
    batch = library.add([path], metadata)
    assert sorted(each.entry.name for each in batch.received) == ["cene.md", "paket.zip", "voda.md"]
    [found] = library.find(Question("lestvici"), reader=EVERYTHING).groups
    assert [body.slug for body in found.document.bodies] == ["k-finance"]
    assert found.document.visibility is Visibility.MEMBERS
    assert list(tmp_path.glob("../voda*")) == []


def test_a_bad_file_in_an_archive_is_named_and_the_others_are_read(library: Library, tmp_path: Path) -> None:
    batch = library.add([zipped(tmp_path, {"cene.md": TEXT, "poskodovana.pdf": "%PDF-1.4 nič"})], Metadata())
    assert [(entry.name, entry.reason) for entry in batch.failed] == [("poskodovana.pdf", "unreadable")]
    assert titles(library, "lestvici") == ["Cene vrtca"]


def test_adding_an_archive_again_adds_nothing(library: Library, tmp_path: Path) -> None:
    path = zipped(tmp_path, {"cene.md": TEXT})
    library.add([path], Metadata())
    assert all(each.again for each in library.add([path], Metadata()).received)
    assert library.status().documents == 2


def test_an_attachment_of_a_message_is_found(library: Library, tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Gradivo za sejo"
    message.set_content("V prilogi pošiljamo predlog cen programov vrtca za obravnavo na seji komisije.")
    message.add_attachment(TEXT, filename="cene č.md")
    path = tmp_path / "sporocilo.eml"
    path.write_bytes(message.as_bytes())
    library.add([path], Metadata())
    assert titles(library, "lestvici") == ["Cene vrtca"]
    assert titles(library, "obravnavo seji") == ["Gradivo za sejo"]


def test_old_word_files_are_read_many_at_once(library: Library, tmp_path: Path) -> None:
    if not office.is_available():
        pytest.skip("LibreOffice is not installed (make test installs it as root or with sudo)")
    for name in ("prvi", "drugi"):
        text = tmp_path / f"{name}.txt"
        text.write_text(f"Stari {name} dokument o občinskih cestah in njihovem vzdrževanju.", encoding="utf-8")
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    made = tmp_path / "doc"
    command = ["soffice", profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", made]
    subprocess.run([*command, *tmp_path.glob("*.txt")], check=True, capture_output=True)
    batch = library.add([made], Metadata())
    assert {each.entry.name: each.entry.outcome for each in batch.received} == {
        "drugi.doc": Outcome.READ,
        "prvi.doc": Outcome.READ,
    }
    assert len(titles(library, "občinskih cestah")) == 2


def test_a_scan_is_found_by_what_ocr_reads(library: Library, tmp_path: Path) -> None:
    if not ocr.is_available():
        pytest.skip("tesseract is not installed (make test installs it as root or with sudo)")
    path = scan(tmp_path / "sken.pdf", drawn())
    library.add([path], Metadata())
    [found] = library.find(Question("čezmerna obremenitev"), reader=EVERYTHING).groups
    assert found.hits[0].passage.passage.locator.label() == "stran 1"
    assert found.document.language == "sl"
