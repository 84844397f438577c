"""A small law of our own with what belongs to it: its change, a draft, a decree based on it, a position, a memo."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kb.library import Library
from kb.model import Metadata, Visibility

ADOPTED = """ZAKON
O OBČINSKEM REDARSTVU (ZORed)

I. SPLOŠNE DOLOČBE

1. člen
(vsebina zakona)
(1) Ta zakon ureja delo občinskih redarjev <v občini> & njihova pooblastila.

2. člen
(naloge)
(1) Občinski redar:
– nadzira mirujoči promet,
– varuje javni red.
(2) Podrobnejši predpis določi:
1. uniformo:
a) zimsko,
b) poletno;
2. opremo.
Predpis izda župan.

II. POOBLASTILA

3. člen
(vrste pooblastil)
Občinski redar sme opozoriti in odrediti.

4. člen
(opozorilo)
Opozorilo se izreče ustno.

III. KONČNA DOLOČBA

5. člen
(začetek veljavnosti)
Ta zakon začne veljati petnajsti dan po objavi.
"""
AMENDING = """ZAKON
O SPREMEMBAH IN DOPOLNITVAH ZAKONA O OBČINSKEM REDARSTVU (ZORed-A)

1. člen
V Zakonu o občinskem redarstvu (Uradni list RS, št. 139/06) se 3. člen spremeni tako, da se glasi:
»3. člen
(vrste pooblastil redarja)
Občinski redar sme opozoriti, odrediti in zaseči.«.

2. člen
Za 4. členom se doda nov 4.a člen, ki se glasi:
»4.a člen
(hramba)
Podatki se hranijo dve leti.«.

3. člen
Ta zakon začne veljati naslednji dan po objavi v Uradnem listu Republike Slovenije.
"""
CONSOLIDATED = ADOPTED.replace("opozoriti in odrediti", "opozoriti, odrediti in zaseči").replace(
    "(ZORed)", "(ZORed)\n(neuradno prečiščeno besedilo št. 1)"
)
DRAFT = """PREDLOG

ZAKON
O SPREMEMBAH IN DOPOLNITVAH ZAKONA O OBČINSKEM REDARSTVU (ZORed-B)

1. člen
V Zakonu o občinskem redarstvu (Uradni list RS, št. 139/06) se v 4. členu beseda »ustno« nadomesti z besedo »pisno«.

2. člen
V 3. členu se doda nov odstavek, ki se glasi:
»(2) Redar nosi telesno kamero.«.

3. člen
Ta zakon začne veljati naslednji dan po objavi v Uradnem listu Republike Slovenije.
"""
DECREE = """Na podlagi 3. člena Zakona o občinskem redarstvu (Uradni list RS, št. 139/06 in 9/17) je svet sprejel

ODLOK O REDU V OBČINI

1. člen
(vsebina)
Ta odlok ureja red na javnih površinah.

2. člen
(ravnanje)
Psi so na povodcu.

3. člen
(veljavnost)
Ta odlok začne veljati naslednji dan po objavi.
"""
POSITION = "Komisija podpira, da se 3. člen ZORed dopolni z zasegom predmetov.\n"
MEMO = "Redarji naj po 2. členu ZORed najprej opozorijo in šele nato ukrepajo.\n"

TITLE = "Zakon o občinskem redarstvu"
CHANGE = "Zakon o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-A)"

_FILES: dict[str, tuple[str, str, Metadata]] = {
    "adopted": ("zored.txt", ADOPTED, Metadata(TITLE, "zakon", dated=dt.date(2006, 12, 29), source="Uradni list RS")),
    "amending": (
        "zored-a.txt",
        AMENDING,
        Metadata(CHANGE, "zakon", dated=dt.date(2017, 2, 24), source="Uradni list RS"),
    ),
    "consolidated": (
        "zored-npb.txt",
        CONSOLIDATED,
        Metadata(f"{TITLE} (neuradno prečiščeno besedilo)", "npb", dated=dt.date(2018, 1, 8)),
    ),
    "draft": (
        "zored-b.txt",
        DRAFT,
        Metadata(
            "Predlog Zakona o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-B)",
            "predlog-zakona",
            ("k-redarstvo",),
            dated=dt.date(2021, 4, 15),
        ),
    ),
    "decree": (
        "odlok.txt",
        DECREE,
        Metadata("Vzorec odloka o redu", "vzorec-akta", ("k-pravna",), dated=dt.date(2019, 5, 20)),
    ),
    "position": (
        "stalisce.txt",
        POSITION,
        Metadata(
            "Stališče do novele", "stalisce", ("k-redarstvo",), ("obcinsko-redarstvo",), dated=dt.date(2016, 10, 8)
        ),
    ),
    "memo": ("okroznica.txt", MEMO, Metadata("Okrožnica o opozarjanju", "okroznica", dated=dt.date(2020, 3, 1))),
}


def put_law(library: Library, folder: Path, *names: str, hidden: tuple[str, ...] = ()) -> dict[str, int]:
    """Adds the documents with `names`, or all, those in `hidden` for members only; gives their ids by name."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = {}
    for name in names or tuple(_FILES):
        file, text, metadata = _FILES[name]
        (folder / file).write_text(text, encoding="utf-8")
        visibility = Visibility.MEMBERS if name in hidden else Visibility.PUBLIC
        told = Metadata(
            **{each: getattr(metadata, each) for each in ("title", "kind", "bodies", "topics", "dated", "source")},
            language="sl",
            visibility=visibility,
        )
        batch = library.add([folder / file], told)
        assert not batch.failed, batch.failed
        [received] = batch.received
        ids[name] = received.entry.document_id or 0
    return ids
