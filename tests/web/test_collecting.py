"""Garbage collections while pages are served."""

from __future__ import annotations

import gc
import weakref

from kb.web.collecting import SET_ASIDE, short_collections


class Node:
    """Something that may point to itself."""

    def __init__(self) -> None:
        self.me = self


def test_what_outlives_a_collection_is_set_aside_and_let_go_of_in_the_end() -> None:
    assert gc.get_freeze_count() == 0
    with short_collections():
        assert gc.get_freeze_count() > 1_000
    assert gc.get_freeze_count() == 0
    assert all(each.__module__ != short_collections.__module__ for each in gc.callbacks)


def test_a_circle_that_was_set_aside_is_collected_some_time_later() -> None:
    with short_collections():
        node = Node()
        left = weakref.ref(node)
        gc.collect()
        del node
        gc.collect()
        assert left() is not None
        for _ in range(SET_ASIDE):
            gc.collect()
        assert left() is None
