"""The folder of documents as long as those of municipalities."""

from __future__ import annotations

import random

from bench.sized import CHARACTERS_A_PAGE, _shown, _stretch

TEXT = [["1. člen", "Občina skrbi za oskrbo s pitno vodo.", "2. člen", "Ta odlok začne veljati takoj."] * 100]


def test_a_stretch_is_as_long_as_it_is_asked_to_be() -> None:
    for pages in (1, 5):
        size = sum(len(line) + 1 for line in _stretch(TEXT, random.Random(1), pages))
        assert pages * CHARACTERS_A_PAGE <= size < pages * CHARACTERS_A_PAGE + 100


def test_no_two_headings_follow_one_another() -> None:
    shown = list(_shown(["Prvi naslov", "Drugi naslov", "Tretji naslov", "Besedilo."]))
    assert [line[:3] for line in shown] == ["<h2", "<p>", "<h2", "<p>"]
