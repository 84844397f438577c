"""Help while typing: what a text that is being typed can become, and how a mistyped word may have been meant.

book = SuggestionBook(Path("/srv/kb/index"))
index = book.beside(open_index(Path("/srv/kb/index")))    # what is indexed is also told to the book
suggestions.entries("obc red", reader=VISITOR)
"""

from __future__ import annotations

from kb.search.suggesting.asking import AskedWord, asked_words, keys_of, plain
from kb.search.suggesting.book import SuggestionBook
from kb.search.suggesting.lookup import FoundEntry
from kb.search.suggesting.named import NamedThings
from kb.search.suggesting.showing import EntrySort

__all__ = ["AskedWord", "EntrySort", "FoundEntry", "NamedThings", "SuggestionBook", "asked_words", "keys_of", "plain"]
