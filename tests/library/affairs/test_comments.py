from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kb.config import Settings
from kb.errors import NotAllowed, NotFound, NotPossible, WrongValue
from kb.library import Library, Question, open_library
from kb.library.affairs.commentrows import as_csv
from kb.model import EVERYTHING, Deed, Dossier, DossierStage, DossierStep, RecordSort, Sought, Stance, Visibility
from kb.model.comments import Answered, Comment, Remark, Taken
from kb.people import Role, User, reader_of
from tests.library.affairs.commenting import again, bill, late, person, text_of_bill

SHORT = Remark("2", "Trije meseci so premalo.", "Občina uskladi odlok v enem letu.", "Svet se sestane redko.")
WHOLE = Remark("", "Predlog podpiramo.")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """One library for all tests here; each has a dossier of its own."""
    with open_library(Settings(home=tmp_path_factory.mktemp("pripombe"), readers=1)) as opened:
        yield opened


@pytest.fixture(scope="module")
def text_id(library: Library, tmp_path_factory: pytest.TempPathFactory) -> int:
    return text_of_bill(library, tmp_path_factory.mktemp("predlog"))


@pytest.fixture
def dossier(library: Library, text_id: int) -> Dossier:
    return bill(library, text_id)


@pytest.fixture
def kranj(library: Library) -> User:
    return person(library, "Ana", "Mestna občina Kranj")


@pytest.fixture
def ptuj(library: Library) -> User:
    return person(library, "Vid", "Ptuj")


def sent(library: Library, user: User, dossier: Dossier, remark: Remark = SHORT) -> Comment:
    return library.affairs.comments.send(user, dossier, remark).comment


def answered(library: Library, dossier: Dossier, comment: Comment, taken: Taken, answer: str = "") -> tuple[int, ...]:
    staff = person(library, "Osebje", role=Role.STAFF)
    told = Answered(comment.id, taken, answer, comment.taken, comment.answer)
    return library.affairs.comments.answer(staff.actor, dossier, [told])


# --- who says and sees what ---


def test_a_comment_is_kept_as_it_was_written(library: Library, dossier: Dossier, kranj: User) -> None:
    kept = sent(library, kranj, dossier)
    assert (kept.article, kept.text, kept.wording, kept.reason) == ("2", SHORT.text, SHORT.wording, SHORT.reason)
    assert (kept.municipality, kept.author, kept.taken) == ("Mestna občina Kranj", "Ana", Taken.OPEN)


def test_a_municipality_sees_its_own_comments_and_no_others(
    library: Library, dossier: Dossier, kranj: User, ptuj: User
) -> None:
    own, other = sent(library, kranj, dossier), sent(library, ptuj, dossier)
    colleague = person(library, "Eva", "občina KRANJ")
    comments = library.affairs.comments
    assert comments.of(dossier.id, user=again(library, kranj)) == (own,)
    assert comments.of(dossier.id, user=again(library, colleague)) == (own,)
    assert comments.of(dossier.id, user=again(library, ptuj)) == (other,)
    assert comments.of(dossier.id, user=person(library, "Osebje", role=Role.STAFF)) == (own, other)
    assert comments.of(dossier.id, user=None) == comments.of(dossier.id, user=person(library, "Jan", "Bled")) == ()
    with pytest.raises(NotFound):
        comments.get(other.id, user=again(library, kranj))


def test_a_visitor_of_a_municipality_does_not_see_its_comments(library: Library, dossier: Dossier, kranj: User) -> None:
    sent(library, kranj, dossier)
    assert library.affairs.comments.of(dossier.id, user=person(library, "Gost", "Kranj", Role.VISITOR)) == ()


def test_comments_stand_in_the_order_of_the_text(library: Library, dossier: Dossier, kranj: User) -> None:
    for article in ("3", "", "2", "12a", "12"):
        sent(library, kranj, dossier, replace(SHORT, article=article))
    assert [each.article for each in library.affairs.comments.all_of(dossier.id)] == ["", "2", "3", "12", "12a"]


@pytest.mark.parametrize(("municipality", "role"), [("", Role.MEMBER), ("Kranj", Role.VISITOR), ("", Role.STAFF)])
def test_nobody_comments_without_speaking_for_a_municipality(
    library: Library, dossier: Dossier, municipality: str, role: Role
) -> None:
    with pytest.raises(NotAllowed):
        sent(library, person(library, f"Jan{role}{municipality}", municipality, role), dossier)


def test_the_articles_of_the_text_can_be_commented_on(library: Library, dossier: Dossier, kranj: User) -> None:
    articles = library.affairs.comments.articles(dossier, reader=reader_of(kranj))
    assert [each.number for each in articles] == ["1", "2", "3"]
    assert "treh mesecih" in articles[1].text
    hidden = replace(dossier, text_id=None)
    assert library.affairs.comments.articles(hidden, reader=EVERYTHING) == ()


# --- sent late, twice, taken back ---


def test_the_same_of_the_same_municipality_is_kept_once(
    library: Library, dossier: Dossier, kranj: User, ptuj: User
) -> None:
    first = sent(library, kranj, dossier)
    again_sent = library.affairs.comments.send(kranj, dossier, replace(SHORT, text=" trije  MESECI so premalo."))
    assert (again_sent.comment, again_sent.is_new) == (first, False)
    assert library.affairs.comments.send(kranj, dossier, replace(SHORT, article="3")).is_new
    assert library.affairs.comments.send(ptuj, dossier, SHORT).is_new


def test_nothing_is_taken_after_the_deadline_or_the_end(library: Library, dossier: Dossier, kranj: User) -> None:
    with pytest.raises(NotPossible):
        sent(library, kranj, late(library, dossier))
    end = DossierStep(0, DossierStage.WITHDRAWN, library.affairs.dossiers.today())
    over = library.affairs.dossiers.put_step(
        kranj.actor, library.affairs.dossiers.get(dossier.id, reader=EVERYTHING), end
    )
    assert isinstance(over, Dossier)
    with pytest.raises(NotPossible):
        sent(library, kranj, replace(over, deadline=None))
    assert library.affairs.comments.all_of(dossier.id) == ()


def test_a_comment_is_withdrawn_by_its_municipality_and_stays_as_it_was(
    library: Library, dossier: Dossier, kranj: User, ptuj: User
) -> None:
    comment = sent(library, kranj, dossier)
    sent(library, ptuj, dossier)
    comments = library.affairs.comments
    with pytest.raises(NotFound):
        comments.withdraw(again(library, ptuj), dossier, comment.id)
    withdrawn = comments.withdraw(again(library, kranj), dossier, comment.id)
    assert (withdrawn.text, withdrawn.is_open, withdrawn.withdrawn is None) == (SHORT.text, False, False)
    assert comments.send(kranj, dossier, SHORT).is_new


def test_a_comment_is_not_withdrawn_once_it_is_answered_or_after_the_deadline(
    library: Library, dossier: Dossier, kranj: User
) -> None:
    comment, other = sent(library, kranj, dossier), sent(library, kranj, dossier, WHOLE)
    answered(library, dossier, comment, Taken.TAKEN)
    comments, ana = library.affairs.comments, again(library, kranj)
    with pytest.raises(NotPossible):
        comments.withdraw(ana, dossier, comment.id)
    with pytest.raises(NotPossible):
        comments.withdraw(ana, late(library, dossier), other.id)


# --- answers ---


def test_an_answer_is_kept_beside_what_was_written(library: Library, dossier: Dossier, kranj: User) -> None:
    comment = sent(library, kranj, dossier)
    assert answered(library, dossier, comment, Taken.PARTLY, "Predlagamo šest mesecev.") == ()
    (told,) = library.affairs.comments.of(dossier.id, user=again(library, kranj))
    assert (told.text, told.taken, told.answer) == (SHORT.text, Taken.PARTLY, "Predlagamo šest mesecev.")
    assert told.answered is not None
    assert dossier.id not in library.affairs.comments.open_counts()


def test_an_answer_never_replaces_one_that_its_page_did_not_show(
    library: Library, dossier: Dossier, kranj: User
) -> None:
    comment = sent(library, kranj, dossier)
    answered(library, dossier, comment, Taken.TAKEN)
    assert answered(library, dossier, comment, Taken.NOT_TAKEN, "Ne.") == (comment.id,)
    (told,) = library.affairs.comments.all_of(dossier.id)
    assert told.taken is Taken.TAKEN
    same = Answered(comment.id, Taken.TAKEN, "")
    assert library.affairs.comments.answer(kranj.actor, dossier, [same]) == ()


def test_only_comments_of_the_dossier_that_stand_are_answered(library: Library, dossier: Dossier, kranj: User) -> None:
    comment = sent(library, kranj, dossier)
    with pytest.raises(NotFound):
        answered(library, replace(dossier, id=dossier.id + 1), comment, Taken.TAKEN)
    library.affairs.comments.withdraw(again(library, kranj), dossier, comment.id)
    with pytest.raises(NotFound):
        answered(library, dossier, comment, Taken.PARTLY, "Prepozno.")


def test_every_step_is_in_the_audit_log_without_the_text(library: Library, dossier: Dossier, kranj: User) -> None:
    comment, other = sent(library, kranj, dossier), sent(library, kranj, dossier, WHOLE)
    answered(library, dossier, comment, Taken.NOT_TAKEN, "Rok je v direktivi.")
    library.affairs.comments.withdraw(again(library, kranj), dossier, other.id)
    rows = [row for row in library.audit.each(Sought(subject="comment")) if row.after["dossier"] == dossier.id]
    told = [(row.deed, row.subject_id) for row in rows]
    first, second = str(comment.id), str(other.id)
    assert told == [
        (Deed.ADDED, first), (Deed.ADDED, second), (Deed.ANSWERED, first), (Deed.WITHDRAWN, second)
    ]  # fmt: skip
    assert rows[2].after["taken"] == "not-taken"
    assert rows[0].after == {"dossier": dossier.id, "article": "2", "municipality": "Mestna občina Kranj"}


# --- drawn up to a position ---


def test_a_position_quotes_comments_by_article_with_who_says_it(
    library: Library, dossier: Dossier, kranj: User, ptuj: User
) -> None:
    ids = [sent(library, each, dossier, remark).id for each in (kranj, ptuj) for remark in (SHORT, WHOLE)]
    drawn = library.affairs.comments.draw_up(kranj.actor, dossier, ids[:-1], body="k-redarstvo")
    position = library.affairs.positions.get(drawn, reader=EVERYTHING)
    assert (position.is_draft, position.dossier_id, position.act) == (True, dossier.id, "ZORed")
    whole, second = position.proposals
    assert (whole.article, whole.reason) == ("", "Mestna občina Kranj: »Predlog podpiramo.«")
    assert (second.article, second.stance, second.wording) == ("2", Stance.SUPPORT_WITH_CHANGES, SHORT.wording)
    assert second.reason.split("\n")[1] == "Občina Ptuj: »Trije meseci so premalo. Svet se sestane redko.«"
    told = {each.id: each.position_id for each in library.affairs.comments.all_of(dossier.id)}
    assert told == {**dict.fromkeys(ids[:-1], drawn), ids[-1]: None}


def test_wordings_that_differ_are_all_quoted(library: Library, dossier: Dossier, kranj: User, ptuj: User) -> None:
    ids = [sent(library, kranj, dossier).id, sent(library, ptuj, dossier, replace(SHORT, wording="V dveh letih.")).id]
    drawn = library.affairs.comments.draw_up(kranj.actor, dossier, ids, body="k-redarstvo")
    (proposal,) = library.affairs.positions.get(drawn, reader=EVERYTHING).proposals
    assert proposal.wording.split("\n")[1] == "Občina Ptuj: »V dveh letih.«"


def test_a_comment_is_drawn_up_once_unless_the_draft_is_thrown_away(
    library: Library, dossier: Dossier, kranj: User
) -> None:
    ids = [sent(library, kranj, dossier).id]
    draw_up = library.affairs.comments.draw_up
    drawn = draw_up(kranj.actor, dossier, ids, body="k-redarstvo")
    with pytest.raises(NotPossible):
        draw_up(kranj.actor, dossier, ids, body="k-redarstvo")
    library._store.affairs.positions.remove(drawn, by=kranj.actor)
    assert library.affairs.comments.all_of(dossier.id)[0].position_id is None
    assert draw_up(kranj.actor, dossier, ids, body="k-redarstvo") != drawn


def test_a_position_of_no_body_is_not_drawn_up(library: Library, dossier: Dossier, kranj: User) -> None:
    ids = [sent(library, kranj, dossier).id]
    with pytest.raises(WrongValue):
        library.affairs.comments.draw_up(kranj.actor, dossier, ids, body="ni-organ")
    assert library.affairs.comments.all_of(dossier.id)[0].position_id is None


# --- found ---


def found(library: Library, text: str, dossier: Dossier, user: User | None) -> list[str]:
    """Gives the titles of the dossier's comments that a person finds."""
    library.index_marked()
    ids = [each.id for each in library.affairs.comments.all_of(dossier.id)]
    records = library.records.documents(RecordSort.COMMENT, ids).values()
    reader = reader_of(again(library, user)) if user else reader_of(None)
    groups = library.find(Question(text, per_page=100), reader=reader).groups
    return [group.document.title for group in groups if group.document.id in records]


def test_a_comment_is_found_by_its_municipality_and_staff_alone(
    library: Library, dossier: Dossier, kranj: User, ptuj: User
) -> None:
    sent(library, kranj, dossier)
    bodies = frozenset(each.id for each in library.registers.bodies())
    commission = person(library, "Komisija", "Bled", Role.BODY_MEMBER, bodies=bodies)
    title = "Pripomba k 2. členu – ZORed – Mestna občina Kranj"
    asked = "pripomba k 2. členu ZORed"
    assert found(library, asked, dossier, kranj) == [title]
    assert found(library, asked, dossier, person(library, "Osebje", role=Role.STAFF)) == [title]
    assert [found(library, asked, dossier, each) for each in (ptuj, commission, None)] == [[], [], []]


def test_what_became_of_a_comment_is_found_too(library: Library, dossier: Dossier, kranj: User) -> None:
    comment = sent(library, kranj, dossier)
    answered(library, dossier, comment, Taken.NOT_TAKEN, "Rok je v direktivi določen drugače.")
    assert found(library, "direktivi določen drugače", dossier, kranj)
    document_id = library.records.documents(RecordSort.COMMENT, [comment.id])[comment.id]
    document = library.document(document_id, reader=EVERYTHING)
    assert (document.access, [body.slug for body in document.bodies]) == (Visibility.BODY, ["obcina-kranj"])
    text = library.passages(document_id, reader=EVERYTHING)[0].passage.text
    assert "Pripomba ni upoštevana. Rok je v direktivi" in text


def test_a_withdrawn_comment_says_so_where_it_is_found(library: Library, dossier: Dossier, kranj: User) -> None:
    comment = sent(library, kranj, dossier, replace(SHORT, text="Bojimo se zamude pri prevozništvu.", reason=""))
    library.affairs.comments.withdraw(again(library, kranj), dossier, comment.id)
    assert found(library, "zamuda prevozništvo", dossier, kranj) == [
        "Umaknjeno: Pripomba k 2. členu – ZORed – Mestna občina Kranj"
    ]


def test_a_municipality_is_no_body_to_browse_but_its_name_is_a_filter_for_its_people(
    library: Library, dossier: Dossier, kranj: User, ptuj: User
) -> None:
    sent(library, kranj, dossier)
    library.index_marked()
    slug = "obcina-kranj"
    reader, other = reader_of(again(library, kranj)), reader_of(again(library, ptuj))
    assert slug not in [each.value.slug for each in library.home(reader=EVERYTHING).bodies]
    assert slug not in [body.slug for body in library.people.bodies()]
    assert library.body(slug, reader=reader).documents >= 1
    with pytest.raises(NotFound):
        library.body(slug, reader=other)
    facets = {each.slug: each.count for each in library.find(Question("rok"), reader=reader).facets[0].values}
    assert facets[slug] >= 1
    told = library.find(Question("rok", bodies=(slug,)), reader=other)
    assert [remark.key for remark in told.remarks] == ["unknown-body"]


# --- as a file ---


def test_comments_are_a_table_for_spreadsheet_programs(library: Library, dossier: Dossier, kranj: User) -> None:
    comment = sent(library, kranj, dossier, Remark("2", "=1+1; »da«", "Prva\nDruga"))
    answered(library, dossier, comment, Taken.PARTLY, "Deloma.")
    text = "".join(as_csv(library.affairs.comments.all_of(dossier.id)))
    assert text.startswith("\ufeff")
    head, row = csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True), delimiter=";")
    told = dict(zip(head, row, strict=True))
    assert (told["člen"], told["občina"], told["pripomba"]) == ("2.", "Mestna občina Kranj", "'=1+1; »da«")
    assert (told["predlagano besedilo"], told["odločitev"]) == ("Prva\nDruga", "delno upoštevano")
    assert "Ana" not in text
