"""Comments as staff answer them, at the pages."""

from __future__ import annotations

import email
from collections.abc import Callable
from email import policy
from pathlib import Path

import pytest

from kb.library import Library
from kb.model import Deed, Dossier, Sought
from kb.model.comments import Comment, Remark, Taken
from tests.library.affairs.commenting import bill, late, person
from tests.web.accounts.conftest import Browser
from tests.web.affairs.comments.conftest import at, said, sent, work_at
from tests.web.markup import Page


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
    assert row.after == {"count": 1, "accounts": [person(library, "Ana").id]}


def test_a_letter_goes_once_for_an_answer_and_again_only_where_that_is_asked_for(
    library: Library, dossier: Dossier, as_: Callable[[str], Browser], outbox: Path
) -> None:
    ana = person(library, "Ana")
    one, two = sent(library, dossier), sent(library, dossier, "Vid")
    staff, here = as_("osebje"), work_at(dossier)

    def letters(**told: str) -> list[str]:
        for path in outbox.glob("*.eml"):
            path.unlink()
        staff.send(f"{here}/obvesti", shown_at=here, **told)
        library.people.finish_letters()
        read = (email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in outbox.glob("*.eml"))
        return sorted(message["To"] for message in read)

    staff.send(here, **shown(one, odlocitev="taken"))
    assert "Ana: pismo še ni poslano" in said(staff.get(here))
    assert letters() == ["ana@obcina.si"]
    assert "Ana: pismo poslano " in said(staff.get(here))
    assert "Obvesti po e-pošti" not in said(staff.get(here))
    staff.send(here, **shown(two, odlocitev="taken"))
    assert letters() == ["vid@obcina.si"], "not again to whom there is nothing new to tell"
    assert letters() == []
    assert letters(znova=str(ana.id)) == ["ana@obcina.si"]
    assert letters(znova="99999") == letters(znova="x") == []
    staff.send(here, **shown(one, prej="taken", odlocitev=Taken.NOT_TAKEN.value, odgovor="Žal ne."))
    assert "pozneje je odgovor spremenjen" in said(staff.get(here))
    assert letters() == ["ana@obcina.si"]


@pytest.mark.parametrize("end", ["", "/natisni", ".csv"])
def test_pages_of_staff_are_for_staff(dossier: Dossier, as_: Callable[[str], Browser], end: str) -> None:
    assert as_("ana").get(f"{work_at(dossier)}{end}").status_code == 403
    assert as_("").get(f"{work_at(dossier)}{end}").status_code == 302
    assert as_("osebje").get(f"/delo/zadeve/99999/pripombe{end}").status_code == 404


def test_pages_are_english_too(library: Library, dossier: Dossier, as_: Callable[[str], Browser]) -> None:
    sent(library, dossier)
    assert "Comments of your municipality" in said(as_("ana").get(f"/en{at(dossier)}"))
    assert "Draw up a position" in said(as_("osebje").get(f"/en{work_at(dossier)}"))
