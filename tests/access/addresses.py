"""Addresses that would show something hidden, for a route to be asked: of each document, dossier, act, question."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from urllib.parse import urlencode

from tests.access.world import GROUPS, World

Addresses = Callable[[World], list[str]]

ACTS = ("ZORed", "ZORed-A", "ZORed-B", "ZORed-C")


def questions() -> list[dict[str, str]]:
    """Questions whose answers could tell of hidden documents: their words, near them, with filters, in every order."""
    words = [word for group in GROUPS for word in (group.title_word, group.text_word)]
    mistyped = [word[:-3] + word[-2:] for word in words] + [word[1:] for word in words]
    asked = [{"q": word} for word in [*words, *mistyped]]
    asked += [{"q": f"{word[:4]}*"} for word in words] + [{"q": f"redar {word}"} for word in words]
    asked += [{"q": f"redar -{group.text_word}"} for group in GROUPS]
    plain = ["", "redar", "občinski redar", "opozorilo ustno", "12. člen ZORed", "3. člen ZORed", "ZORed", "ZORed-C"]
    plain += [
        "psi na povodcu",
        "redar ALI pes",
        '"javni red"',
        "red BLIZU javni",
        "139/06",
        "pomemben",
        "redra",
        "vodnik",
    ]
    asked += [{"q": text} for text in plain] + [{"q": text, "stran": "2"} for text in plain[:4]]
    asked += [{"q": "redar", "razvrsti": order} for order in ("najnovejse", "najstarejse")]
    asked += [{"q": f"dostop:{name}"} for name in ("javno", "clani", "organ", "osebje", "interno")]
    asked += [{"q": "redar", "leto": str(group.year)} for group in GROUPS]
    asked += [{"komisija": slug} for slug in ("k-redarstvo", "k-okolje", "k-pravna")]
    asked += [{"vrsta": group.kind} for group in GROUPS] + [{"q": f"vrsta:{group.kind}"} for group in GROUPS]
    return asked


def asked(path: str, *, more: bool = False) -> Addresses:
    def addresses(world: World) -> list[str]:
        asked = questions()
        if more:
            asked += [{"q": "redar pomemben", "zakaj": str(one)} for one in world.passages]
        return [f"{path}?{urlencode(each)}" for each in asked]

    return addresses


def fixed(*paths: str) -> Addresses:
    return lambda world: [*paths, *(f"/en{path}" for path in paths[:1])]


def documents(*ends: str) -> Addresses:
    return lambda world: [f"/gradivo/{each.id}{end}" for each in world.documents for end in ends]


def anchors(before: str, after: str = "") -> Addresses:
    def addresses(world: World) -> list[str]:
        return [f"{before}/{each.id}/{anchor}{after}" for each in world.documents for anchor in each.anchors[:3]]

    return addresses


def dossiers(pattern: str) -> Addresses:
    return lambda world: [pattern.format(number=number) for number in range(1, len(GROUPS) + 2)]


def events(pattern: str) -> Addresses:
    slugs = [f"posvet-{year}-{group.kind}" for group in GROUPS for year in (group.year, 2090)]
    return lambda world: [pattern.format(slug=slug) for slug in [*slugs, "ni-ga"]]


def positions(pattern: str) -> Addresses:
    """Positions, the draft of the last group first: only it is still edited."""
    return lambda world: [pattern.format(number=number) for number in range(len(GROUPS), -1, -1)]


def acts(pattern: str) -> Addresses:
    return lambda world: [
        *(pattern.format(act=act) for act in ACTS),
        *(f"{pattern.format(act='ZORed')}?razlicica={one}" for one in (*world.versions, "cistopis", "999")),
    ]


def articles(pattern: str) -> Addresses:
    return lambda world: (
        [address.format(act=act) for act in ACTS for address in (pattern + "/art_3", pattern + "/art_4")]
        + [f"{pattern.format(act='ZORed')}/art_3?razlicica={one}" for one in world.versions]
    )


def compared(path: str) -> Addresses:
    def addresses(world: World) -> list[str]:
        texts = [*map(str, world.versions), "cistopis", *(f"gradivo-{each.id}" for each in world.documents[::4])]
        pairs = [(old, new) for old, new in product(texts, texts) if old != new][::3]
        return [path, *(f"{path}?{urlencode({'od': old, 'do': new, 'vse': '1'})}" for old, new in pairs)]

    return addresses


def both(one: Addresses, other: Addresses) -> Addresses:
    return lambda world: [*one(world), *other(world)]


def suggested(world: World) -> list[str]:
    words = [word for group in GROUPS for word in (group.title_word, group.text_word)]
    typed = [word[:length] for word in words for length in (3, 5, len(word))]
    typed += ["red", "redar", "vod", "odl", "poziv", "vodnik", "pome", "zored", "komisija za ok", "redar pom"]
    return [f"/predlogi?{urlencode({'q': text})}" for text in typed]
