"""Every bad input of a batch gets its named outcome; the rest goes on, nothing is lost, and the exit code says so."""

import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Command

Write = Callable[[str, str], Path]
GOOD = "# Redarstvo\n\nObčinski redar ugotavlja istovetnost osebe.\n"

# A page that only draws a rectangle, as a scan without a text layer does.
SCAN = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>> endobj
4 0 obj <</Length 20>> stream
10 10 500 700 re f
endstream endobj
trailer <</Root 1 0 R>>
"""


def locked() -> bytes:
    """An OLE file whose directory names the stream in which Office keeps an encrypted package."""
    header = bytearray(bytes.fromhex("d0cf11e0a1b11ae1").ljust(76, b"\0").ljust(512, b"\xff"))
    header[30] = 9
    name = "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    entry = bytearray(name.ljust(512, b"\0"))
    entry[64] = len(name)
    return bytes(header + entry)


def outcomes(told: dict[str, list[dict[str, str]]]) -> dict[str, tuple[str, str]]:
    return {each["name"]: (each["outcome"], each["reason"]) for each in told["files"]}


def test_every_bad_input_has_its_outcome_and_the_rest_goes_on(kb: Command, write: Write) -> None:
    folder = write("dobro č š ž z razmiki.md", GOOD).parent
    write("prazna.pdf", "")
    write("napačna končnica.pdf", GOOD + "Še odstavek.\n")
    write("isto.md", GOOD)
    (folder / "zaklenjena.docx").write_bytes(locked())
    (folder / "skenirana.pdf").write_bytes(SCAN)
    (folder / "slika.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with zipfile.ZipFile(folder / "pokvarjena.pptx", "w") as archive:
        archive.writestr("[Content_Types].xml", "ni xml")
        archive.writestr("ppt/presentation.xml", "ni xml")
    told = kb.json("add", folder, code=1)
    assert outcomes(told) == {
        "dobro č š ž z razmiki.md": ("read", ""),
        "isto.md": ("known", ""),
        "napačna končnica.pdf": ("read", ""),
        "pokvarjena.pptx": ("failed", "unreadable"),
        "prazna.pdf": ("failed", "empty"),
        "skenirana.pdf": ("failed", "no-text"),
        "slika.png": ("failed", "unknown-format"),
        "zaklenjena.docx": ("failed", "locked"),
    }
    assert all(each["message"].endswith(".") for each in told["files"] if each["reason"])
    assert outcomes(kb.json("status")) == outcomes(told)
    assert kb.json("find", "istovetnost")["documents"] == 2
    originals = [path for path in (kb.home / "originals").rglob("*") if path.is_file()]
    assert len(originals) == 6, "all but the empty file and the second copy are kept"


def test_a_file_of_500_mb_does_not_stop_the_batch(kb: Command, write: Write) -> None:
    good = write("dobro.md", GOOD)
    huge = good.with_name("velika.pdf")
    kb.environment["KB_READ_SECONDS"] = "10"
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(500 * 1024 * 1024)
    told = kb.json("add", good.parent, code=1)
    assert outcomes(told)["dobro.md"] == ("read", "")
    outcome, reason = outcomes(told)["velika.pdf"]
    assert outcome == "failed"
    assert reason in {"unreadable", "too-costly", "timed-out", "no-text"}


def test_a_file_over_the_limit_is_named_and_not_kept(kb: Command, write: Write) -> None:
    kb.environment["KB_MAX_FILE_MB"] = "1"
    folder = write("dobro.md", GOOD).parent
    write("prevelika.md", "besedilo " * 200_000)
    told = kb.json("add", folder, code=1)
    assert outcomes(told) == {"dobro.md": ("read", ""), "prevelika.md": ("failed", "too-large")}
    assert "MB" in kb.json("status", "--failed")["files"][0]["message"]


@pytest.mark.skipif(shutil.which("setpriv") is None or os.name != "posix", reason="setpriv is not installed")
def test_a_folder_and_a_file_that_cannot_be_opened_are_named(kb: Command, write: Write) -> None:
    good = write("mapa/dobro.md", GOOD)
    closed = write("mapa/zaprta/skrito.md", GOOD).parent
    write("mapa/zaklenjeno.md", GOOD + "x").chmod(0)
    closed.chmod(0)
    if os.geteuid() == 0:
        # Even root is refused without these two capabilities.
        kb.words = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", *kb.words]
    try:
        told = kb.json("add", good.parent, code=1)
    finally:
        closed.chmod(0o700)
    assert outcomes(told) == {
        "dobro.md": ("read", ""),
        "zaklenjeno.md": ("failed", "unreachable"),
        "zaprta": ("failed", "unreachable"),
    }


def test_a_file_that_failed_is_read_when_it_is_mended_and_added_again(kb: Command, write: Write) -> None:
    path = write("poročilo.md", "")
    kb("add", path, code=1)
    path.write_text(GOOD, encoding="utf-8")
    kb("add", path)
    assert kb.json("find", "istovetnost")["documents"] == 1
