"""Comments as members send them and as staff answer them, at the pages."""

from __future__ import annotations

import datetime as dt
import email
import re
from collections.abc import Callable, Iterator
from email import policy
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import Deed, Dossier, Sought, Visibility
from kb.model.comments import Comment, Remark, Taken
from kb.people import Role
from kb.web import create_app
from tests.library.affairs.commenting import PASSWORD, bill, late, person, text_of_bill
from tests.web.accounts.conftest import Browser
from tests.web.markup import Page

SHORT = Remark("2", "Premalo.")
WRITTEN = {"clen": "2", "besedilo": "Trije meseci so premalo.", "predlog": "V enem letu.", "obrazlozitev": ""}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("pripombe"), readers=1)


@pytest.fixture(scope="module")
def library(settings: Settings) -> Iterator[Library]:
    """One library for all tests here; each has a dossier of its own."""
    with open_library(settings) as opened:
        person(opened, "Ana", "Mestna občina Kranj")
        person(opened, "Vid", "Ptuj")
        person(opened, "Jan")
        person(opened, "Gost", role=Role.VISITOR)
        person(opened, "Osebje", role=Role.STAFF)
        yield opened


@pytest.fixture
def outbox(settings: Settings) -> Path:
    """The folder of letters, empty."""
    for path in settings.outbox_folder.glob("*"):
        path.unlink()
    return settings.outbox_folder


@pytest.fixture(scope="module")
def text_id(library: Library, tmp_path_factory: pytest.TempPathFactory) -> int:
    return text_of_bill(library, tmp_path_factory.mktemp("predlog"))


@pytest.fixture
def dossier(library: Library, text_id: int) -> Dossier:
    return bill(library, text_id)


@pytest.fixture(scope="module")
def app(library: Library) -> Flask:
    return create_app(library)


@pytest.fixture(scope="module")
def as_(app: Flask) -> Callable[[str], Browser]:
    """Gives the browser of somebody, signed in once for all tests; "" for nobody."""
    known: dict[str, Browser] = {}

    def browser(name: str) -> Browser:
        if name not in known:
            known[name] = Browser(app.test_client())
            if name:
                assert known[name].sign_in(f"{name}@obcina.si", PASSWORD).status_code == 303
        return known[name]

    return browser


def at(dossier: Dossier) -> str:
    return f"/zadeve/{dossier.id}/pripombe"


def work_at(dossier: Dossier) -> str:
    return f"/delo/zadeve/{dossier.id}/pripombe"


def said(answer: TestResponse) -> str:
    return " ".join(Page(answer.text).tree.xpath("//main")[0].text_content().split())


def sent(library: Library, dossier: Dossier, name: str = "Ana", remark: Remark = SHORT) -> Comment:
    return library.affairs.comments.send(person(library, name), dossier, remark).comment


# --- members ---


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


# --- staff ---


def shown(comment: Comment, **told: object) -> dict[str, object]:
    """Gives what the page of staff sends of a comment that it shows without an answer."""
    name = str(comment.id)
    return {f"odlocitev-{name}": "open", f"prej-{name}": "open", f"odgovor-{name}": "", f"prej-odgovor-{name}": ""} | {
        f"{key}-{name}": value for key, value in told.items()
    }


def test_staff_answer_many_comments_at_once(library: Library, dossier: Dossier, as_: Callable[[str], Browser]) -> None:
    one, other, third = (
        sent(library, dossier),
        sent(library, dossier, "Vid"),
        sent(library, dossier, "Vid", Remark("", "Da.")),
    )
    page = said(as_("osebje").get(work_at(dossier)))
    assert page.index("Besedilo v celoti") < page.index("Občina uskladi odlok") < page.index("Mestna občina Kranj")
    told = {
        **shown(one, odlocitev="taken"),
        **shown(other, odlocitev="not-taken", odgovor="Rok je v direktivi."),
        **shown(third),
    }
    answer = as_("osebje").send(work_at(dossier), **told)
    assert answer.status_code == 303
    kept = {each.id: (each.taken, each.answer) for each in library.affairs.comments.all_of(dossier.id)}
    assert kept == {
        one.id: (Taken.TAKEN, ""),
        other.id: (Taken.NOT_TAKEN, "Rok je v direktivi."),
        third.id: (Taken.OPEN, ""),
    }
    assert "ni upoštevana" in said(as_("vid").get(at(dossier)))
    assert "Rok je v direktivi." in said(as_("vid").get(at(dossier)))
    assert "Rok je v direktivi." not in said(as_("ana").get(at(dossier)))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"odlocitev": "not-taken"}, "Napišite, zakaj"),
        ({"odlocitev": "partly", "odgovor": "  "}, "Napišite, zakaj"),
        ({"odgovor": "Hvala."}, "Izberite, kaj bo s pripombo."),
        ({"odlocitev": "taken", "odgovor": "č" * 2_001}, "največ 2.000 znakov"),
    ],
)
def test_an_answer_that_is_not_whole_keeps_nothing_and_loses_nothing(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser], told: dict[str, str], words: str
) -> None:
    one, other = sent(library, dossier), sent(library, dossier, "Vid")
    answer = as_("osebje").send(work_at(dossier), **shown(one, **told), **shown(other, odlocitev="taken"))
    assert answer.status_code == 422
    assert words in said(answer)
    assert Page(answer.text).tree.xpath(f"//input[@id='odlocitev-{other.id}-taken'][@checked]")
    assert {each.taken for each in library.affairs.comments.all_of(dossier.id)} == {Taken.OPEN}


def test_two_of_the_staff_do_not_write_over_each_other(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser]
) -> None:
    one = sent(library, dossier)
    as_("osebje").send(work_at(dossier), **shown(one, odlocitev="taken"))
    answer = as_("osebje").send(work_at(dossier), **shown(one, odlocitev="not-taken", odgovor="Ne."))
    assert answer.status_code == 409
    assert "Na to pripombo je medtem odgovoril nekdo drug." in said(answer)
    assert library.affairs.comments.all_of(dossier.id)[0].taken is Taken.TAKEN


def test_a_position_is_drawn_up_from_chosen_comments(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser]
) -> None:
    one, other = sent(library, dossier), sent(library, dossier, "Vid")
    form = {**shown(one, odlocitev="taken"), **shown(other, odlocitev="taken"), "organ": "k-redarstvo"}
    assert as_("osebje").send(work_at(dossier), **form, dejanje="stalisce").status_code == 422
    answer = as_("osebje").send(work_at(dossier), **form, dejanje="stalisce", izberi=[one.id])
    assert answer.status_code == 303
    kept = {each.id: each for each in library.affairs.comments.all_of(dossier.id)}
    drawn = kept[one.id].position_id
    assert drawn is not None
    assert str(drawn) in answer.headers["Location"]
    assert (kept[other.id].position_id, kept[other.id].taken) == (None, Taken.TAKEN)
    assert as_("osebje").get(answer.headers["Location"]).status_code == 200
    rest = as_("osebje").send(work_at(dossier), organ="k-redarstvo", dejanje="stalisce-vse")
    assert rest.status_code == 303
    assert library.affairs.comments.get(other.id, user=person(library, "Osebje")).position_id not in (None, drawn)
    assert "pripombe, ki ni umaknjena" not in said(as_("osebje").get(work_at(dossier)))


@pytest.mark.parametrize("chosen", [{}, {"izberi": "x"}, {"izberi": "99999999999"}, {"organ": "ni-ga", "izberi": "1"}])
def test_a_position_of_nothing_or_nobody_is_refused(
    library: Library, text_id: int, as_: Callable[[str], Browser], chosen: dict[str, str]
) -> None:
    dossier = bill(library, text_id, bodies=())
    kept = sent(library, dossier)
    told = {**chosen, **({"izberi": str(kept.id)} if chosen.get("organ") else {}), "dejanje": "stalisce"}
    answer = as_("osebje").send(work_at(dossier), **shown(kept), **told)
    assert answer.status_code == 422
    assert library.affairs.comments.all_of(dossier.id)[0].position_id is None


def test_the_comments_are_narrowed_to_those_that_wait(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser]
) -> None:
    one, other = sent(library, dossier), sent(library, dossier, "Vid")
    as_("osebje").send(work_at(dossier), **shown(one, odlocitev="taken"))
    waits = as_("osebje").get(f"{work_at(dossier)}?samo=odprte").text
    assert (f'id="pripomba-{one.id}"' in waits, f'id="pripomba-{other.id}"' in waits) == (False, True)
    taken = as_("osebje").get(f"{work_at(dossier)}?samo=za-stalisce&stran=7").text
    assert (f'id="pripomba-{one.id}"' in taken, f'id="pripomba-{other.id}"' in taken) == (True, False)


def test_many_comments_are_shown_a_page_at_a_time(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser]
) -> None:
    for number in range(31):
        sent(library, dossier, remark=Remark("2", f"Pripomba {number}."))
    first = as_("osebje").get(work_at(dossier))
    assert first.text.count('name="odgovor-') == 30
    assert as_("osebje").get(f"{work_at(dossier)}?stran=2").text.count('name="odgovor-') == 1
    assert "stran=2" in first.text
    printed = as_("osebje").get(f"{work_at(dossier)}/natisni")
    assert said(printed).count("Mestna občina Kranj") == 31


def test_the_file_for_spreadsheets_is_told_to_the_audit_log(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser]
) -> None:
    sent(library, dossier)
    answer = as_("osebje").get(f"{work_at(dossier)}.csv")
    assert (answer.mimetype, answer.text.count("\r\n")) == ("text/csv", 2)
    rows = library.audit.each(Sought(subject="dossier", subject_id=str(dossier.id), deeds=frozenset({Deed.EXPORTED})))
    assert len(list(rows)) == 1


def test_the_first_page_of_staff_work_tells_of_comments_that_wait(
    library: Library, text_id: int, as_: Callable[[str], Browser]
) -> None:
    dossier = bill(library, text_id, title="Predlog, ki čaka na odgovore")
    sent(library, dossier)
    late(library, dossier)
    assert "1 pripomba k zadevi »Predlog, ki čaka na odgovore« čaka na odgovor." in said(as_("osebje").get("/delo/"))


def test_members_are_told_of_answers_by_letter_when_staff_say_so(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser], outbox: Path
) -> None:
    one = sent(library, dossier)
    sent(library, dossier, "Vid")
    assert "obvesti" not in as_("osebje").get(work_at(dossier)).text
    as_("osebje").send(work_at(dossier), **shown(one, odlocitev="taken"))
    answer = as_("osebje").send(f"{work_at(dossier)}/obvesti", shown_at=work_at(dossier))
    assert "Pisma" in said(as_("osebje").get(answer.headers["Location"]))
    library.people.finish_letters()
    (letter,) = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in outbox.glob("*.eml")]
    assert letter["To"] == "ana@obcina.si"
    assert f"http://127.0.0.1:8000{at(dossier)}" in letter.get_content().split()
    (row,) = library.audit.each(Sought(subject="dossier", subject_id=str(dossier.id), deeds=frozenset({Deed.SENT})))
    assert row.after == {"count": 1}


@pytest.mark.parametrize("end", ["", "/natisni", ".csv"])
def test_pages_of_staff_are_for_staff(dossier: Dossier, as_: Callable[[str], Browser], end: str) -> None:
    assert as_("ana").get(f"{work_at(dossier)}{end}").status_code == 403
    assert as_("").get(f"{work_at(dossier)}{end}").status_code == 302
    assert as_("osebje").get(f"/delo/zadeve/99999/pripombe{end}").status_code == 404


def test_pages_are_english_too(library: Library, dossier: Dossier, as_: Callable[[str], Browser]) -> None:
    sent(library, dossier)
    assert "Comments of your municipality" in said(as_("ana").get(f"/en{at(dossier)}"))
    assert "Draw up a position" in said(as_("osebje").get(f"/en{work_at(dossier)}"))
