"""The uploads folder while several people send: what is there one moment may be kept the next."""

from __future__ import annotations

from pathlib import Path

from kb.library.uploads.parts import Parts


def test_a_part_that_goes_while_the_folder_is_looked_through_is_not_counted(tmp_path: Path) -> None:
    parts = Parts(tmp_path / "uploads")
    parts.write(7, 0, [b"prvi"], length=4)
    # As a part that was kept since: its name is listed, and there is nothing behind it.
    parts.path(8).symlink_to(tmp_path / "ni je")
    assert parts.all() == {7: 4}
