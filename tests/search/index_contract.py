"""What every Index must do, by subject; each engine's tests inherit it and bring the fixture `index`."""

from __future__ import annotations

from tests.search.contract.narrowing import NarrowingContract
from tests.search.contract.pages import PagesContract
from tests.search.contract.words import WordsContract
from tests.search.contract.writing import WritingContract


class IndexContract(WordsContract, NarrowingContract, PagesContract, WritingContract):
    """All of the tests."""
