"""Who made a comment."""

from __future__ import annotations

import pytest

from kb.ingest.formats.remarks import signed

SIGNED = [
    ("Pravna služba", "", "Pravna služba: Preveri."),
    ("Ministrstvo za javno upravo", "MJU", "Ministrstvo za javno upravo: Preveri."),
    ("SOS", "", "SOS: Preveri."),
    ("Ime Priimek", "ip", "ip: Preveri."),
    ("Ime Priimek", "", "IP: Preveri."),
    ("ime.priimek@example.org", "", "IP: Preveri."),
    ("", "", "Preveri."),
    ("Ime", "predolge začetnice", "I: Preveri."),
]


@pytest.mark.parametrize(("author", "initials", "expected"), SIGNED)
def test_roles_are_written_out_and_persons_are_initials(author: str, initials: str, expected: str) -> None:
    assert signed("Preveri.", author, initials) == expected


def test_an_empty_comment_stays_empty() -> None:
    assert signed("", "Pravna služba") == ""
