"""What is measured goes into the place of docs/performance.md that is marked for it, and leaves the rest alone."""

from __future__ import annotations

from pathlib import Path

from bench.report import put


def test_figures_take_the_place_of_those_that_were_there(tmp_path: Path) -> None:
    place = tmp_path / "performance.md"
    place.write_text("Before.\n<!-- load: begin -->\nold\n<!-- load: end -->\nAfter.\n")
    put("load", "new", place)
    told = place.read_text()
    assert told.startswith("Before.\n<!-- load: begin -->\n")
    assert told.endswith("\nnew\n<!-- load: end -->\nAfter.\n")
    assert "old" not in told
