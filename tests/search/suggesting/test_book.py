from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.model import EVERYTHING, VISITOR, Reader, Visibility
from kb.search.index import Change, IndexedDocument, Removed
from kb.search.memory import MemoryIndex
from kb.search.suggesting import EntrySort, SuggestionBook
from kb.search.suggesting.access import accesses_for, accesses_of
from kb.search.suggesting.bookfile import FILE_NAME
from kb.search.suggesting.showing import FEWEST_DOCUMENTS
from tests.search.questions import document

WARDEN = "Občinski redar nosi uniformo. Občinski redar se predstavi."
MEMBER = Reader(frozenset({Visibility.PUBLIC, Visibility.MEMBERS}))
OF_BODY = Reader(bodies=frozenset({7}))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[SuggestionBook]:
    opened = SuggestionBook(tmp_path / "book")
    yield opened
    opened.close()


def titles(book: SuggestionBook, typed: str, reader: Reader = VISITOR, limit: int = 50) -> list[str]:
    return [each.text for each in book.entries(typed, sort=EntrySort.TITLE, reader=reader, limit=limit)]


def phrases(book: SuggestionBook, typed: str, reader: Reader = VISITOR) -> list[str]:
    return [each.text for each in book.entries(typed, sort=EntrySort.PHRASE, reader=reader, limit=50)]


@pytest.mark.parametrize(
    "typed",
    [
        "odl", "odlok", "red", "obcinskem", "občinskem red", "redu od", "OBČINSKI", "obcinskega odloka", "redov",
        "2024", "odlok o obč", '"občinskem redu"',
    ],
)  # fmt: skip
def test_any_word_of_a_title_finds_it_in_any_form_and_without_strešice(book: SuggestionBook, typed: str) -> None:
    book.take([document(1, "Odlok o občinskem redu 2024", "besedilo"), document(2, "Pravilnik", "besedilo")])
    assert titles(book, typed) == ["Odlok o občinskem redu 2024"]


@pytest.mark.parametrize("typed", ["", "o", "%", "'; DROP TABLE entries; --", "\x00", "odlok in", "x" * 10_000, "šđ"])
def test_what_begins_no_title_suggests_nothing(book: SuggestionBook, typed: str) -> None:
    book.take([document(1, "Odlok o občinskem redu", "besedilo")])
    assert titles(book, typed) == []
    assert titles(book, "odlok") == ["Odlok o občinskem redu"]


def test_titles_that_begin_so_come_first_then_those_of_most_documents_then_the_newest(book: SuggestionBook) -> None:
    book.take(
        [
            document(1, "Stari zapisnik", "b"),
            document(2, "Zapisnik seje", "b"),
            document(3, "Zapisnik seje", "b"),
            document(4, "Zapisnik odbora", "b"),
        ]
    )
    assert titles(book, "zap") == ["Zapisnik seje", "Zapisnik odbora", "Stari zapisnik"]
    assert titles(book, "zap", limit=1) == ["Zapisnik seje"]


def test_a_title_tells_its_documents_the_newest_first(book: SuggestionBook) -> None:
    book.take([document(1, "Zapisnik", "b"), document(2, "ZAPISNIK", "b", visibility=Visibility.STAFF)])
    [seen] = book.entries("zap", sort=EntrySort.TITLE, reader=VISITOR)
    [all_seen] = book.entries("zap", sort=EntrySort.TITLE, reader=EVERYTHING)
    assert (seen.documents, all_seen.documents) == ((1,), (2, 1))


def test_a_phrase_is_suggested_when_documents_enough_have_it(book: SuggestionBook) -> None:
    for number in range(1, FEWEST_DOCUMENTS[EntrySort.PHRASE] + 1):
        assert phrases(book, "red") == []
        book.take([document(number, "Naslov", WARDEN)])
    assert phrases(book, "red") == phrases(book, "obcinskega redarja") == ["občinski redar"]


def test_a_document_is_replaced_by_what_it_says_now(book: SuggestionBook) -> None:
    book.take([document(1, "Star naslov", WARDEN), document(2, "Drugi", WARDEN)])
    book.take([document(1, "Nov naslov", "Pitna voda. Pitna voda.")])
    assert titles(book, "naslov") == ["Nov naslov"]
    assert phrases(book, "redar") == []


@pytest.mark.parametrize("gone", [Removed(1), document(1, "Star naslov")], ids=["removed", "without passages"])
def test_a_document_that_leaves_takes_its_suggestions_along(book: SuggestionBook, gone: Change) -> None:
    book.take([document(1, "Star naslov", WARDEN), document(2, "Drugi naslov", WARDEN)])
    book.take([gone])
    assert (titles(book, "naslov"), phrases(book, "redar")) == (["Drugi naslov"], [])


def test_taking_the_same_again_changes_nothing(book: SuggestionBook) -> None:
    documents = [document(number, "Naslov", WARDEN) for number in (1, 2)]
    for _ in range(3):
        book.take(documents)
    book.take([documents[0]])
    book.take([Removed(2)])
    assert phrases(book, "redar") == [], "one document has it, however often it was taken"


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        (Visibility.PUBLIC, {"visitor", "member", "of the body", "staff"}),
        (Visibility.MEMBERS, {"member", "staff"}),
        (Visibility.BODY, {"of the body", "staff"}),
        (Visibility.STAFF, {"staff"}),
    ],
)
def test_nobody_is_suggested_what_they_may_not_see(
    book: SuggestionBook, visibility: Visibility, seen_by: set[str]
) -> None:
    facts = {"visibility": visibility, "bodies": frozenset({7, 8})}
    book.take([document(number, "Naslov", WARDEN, **facts) for number in (1, 2)])
    readers = {"visitor": VISITOR, "member": MEMBER, "of the body": OF_BODY, "staff": EVERYTHING}
    assert {name for name, reader in readers.items() if titles(book, "nas", reader)} == seen_by
    assert {name for name, reader in readers.items() if phrases(book, "redar", reader)} == seen_by
    assert titles(book, "nas", Reader(frozenset())) == []
    assert visibility is Visibility.PUBLIC or titles(book, "nas", Reader(bodies=frozenset({9}))) == []


def test_what_is_closed_is_no_longer_suggested(book: SuggestionBook) -> None:
    book.take([document(number, "Naslov", WARDEN) for number in (1, 2)])
    book.take([document(number, "Naslov", WARDEN, visibility=Visibility.STAFF) for number in (1, 2)])
    assert (titles(book, "nas"), phrases(book, "redar")) == ([], [])
    assert (titles(book, "nas", EVERYTHING), phrases(book, "redar", EVERYTHING)) == (["Naslov"], ["občinski redar"])


# --- filling and faults ----------------------------------------------------------------------------


def after(documents: Sequence[IndexedDocument], asked: list[int] | None = None):  # type: ignore[no-untyped-def]
    def given(last: int) -> list[IndexedDocument]:
        if asked is not None:
            asked.append(last)
        return [each for each in documents if each.id > last]

    return given


def test_a_new_book_is_filled_once_and_goes_on_where_it_stopped(book: SuggestionBook) -> None:
    documents = [document(number, f"Naslov {number}", "b") for number in range(1, 121)]
    asked: list[int] = []

    def breaking(last: int) -> Iterator[IndexedDocument]:
        asked.append(last)
        yield from documents[:70]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        book.fill(breaking)
    assert not book.is_complete()
    book.fill(after(documents, asked))
    book.fill(after(documents, asked))
    assert book.is_complete()
    assert asked == [0, 50], "what was kept is not asked for again, and a whole book asks nothing"
    assert len(titles(book, "naslov", limit=500)) == 120


def test_an_index_with_a_book_beside_it_tells_it_everything(book: SuggestionBook) -> None:
    index = book.beside(MemoryIndex())
    index.apply([document(1, "Prvi naslov", "b"), document(2, "Drugi naslov", "b")])
    index.apply([Removed(1)])
    assert titles(book, "naslov") == ["Drugi naslov"]
    index.rebuild([document(3, "Tretji naslov", "b"), document(3, "Podvojeni naslov", "b")])
    assert (titles(book, "naslov"), book.is_complete(), index.state().documents) == (["Tretji naslov"], True, 1)


def test_a_rebuild_that_breaks_takes_nothing_out(book: SuggestionBook) -> None:
    index = book.beside(MemoryIndex())
    index.rebuild([document(1, "Prvi naslov", "b")])

    def breaking() -> Iterator[IndexedDocument]:
        yield document(2, "Drugi naslov", "b")
        raise ConnectionError

    with pytest.raises(ConnectionError):
        index.rebuild(breaking())
    assert titles(book, "naslov") == ["Prvi naslov"]


def test_a_book_that_is_lost_during_a_rebuild_is_not_called_complete(tmp_path: Path, book: SuggestionBook) -> None:
    documents = [document(number, f"Naslov {number}", "b") for number in range(1, 121)]

    def losing() -> Iterator[IndexedDocument]:
        for each in documents:
            if each.id == 70:
                for path in (tmp_path / "book").iterdir():
                    path.unlink()
            yield each

    book.beside(MemoryIndex()).rebuild(losing())
    assert not book.is_complete()
    book.fill(after(documents))
    assert (book.is_complete(), len(titles(book, "naslov", limit=500))) == (True, 120)


def test_a_book_that_is_lost_while_it_is_filled_is_filled_again(tmp_path: Path, book: SuggestionBook) -> None:
    documents = [document(number, f"Naslov {number}", "b") for number in range(1, 121)]

    def losing(last: int) -> Iterator[IndexedDocument]:
        for each in documents[last:]:
            if each.id == 70:
                for path in (tmp_path / "book").iterdir():
                    path.unlink()
            yield each

    book.fill(losing)
    assert not book.is_complete()
    book.fill(after(documents))
    assert (book.is_complete(), len(titles(book, "naslov", limit=500))) == (True, 120)


@pytest.mark.parametrize("garbage", [b"", b"not a database" * 1000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_book_suggests_nothing_and_is_filled_anew(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(garbage)
    book = SuggestionBook(tmp_path)
    assert titles(book, "naslov") == []
    assert not book.is_complete()
    for _ in range(2):  # the first finds the damage and puts it aside
        book.fill(after([document(1, "Naslov", "b")]))
    assert (titles(book, "naslov"), book.is_complete()) == (["Naslov"], True)
    book.close()


def test_a_book_damaged_in_its_midst_is_filled_anew(tmp_path: Path) -> None:
    documents = [document(number, f"Naslov {number}", WARDEN) for number in range(1, 200)]
    with_damage = SuggestionBook(tmp_path)
    with_damage.fill(after(documents))
    with_damage.close()
    path = tmp_path / FILE_NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\x5a" * (len(whole) - 12_288) + whole[-4096:])
    book = SuggestionBook(tmp_path)
    assert isinstance(titles(book, "naslov"), list)
    book.take([document(500, "Nov naslov", WARDEN)])
    book.fill(after(documents))
    book.fill(after(documents))
    assert len(titles(book, "naslov", limit=500)) >= 199
    book.close()


def test_a_book_of_another_version_is_made_anew(tmp_path: Path, book: SuggestionBook) -> None:
    book.fill(after([document(1, "Naslov", "b")]))
    with sqlite3.connect(tmp_path / "book" / FILE_NAME) as other:
        other.execute("UPDATE facts SET value = 'older' WHERE name = 'made with'")
    other.close()
    assert (titles(book, "nas"), book.is_complete()) == ([], False)
    book.fill(after([document(1, "Naslov", "b")]))
    assert titles(book, "nas") == ["Naslov"]


def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    book = SuggestionBook(tmp_path / "file" / "book")
    index = book.beside(MemoryIndex())
    index.apply([document(1, "Naslov", "b")])
    assert (index.state().documents, titles(book, "nas"), book.near("naslvo")) == (1, [], ())
    index.close()


def test_a_book_that_another_process_threw_away_is_read_anew(tmp_path: Path, book: SuggestionBook) -> None:
    book.take([document(1, "Stari naslov", "b")])
    assert titles(book, "naslov") == ["Stari naslov"]
    for path in (tmp_path / "book").iterdir():
        path.unlink()
    other = SuggestionBook(tmp_path / "book")
    other.take([document(2, "Novi naslov", "b")])
    assert titles(book, "naslov") == ["Novi naslov"]
    other.close()


def test_threads_read_while_others_write(tmp_path: Path) -> None:
    books = [SuggestionBook(tmp_path), SuggestionBook(tmp_path)]
    books[0].take([document(1, "Naslov prvi", WARDEN)])
    faults: list[object] = []

    def write(book: SuggestionBook, first: int) -> None:
        for number in range(first, first + 30):
            book.take([document(number, f"Naslov {number}", WARDEN)])

    def read(book: SuggestionBook) -> None:
        faults.extend(1 for _ in range(50) if "Naslov prvi" not in titles(book, "naslov prvi"))

    threads = [threading.Thread(target=write, args=(books[n], 100 * (n + 1))) for n in (0, 1)]
    threads += [threading.Thread(target=read, args=(books[n % 2],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(titles(books[0], "naslov", limit=500)) == 61
    for book in books:
        book.close()


# --- the oracle ------------------------------------------------------------------------------------

_WORDS = ("voda", "vodni", "zrak", "hrup", "občina")
_TITLES = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).map(" ".join)
_READERS = st.builds(Reader, st.frozensets(st.sampled_from(Visibility)), st.frozensets(st.integers(1, 3), max_size=2))
_PHRASES = ("občinska uprava", "državna uprava", "vodna uprava")
_SAID = st.sets(st.sampled_from(_PHRASES)).map(lambda said: "".join(f"{each}; {each}. " for each in sorted(said)) + "b")
_DOCUMENTS = st.builds(
    lambda id_, title, text, visibility, bodies: document(id_, title, text, visibility=visibility, bodies=bodies),
    st.integers(1, 6),
    _TITLES,
    _SAID,
    st.sampled_from(Visibility),
    st.frozensets(st.integers(1, 3), max_size=2),
)
_CHANGES = st.lists(st.one_of(_DOCUMENTS, st.builds(Removed, st.integers(1, 6))), max_size=6)


@settings(max_examples=60, deadline=None)
@given(batches=st.lists(_CHANGES, max_size=4), reader=_READERS)
def test_random_changes_leave_just_the_phrases_of_documents_enough(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[Change]], reader: Reader
) -> None:
    book = SuggestionBook(tmp_path_factory.mktemp("book"))
    there: dict[int, IndexedDocument] = {}
    for batch in batches:
        book.take(batch)
        for change in batch:
            there.pop(change.id, None)
            if isinstance(change, IndexedDocument):
                there[change.id] = change
    expected = set()
    for phrase in _PHRASES:
        having = [each for each in there.values() if phrase in each.passages[0].text]
        counts = Counter(access for each in having for access in accesses_of(each))
        if any(counts[access] >= FEWEST_DOCUMENTS[EntrySort.PHRASE] for access in accesses_for(reader)):
            expected.add(phrase)
    assert set(phrases(book, "uprava", reader)) == expected
    book.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(_CHANGES, max_size=4), reader=_READERS, typed=st.sampled_from(["vo", "obc", "hr vo", "zraka"]))
def test_random_changes_leave_just_the_titles_that_are_open_to_the_reader(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[Change]], reader: Reader, typed: str
) -> None:
    book = SuggestionBook(tmp_path_factory.mktemp("book"))
    there: dict[int, IndexedDocument] = {}
    for batch in batches:
        book.take(batch)
        for change in batch:
            there.pop(change.id, None)
            if isinstance(change, IndexedDocument):
                there[change.id] = change
    beginnings = [{"zraka": "zrak", "obc": "obč"}.get(word, word) for word in typed.split()]
    expected = {
        each.title
        for each in there.values()
        if reader.may_see(each.visibility, each.bodies)
        and all(any(word.startswith(begins) for word in each.title.split()) for begins in beginnings)
    }
    assert set(titles(book, typed, reader)) == expected
    book.close()
