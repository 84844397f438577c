"""Compound files (OLE2)."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.ingest.compound import Compound, stream_names
from tests.ingest.formats.samples import compound_tree
from tests.ingest.making import compound, written


def test_streams_of_any_size_are_read_from_their_folders(tmp_path: Path) -> None:
    large = bytes(range(256)) * 20
    path = compound_tree(tmp_path / "a", {"mapa": {"majhen": b"ena", "velik": large}, "prazen": b""})
    with Compound(path) as found:
        folder = found.children(found.children()["mapa"])
        assert {name: found.read(entry) for name, entry in folder.items()} == {"majhen": b"ena", "velik": large}
        assert found.read(folder["velik"], 10) == large[:10]
        assert found.read(found.children()["prazen"]) == b""


def test_names_are_given_even_where_the_tree_is_broken(tmp_path: Path) -> None:
    assert stream_names(compound(tmp_path / "a", "WordDocument")) == ("Root Entry", "WordDocument")
    assert stream_names(compound_tree(tmp_path / "b", {"WordDocument": b"x"})) == ("WordDocument",)
    assert stream_names(written(tmp_path / "c", b"nekaj drugega")) == ()


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=40), st.integers(8, 4000))
def test_a_damaged_file_gives_what_it_can(tmp_path: Path, bytes_at: list[tuple[int, int]], length: int) -> None:
    raw = bytearray(compound_tree(tmp_path / "a", {"mapa": {"majhen": b"ena" * 50, "velik": bytes(5000)}}).read_bytes())
    for at, value in bytes_at:
        raw[8 + at % (len(raw) - 8)] = value
    with Compound(written(tmp_path / "b", bytes(raw[:length]))) as found:
        assert all(len(found.read(entry)) <= len(raw) for entry in found.entries)
