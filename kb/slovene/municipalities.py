"""Names of municipalities: what the ways of writing one of them share, and how it is named on screen."""

from __future__ import annotations

import re

from kb.slovene.fold import fold
from kb.slovene.normal import tidy

_SORT = re.compile(r"\A(?:(?:mestna|mestne|mo)\s+)?(?:obcin[aeio]\s+)?")
_OTHER = re.compile(r"[^a-z0-9]+")


def key(name: str) -> str:
    """Gives what all ways of writing a municipality share, "" for what names none.

    >>> key("Mestna občina Kranj"), key("KRANJ "), key("Koper/Capodistria"), key("Hoče - Slivnica"), key("…")
    ('kranj', 'kranj', 'koper', 'hoce-slivnica', '')
    """
    folded = fold(" ".join(tidy(name).split())).partition("/")[0]
    bare = _OTHER.sub("-", folded).strip("-").replace("-", " ")
    return _SORT.sub("", f"{bare} ", count=1).strip().replace(" ", "-")


def shown(name: str) -> str:
    """Gives a municipality as it is named on screen.

    >>> shown("Kranj"), shown("Mestna občina Kranj")
    ('Občina Kranj', 'Mestna občina Kranj')
    """
    line = " ".join(tidy(name).split())
    folded = fold(line)
    return line if folded.startswith(("obcina ", "mestna obcina ")) else f"Občina {line}"
