"""`kb acts`: the register listed, shown, edited, exported and imported, and what is said of wrong values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.conftest import Command

Write = Callable[[str, str], Path]
ACT = "Zakon o občinskem redarstvu\n" + "".join(
    f"\n{number}. člen\n(naslov {number})\nObčinski redar ravna tako, kakor določa {number}. odstavek.\n"
    for number in range(1, 6)
)


def test_the_register_is_listed_and_an_act_shown_by_any_name(kb: Command) -> None:
    listed = kb.json("acts", "list", "--topic", "obcinsko-redarstvo")
    assert {"ZORed", "ZORed-A"} <= {act["acronym"] for act in listed}
    assert "ZORed – Zakon o občinskem redarstvu (139/06, 9/17 – ZORed-A; velja, 22. 11. 2026)" in kb("acts", "list")
    shown = kb.json("acts", "show", "zakona", "o", "obcinskem", "redarstvu")
    assert (shown["acronym"], shown["sop"], shown["amended_by"]) == ("ZORed", "2006-01-6040", ["ZORed-A"])
    assert "spremembe: ZORed-A" in kb("acts", "show", "139/2006")


def test_an_act_is_put_in_changed_and_removed(kb: Command) -> None:
    told = ("--title", "Zakon o psih", "--gazette", "9/17", "--checked-on", "1. 2. 2026")
    assert "Zapisano: ZPsi – Zakon o psih, preverjeno 1. 2. 2026." in kb("acts", "set", "ZPsi", *told)
    kb("acts", "set", "zpsi", "--status", "nadomeščen", "--replaced-by", "ZZZiv")
    shown = kb.json("acts", "show", "ZPsi")
    assert [shown[name] for name in ("acronym", "gazette", "replaced_by")] == ["ZPsi", "9/17", "ZZZiv"]
    assert shown["checked_on"] > "2026-02-01"
    kb("acts", "remove", "ZPsi")
    kb("acts", "show", "ZPsi", code=2)
    assert "V zbirki tega ni: ZPsi." in kb.told


def test_what_is_exported_is_imported_again_also_from_a_spreadsheet(kb: Command, tmp_path: Path) -> None:
    rows = kb("acts", "export")
    file = tmp_path / "predpisi.csv"
    file.write_text(rows.replace("139/06", "140/06"), encoding="utf-8-sig")
    assert "Prebranih predpisov: 149; novih ali spremenjenih: 1." in kb("acts", "import", file)
    file.write_bytes("acronym;title;checked_on\r\nZČeb;Zakon o čebelah;1. 2. 2026\r\n".encode("cp1250"))
    kb("acts", "import", file)
    exported = kb("acts", "export")
    assert exported.startswith(rows.replace("139/06", "140/06"))
    assert "ZČeb,Zakon o čebelah,,,velja,2026-02-01" in exported


def test_wrong_rows_are_named_and_nothing_is_kept(kb: Command, write: Write, tmp_path: Path) -> None:
    file = write("predpisi.csv", "acronym,title,checked_on\nZPsi,Zakon o psih,2026-02-01\nx,Zakon o x,jutri\n")
    kb("acts", "import", file, code=2)
    assert "vrstica 3" in kb.told
    kb("acts", "import", tmp_path, code=2)
    kb("acts", "set", "ZPsi", "--title", "Zakon o psih", "--gazette", "devet", code=2)
    assert "139/06, 9/17" in kb.told
    assert "ZPsi" not in kb("acts", "export")


def test_a_citation_shows_the_article_above_the_hits(kb: Command, write: Write) -> None:
    kb("add", write("zored.txt", ACT), "--title", "Zakon o občinskem redarstvu")
    act = kb.json("find", "4. člen ZORed")["act"]
    assert (act["named"], act["articles"][0]["url"], act["missing_articles"]) == ("ZORed", "/gradivo/1/clen-4", [])
    assert "4. člen (naslov 4): /gradivo/1/clen-4" in kb("find", "ZORed 4")
    assert "99. člen: besedila v zbirki ni." in kb("find", "99. člen ZORed")
