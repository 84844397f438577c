"""What a row of the audit log says, as values that JSON gives back as they were, and the SHA-256 that chains it.

Values are small: of a long text the beginning is kept, of a long list the first items, and what was left out is told.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kb.slovene.fold import fold
from kb.store.texts import storable

FIRST = "0" * 64
"""What the first row follows."""

LONGEST_TEXT = 2_000
MOST_ITEMS = 1_000
LONGEST_SIDE = 20_000
"""Characters that `before` or `after` may have as JSON."""

LONGEST_WORDS = 4_000
_LONGEST_OF_MUCH = 200
_ITEMS_OF_MUCH = 20


def plain(told: Mapping[str, Any] | None) -> dict[str, Any]:
    """Gives values as they are kept: texts, numbers, lists and objects; dates as 2026-11-22, anything else as text."""
    kept = _object(told or {}, LONGEST_TEXT, MOST_ITEMS)
    if len(_json(kept)) > LONGEST_SIDE:
        kept = _object(told or {}, _LONGEST_OF_MUCH, _ITEMS_OF_MUCH)
    if len(_json(kept)) > LONGEST_SIDE:
        kept = {"…": f"{len(kept)}"}
    return kept


def chained(row: Mapping[str, Any], previous: str) -> str:
    """Gives the SHA-256 of a row's values and of the row before it.

    Of who did it only the account is chained, where there is one: a name may be forgotten, an account is a number.
    """
    told = {
        "at": row["at"].astimezone(dt.UTC).isoformat(),
        "actor_id": row["actor_id"],
        "actor": row["actor"] if row["actor_id"] is None else "",
        **{name: row[name] for name in ("deed", "subject", "subject_id", "before", "after")},
    }
    return hashlib.sha256(f"{previous}\n{_json(told)}".encode()).hexdigest()


def words_of(row: Mapping[str, Any]) -> str:
    """Gives what a row is searched by: the values it tells, folded as questions are («Šoštanj» → "sostanj")."""
    texts = [row["subject_id"], *_texts(row["before"]), *_texts(row["after"])]
    return fold("\n".join(dict.fromkeys(text for text in texts if text)))[:LONGEST_WORDS]


def short(text: str, longest: int) -> str:
    """Gives a text as it is kept, of a long one the beginning and «…»."""
    kept = storable(text)
    return kept if len(kept) <= longest else kept[: longest - 1] + "…"


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _object(told: Mapping[Any, Any], longest: int, most: int) -> dict[str, Any]:
    names = list(told)[:most]
    return {short(str(name), 100): _value(told[name], longest, most) for name in names}


def _value(value: object, longest: int, most: int, depth: int = 0) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return short(str(value), longest)
    if isinstance(value, dt.date):
        return value.isoformat()
    if depth < 4 and isinstance(value, Mapping):
        return {short(str(name), 100): _value(value[name], longest, most, depth + 1) for name in list(value)[:most]}
    if depth < 4 and isinstance(value, Collection) and not isinstance(value, bytes | bytearray):
        return _list(value, longest, most, depth)
    return short(str(value), longest)


def _list(values: Collection[object], longest: int, most: int, depth: int) -> list[Any]:
    items = sorted(values, key=repr) if isinstance(values, set | frozenset) else list(values)
    kept = [_value(one, longest, most, depth + 1) for one in items[:most]]
    return [*kept, f"… (+{len(items) - most})"] if len(items) > most else kept


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value
