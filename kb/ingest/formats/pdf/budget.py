"""What the reading of one document may cost, so that no file holds a worker longer than its text is worth."""

from __future__ import annotations

from dataclasses import dataclass

from kb.errors import TooCostly


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is spent on one document; a page of prose has 500 to 5,000 operators and 5 to 100 KB."""

    pages: int = 10_000
    page_operators: int = 1_000_000
    operators: int = 20_000_000
    stream_bytes: int = 64_000_000
    decoded_bytes: int = 1_000_000_000
    characters: int = 40_000_000
    forms_deep: int = 16


class PageSpent(Exception):
    """A page has cost all that one page may; what was read of it stays."""


class Budget:
    """What has been spent on one document.

    What goes past a page's limit raises PageSpent, what goes past the document's TooCostly.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._operators = self._page_operators = self._decoded = self._characters = 0

    def open_page(self) -> None:
        """Begins to count the operators of a page."""
        self._page_operators = 0

    def spend_operators(self, count: int) -> None:
        """Counts operators; raises PageSpent and TooCostly."""
        self._operators += count
        self._page_operators += count
        if self._operators > self.limits.operators:
            raise TooCostly(f"{self.limits.operators // 1_000_000} milijonov ukazov")
        if self._page_operators > self.limits.page_operators:
            raise PageSpent

    def spend_bytes(self, count: int) -> None:
        """Counts bytes of unpacked content; raises TooCostly."""
        self._decoded += count
        if self._decoded > self.limits.decoded_bytes:
            raise TooCostly(f"{self.limits.decoded_bytes // 1_000_000} MB")

    def spend_characters(self, count: int) -> None:
        """Counts characters of text; raises TooCostly."""
        self._characters += count
        if self._characters > self.limits.characters:
            raise TooCostly(f"{self.limits.characters // 1_000_000} milijonov znakov")
