"""A law that the store has kept as passages is put together again with all that stood around its articles."""

from kb.legislation.akoma import Imprint, Sort, akoma_ntoso, whole_from
from kb.model import Locator, LocatorKind, Passage
from tests.legislation.akoma.checking import MADE, File, said


def section(number: int, heading: str, text: str) -> Passage:
    return Passage(Locator(LocatorKind.SECTION, str(number)), heading, text)


def article(number: str, heading: str, text: str, aside_lines: int = 0) -> Passage:
    return Passage(Locator(LocatorKind.ARTICLE, number), heading, text, aside_lines=aside_lines)


def file_of(*passages: Passage) -> File:
    whole = whole_from(passages, title="Zakon o vodi", acronym="ZVod")
    return File(akoma_ntoso(whole, imprint=Imprint(Sort.BILL if whole.is_bill else Sort.ACT, MADE)))


ARTICLES = (
    article("1", "vsebina – I. SPLOŠNO", "Ena."),
    article("2", "I. SPLOŠNO", "Dve."),
    article("3", "II. KONČNA DOLOČBA", "Tri."),
)


def test_titles_and_chapters_are_told_apart_again() -> None:
    file = file_of(section(1, "", "Na podlagi ustave"), *ARTICLES)
    assert file.ids("chapter") == ["chp_I", "chp_II"]
    assert file.one("art_1").find("{*}heading").text == "vsebina"
    assert [said(each).strip() for each in file.all("preface//p")] == ["Na podlagi ustave"]


def test_a_bill_has_its_introduction_and_explanation_as_attachments() -> None:
    file = file_of(
        section(1, "Ocena stanja – I. UVOD", "Stanje je slabo."),
        section(2, "II. BESEDILO ČLENOV", "Zakon o vodi"),
        *ARTICLES,
        section(3, "III. OBRAZLOŽITEV", "Splošno o vodi."),
        section(4, "K 1. členu – III. OBRAZLOŽITEV", "O vsebini."),
        section(5, "K 1. členu – III. OBRAZLOŽITEV", "Še o vsebini."),
        section(6, "2. člen – IV. BESEDILO ČLENOV, KI SE SPREMINJAJO", "Staro besedilo."),
    )
    headings = [each.find("{*}heading").text for each in file.all("attachment")]
    assert headings == ["I. UVOD", "III. OBRAZLOŽITEV", "IV. BESEDILO ČLENOV, KI SE SPREMINJAJO"]
    assert [each.text for each in file.all("attachment//hcontainer/heading")] == ["Ocena stanja", "K 1. členu"]
    assert said(file.one("att_3__art_2")).split() == ["2.", "člen", "Staro", "besedilo."]
    assert "Stanje" not in "".join(map(said, file.all("preface")))


def test_notes_that_hang_on_articles_are_an_annex() -> None:
    file = file_of(article("1", "", "Ena.\nSprotna opomba.", aside_lines=1), *ARTICLES[1:])
    assert said(file.one("art_1")).split() == ["1.", "člen", "Ena."]
    assert said(file.one("att_1")).split() == ["Opombe", "Sprotna", "opomba."]


def test_passages_without_articles_are_a_document() -> None:
    assert [said(each).strip() for each in file_of(section(1, "Uvod", "Dober dan.")).all("doc/mainBody/p")] == [
        "Uvod",
        "Dober dan.",
    ]
