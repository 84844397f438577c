"""What is asked of every route: addresses that would show something hidden, and who may do what changes something.

A route that is not here fails the tests: whoever adds one says what it has to be asked.
"""

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


def _asked(path: str, *, more: bool = False) -> Addresses:
    def addresses(world: World) -> list[str]:
        asked = questions()
        if more:
            asked += [{"q": "redar pomemben", "zakaj": str(one)} for one in world.passages]
        return [f"{path}?{urlencode(each)}" for each in asked]

    return addresses


def _fixed(*paths: str) -> Addresses:
    return lambda world: [*paths, *(f"/en{path}" for path in paths[:1])]


def _documents(*ends: str) -> Addresses:
    return lambda world: [f"/gradivo/{each.id}{end}" for each in world.documents for end in ends]


def _anchors(before: str, after: str = "") -> Addresses:
    def addresses(world: World) -> list[str]:
        return [f"{before}/{each.id}/{anchor}{after}" for each in world.documents for anchor in each.anchors[:3]]

    return addresses


def _acts(pattern: str) -> Addresses:
    return lambda world: [
        *(pattern.format(act=act) for act in ACTS),
        *(f"{pattern.format(act='ZORed')}?razlicica={one}" for one in (*world.versions, "cistopis", "999")),
    ]


def _articles(pattern: str) -> Addresses:
    return lambda world: (
        [address.format(act=act) for act in ACTS for address in (pattern + "/art_3", pattern + "/art_4")]
        + [f"{pattern.format(act='ZORed')}/art_3?razlicica={one}" for one in world.versions]
    )


def _compared(path: str) -> Addresses:
    def addresses(world: World) -> list[str]:
        texts = [*map(str, world.versions), "cistopis", *(f"gradivo-{each.id}" for each in world.documents[::4])]
        pairs = [(old, new) for old, new in product(texts, texts) if old != new][::3]
        return [path, *(f"{path}?{urlencode({'od': old, 'do': new, 'vse': '1'})}" for old, new in pairs)]

    return addresses


def _both(one: Addresses, other: Addresses) -> Addresses:
    return lambda world: [*one(world), *other(world)]


def _suggested(world: World) -> list[str]:
    words = [word for group in GROUPS for word in (group.title_word, group.text_word)]
    typed = [word[:length] for word in words for length in (3, 5, len(word))]
    typed += ["red", "redar", "vod", "odl", "poziv", "vodnik", "pome", "zored", "komisija za ok", "redar pom"]
    return [f"/predlogi?{urlencode({'q': text})}" for text in typed]


SHOWN: dict[str, Addresses] = {
    "about.about": _fixed("/o-zbirki"),
    "acts.act": _acts("/predpis/{act}"),
    "acts.acts": _fixed("/predpis/", "/predpis/?ime=redarstvu", "/predpis/?podrocje=obcinsko-redarstvo"),
    "acts.article": _articles("/predpis/{act}"),
    "citing.act": _both(
        _acts("/navedbe/{act}"), _fixed("/navedbe/ZORed?organ=k-okolje", "/navedbe/ZORed?vrsta=analiza")
    ),
    "citing.article": _articles("/navedbe/{act}"),
    "citing.of_document": _documents("/navedbe.json"),
    "comparison.consolidated": _acts("/predpis/{act}/neuradno-precisceno"),
    "comparison.of_act": _compared("/predpis/ZORed/primerjava"),
    "comparison.of_act_file": _both(
        lambda world: _compared("/predpis/ZORed/primerjava.docx")(world)[::5],
        lambda world: _compared("/predpis/ZORed/primerjava.html")(world)[::3],
    ),
    "comparison.of_bill": _documents("/primerjava"),
    "comparison.of_bill_file": _documents("/primerjava.html", "/primerjava.docx"),
    "comparison.of_documents": _compared("/primerjava"),
    "comparison.of_documents_file": lambda world: _compared("/primerjava.html")(world)[::3],
    "documents.document": _both(_documents("", "?q=redar", "?del=1"), _anchors("/gradivo")),
    "documents.original": _documents("/izvirnik"),
    "documents.picture": _documents("/slika/1/200.webp", "/slika/2/1200.webp"),
    "documents.similar": _both(_documents("/podobno"), _anchors("/gradivo", "/podobno")),
    "exports.akoma": _acts("/predpis/{act}/akn.xml"),
    "home.health": _fixed("/healthz"),
    "home.home": _fixed("/"),
    "links.forgotten": _fixed("/pozabljeno-geslo"),
    "links.invitation": _fixed("/povabilo/x"),
    "links.new_password": _fixed("/novo-geslo/x"),
    "own.account": _fixed("/moj-racun"),
    "previews.act": _acts("/predogled/{act}"),
    "previews.article": _articles("/predogled/{act}"),
    "previews.passage": _anchors("/predogled/gradivo"),
    "provider.back": _fixed("/prijava/ponudnik/nazaj"),
    "provider.leave": _fixed("/prijava/ponudnik"),
    "rooms.bodies": _fixed("/organi"),
    "rooms.body": _fixed("/organi/k-redarstvo", "/organi/k-okolje", "/organi/k-pravna"),
    "rooms.topic": _fixed("/podrocja/obcinsko-redarstvo", "/podrocja/javna-varnost"),
    "rooms.topics": _fixed("/podrocja"),
    "search.search": _asked("/iskanje", more=True),
    "search.search_for_programs": _asked("/iskanje.json"),
    "signing.sign_in": _fixed("/prijava"),
    "signing.signed_out": _fixed("/odjava"),
    "static": _fixed("/static/kb.css"),
    "suggest.suggestions": _suggested,
    "users.inviting": _fixed("/uporabniki/povabi"),
    "users.user": _fixed("/uporabniki/1"),
    "users.users": _fixed("/uporabniki"),
}
"""For each route that shows something, the addresses that are asked."""

SIGNED_IN = frozenset({"own.account"})
ADMINISTRATORS = frozenset({"users.inviting", "users.user", "users.users"})
"""Routes that need somebody who has signed in, or an administrator."""

CHANGING: dict[str, tuple[str, str]] = {
    "links.accept": ("everybody", "/povabilo/x"),
    "links.ask_new_password": ("everybody", "/pozabljeno-geslo"),
    "links.reset": ("everybody", "/novo-geslo/x"),
    "own.change": ("signed in", "/moj-racun/podatki"),
    "own.change_password": ("signed in", "/moj-racun/geslo"),
    "own.close_session": ("signed in", "/moj-racun/prijave/999"),
    "provider.link": ("signed in", "/moj-racun/povezi"),
    "signing.sign_out": ("everybody", "/odjava"),
    "signing.sign_out_everywhere": ("signed in", "/odjava-povsod"),
    "signing.signing_in": ("everybody", "/prijava"),
    "users.change": ("administrator", "/uporabniki/999"),
    "users.close": ("administrator", "/uporabniki/999/zapri"),
    "users.invite": ("administrator", "/uporabniki/povabi"),
    "users.invite_again": ("administrator", "/uporabniki/999/povabi-znova"),
    "users.reopen": ("administrator", "/uporabniki/999/odpri"),
    "users.sign_out": ("administrator", "/uporabniki/999/odjavi"),
}
"""For each route that changes something, who may ask it, and an address of it."""
