"""Comments as members send them, at the pages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask import Flask

from kb.library import Library
from kb.model import Dossier, Visibility
from kb.model.comments import Remark
from tests.library.affairs.commenting import PASSWORD, bill, late
from tests.web.accounts.conftest import Browser
from tests.web.affairs.comments.conftest import WRITTEN, at, said, sent
from tests.web.markup import Page


def test_a_member_comments_on_an_article_and_sees_it(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser]
) -> None:
    shown = as_("ana").get(f"{at(dossier)}?clen=2")
    assert "Občina uskladi odlok v treh mesecih." in said(shown)
    answer = as_("ana").send(at(dossier), **WRITTEN)
    (kept,) = library.affairs.comments.all_of(dossier.id)
    assert (answer.status_code, answer.headers["Location"]) == (
        303, f"{at(dossier)}?stanje=poslano#pripomba-{kept.id}"
    )  # fmt: skip
    text = said(as_("ana").get(answer.headers["Location"]))
    assert "Pripomba je poslana." in text
    assert "2. člen Trije meseci so premalo." in text
    assert "čaka na odgovor" in text


def test_others_do_not_see_it(library: Library, dossier: Dossier, as_: Callable[[str], Browser]) -> None:
    sent(library, dossier, remark=Remark("2", "Krajevno vprašanje."))
    for name in ("vid", "jan"):
        assert "Krajevno" not in said(as_(name).get(at(dossier)))
    for name in ("", "gost"):
        assert as_(name).get(at(dossier)).status_code == 404
    assert "Krajevno" in said(as_("osebje").get(at(dossier)))


def test_who_cannot_comment_is_told_what_to_do(library: Library, text_id: int, as_: Callable[[str], Browser]) -> None:
    public = bill(library, text_id, visibility=Visibility.PUBLIC)
    for name, told in (
        ("", "Prijava"),
        ("gost", "Vaš račun ni račun članice"),
        ("jan", "Vaš račun ne pove, za katero občino govorite"),
        ("osebje", "Odgovorite na pripombe in sestavite stališče"),
    ):
        answer = as_(name).get(at(public))
        assert told in said(answer)
        assert 'name="besedilo"' not in answer.text
        if name:
            assert as_(name).send(at(public), shown_at="/odjava", **WRITTEN).status_code == 403


@pytest.mark.parametrize(
    ("told", "wrong", "words"),
    [
        ({"besedilo": " \n "}, "besedilo", "Napišite, kaj vaša občina sporoča."),
        ({"clen": "44"}, "clen", "Besedilo tega člena nima."),
        ({"predlog": "č" * 20_001}, "predlog", "največ 20.000 znakov"),
        ({"clen": "x" * 500}, "clen", "Besedilo tega člena nima."),
    ],
)
def test_what_cannot_be_sent_is_told_beside_its_field(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser], told: dict[str, str], wrong: str, words: str
) -> None:
    answer = as_("ana").send(at(dossier), **{**WRITTEN, "obrazlozitev": "Ostane.", **told})
    assert answer.status_code == 422
    tree = Page(answer.text).tree
    (field,) = tree.xpath(f"//*[@id='{wrong}']")
    described = [one for name in field.get("aria-describedby").split() for one in tree.xpath(f"//*[@id='{name}']")]
    assert any(words in one.text_content() for one in described)
    assert tree.xpath("//textarea[@name='obrazlozitev']")[0].text_content().strip() == "Ostane."
    assert library.affairs.comments.all_of(dossier.id) == ()


def test_the_number_of_an_article_is_typed_where_the_text_has_none(
    library: Library, as_: Callable[[str], Browser]
) -> None:
    bare = bill(library, None)
    assert as_("ana").send(at(bare), **{**WRITTEN, "clen": "ni člen"}).status_code == 422
    assert as_("ana").send(at(bare), **{**WRITTEN, "clen": " 14.a  člen "}).status_code == 303
    assert library.affairs.comments.all_of(bare.id)[0].article == "14a"


def test_names_of_persons_have_to_be_confirmed(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser]
) -> None:
    told = {**WRITTEN, "besedilo": "Predlaga ga. Ana Novak."}
    answer = as_("ana").send(at(dossier), **told)
    assert answer.status_code == 422
    assert "ga. Ana Novak (ime osebe)" in said(answer)
    mark = re.search(r'name="potrjeno" value="(\w+)"', answer.text)
    assert mark
    other = {**told, "obrazlozitev": "Telefon 041 234 567", "potrjeno": mark[1]}
    assert as_("ana").send(at(dossier), **other).status_code == 422
    assert as_("ana").send(at(dossier), **{**told, "potrjeno": mark[1]}).status_code == 303
    assert len(library.affairs.comments.all_of(dossier.id)) == 1


def test_after_the_deadline_what_was_typed_stays_to_be_copied(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser]
) -> None:
    late(library, dossier)
    answer = as_("ana").send(at(dossier), shown_at="/moj-racun", **WRITTEN)
    assert answer.status_code == 409
    yesterday = library.affairs.dossiers.today() - dt.timedelta(days=1)
    day = f"{yesterday.day}. {yesterday.month}. {yesterday.year}"
    assert f"Pripombe so se zbirale do {day}. Pripomba ni bila poslana." in said(answer)
    page = Page(answer.text).tree
    assert page.xpath("//textarea[@name='besedilo'][@readonly]")[0].text_content().strip() == WRITTEN["besedilo"]
    assert not page.xpath("//main//button")
    assert 'name="besedilo"' not in as_("ana").get(at(dossier)).text


def test_a_comment_sent_twice_is_told_and_kept_once(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser]
) -> None:
    as_("ana").send(at(dossier), **WRITTEN)
    answer = as_("ana").send(at(dossier), **WRITTEN)
    assert "to pripombo že poslala" in said(as_("ana").get(answer.headers["Location"]))
    assert len(library.affairs.comments.all_of(dossier.id)) == 1


def test_a_comment_is_withdrawn_and_stays_marked(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser]
) -> None:
    kept, other = sent(library, dossier), sent(library, dossier, "Vid")
    address = f"{at(dossier)}/{kept.id}/umakni"
    assert as_("vid").send(address, shown_at=at(dossier)).status_code == 404
    answer = as_("ana").send(address, shown_at=at(dossier))
    text = said(as_("ana").get(answer.headers["Location"]))
    assert "Premalo." in text
    assert "umaknjena" in text
    assert as_("ana").send(f"{at(dossier)}/{other.id}/umakni", shown_at=at(dossier)).status_code == 404
    assert as_("ana").send(f"{at(dossier)}/99999/umakni", shown_at=at(dossier)).status_code == 404


def test_what_was_typed_is_not_lost_with_the_visit(dossier: Dossier, app: Flask, as_: Callable[[str], Browser]) -> None:
    del as_
    browser = Browser(app.test_client())
    browser.sign_in("ana@obcina.si", PASSWORD)
    mark = re.search(r'name="obrazec" value="(\w+)"', browser.get(at(dossier)).text)
    assert mark
    browser.client.delete_cookie("kb")
    told = {"obrazec": mark[1], **WRITTEN, "predlog": "Zelo dolgo <b>premišljeno</b> besedilo."}
    answer = browser.client.post(at(dossier), data=told)
    assert answer.status_code == 400
    kept = [each.text_content().strip() for each in Page(answer.text).tree.xpath("//textarea[@readonly]")]
    assert kept == [WRITTEN["besedilo"], "Zelo dolgo <b>premišljeno</b> besedilo."]
    foreign = browser.client.post(at(dossier), data=told, headers={"Sec-Fetch-Site": "cross-site"})
    assert (foreign.status_code, "premišljeno" in foreign.text) == (400, False)


def test_a_passage_of_a_comment_leads_to_its_place(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser]
) -> None:
    kept = sent(library, dossier, remark=Remark("3", "Vakacija naj bo daljša."))
    library.index_marked()
    (found,) = as_("ana").get("/iskanje.json?q=vakacija+daljša").get_json()["hits"]
    answer = as_("ana").get(found["url"])
    assert answer.headers["Location"] == f"{at(dossier)}#clen-3"
    assert f'id="pripomba-{kept.id}"' in as_("ana").get(answer.headers["Location"]).text
    assert as_("vid").get(found["url"]).status_code == 404
