"""Electronic mail in EML files."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from kb.errors import Locked
from kb.ingest.formats.mail import read
from kb.ingest.sniff import EML, recognise
from kb.model import Extract
from tests.ingest.making import written

MAILS = sorted((Path(__file__).parents[3] / "../shared/data/robustness/eml").glob("*.eml"))


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    return message


def eml(path: Path, message: EmailMessage) -> Path:
    return written(path, message.as_bytes())


def shown(extract: Extract) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in extract.units[0].blocks]


def test_the_head_comes_first_and_names_stand_for_addresses(tmp_path: Path) -> None:
    message = letter(
        From="Skupnost občin <info@example.org>",
        To="Občina Ankaran <a@example.org>, b@example.org",
        Cc="c@example.org",
        Subject="Vabilo na posvet o občinskem redarstvu",
        Date="Mon, 23 Nov 2026 09:05:00 +0100",
    )
    message.set_content("Vabljeni.\n")
    path = eml(tmp_path / "a.eml", message)
    assert recognise(path) == EML
    assert shown(read(path)) == [
        ("heading", "Zadeva: Vabilo na posvet o občinskem redarstvu"),
        ("paragraph", "Od: Skupnost občin"),
        ("paragraph", "Za: Občina Ankaran, b@example.org"),
        ("paragraph", "Datum: 23. 11. 2026, 9.05"),
        ("paragraph", "Vabljeni."),
    ]
    assert read(path).title == "Vabilo na posvet o občinskem redarstvu"


def test_of_two_forms_of_a_letter_the_page_is_read(tmp_path: Path) -> None:
    message = letter(From="a@example.org", To="b@example.org", Subject="Seja")
    message.set_content("Dnevni red: ena")
    message.add_alternative("<p>Dnevni red:</p><ol><li>ena</li></ol>", subtype="html")
    assert shown(read(eml(tmp_path / "a.eml", message)))[3:] == [("paragraph", "Dnevni red:"), ("item", "1. ena")]


def test_attachments_are_written_out_under_numbers(tmp_path: Path) -> None:
    message = letter(From="a@example.org", To="b@example.org", Subject="Gradivo")
    message.set_content("V prilogi.")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="../../Župan č.pdf")
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="mapa/vse.zip")
    into = tmp_path / "ven"
    into.mkdir()
    found = read(eml(tmp_path / "a.eml", message), into)
    assert [(one.name, one.file, one.size) for one in found.attachments] == [
        ("Župan č.pdf", "0001", 8),
        ("vse.zip", "0002", 2),
    ]
    assert sorted(path.name for path in into.iterdir()) == ["0001", "0002"]
    assert (into / "0001").read_bytes() == b"%PDF-1.4"


def test_without_a_folder_attachments_are_only_counted(tmp_path: Path) -> None:
    message = letter(From="a@example.org", To="b@example.org", Subject="Gradivo")
    message.set_content("V prilogi.")
    for name in ("a.pdf", "b.pdf"):
        message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename=name)
    found = read(eml(tmp_path / "a.eml", message))
    assert (found.attachments, found.warnings) == ((), ("Vloženi datoteki nista prebrani (2).",))


def test_a_letter_in_a_letter_is_an_attachment_and_pictures_of_the_text_are_none(tmp_path: Path) -> None:
    inner = letter(From="a@example.org", To="b@example.org", Subject="Prvo sporočilo")
    inner.set_content("Prvo.")
    message = letter(From="a@example.org", To="b@example.org", Subject="Posredovano")
    message.set_content("Glej spodaj.")
    message.add_attachment(inner)
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", disposition="inline", cid="<grb>")
    found = read(eml(tmp_path / "a.eml", message), tmp_path)
    assert [one.name for one in found.attachments] == ["Prvo sporočilo.eml"]
    assert b"Prvo." in (tmp_path / "0001").read_bytes()


@pytest.mark.parametrize("charset", ["windows-1250", "iso-8859-2", "utf-8"])
def test_charsets_are_told_by_the_bytes_whatever_the_letter_claims(tmp_path: Path, charset: str) -> None:
    raw = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nContent-Type: text/plain; charset=us-ascii\r\n"
    path = written(tmp_path / "a.eml", raw + b"\r\n" + "Župan Občine Škocjan".encode(charset))
    assert shown(read(path))[-1] == ("paragraph", "Župan Občine Škocjan")


def test_an_encrypted_letter_is_locked(tmp_path: Path) -> None:
    raw = b"From: a@example.org\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime;"
    with pytest.raises(Locked):
        read(written(tmp_path / "a.eml", raw + b" smime-type=enveloped-data\r\n\r\nMIIB"))


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: =?utf-8?B?!!!?=",
        b"Subject: =?neznan-nabor?Q?ob=E8ina?=",
        b"Date: Mon, 99 Xxx 20260 99:99",
        b"Content-Type: multipart/mixed; boundary=",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Transfer-Encoding: base64\r\n\r\n@@@",
        b"Content-Disposition: attachment; filename*=utf-99''%FF; filename=\"=?x?\"",
    ],
)
def test_a_damaged_letter_is_read_as_far_as_it_goes(tmp_path: Path, head: bytes) -> None:
    raw = b"From: Od\r\nTo: Za\r\nMIME-Version: 1.0\r\n" + head + b"\r\n\r\nbesedilo"
    assert ("paragraph", "Od: Od") in shown(read(written(tmp_path / "a.eml", raw), tmp_path))


@pytest.mark.skipif(not MAILS, reason="ni zbirke ../shared/data")
def test_letters_of_others_are_read(tmp_path: Path) -> None:
    for path in MAILS:
        if recognise(path) == EML:
            assert shown(read(path, tmp_path))[0][0] == "heading"


def test_fields_without_end_are_cut(tmp_path: Path) -> None:
    head = "From: a@primer.si\r\nTo: b@primer.si\r\nMIME-Version: 1.0\r\n"
    for field in (f"Subject: {'=?utf-8?q?=C4=8D?= ' * 100_000}", f"Content-Type: text/plain{'; a=b' * 200_000}"):
        path = written(tmp_path / "a.eml", f"{head}{field}\r\n\r\nBesedilo.")
        texts = [block.text for block in read(path).units[0].blocks]
        assert texts[-1] == "Besedilo."
        assert len(texts[0]) < 3_000
