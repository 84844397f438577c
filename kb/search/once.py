"""What is worked out of an object when it is first asked for, and kept with it.

As functools.cached_property is since Python 3.12: before, one lock for all objects of a class makes every search wait
for the one that works something out just then. Two that ask at the same moment both work it out, and keep the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801
    """A property whose value is worked out once."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    def __get__(self, instance: Any, owner: type | None = None) -> T:
        kept: T = self._work(instance)
        instance.__dict__[self._name] = kept
        return kept
