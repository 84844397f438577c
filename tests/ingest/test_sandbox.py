"""The worker process: limits, deaths, and errors with their names."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.errors import Empty, TimedOut, TooCostly, UnknownFormat, Unreadable
from kb.ingest import Sandbox, extract
from tests.ingest.making import docx, hanging_pdf, line, paragraph, pdf, written


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(seconds=30) as opened:
        yield opened


def test_a_sandbox_gives_what_reading_here_gives(sandbox: Sandbox, tmp_path: Path) -> None:
    path = docx(tmp_path / "vabilo č š ž.docx", paragraph("Vabljeni na posvet"))
    assert sandbox.extract(path) == extract(path)


def test_an_error_comes_with_its_name_and_detail(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat) as raised:
        sandbox.extract(written(tmp_path / "a.pdf", b"{\\rtf1 x}"))
    assert raised.value.detail == "RTF"
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


def test_a_file_that_hangs_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    good = pdf(tmp_path / "b.pdf", [[line("Vabilo")]])
    with Sandbox(seconds=1.5) as sandbox:
        with pytest.raises(TimedOut) as raised:
            sandbox.extract(hanging_pdf(tmp_path / "a.pdf"))
        assert raised.value.detail == "1.5 s"
        assert sandbox.extract(good).units[0].blocks[0].text == "Vabilo"


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
        owner.kill()
    for _ in range(200):
        if not _is_running(child):
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
    names = [str(hanging_pdf(tmp_path / "a.pdf")), str(written(tmp_path / "b.txt", "Vabilo"))]
    command = [sys.executable, "-c", _READER, *names]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        os.kill(_child_of(reader.pid), signal.SIGSEGV)
        assert reader.stdout.read().split("\n")[:3] == ["unreadable SIGSEGV", "on", "1"]


@pytest.mark.skipif(sys.platform != "linux", reason="Ctrl-C se pošlje skupini procesov")
def test_ctrl_c_leaves_no_traceback_of_a_worker(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _READER, str(hanging_pdf(tmp_path / "a.pdf"))]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        os.killpg(reader.pid, signal.SIGINT)
        _, told = reader.communicate()
    assert told.count("Traceback") == 1
    assert told.rstrip().endswith("KeyboardInterrupt")
