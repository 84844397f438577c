"""What the classes of elements mean on pages of Uradni list and PISRS, where no tag tells headings from paragraphs.

Source: the classes that public parsers of both sites go by. Uradni list: esegment_t, esegment_h1 … h6 (h4 is
«14. člen» and its title), esegment_p, li …; PISRS: under div.mainText, matched by their beginnings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.model import BlockKind

_GAZETTE = re.compile(r"esegment_(?:(t)|h([1-6])|(li)\w*|[a-z]\w*)")
# The longer name first: «pododdelek» is no «oddelek», «crkovna_tocka_za_odstavkom» is still a «crkovna_tocka».
_REGISTER = (
    ("naslov", BlockKind.HEADING, 1),
    ("del", BlockKind.HEADING, 2),
    ("poglavje", BlockKind.HEADING, 3),
    ("pododdelek", BlockKind.HEADING, 5),
    ("oddelek", BlockKind.HEADING, 4),
    ("odsek", BlockKind.HEADING, 5),
    ("clen", BlockKind.HEADING, 6),
    ("priloga", BlockKind.HEADING, 2),
    ("opozorilo", BlockKind.NOTE, 0),
    ("stevilcna_tocka", BlockKind.ITEM, 1),
    ("crkovna_tocka_za_stevilcno", BlockKind.ITEM, 2),
    ("crkovna_tocka", BlockKind.ITEM, 1),
    ("alinea_za_stevilcno", BlockKind.ITEM, 2),
    ("alinea_za_crkovno", BlockKind.ITEM, 2),
    ("alinea_za_podtocko", BlockKind.ITEM, 3),
    ("alinea", BlockKind.ITEM, 1),
    *(
        (name, BlockKind.PARAGRAPH, 0)
        for name in ("odstavek", "npb", "navezava-npb", "evidencna_stevilka", "kraj_datum", "podpisnik", "napaka")
    ),
)


def meaning_of(classes: Sequence[str], *, in_register: bool) -> tuple[BlockKind, int] | None:
    """Gives the kind and level of an element by its classes, or None where they mean nothing.

    `in_register` tells that the element stands under PISRS's div.mainText.

    >>> meaning_of(["esegment_h4"], in_register=False)
    (<BlockKind.HEADING: 'heading'>, 4)
    >>> meaning_of(["center", "bold", "clen"], in_register=True)
    (<BlockKind.HEADING: 'heading'>, 6)
    """
    for name in classes:
        if found := _GAZETTE.fullmatch(name):
            if found[1] or found[2]:
                return BlockKind.HEADING, int(found[2] or 1)
            return (BlockKind.ITEM, 1) if found[3] else (BlockKind.PARAGRAPH, 0)
    for name in classes if in_register else ():
        for beginning, kind, level in _REGISTER:
            if name == beginning or name.startswith(f"{beginning}_"):
                return kind, level
    return None
