from collections.abc import Callable
from pathlib import Path

from tests.conftest import Command
from tests.marketlaw import tracked_bill

SENTENCE = "Po drugem odstavku 12. člena ZORed (Uradni list RS, št. 139/06)."


def test_citations_are_read_from_standard_input(kb: Command) -> None:
    article, gazette = kb.json("citations", "-", stdin=SENTENCE)
    assert (article["kind"], article["act"], article["articles"]) == ("article", "ZORed", ["12"])
    assert SENTENCE[article["start"] : article["end"]] == article["text"]
    assert gazette["gazette"] == [{"number": "139", "year": 2006, "qualifier": ""}]


def test_citations_are_read_from_a_file(kb: Command, tmp_path: Path) -> None:
    path = tmp_path / "stališče.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    assert "→ ZORed, 12. člen" in kb("citations", path)


def test_a_file_that_cannot_be_read_says_so(kb: Command, tmp_path: Path) -> None:
    path = tmp_path / "prazna.pdf"
    path.write_bytes(b"")
    told = kb.json("citations", path, code=1)
    assert told["error"]


def test_a_text_without_citations_gives_an_empty_list(kb: Command) -> None:
    assert kb.json("citations", "-", stdin="Dober dan.") == []


def test_articles_are_printed_with_their_paragraphs(kb: Command) -> None:
    law = "Zakon o vodi (ZVod)\n1. člen\n(vsebina)\n(1) Prvo.\n(2) Drugo.\n2. člen\n(cena)\nTretje.\n3. člen\nČetrto."
    told = kb.json("articles", "-", stdin=law)
    assert (told["title"], told["acronym"], told["doubts"]) == ("Zakon o vodi", "ZVod", [])
    first = told["articles"][0]
    assert (first["id"], first["number"], first["title"], len(first["paragraphs"])) == ("art_1", "1", "vsebina", 2)


LAW = "Odlok o vodi (OVod)\n1. člen\n(vsebina)\nTa odlok ureja vodo.\n2. člen\n(cena)\nVoda je draga.\n3. člen\nKonec."
AMENDING = (
    "Odlok o spremembi Odloka o vodi (OVod-A)\n1. člen\nV 2. členu se beseda »draga« nadomesti z besedo »poceni«.\n"
    "2. člen\n3. člen se črta.\n3. člen\nV 9. členu se beseda »vino« črta.\n4. člen\nTa odlok začne veljati jutri."
)


def test_two_versions_are_compared_and_written_as_a_table(kb: Command, write: Callable[[str, str], Path]) -> None:
    old, new = write("star.txt", LAW), write("nov.txt", LAW.replace("draga", "poceni"))
    told = kb.json("compare", old, new, "--html", old.with_suffix(".html"), "--docx", old.with_suffix(".docx"))
    assert told["summary"] == {"changed": 1, "new": 0, "deleted": 0, "moved": 0}
    assert [each["status"] for each in told["articles"]] == ["same", "changed", "same"]
    assert {"mark": "in", "text": " poceni"} in told["articles"][1]["text"]
    assert "<ins> poceni</ins>" in old.with_suffix(".html").read_text(encoding="utf-8")
    assert old.with_suffix(".docx").read_bytes().startswith(b"PK")
    assert "[- draga-]{+ poceni+}" in kb("compare", old, new)


def test_an_amending_act_is_applied_and_what_was_not_is_told(kb: Command, write: Callable[[str, str], Path]) -> None:
    base, amending = write("star.txt", LAW), write("novela.txt", AMENDING)
    told = kb.json("consolidate", base, amending, code=1)
    assert [(each["number"], each["text"]) for each in told["articles"]][1:] == [("2", "Voda je poceni."), ("3", "")]
    assert [(each["act"], each["source"]) for each in told["changes"]] == [("OVod-A", "1"), ("OVod-A", "2")]
    assert [each["why"] for each in told["problems"]] == ["no_place"]
    assert "2. člen\n(cena)\nVoda je poceni." in kb("consolidate", base, amending, code=1)


def test_a_comment_in_a_draft_is_not_its_text(kb: Command, tmp_path: Path) -> None:
    article, _ = kb.json("articles", tracked_bill(tmp_path / "bill.docx"))["articles"]
    assert article["text"] == "V 5. členu se besedilo »200 eurov« nadomesti z besedilom »500 eurov«."
