"""The worker process: limits, deaths, and errors with their names."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import DocumentError, Empty, NoText, TimedOut, TooCostly, UnknownFormat, Unreadable
from kb.ingest import Sandbox, divide, extract, ocr
from kb.model import Extract
from tests.ingest.making import docx, hanging_pdf, line, package, paragraph, pdf, written


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(seconds=30) as opened:
        yield opened


def test_a_sandbox_gives_what_reading_here_gives(sandbox: Sandbox, tmp_path: Path) -> None:
    path = docx(tmp_path / "vabilo č š ž.docx", paragraph("Vabljeni na posvet"))
    assert sandbox.extract(path) == extract(path)


def test_an_error_comes_with_its_name_and_detail(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat) as raised:
        sandbox.extract(written(tmp_path / "a.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"))
    assert raised.value.detail == "slika PNG"
    with pytest.raises(Empty):
        sandbox.extract(written(tmp_path / "b.pdf", b""))


def test_what_a_parser_raises_is_unreadable_with_its_cause_logged(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(Unreadable) as raised:
        sandbox.extract(Path("ime\0z ničlo.pdf"))
    assert raised.value.detail == "ValueError"
    assert "null byte" in str(raised.value.__cause__)
    assert "null byte" in caplog.text


def hanging(path: Path) -> Path:
    """Makes a pipe that nobody writes to: whoever opens it waits without end."""
    os.mkfifo(path)
    return path


def test_a_file_that_hangs_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    good = pdf(tmp_path / "b.pdf", [[line("Vabilo")]])
    with Sandbox(seconds=1.5) as sandbox:
        with pytest.raises(TimedOut) as raised:
            sandbox.extract(hanging(tmp_path / "a.txt"))
        assert raised.value.detail == "1.5 s"
        assert sandbox.extract(good).units[0].blocks[0].text == "Vabilo"


def test_a_first_reading_is_kept_where_the_second_does_not_end(tmp_path: Path) -> None:
    path = hanging_pdf(tmp_path / "a.pdf", before="Vabljeni na posvet.")
    with Sandbox(seconds=6) as sandbox:
        found = sandbox.extract(path)
        assert found.units[0].blocks[0].text == "Vabljeni na posvet."
        assert sandbox.extract(written(tmp_path / "b.txt", "Vabilo")).units


def test_a_sandbox_tells_what_a_file_is(sandbox: Sandbox, tmp_path: Path) -> None:
    assert sandbox.recognise(written(tmp_path / "a.doc", b"{\\rtf1 x}")) == "application/rtf"


def test_files_inside_a_file_are_written_to_the_folder_that_is_given(sandbox: Sandbox, tmp_path: Path) -> None:
    path, into = package(tmp_path / "a.zip", {"../../vabilo.txt": "Vabljeni."}), tmp_path / "into"
    into.mkdir()
    (found,) = sandbox.extract(path, into=into).attachments
    assert [each.name for each in into.iterdir()] == [found.file]
    assert (into / found.file).read_text(encoding="utf-8") == "Vabljeni."


def test_a_scan_comes_back_with_its_pages_where_that_is_asked_for(sandbox: Sandbox, tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[], []])
    assert sandbox.extract(path, scans=True).unread == (1, 2)
    with pytest.raises(NoText):
        sandbox.extract(path)


def test_a_page_is_drawn_whole_or_not_at_all(sandbox: Sandbox, tmp_path: Path) -> None:
    path, into = pdf(tmp_path / "a.pdf", [[line("Vabilo")]]), tmp_path / "slika.webp"
    sandbox.draw(path, 1, 200, into)
    assert into.read_bytes()[8:12] == b"WEBP"
    with pytest.raises(DocumentError):
        sandbox.draw(path, 2, 200, tmp_path / "druga.webp")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.pdf", "slika.webp"]


@pytest.mark.skipif(not ocr.is_available(), reason="tesseract ni nameščen")
def test_a_page_is_read_from_its_picture(sandbox: Sandbox, tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[line("Vabljeni na posvet", size=24)]])
    blocks, quality = sandbox.ocr(path, 1)
    assert ([block.text for block in blocks], quality > 0.5) == (["Vabljeni na posvet"], True)


_WRITER = """
import sys
from pathlib import Path
from kb.errors import TimedOut
from kb.ingest import Sandbox
with Sandbox(seconds=1) as sandbox:
    (own,) = Path(sys.argv[1]).iterdir()
    (own / "ostanek").write_text("x")
    try:
        sandbox.extract(Path(sys.argv[2]))
    except TimedOut:
        print(own.exists())
"""


def test_the_folder_of_a_worker_goes_with_it(tmp_path: Path) -> None:
    folder, path = tmp_path / "tmp", hanging(tmp_path / "a.txt")
    folder.mkdir()
    command = [sys.executable, "-c", _WRITER, str(folder), str(path)]
    environment = {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder)}
    shown = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert shown.stdout == "False\n"
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="meja pomnilnika velja le v Linuxu")
def test_a_file_that_takes_too_much_memory_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    large = written(tmp_path / "a.txt", b"a b\n" * 10_000_000)
    small = written(tmp_path / "b.txt", b"Vabilo")
    with Sandbox(seconds=60, memory_mb=350) as sandbox:
        with pytest.raises(TooCostly):
            sandbox.extract(large)
        assert sandbox.extract(small).units


def _child_of(pid: int) -> int:
    """Gives the id of the only child of a process."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return int(found.stdout.split()[0])


def _is_running(pid: int) -> bool:
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip()[:1] not in ("", "Z")


_OWNER = (
    "import time; from kb.ingest import Sandbox; s = Sandbox(); s.__enter__(); print('on', flush=True); time.sleep(60)"
)


@pytest.mark.skipif(sys.platform != "linux", reason="procesi se iščejo z ukazom ps")
def test_a_worker_ends_when_its_owner_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _OWNER], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        owner.stdout.readline()
        child = _child_of(owner.pid)
        folder = Path(f"/proc/{child}/cwd").readlink()
        owner.kill()
    for _ in range(200):
        if not _is_running(child):
            assert not folder.exists()
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("delavec je preživel lastnika")


_READER = """
import sys
from pathlib import Path
from kb.errors import DocumentError
from kb.ingest import Sandbox
with Sandbox(seconds=30) as sandbox:
    for name in sys.argv[1:]:
        print("on", flush=True)
        try:
            print(len(sandbox.extract(Path(name)).units), flush=True)
        except DocumentError as error:
            print(error.key, error.detail, flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="procesi se iščejo z ukazom ps")
def test_a_worker_that_dies_of_a_file_leaves_a_reason_and_another_takes_its_place(tmp_path: Path) -> None:
    names = [str(hanging(tmp_path / "a.txt")), str(written(tmp_path / "b.txt", "Vabilo"))]
    command = [sys.executable, "-c", _READER, *names]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        os.kill(_child_of(reader.pid), signal.SIGSEGV)
        assert reader.stdout.read().split("\n")[:3] == ["unreadable SIGSEGV", "on", "1"]


@pytest.mark.skipif(sys.platform != "linux", reason="Ctrl-C se pošlje skupini procesov")
def test_ctrl_c_leaves_no_traceback_of_a_worker(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _READER, str(hanging(tmp_path / "a.txt"))]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        os.killpg(reader.pid, signal.SIGINT)
        _, told = reader.communicate()
    assert told.count("Traceback") == 1
    assert told.rstrip().endswith("KeyboardInterrupt")


def test_reading_gives_the_extract_without_its_units_and_the_passages(sandbox: Sandbox, tmp_path: Path) -> None:
    path = docx(tmp_path / "vabilo.docx", paragraph("Vabljeni na posvet"))
    found, passages = sandbox.read(path)
    whole = extract(path)
    assert found == replace(whole, units=())
    assert passages == divide(whole)
    assert sandbox.divide(whole) == passages


def test_reading_only_tells_the_media_type_of_what_has_to_be_converted(sandbox: Sandbox, tmp_path: Path) -> None:
    path = written(tmp_path / "vabilo.rtf", rb"{\rtf1\ansi Vabljeni na posvet}")
    assert sandbox.read(path) == (Extract("application/rtf", ()), ())


def test_pages_that_wait_for_ocr_come_with_their_units(sandbox: Sandbox, tmp_path: Path) -> None:
    path = pdf(tmp_path / "skenirano.pdf", [[line("Vabilo na posvet o redarstvu")], []])
    found, passages = sandbox.read(path, scans=True)
    assert (found.unread, len(found.units), len(passages)) == ((2,), 2, 1)


def test_the_worker_lies_in_the_folder_that_is_given(tmp_path: Path) -> None:
    with Sandbox(tmp=tmp_path) as sandbox:
        assert len(list(tmp_path.iterdir())) == 1
        sandbox.close()
    assert list(tmp_path.iterdir()) == []
