"""What stands for what in questions, made of the store's registers and kept until they change."""

from __future__ import annotations

from kb.legislation.register import Register
from kb.search.actnames import ActNames
from kb.search.expansion import expand
from kb.search.synonyms import SynonymTable, together
from kb.search.tree import Node
from kb.store import Store


class Widening:
    """The equivalents of the store: acts by all their names, and synonyms. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._act_names: tuple[tuple[int, ...], ActNames] | None = None
        self._synonyms: tuple[tuple[int, ...], SynonymTable] | None = None

    def widened(self, node: Node) -> Node:
        """Gives a question with what stands for its words beside them (tree.Alike); new rows count at once."""
        names, synonyms = self.act_names(), self.synonyms()
        stands_for = together(names.stands_for, synonyms.stands_for)
        return expand(node, stands_for, longest=lambda word: max(names.longest(word), synonyms.longest(word)))

    def register(self) -> Register:
        """Gives the acts as the register is now."""
        return self.act_names().register

    def act_names(self) -> ActNames:
        """Gives the names of the acts as the register is now."""
        version, kept = self._store.acts.version(), self._act_names
        if kept is None or kept[0] != version:
            kept = version, ActNames(Register(self._store.acts.all()))
            self._act_names = kept
        return kept[1]

    def synonyms(self) -> SynonymTable:
        """Gives the synonyms as staff have them now."""
        stamp, kept = self._store.synonyms.stamp(), self._synonyms
        if kept is None or kept[0] != stamp:
            kept = stamp, SynonymTable(each.rule for each in self._store.synonyms.all())
            self._synonyms = kept
        return kept[1]
