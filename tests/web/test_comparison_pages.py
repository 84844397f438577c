"""The pages of comparison, of the automatic consolidated text, and what a bill shows of itself."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from flask.testing import FlaskClient

from kb.config import Settings
from kb.library import open_library
from kb.model import Metadata, Visibility
from kb.web import create_app
from tests.marketlaw import stock
from tests.web.markup import Page

BROKEN = """ODLOK O MEJAH

1. člen
Meja je ena.

3. člen
(1) Meja je druga.
(3) Meja je tretja.

2. člen
Meja je četrta.

2. člen
Meja je peta.

4. člen
Meja je šesta.
"""


@dataclass(frozen=True)
class Site:
    """A site with texts of the act; `ids` are their documents by name."""

    client: FlaskClient
    ids: dict[str, int]

    def page(self, address: str, *, status: int = 200) -> Page:
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return Page(answer.get_data(as_text=True))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with open_library(Settings(home=folder / "data")) as library:
        ids = stock(library, folder / "in", "adopted", "amending", "bill")
        hidden = stock(library, folder / "in", "new bill", visibility=Visibility.MEMBERS)
        texts = {"broken": BROKEN, "invitation": "Vabilo na sejo\n\nVabimo vas na sejo."}
        texts["good"] = "\n\n".join(["ODLOK O MEJAH", *(f"{at}. člen\nMeja je {at}." for at in (1, 2, 3, 4))])
        texts["scan"] = "\n\n".join(
            [
                "ODLOK O MEJAH",
                *(f"{at}. člen\nMeja je {at}." for at in ("1", "2", "3", "#", "5", "6", "7", "B", "9", "10")),
            ]
        )
        for name, text in texts.items():
            path = _written(folder / f"{name}.txt", text)
            [received] = library.add([path], Metadata()).received
            ids[name] = received.entry.document_id or 0
        yield Site(create_app(library).test_client(), {**ids, **hidden})


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


Read = Callable[..., Page]


def test_two_texts_of_an_act_stand_side_by_side_with_marked_words(site: Site) -> None:
    page = site.page("/predpis/ZVTrg/primerjava")
    assert page.texts("//table//tbody//th") == ["2. člen", "3. člen", "4.a člen"]
    assert page.texts("//p[@class='summary']") == ["2 spremenjena, 1 nov"]
    assert page.texts("//tr[@id='art_2']//del") == ["[črtano: sobota]"]
    assert page.texts("//tr[@id='art_2']//ins") == ["[novo: petek]"]
    assert page.link("ZVTrg-A, 1. člen") == f"/gradivo/{site.ids['amending']}/clen-1#clen-1"
    assert "V 5. členu se beseda »tolar« nadomesti" in page.words("//section[@aria-labelledby='nevneseno']")


def test_all_articles_are_shown_when_asked_for(site: Site) -> None:
    page = site.page(site.page("/predpis/ZVTrg/primerjava").link("Vsi členi"))
    assert len(page.all("//table//tbody/tr")) == 7
    assert len(site.page(page.link("Samo spremenjeni členi")).all("//table//tbody/tr")) == 3


def test_the_texts_are_chosen_in_a_form_that_needs_no_script(site: Site) -> None:
    page = site.page("/predpis/ZVTrg/primerjava")
    names = page.all("//select[@name='od']/option/@value")
    assert names[-1] == "cistopis"
    assert page.all("//select[@name='do']/option[@selected]/@value") == ["cistopis"]
    turned = site.page(f"/predpis/ZVTrg/primerjava?od=cistopis&do={names[0]}")
    assert turned.texts("//p[@class='summary']") == ["2 spremenjena, 1 črtan"]


def test_the_english_page_numbers_articles_as_english_does(site: Site) -> None:
    page = site.page("/en/predpis/ZVTrg/primerjava")
    assert page.texts("//table//tbody//th") == ["Article 2", "Article 3", "Article 4a"]
    assert page.texts("//p[@class='summary']") == ["2 changed, 1 new"]
    assert page.all("//td//p/@lang")[0] == "sl"


def test_the_automatic_text_names_the_source_of_each_change_and_what_was_not_applied(site: Site) -> None:
    page = site.page("/predpis/ZVTrg/neuradno-precisceno")
    assert "neuradno" in page.words("//p[contains(@class, 'notice')]")
    assert page.texts("//section[@id='art_4a']//ul[@class='changes']/li") == ["4.a člen: dodano (ZVTrg-A, 3. člen)"]
    assert "Dnevnik pregledov se hrani pet let." in page.words("//section[@id='art_4a']")
    assert page.texts("//section[@aria-labelledby='nevneseno']/h2") == ["1 odredba ni vnesena"]
    assert page.texts("//h2")[-1] == "ZVTrg-A: lastne določbe"


def test_the_table_is_sent_as_docx_and_as_html(site: Site) -> None:
    address = site.page("/predpis/ZVTrg/primerjava").link("Prenesi kot DOCX")
    answer = site.client.get(address)
    assert "Primerjava%20ZVTrg.docx" in answer.headers["Content-Disposition"]
    document = docx.Document(io.BytesIO(answer.data))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [row[0] for row in rows] == ["Člen", "2. člen", "3. člen", "4.a člen"]
    assert rows[1][3] == "spremenjen; ZVTrg-A, 1. člen"
    assert any(text.text.startswith("Ni vneseno: ZVTrg-A, 4. člen") for text in document.paragraphs)
    assert "PAGE" in document.sections[0].footer._element.xml
    html = site.client.get(address.replace(".docx", ".html"))
    assert html.headers["Content-Disposition"].startswith("attachment")
    assert "<ins> petek</ins>" in html.text


def test_a_bill_offers_its_text_beside_the_law_in_force(site: Site) -> None:
    document = site.page(f"/gradivo/{site.ids['bill']}")
    page = site.page(document.link("Primerjaj z veljavnim besedilom"))
    assert page.texts("//thead//th") == ["Člen", "Veljavno besedilo", "Predlagano besedilo", "Opomba"]
    assert page.texts("//tr[@id='art_5']//del") == ["[črtano: 200]"]
    assert page.texts("//tr[@id='art_5']//ins") == ["[novo: 500]"]
    assert "Ali je to dovolj?" not in page.text
    assert site.client.get(page.link("Prenesi kot DOCX")).status_code == 200


def test_hits_say_which_part_of_a_bill_they_are_from(site: Site) -> None:
    assert "veljavno besedilo, ki se spreminja" in site.page("/iskanje?q=globa").texts("//*[@class='said']")
    assert "predlagano besedilo" in site.page("/iskanje?q=nadomesti+500").texts("//*[@class='said']")
    assert "obrazložitev k 1. členu" in site.page("/iskanje?q=odvračala").texts("//*[@class='said']")
    page = site.page(f"/gradivo/{site.ids['bill']}")
    assert page.texts("//p[@class='said']")[-1] == "veljavno besedilo, ki se spreminja"
    answer = site.client.get("/iskanje.json?q=odvračala").get_json()
    assert [hit["bill_section"] for hit in answer["hits"]] == ["explanation"]


def test_what_is_doubtful_in_a_text_is_said_over_the_table(site: Site) -> None:
    page = site.page(f"/primerjava?od=gradivo-{site.ids['good']}&do=gradivo-{site.ids['broken']}")
    doubts = page.texts("//details//li")
    assert any(doubt.startswith("Številka je zapisana večkrat: 2. člen") for doubt in doubts)
    assert any(doubt.startswith("Ni na svojem mestu po vrsti: 2. člen") for doubt in doubts)
    assert any(doubt.startswith("Odstavki niso zaporedno oštevilčeni: 3. člen") for doubt in doubts)


def test_articles_that_a_scan_has_lost_are_told(site: Site) -> None:
    page = site.page(f"/primerjava?od=gradivo-{site.ids['good']}&do=gradivo-{site.ids['scan']}")
    doubts = page.texts("//details//li")
    assert "Pred njim manjkajo členi: 5. člen." in doubts


def test_a_text_without_articles_says_so(site: Site) -> None:
    page = site.page(f"/primerjava?od=gradivo-{site.ids['adopted']}&do=gradivo-{site.ids['invitation']}")
    assert "ni bilo mogoče prepoznati členov" in page.words()
    empty = site.page(f"/primerjava?od=gradivo-{site.ids['invitation']}&do=gradivo-{site.ids['invitation']}")
    assert "Besedili se ne razlikujeta." in empty.words()


WRONG = [
    "/primerjava",
    "/primerjava.docx",
    "/primerjava?od=gradivo-1&do=gradivo-99999",
    "/predpis/NIGA/primerjava",
    "/predpis/NIGA/primerjava.docx",
    "/predpis/ZLS/neuradno-precisceno",
    "/predpis/ZVTrg/primerjava?od=%00&do=%ff",
    "/predpis/ZVTrg/primerjava?od=gradivo-1&do=" + "9" * 400,
    "/gradivo/1/primerjava",
    "/gradivo/99999/primerjava.html",
]


@pytest.mark.parametrize("address", WRONG)
def test_what_cannot_be_compared_is_not_found(site: Site, address: str) -> None:
    site.page(address, status=404)


def test_what_a_visitor_may_not_see_is_in_no_comparison(site: Site) -> None:
    site.page(f"/gradivo/{site.ids['new bill']}/primerjava", status=404)
    site.page(f"/primerjava?od=gradivo-{site.ids['adopted']}&do=gradivo-{site.ids['new bill']}", status=404)
    assert "Predlog Zakona" not in site.page("/predpis/ZVTrg/primerjava").text


def test_another_spelling_leads_to_the_acronym(site: Site) -> None:
    answer = site.client.get("/predpis/zvtrg/primerjava?od=cistopis&acronym=x")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/predpis/ZVTrg/primerjava?od=cistopis")
    assert (
        site.client.get("/predpis/zvtrg/neuradno-precisceno").headers["Location"].endswith("ZVTrg/neuradno-precisceno")
    )


def test_an_act_with_one_text_says_that_there_is_nothing_to_compare(site: Site) -> None:
    assert "ni dveh besedil" in site.page("/predpis/ZLS/primerjava").words()


def test_the_page_of_the_act_leads_to_its_comparisons(site: Site) -> None:
    page = site.page("/predpis/ZVTrg")
    assert page.link("Primerjajte besedila predpisa") == "/predpis/ZVTrg/primerjava"
    assert page.link("Samodejno prečiščeno besedilo") == "/predpis/ZVTrg/neuradno-precisceno"
