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


def _dossiers(pattern: str) -> Addresses:
    return lambda world: [pattern.format(number=number) for number in range(1, len(GROUPS) + 2)]


def _events(pattern: str) -> Addresses:
    slugs = [f"posvet-{year}-{group.kind}" for group in GROUPS for year in (group.year, 2090)]
    return lambda world: [pattern.format(slug=slug) for slug in [*slugs, "ni-ga"]]


def _positions(pattern: str) -> Addresses:
    """Positions, the draft of the last group first: only it is still edited."""
    return lambda world: [pattern.format(number=number) for number in range(len(GROUPS), -1, -1)]


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
    "listing.csv_file": lambda world: _asked("/iskanje.csv")(world)[::3],
    "listing.printed": lambda world: _asked("/iskanje/natisni")(world)[::3],
    "listing.xlsx_file": lambda world: _asked("/iskanje.xlsx")(world)[::9],
    "reading.outlined": _documents("/slika/1/besede.svg?q=redar", "/slika/2/besede.svg?q=stran"),
    "reading.page_download": lambda world: _anchors("/gradivo", "/odlomek.pdf")(world)[::2],
    "reading.printed": _anchors("/gradivo", "/natisni"),
    "reading.text_download": _documents("/besedilo.txt"),
    "saved.searches": _fixed("/moja-iskanja"),
    "about.about": _fixed("/o-zbirki"),
    "about.accessibility": _fixed("/dostopnost"),
    "about.style": _fixed("/slog"),
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
    "commented.export": _dossiers("/delo/zadeve/{number}/pripombe.csv"),
    "commented.printed": _dossiers("/delo/zadeve/{number}/pripombe/natisni"),
    "commented.work": _dossiers("/delo/zadeve/{number}/pripombe"),
    "comments.page": _both(_dossiers("/zadeve/{number}/pripombe"), _dossiers("/zadeve/{number}/pripombe?clen=3")),
    "dossier_work.adding": _fixed("/delo/zadeve/nova"),
    "dossier_work.edit": _dossiers("/delo/zadeve/{number}/uredi"),
    "dossier_work.new_step": _dossiers("/delo/zadeve/{number}/korak"),
    "dossier_work.rows": _fixed("/delo/zadeve/", "/delo/zadeve/?samo=potekle&organ=k-okolje"),
    "dossier_work.step": _fixed("/delo/zadeve/1/korak/1"),
    "dossiers.calendar_of_all": _fixed("/zadeve/roki.ics"),
    "dossiers.calendar_of_one": _dossiers("/zadeve/{number}/rok.ics"),
    "dossiers.comparison": _dossiers("/zadeve/{number}/primerjava"),
    "dossiers.dossier": _dossiers("/zadeve/{number}"),
    "dossiers.dossiers": _fixed(
        "/zadeve/", "/zadeve/?organ=k-okolje", "/zadeve/?podrocje=javna-varnost&stopnja=consultation&predpis=zored"
    ),
    "edited_positions.adding": _fixed("/delo/stalisca/novo", "/delo/stalisca/novo?zadeva=2"),
    "edited_positions.adopting": _positions("/delo/stalisca/{number}/sprejmi"),
    "edited_positions.edit": _positions("/delo/stalisca/{number}/uredi"),
    "edited_positions.outcome": _fixed("/delo/stalisca/1/izid", "/delo/stalisca/5/izid"),
    "edited_positions.rows": _fixed("/delo/stalisca/"),
    "edited_positions.sending": _fixed("/delo/stalisca/1/poslano", "/delo/stalisca/5/poslano"),
    "edited_acts.act": _fixed("/delo/predpisi/ZORed"),
    "edited_acts.acts": _fixed("/delo/predpisi/"),
    "edited_acts.adding": _fixed("/delo/predpisi/dodaj"),
    "edited_acts.export": _fixed("/delo/predpisi/predpisi.csv"),
    "edited_acts.importing": _fixed("/delo/predpisi/uvoz"),
    "exports.akoma": _acts("/predpis/{act}/akn.xml"),
    "formats.original": _documents("/oblika/1", "/oblika/2"),
    "body_history.history": _fixed("/delo/organi/k-redarstvo/zgodovina/"),
    "edited_goals.adding": _fixed("/delo/organi/k-redarstvo/cilji/nov"),
    "edited_goals.goal": _fixed("/delo/organi/k-redarstvo/cilji/9"),
    "edited_goals.goals": _fixed("/delo/organi/k-redarstvo/cilji/"),
    "goals.goal": _fixed("/organi/k-redarstvo/cilji/9", "/organi/k-okolje/cilji/9"),
    "home.home": _fixed("/"),
    "keeping.edit": _documents("/uredi"),
    "ledger.entry": _fixed("/delo/dnevnik/1"),
    "ledger.ledger": _fixed("/delo/dnevnik/", "/delo/dnevnik/?stanje=prebrano", "/delo/dnevnik/?niz=1"),
    "ledger.state": _fixed("/delo/dnevnik/stanje.json"),
    "links.forgotten": _fixed("/pozabljeno-geslo"),
    "links.invitation": _fixed("/povabilo/x"),
    "links.new_password": _fixed("/novo-geslo/x"),
    "positions.letter": _positions("/stalisca/{number}/dopis.docx"),
    "positions.position": _positions("/stalisca/{number}"),
    "positions.positions": _fixed(
        "/stalisca/", "/stalisca/?organ=k-okolje", "/stalisca/?podrocje=obcinsko-redarstvo&izid=unknown&predpis=zored"
    ),
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
    "rooms.body_feed": _fixed("/organi/k-redarstvo/novosti.atom", "/organi/k-okolje/novosti.atom"),
    "rooms.topic_feed": _fixed("/podrocja/obcinsko-redarstvo/novosti.atom", "/podrocja/javna-varnost/novosti.atom"),
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
    "edited_events.adding": _fixed("/delo/dogodki/nov"),
    "edited_events.cancelling": _events("/delo/dogodki/{slug}/odpovej"),
    "edited_events.edit": _events("/delo/dogodki/{slug}/uredi"),
    "edited_events.events": _fixed("/delo/dogodki/", "/delo/dogodki/?ime=posvet&stran=9"),
    "enquiries.asking": _fixed("/povprasevanja/novo"),
    "enquiries.enquiries": _fixed("/povprasevanja/", "/povprasevanja/?samo=moja&podrocje=okolje&stran=2"),
    "enquiries.enquiry": _fixed("/povprasevanja/1", "/povprasevanja/2"),
    "enquiries.file": _fixed("/povprasevanja/1.csv", "/povprasevanja/2.csv"),
    "events.calendar_of_all": _fixed("/dogodki.ics"),
    "events.calendar_of_one": _events("/dogodki/{slug}.ics"),
    "events.event": _events("/dogodki/{slug}"),
    "events.events": _fixed("/dogodki/", "/dogodki/?organ=k-okolje", "/dogodki/?leto=2023&podrocje=obcinsko-redarstvo"),
}
"""For each route that shows something, the addresses that are asked."""

SIGNED_IN = frozenset({"saved.searches", "own.account"})
MEMBERS = frozenset({"enquiries.asking", "enquiries.enquiries"})
"""Routes for members and staff, but not for visitors who have signed in."""

ADMINISTRATORS = frozenset({"audit.export", "users.inviting", "users.user", "users.users"})
STAFF = frozenset(
    {
        "changes.change",
        "changes.changes",
        "commented.export",
        "commented.printed",
        "commented.work",
        "dossier_work.adding",
        "dossier_work.edit",
        "dossier_work.new_step",
        "dossier_work.rows",
        "dossier_work.step",
        "body_history.history",
        "edited_goals.adding",
        "edited_goals.goal",
        "edited_goals.goals",
        "edited_positions.adding",
        "edited_positions.adopting",
        "edited_positions.edit",
        "edited_positions.outcome",
        "edited_positions.rows",
        "edited_positions.sending",
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
        "edited_events.adding",
        "edited_events.cancelling",
        "edited_events.edit",
        "edited_events.events",
    }
)
"""Routes that need somebody who has signed in, an administrator, or staff."""

CHANGING: dict[str, tuple[str, str]] = {
    "changes.carry_out": ("staff", "/delo/spremembe/999/izvedi"),
    "changes.drop": ("staff", "/delo/spremembe/999/opusti"),
    "changes.undo": ("staff", "/delo/spremembe/999/razveljavi"),
    "commented.keep": ("staff", "/delo/zadeve/999/pripombe"),
    "commented.tell": ("staff", "/delo/zadeve/999/pripombe/obvesti"),
    "comments.send": ("signed in", "/zadeve/999/pripombe"),
    "comments.withdraw": ("signed in", "/zadeve/999/pripombe/1/umakni"),
    "dossier_work.add": ("staff", "/delo/zadeve/nova"),
    "dossier_work.add_step": ("staff", "/delo/zadeve/999/korak"),
    "dossier_work.change_step": ("staff", "/delo/zadeve/999/korak/1"),
    "dossier_work.pass_on": ("staff", "/delo/zadeve/999/predaj"),
    "dossier_work.save": ("staff", "/delo/zadeve/999/uredi"),
    "dossier_work.take_back": ("staff", "/delo/zadeve/999/korak/1/umakni"),
    "edited_positions.add": ("staff", "/delo/stalisca/novo"),
    "edited_positions.adopt": ("staff", "/delo/stalisca/999/sprejmi"),
    "edited_positions.correct": ("staff", "/delo/stalisca/999/popravek"),
    "edited_positions.remove": ("staff", "/delo/stalisca/999/zavrzi"),
    "edited_positions.save": ("staff", "/delo/stalisca/999/uredi"),
    "edited_positions.send": ("staff", "/delo/stalisca/999/poslano"),
    "edited_positions.settle": ("staff", "/delo/stalisca/999/izid"),
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
    "body_history.restore": ("staff", "/delo/organi/k-redarstvo/zgodovina/999/povrni"),
    "edited_goals.add": ("staff", "/delo/organi/k-redarstvo/cilji/nov"),
    "edited_goals.change": ("staff", "/delo/organi/k-redarstvo/cilji/999"),
    "edited_goals.link": ("staff", "/delo/organi/k-redarstvo/cilji/999/gradiva"),
    "edited_goals.remove": ("staff", "/delo/organi/k-redarstvo/cilji/999/odstrani"),
    "edited_goals.step": ("staff", "/delo/organi/k-redarstvo/cilji/999/korak"),
    "edited_goals.unlink": ("staff", "/delo/organi/k-redarstvo/cilji/999/gradiva/999/odstrani"),
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
    "saved.save": ("signed in", "/moja-iskanja"),
    "saved.remove": ("signed in", "/moja-iskanja/999/odstrani"),
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
    "edited_events.add": ("staff", "/delo/dogodki/nov"),
    "edited_events.call_again": ("staff", "/delo/dogodki/ni-ga/velja"),
    "edited_events.cancel": ("staff", "/delo/dogodki/ni-ga/odpovej"),
    "edited_events.change": ("staff", "/delo/dogodki/ni-ga/uredi"),
    "edited_events.place": ("staff", "/delo/dogodki/ni-ga/gradiva"),
    "enquiries.answer": ("member", "/povprasevanja/999/odgovori"),
    "enquiries.ask": ("member", "/povprasevanja/novo"),
    "enquiries.close": ("member", "/povprasevanja/999/zakljuci"),
    "enquiries.hide": ("staff", "/povprasevanja/999/odgovori/1/skrij"),
    "enquiries.reopen": ("member", "/povprasevanja/999/odpri"),
}
"""For each route that changes something, who may ask it, and an address of it."""
