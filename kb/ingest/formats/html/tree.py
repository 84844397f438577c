"""The tree of a page, bounded: a page nests elements as deep as it likes, what walks over it does not."""

from __future__ import annotations

import warnings
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

from kb.errors import TooCostly

MOST_MARKS = 500_000
DEEPEST = 150
_DEEPEST_OF_ALL = 2_000


class _Bounded(BeautifulSoup):
    """A tree in which what lies too deep stands beside what it lay in, as in browsers."""

    _left_out = 0

    def handle_starttag(self, name: str, *arguments: Any, **named: Any) -> Tag | None:
        """Gives the new element, or None for one that only its content is kept of; raises TooCostly."""
        if len(self.tagStack) <= DEEPEST:
            return super().handle_starttag(name, *arguments, **named)
        self._left_out += 1
        if self._left_out > _DEEPEST_OF_ALL:
            raise TooCostly("globina gnezdenja")
        self.endData()
        return None

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        """Ends an element; every end belongs to the last start, as the parser under it tells them."""
        if self._left_out:
            self._left_out -= 1
            self.endData()
        else:
            super().handle_endtag(name, nsprefix)


def tree_of(text: str) -> BeautifulSoup:
    """Gives the tree of a page, no deeper than 150 elements.

    Raises TooCostly for one of more than 2,000 elements in one another, or of half a million tags.
    """
    marks = text.count("<")
    if marks > MOST_MARKS:
        raise TooCostly(f"{marks // 1000} tisoč oznak na strani")
    with warnings.catch_warnings():
        # That a page might be XML, or the name of a file, is no news to whoever reads it here.
        warnings.simplefilter("ignore", UserWarning)
        return _Bounded(text, "lxml")
