from collections.abc import Callable
from pathlib import Path

from lxml import etree

from tests.conftest import Command

LAW = "Odlok o vodi (OVod)\n1. člen\n(vsebina)\nTa odlok ureja vodo.\n2. člen\n(cena)\nVoda je draga.\n3. člen\nKonec."
NAMESPACE = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


def articles(xml: bytes) -> list[str]:
    return [each.get("eId") for each in etree.fromstring(xml).iter(f"{NAMESPACE}article")]


def test_a_law_is_written_as_akoma_ntoso(kb: Command, write: Callable[[str, str], Path]) -> None:
    law = write("odlok.txt", LAW)
    assert kb("akoma", law, "--output", law.with_suffix(".xml")) == ""
    assert articles(law.with_suffix(".xml").read_bytes()) == ["art_1", "art_2", "art_3"]


def test_it_is_read_from_standard_input_and_written_to_standard_output(kb: Command) -> None:
    assert articles(kb("akoma", "-", stdin=LAW).encode()) == ["art_1", "art_2", "art_3"]


def test_what_is_doubtful_and_what_is_no_law_is_said_beside_the_file(kb: Command) -> None:
    assert "gap" in kb("akoma", "-", stdin=LAW.replace("3. člen", "7. člen"))
    assert "dvom: med 2. in 7. členom ni vseh členov" in kb.told
    assert "<doc " in kb("akoma", "-", stdin="Dober dan.")
    assert "v besedilu ni členov" in kb.told


def test_a_file_that_cannot_be_read_or_written_says_so(kb: Command, write: Callable[[str, str], Path]) -> None:
    kb("akoma", write("prazna.pdf", ""), "-o", write("novo.xml", "prej"), code=1)
    assert "prazna.pdf" in kb.told
    kb("akoma", write("odlok.txt", LAW), "-o", "/ni/te/mape/x.xml", code=1)
    assert "/ni/te/mape/x.xml" in kb.told


def test_a_file_is_not_emptied_when_there_is_nothing_to_write(kb: Command, write: Callable[[str, str], Path]) -> None:
    kept = write("novo.xml", "prej")
    kb("akoma", write("prazna.pdf", ""), "-o", kept, code=1)
    assert kept.read_text(encoding="utf-8") == "prej"
