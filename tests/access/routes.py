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
    "api.description": _fixed("/openapi.json"),
    "audit.export": _fixed("/delo/sled/sled.csv", "/delo/sled/sled.jsonl"),
    "audit.rows": _fixed("/delo/sled/", "/delo/sled/?stvar=document", "/delo/sled/?kdo=kb&pred=2"),
    "changes.change": _fixed("/delo/spremembe/1"),
    "changes.changes": _fixed("/delo/spremembe/", "/delo/spremembe/?gradivo=1"),
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
    "edited_acts.act": _fixed("/delo/predpisi/ZORed"),
    "edited_acts.acts": _fixed("/delo/predpisi/"),
    "edited_acts.adding": _fixed("/delo/predpisi/dodaj"),
    "edited_acts.export": _fixed("/delo/predpisi/predpisi.csv"),
    "edited_acts.importing": _fixed("/delo/predpisi/uvoz"),
    "exports.akoma": _acts("/predpis/{act}/akn.xml"),
    "formats.original": _documents("/oblika/1", "/oblika/2"),
    "home.home": _fixed("/"),
    "keeping.edit": _documents("/uredi"),
    "ledger.entry": _fixed("/delo/dnevnik/1"),
    "ledger.ledger": _fixed("/delo/dnevnik/", "/delo/dnevnik/?stanje=prebrano", "/delo/dnevnik/?niz=1"),
    "ledger.state": _fixed("/delo/dnevnik/stanje.json"),
    "links.forgotten": _fixed("/pozabljeno-geslo"),
    "links.invitation": _fixed("/povabilo/x"),
    "links.new_password": _fixed("/novo-geslo/x"),
    "materials.materials": _fixed("/delo/gradiva/", "/delo/gradiva/?organ=k-okolje", "/delo/gradiva/?q=vodnik"),
    "metrics.metrics": _fixed("/metrics"),
    "own.account": _fixed("/moj-racun"),
    "places.adding": _fixed("/delo/organi/dodaj", "/delo/podrocja/dodaj"),
    "places.row": _fixed("/delo/organi/1", "/delo/podrocja/1"),
    "places.rows": _fixed("/delo/organi/", "/delo/podrocja/"),
    "previews.act": _acts("/predogled/{act}"),
    "previews.article": _articles("/predogled/{act}"),
    "previews.passage": _anchors("/predogled/gradivo"),
    "provider.back": _fixed("/prijava/ponudnik/nazaj"),
    "provider.leave": _fixed("/prijava/ponudnik"),
    "review.drafts": _fixed("/delo/pregled/", "/delo/pregled/?samo=osebni", "/delo/pregled/?samo=podobna&stran=2"),
    "review.two": _fixed("/delo/dve-osebi/"),
    "reviewing.sheet": lambda world: [f"/delo/pregled/{each.id}" for each in world.documents],
    "revisions.original": _documents("/revizije/1/izvirnik", "/revizije/2/izvirnik"),
    "revisions.revision": _documents("/revizije/1", "/revizije/2"),
    "revisions.revisions": _documents("/revizije"),
    "rooms.bodies": _fixed("/organi"),
    "rooms.body": _fixed("/organi/k-redarstvo", "/organi/k-okolje", "/organi/k-pravna"),
    "rooms.topic": _fixed("/podrocja/obcinsko-redarstvo", "/podrocja/javna-varnost"),
    "rooms.topics": _fixed("/podrocja"),
    "search.search": _asked("/iskanje", more=True),
    "search.search_for_programs": _asked("/iskanje.json"),
    "signing.sign_in": _fixed("/prijava"),
    "signing.signed_out": _fixed("/odjava"),
    "staff.work": _fixed("/delo/"),
    "static": _fixed("/static/kb.css"),
    "status.health": _fixed("/healthz"),
    "status.status": _fixed("/delo/stanje/"),
    "suggest.suggestions": _suggested,
    "synonyms.export": _fixed("/delo/sopomenke/sopomenke.txt"),
    "synonyms.rule": _fixed("/delo/sopomenke/1"),
    "synonyms.rules": _fixed("/delo/sopomenke/", "/delo/sopomenke/?poskusi=OU"),
    "terms.terms": _fixed("/delo/roki/"),
    "trash.emptying": _fixed("/delo/kos/izprazni"),
    "trash.erasing": lambda world: [f"/delo/kos/{world.removed}/izbrisi"],
    "trash.trash": _fixed("/delo/kos/"),
    "uploads.batch": _fixed("/delo/nalaganje/1"),
    "uploads.batches": _fixed("/delo/nalaganje/"),
    "uploads.file": _fixed("/delo/nalaganje/1/datoteke/1"),
    "uploads.file_state": _fixed("/delo/nalaganje/1/datoteke/1.json"),
    "uploads.state": _fixed("/delo/nalaganje/1.json"),
    "users.inviting": _fixed("/uporabniki/povabi"),
    "users.user": _fixed("/uporabniki/1"),
    "users.users": _fixed("/uporabniki"),
}
"""For each route that shows something, the addresses that are asked."""

SIGNED_IN = frozenset({"own.account"})
ADMINISTRATORS = frozenset({"audit.export", "users.inviting", "users.user", "users.users"})
STAFF = frozenset(
    {
        "changes.change",
        "changes.changes",
        "keeping.edit",
        "materials.materials",
        "terms.terms",
        "trash.emptying",
        "trash.erasing",
        "trash.trash",
        "review.drafts",
        "review.two",
        "reviewing.sheet",
        "staff.work",
        "audit.rows",
        "edited_acts.act",
        "edited_acts.acts",
        "edited_acts.adding",
        "edited_acts.export",
        "edited_acts.importing",
        "places.adding",
        "places.row",
        "places.rows",
        "synonyms.export",
        "synonyms.rule",
        "synonyms.rules",
        "ledger.entry",
        "ledger.ledger",
        "ledger.state",
        "status.status",
        "uploads.batch",
        "uploads.batches",
        "uploads.file",
        "uploads.file_state",
        "uploads.state",
    }
)
"""Routes that need somebody who has signed in, an administrator, or staff."""

CHANGING: dict[str, tuple[str, str]] = {
    "changes.carry_out": ("staff", "/delo/spremembe/999/izvedi"),
    "changes.drop": ("staff", "/delo/spremembe/999/opusti"),
    "changes.undo": ("staff", "/delo/spremembe/999/razveljavi"),
    "keeping.hold": ("staff", "/gradivo/999/zadrzi"),
    "keeping.put_back": ("staff", "/gradivo/999/vrni"),
    "keeping.release": ("staff", "/gradivo/999/sprosti"),
    "keeping.remove": ("staff", "/gradivo/999/v-kos"),
    "keeping.revise": ("staff", "/gradivo/999/nova-razlicica"),
    "keeping.save": ("staff", "/gradivo/999/uredi"),
    "keeping.term": ("staff", "/gradivo/999/rok"),
    "keeping.withdraw": ("staff", "/gradivo/999/umakni"),
    "audit.prove": ("administrator", "/delo/sled/preveri"),
    "edited_acts.add": ("staff", "/delo/predpisi/dodaj"),
    "edited_acts.change": ("staff", "/delo/predpisi/ZNi"),
    "edited_acts.import_": ("staff", "/delo/predpisi/uvoz"),
    "edited_acts.remove": ("staff", "/delo/predpisi/ZNi/odstrani"),
    "places.add": ("staff", "/delo/organi/dodaj"),
    "places.change": ("staff", "/delo/organi/999"),
    "synonyms.add": ("staff", "/delo/sopomenke/"),
    "synonyms.change": ("staff", "/delo/sopomenke/999"),
    "synonyms.import_": ("staff", "/delo/sopomenke/uvoz"),
    "synonyms.remove": ("staff", "/delo/sopomenke/999/odstrani"),
    "ledger.retry": ("staff", "/delo/dnevnik/znova"),
    "links.accept": ("everybody", "/povabilo/x"),
    "links.ask_new_password": ("everybody", "/pozabljeno-geslo"),
    "links.reset": ("everybody", "/novo-geslo/x"),
    "materials.plan": ("staff", "/delo/gradiva/"),
    "own.change": ("signed in", "/moj-racun/podatki"),
    "own.change_password": ("signed in", "/moj-racun/geslo"),
    "own.close_session": ("signed in", "/moj-racun/prijave/999"),
    "provider.link": ("signed in", "/moj-racun/povezi"),
    "review.publish": ("staff", "/delo/pregled/objavi"),
    "review.set_two": ("staff", "/delo/dve-osebi/"),
    "reviewing.accept": ("staff", "/delo/pregled/999/sprejmi"),
    "reviewing.decide": ("staff", "/delo/pregled/999/podobno"),
    "reviewing.decline": ("staff", "/delo/pregled/999/zavrni"),
    "reviewing.edit": ("staff", "/delo/pregled/999/uredi"),
    "reviewing.publish": ("staff", "/delo/pregled/999/objavi"),
    "reviewing.unpublish": ("staff", "/delo/pregled/999/osnutek"),
    "signing.sign_out": ("everybody", "/odjava"),
    "signing.sign_out_everywhere": ("signed in", "/odjava-povsod"),
    "signing.signing_in": ("everybody", "/prijava"),
    "terms.keep_terms": ("staff", "/delo/roki/"),
    "trash.empty": ("staff", "/delo/kos/izprazni"),
    "trash.erase": ("staff", "/delo/kos/999/izbrisi"),
    "trash.restore": ("staff", "/delo/kos/999/obnovi"),
    "uploads.add_files": ("staff", "/delo/nalaganje/999/datoteke"),
    "uploads.announce": ("staff", "/delo/nalaganje/999/datoteke.json"),
    "uploads.correct": ("staff", "/delo/nalaganje/999/datoteke/999"),
    "uploads.describe": ("staff", "/delo/nalaganje/999/podatki"),
    "uploads.drop": ("staff", "/delo/nalaganje/999/opusti"),
    "uploads.drop_file": ("staff", "/delo/nalaganje/999/datoteke/999/opusti"),
    "uploads.drop_file_json": ("staff", "/delo/nalaganje/999/datoteke/999/opusti.json"),
    "uploads.open_batch": ("staff", "/delo/nalaganje/"),
    "uploads.take": ("staff", "/delo/nalaganje/999/datoteke/999.json?od=0"),
    "users.change": ("administrator", "/uporabniki/999"),
    "users.close": ("administrator", "/uporabniki/999/zapri"),
    "users.invite": ("administrator", "/uporabniki/povabi"),
    "users.invite_again": ("administrator", "/uporabniki/999/povabi-znova"),
    "users.reopen": ("administrator", "/uporabniki/999/odpri"),
    "users.sign_out": ("administrator", "/uporabniki/999/odjavi"),
}
"""For each route that changes something, who may ask it, and an address of it."""
