"""Metadata as small values of JSON, all or those that differ: {"bodies": ["k-okolje"], "dated": "2026-11-22"}."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, replace
from enum import Enum
from typing import Any

from kb.model import DocumentState, Metadata, Visibility

_NAMES = tuple(each.name for each in fields(Metadata))
_READ: dict[str, Any] = {
    "bodies": tuple,
    "topics": tuple,
    "speakers": tuple,
    "dated": lambda value: dt.date.fromisoformat(value) if value else None,
    "visibility": Visibility,
    "state": DocumentState,
}


def written(metadata: Metadata, *, but: Metadata | None = None) -> dict[str, Any]:
    """Gives metadata as JSON keeps them, without the fields that `but` says too."""
    told = {name: getattr(metadata, name) for name in _NAMES}
    return {name: _written(value) for name, value in told.items() if but is None or value != getattr(but, name, _NAMES)}


def read(told: Mapping[str, Any], base: Metadata = Metadata()) -> Metadata:
    """Gives metadata from what `written` gave, the fields that it does not have as in `base`."""
    known = {name: _READ[name](value) if name in _READ else value for name, value in told.items() if name in _NAMES}
    return replace(base, **known)


def _written(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
