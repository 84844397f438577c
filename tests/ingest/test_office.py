"""Old office formats through LibreOffice, where it is installed; what is said where it is not."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb.errors import UnknownFormat, Unreadable
from kb.ingest import extract, office
from kb.ingest.sniff import CONVERTED, DOC, RTF
from tests.ingest.making import written

SECONDS = 60
needed = pytest.mark.skipif(not office.is_available(), reason="LibreOffice ni nameščen")


def rtf(path: Path, text: str) -> Path:
    escaped = "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in text)
    return written(path, f"{{\\rtf1\\ansi {escaped}\\par}}")


@needed
def test_an_old_file_is_read_as_what_it_is_with_a_warning(tmp_path: Path) -> None:
    found = extract(rtf(tmp_path / "vabilo.rtf", "Vabljeni v Škocjan."))
    assert found.media_type == RTF
    assert [block.text for unit in found.units for block in unit.blocks] == ["Vabljeni v Škocjan."]
    assert office.WARNING in found.warnings


@needed
def test_many_files_are_converted_in_one_start_each_under_a_name_made_here(tmp_path: Path) -> None:
    paths = [rtf(tmp_path / f"--vabilo {number} č.rtf", f"Vabilo {number}") for number in range(5)]
    made = office.convert(paths, "docx", tmp_path / "novo", seconds=SECONDS)
    assert list(made) == paths
    texts = [extract(made[path]).units[0].blocks[0].text for path in paths]
    assert texts == [f"Vabilo {number}" for number in range(5)]
    assert {path.parent for path in made.values()} == {tmp_path / "novo"}


@needed
def test_a_document_becomes_pages(tmp_path: Path) -> None:
    path = rtf(tmp_path / "a.rtf", "Vabljeni")
    made = office.convert([path], "pdf", tmp_path / "novo", seconds=SECONDS)
    assert made[path].read_bytes().startswith(b"%PDF")


@needed
def test_a_file_that_hangs_is_left_out_and_the_others_are_converted(tmp_path: Path) -> None:
    hanging = written(tmp_path / "b.rtf", b"{\\rtf1 \\bin2000000000 " + bytes(range(256)) * 40)
    good = [rtf(tmp_path / name, "Vabilo") for name in ("a.rtf", "c.rtf")]
    made = office.convert([good[0], hanging, good[1]], "docx", tmp_path / "novo", seconds=15)
    assert list(made) == good


@needed
def test_a_file_that_is_not_opened_says_so(tmp_path: Path) -> None:
    assert isinstance(office.refusal(RTF), Unreadable)
    empty = written(tmp_path / "a.rtf", b"")
    assert office.convert([empty], "pptx", tmp_path / "novo", seconds=SECONDS) == {}


def test_an_rtf_that_libreoffice_would_wait_for_is_read_without_it(tmp_path: Path) -> None:
    cut = written(tmp_path / "a.rtf", b"{\\rtf1\\ansi Vabljeni na posvet.\\par{\\pict\\bin2000000000 " + bytes(200))
    found = extract(cut)
    assert [block.text for unit in found.units for block in unit.blocks] == ["Vabljeni na posvet."]
    assert found.warnings == (office.WARNING_ALONE,)
    assert office.convert([cut], "docx", tmp_path / "novo", seconds=SECONDS) == {}


@pytest.mark.skipif(office.is_available(), reason="LibreOffice je nameščen")
def test_without_libreoffice_rtf_is_read_and_other_old_files_say_what_is_missing(tmp_path: Path) -> None:
    assert extract(rtf(tmp_path / "vabilo.rtf", "Vabljeni")).warnings == (office.WARNING_ALONE,)
    assert isinstance(office.refusal(DOC), UnknownFormat)
    assert office.convert([tmp_path / "vabilo.rtf"], "docx", tmp_path / "novo", seconds=SECONDS) == {}


def test_every_old_format_has_a_target_an_ending_and_a_name() -> None:
    assert set(office.TARGETS) == set(CONVERTED) <= set(office.ENDINGS)


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """Gives the address of a server and the list of what it is asked for."""
    asked: list[str] = []

    class Asked(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


@needed
def test_no_server_is_asked_for_what_a_file_refers_to(tmp_path: Path) -> None:
    with listening() as (address, asked):
        field = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{address}/slika.png" \\\\d}}{{\\fldrslt }}}}'
        path = written(tmp_path / "a.rtf", f"{{\\rtf1\\ansi Vabilo. {field}{{\\*\\template {address}/x.dotm}}}}")
        assert office.convert([path], "pdf", tmp_path / "novo", seconds=SECONDS)
    assert asked == []
