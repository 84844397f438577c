"""Numbers of spreadsheets and charts as a reader in Slovenia sees them, as far as their formats are simple."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001
_EPOCH_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001
# What all workbooks share by number; those that are not listed are as good as General.
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "d.m.yyyy",
    15: "d.m.yyyy",
    16: "d.m.",
    17: "m.yyyy",
    18: "h:mm",
    19: "h:mm:ss",
    20: "h:mm",
    21: "h:mm:ss",
    22: "d.m.yyyy h:mm",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    44: '#,##0.00 "€"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    48: "##0.0E+0",
}
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]')
_CORE = re.compile(r"[#0?](?:[#0?., ]*[#0?.])?,*(?:E[+-]?[#0?]+)?|General", re.I)
_LONGEST_FORMAT = 200
_DAYS_SHOWN = 2_958_466


def format_of(number: int, own: dict[int, str]) -> str:
    """Gives the format that a workbook knows under `number`: its own one, or one of those that all share."""
    return own.get(number) or _BUILT_IN.get(number) or "General"


def shown(value: str, form: str = "General", *, from_1904: bool = False) -> str:
    """Gives a stored number as its format shows it; what is no number stays as it is.

    >>> shown("1234.5", "#,##0.00"), shown("0.35", "0%"), shown("46348", "dd/mm/yyyy"), shown("0.1")
    ('1.234,50', '35 %', '22. 11. 2026', '0,1')
    """
    try:
        number = float(value)
    except ValueError:
        return value
    if number != number or number in (float("inf"), float("-inf")):
        return value
    sign = (number > 0) - (number < 0)
    pattern = _pattern(form[:_LONGEST_FORMAT], sign)
    if pattern.date:
        return _date(number, pattern.date, from_1904=from_1904)
    return _number(abs(number) if pattern.drops_sign else number, pattern)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What a format says around a number (`before`, `after`) and of the number itself (`core`), or its `date` form.

    The part of a format that is for negative numbers shows them without their sign.
    """

    before: str = ""
    core: str = ""
    after: str = ""
    date: str = ""
    drops_sign: bool = False


@lru_cache(maxsize=1000)
def _pattern(form: str, sign: int) -> _Pattern:
    """Takes a format apart; «#,##0.00 "EUR"» → core «#,##0.00», after « EUR». A part may be for one sign only."""
    parts = _QUOTED.sub(lambda found: found[0].replace(";", "\0"), form).split(";")
    parts = [part.replace("\0", ";") for part in parts]
    drops_sign = sign < 0 and len(parts) > 1
    section = parts[1] if drops_sign else parts[2] if sign == 0 and len(parts) > 2 else parts[0]
    bare = _QUOTED.sub("", section)
    if re.search(r"[dyhs]|m{1,5}", bare, re.I) and not re.search(r"general|[#?]|0\.?0*%", bare, re.I):
        return _Pattern(date=section)
    found = _CORE.search(_QUOTED.sub(lambda match: " " * len(match[0]), section))
    if not found:
        return _Pattern(before=_said(section), drops_sign=drops_sign)
    before, after = section[: found.start()], section[found.end() :]
    return _Pattern(_said(before), found[0], _said(after), drops_sign=drops_sign)


def _said(text: str) -> str:
    """Gives the words that a format writes: what is quoted or escaped, currencies, percent, brackets."""
    said = _QUOTED.sub(lambda found: found[1] or found[2] or found[3] or "", text)
    return said.replace("@", "")


def _number(number: float, pattern: _Pattern) -> str:
    core = pattern.core
    if not core:
        return pattern.before.strip() or general(number)
    if "/" in pattern.after:
        return general(number)
    if number == 0 and not core.strip("?"):
        return f"{pattern.before}{pattern.after}".strip()
    is_percent = "%" in pattern.after or "%" in pattern.before
    if is_percent:
        number *= 100
    if core.lower() == "general":
        written = general(number)
    elif "e" in core.lower():
        written = f"{number:.{_decimals(core.lower().split('e')[0])}E}".replace(".", ",")
    else:
        written = _fixed(number, core)
    after = pattern.after.replace("%", " %") if is_percent and " %" not in pattern.after else pattern.after
    return f"{pattern.before}{written}{after}".strip()


def _fixed(number: float, core: str) -> str:
    whole, _, _ = core.partition(".")
    while core.endswith(","):
        # A comma at the end shows thousands: «#,##0,» writes 1.234.567 as 1.235.
        core, number = core[:-1], number / 1000
    text = (
        f"{number:,.{_decimals(core)}f}".replace(",", "\0").replace(".", ",").replace("\0", "." if "," in whole else "")
    )
    if "," in text and core.endswith("#"):
        text = text.rstrip("0").rstrip(",")
    width = len(re.findall("0", whole))
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    return sign + digits.zfill(width + (len(digits) - len(digits.split(",")[0])))


def _decimals(core: str) -> int:
    return min(len(re.findall(r"[#0?]", core.partition(".")[2])), 15)


def general(number: float) -> str:
    """Gives a number without a format: up to eleven digits, decimal comma.

    >>> general(3.0), general(0.1 + 0.2), general(1e21)
    ('3', '0,3', '1E+21')
    """
    if abs(number) < 1e15 and number == int(number):
        return str(int(number))
    return f"{number:.10G}".replace(".", ",")


def _date(number: float, form: str, *, from_1904: bool) -> str:
    """Gives the parts of a moment that the format asks for, in the order and form of Slovene."""
    asked = _QUOTED.sub(lambda found: found[0] if re.match(r"\[[hms]+\]", found[0], re.I) else "", form).lower()
    if "[" in asked and abs(number) < _DAYS_SHOWN:
        return _span(number, asked)
    if not 0 <= number < _DAYS_SHOWN:
        return general(number)
    seconds = round(number * 86400)
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + dt.timedelta(seconds=seconds)
    return " ".join(filter(None, (_day(moment, asked), _time(moment, asked))))


def _day(moment: dt.datetime, asked: str) -> str:
    has_time = bool(re.search("[hs]", asked))
    parts = []
    if "d" in asked:
        parts.append(f"{moment.day}.")
    if "m" in re.sub(r"h+\W*m+|m+\W*s+", "", asked) and (not has_time or "d" in asked or "y" in asked):
        parts.append(f"{moment.month}.")
    if "y" in asked:
        parts.append(str(moment.year))
    return " ".join(parts)


def _time(moment: dt.datetime, asked: str) -> str:
    if "h" in asked:
        return f"{moment.hour}:{moment:%M}" + (f":{moment:%S}" if "s" in asked else "")
    return f"{moment:%M:%S}" if "s" in asked else ""


def _span(number: float, asked: str) -> str:
    seconds = round(number * 86400)
    hours, rest = divmod(abs(seconds), 3600)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{hours}:{rest // 60:02d}" + (f":{rest % 60:02d}" if "s" in asked else "")
