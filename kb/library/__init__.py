"""The library: the only place that knows ingest, store and search together.

`open_library` builds it from settings; the pages, the worker and the command line speak to nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Self

from kb.config import Settings
from kb.errors import StoreError
from kb.ingest.suggest import Suggestions
from kb.legislation.register import Act
from kb.library import browsing, explaining, finding
from kb.library.adding import Adding, Told
from kb.library.affairs import Affairs
from kb.library.auditing import Auditing
from kb.library.checking import Checked, check
from kb.library.citing.answers import CitedLaw
from kb.library.indexing import Indexing
from kb.library.intake import Intake
from kb.library.intent import named_card
from kb.library.keeping import TRASH_DAYS, Keeping
from kb.library.law.book import Lawbook
from kb.library.law.comparing import Comparing
from kb.library.law.exporting import Exporting
from kb.library.people import People, open_people
from kb.library.pictures import Pictures
from kb.library.reading import Limits, Readers
from kb.library.registering import Registering
from kb.library.relaxing import Breadth
from kb.library.review import Reviewing
from kb.library.searches import AskedAlike, SearchLog
from kb.library.similar import Rarities, similar_documents, similar_passages
from kb.library.standing import Allowed, Standing
from kb.library.suggesting import Suggesting
from kb.library.uploads import Uploads, open_uploads
from kb.library.values import (
    ActCard,
    Batch,
    Counted,
    FacetList,
    FacetValue,
    Found,
    Home,
    KindShelf,
    Original,
    Question,
    Reading,
    Received,
    Results,
    Room,
    Similar,
    Status,
    Suggested,
    SuggestedSort,
    TopicBranch,
)
from kb.library.widening import Widening
from kb.model import VISITOR, Document, LedgerEntry, Metadata, Outcome, Reader, StoredPassage
from kb.search.embedded import FINGERPRINT, open_index
from kb.search.explain import Why
from kb.search.index import Index
from kb.search.plan import Sort
from kb.search.query import Remark
from kb.search.snippets import Piece
from kb.search.suggesting import SuggestionBook
from kb.search.synonyms import Widened
from kb.slovene.synonyms import Rule
from kb.store import Imported, NumberedRule, Store
from kb.store.clock import Clock, now

__all__ = [
    "Act",
    "ActCard",
    "AskedAlike",
    "Batch",
    "Breadth",
    "Checked",
    "Counted",
    "FacetList",
    "FacetValue",
    "Found",
    "Home",
    "KindShelf",
    "Library",
    "Limits",
    "NumberedRule",
    "Original",
    "Piece",
    "Question",
    "Reading",
    "Received",
    "Remark",
    "Results",
    "Room",
    "Similar",
    "Sort",
    "Status",
    "Suggested",
    "SuggestedSort",
    "TopicBranch",
    "Why",
    "Widened",
    "open_library",
]


def _untold(stage: str, name: str, done: int, total: int) -> None:
    """Hears and says nothing."""


class Library:
    """Documents that are kept, read, indexed and found again. Safe to share between threads.

    `lawbook` are the acts of the register with their versions and articles, `citations` what documents cite of them,
    `people` those who sign in, `standing` how it does, `intake` the ledger of what comes in, `uploads` what is
    being sent.
    """

    def __init__(
        self,
        store: Store,
        index: Index,
        *,
        fingerprint: str,
        pictures_folder: Path,
        tmp_folder: Path | None = None,
        limits: Limits = Limits(),
        book: SuggestionBook,
        search_log_days: int = 0,
        people: People | None = None,
        uploads: Uploads | None = None,
        allowed: Allowed = Allowed(),
        trash_days: int = TRASH_DAYS,
    ) -> None:
        index, home, clock = book.beside(index), pictures_folder.parent, store.clock
        self._store = store
        self.pictures = Pictures(store, pictures_folder, limits)
        self._index = index
        self._readers = Readers(store, limits, tmp=tmp_folder)
        self._indexing = Indexing(store, index, fingerprint)
        self.standing = Standing(store, index, self._indexing, home=home, allowed=allowed, clock=clock)
        self._widening = Widening(store)
        self.lawbook = Lawbook(store, index, self._widening)
        self.citations = CitedLaw(store, self._widening)
        self.comparing = Comparing(store)
        self.intake = Intake(store, clock=clock)
        self.audit = Auditing(store, home, clock=clock)
        self.registers = Registering(store)
        self.records = store.records
        self.affairs = Affairs(store)
        self.uploads = uploads or open_uploads(store, Settings(home=home))
        self.people = people or open_people(store, Settings(home=home))
        self.exporting = Exporting(store, self.lawbook, self.comparing, self._widening, clock=clock)
        self._adding = Adding(store, self._readers, self._indexing, self.citations, limits)
        self._suggesting = Suggesting(store, index, book)
        self.review = Reviewing(store)
        most = limits.max_file_bytes
        self.keeping = Keeping(store, index, book, pictures_folder, trash_days=trash_days, max_bytes=most, clock=clock)
        self._rarities = Rarities(index)
        self._searches = SearchLog(store.searches, days=search_log_days, clock=clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of worker processes, index and store; writes what waits for the search log."""
        self.uploads.close()
        self.people.close()
        self._searches.close()
        self._readers.close()
        self.pictures.close()
        self._index.close()
        self._store.close()

    # --- receiving ---

    def add(
        self, paths: Sequence[Path], metadata: Metadata, *, revises: int | None = None, told: Told = _untold
    ) -> Batch:
        """Keeps, reads and indexes the files at `paths`, and the files inside them; gives what became of each.

        `told` hears (stage, name, done, total) for the stages "kept", "read", "indexed" and "cited". Raises WrongValue
        before anything is kept when the metadata or a manifest cannot be used, StoreError when keeping fails.
        """
        return self._adding.add(paths, metadata, revises=revises, told=told)

    def retry(self, entries: Sequence[int] = (), *, told: Told = _untold) -> Batch:
        """Reads again what could not be read: the ledger entries `entries`, or all failed ones."""
        return self._adding.retry(entries, told=told)

    def read_waiting(self, *, stop: threading.Event) -> int:
        """Reads what waits and can be claimed now; gives how many files were tried."""
        return self._readers.read_waiting(stop)

    def index_marked(self) -> int:
        """Brings the index up to date; gives how many documents it took. Raises IndexBusy."""
        count = self._indexing.index_marked(lambda name, done, total: None)
        self._suggesting.catch_up()
        return count

    def tend_index(self) -> bool:
        """Does what keeps the index in order; tells whether there may be more to do. Raises IndexBusy, IndexDamaged."""
        return self._indexing.tend()

    def reindex(self, *, told: Told = _untold) -> int:
        """Builds the index anew; gives the number of documents in it. Raises IndexBusy."""
        return self._indexing.reindex(lambda name, done, total: told("indexed", name, done, total))

    def suggest(self, path: Path) -> Suggestions:
        """Gives what the text of a file tells of it, each with where it was seen. Raises DocumentError."""
        return self._readers.suggest(path)

    # --- finding and reading ---

    def find(self, question: Question, *, reader: Reader = VISITOR) -> Results:
        """Gives the answer to `question` as `reader` may see it. Raises QueryError, IndexDamaged."""
        results = finding.find(self._store, self._index, question, reader=reader, widening=self._widening)
        return self._suggesting.corrected(results, reader=reader)

    def why(
        self, results: Results, *, passages: Collection[int] | None = None, reader: Reader = VISITOR
    ) -> dict[int, Why]:
        """Gives why the hits of `results`, or `passages` among them, are hits, by passage id. Raises IndexDamaged."""
        return explaining.reasons(self._index, results, reader=reader, passages=passages)

    def suggest_question(self, typed: str, *, reader: Reader = VISITOR, language: str = "sl") -> tuple[Suggested, ...]:
        """Gives what a text that is being typed can become, of what `reader` may see; the best first."""
        return self._suggesting.suggest(typed, reader=reader, language=language)

    def home(self, *, reader: Reader = VISITOR) -> Home:
        """Gives the first page: bodies and topics with counts, the newest documents."""
        return browsing.home(self._store, self._index, reader=reader)

    def body(self, slug: str, *, reader: Reader = VISITOR) -> Room:
        """Gives the page of a body. Raises NotFound."""
        return browsing.body_room(self._store, self._index, slug, reader=reader)

    def topic(self, slug: str, *, reader: Reader = VISITOR) -> Room:
        """Gives the page of a topic. Raises NotFound."""
        return browsing.topic_room(self._store, self._index, slug, reader=reader)

    def document(self, document_id: int, *, reader: Reader = VISITOR) -> Document:
        """Gives a document. Raises NotFound."""
        return browsing.seen_document(self._store, document_id, reader=reader)

    def passages(self, document_id: int, *, reader: Reader = VISITOR) -> tuple[StoredPassage, ...]:
        """Gives all passages of a document. Raises NotFound."""
        self.document(document_id, reader=reader)
        return self._store.passages.of(document_id, limit=1_000_000)

    def read(
        self, document_id: int, *, anchor: str = "", part: int = 0, query: str = "", reader: Reader = VISITOR
    ) -> Reading:
        """Gives the part of a document's text that holds `anchor`, or part number `part`. Raises NotFound."""
        return browsing.read(
            self._store,
            document_id,
            anchor=anchor,
            part=part,
            query=query,
            reader=reader,
            widening=self._widening,
        )

    def similar(self, document_id: int, anchor: str = "", *, reader: Reader = VISITOR) -> Similar:
        """Gives the documents that speak of the same as a document, or passages as its one at `anchor`.

        None is given that is not alike enough. Raises NotFound.
        """
        document = self.document(document_id, reader=reader)
        if not anchor:
            return similar_documents(self._store, self._index, self._rarities, document, reader=reader)
        passage = self._store.passages.by_anchor(document_id, anchor)
        return similar_passages(self._store, self._index, self._rarities, document, passage, reader=reader)

    def original(self, document_id: int, *, reader: Reader = VISITOR) -> Original:
        """Gives the bytes of a document as received. Raises NotFound."""
        return browsing.original(self._store, document_id, reader=reader)

    def has_pictures(self, document: Document) -> bool:
        """Tells whether there are pictures of the document's pages or slides on this machine."""
        return self.pictures.can_draw(document)

    def picture(self, document_id: int, number: int, width: int, *, reader: Reader = VISITOR) -> Path:
        """Gives the file of a picture (WebP, `width` 200 or 1200 pixels) of a page or slide. Raises NotFound."""
        return self.pictures.picture(self.document(document_id, reader=reader), number, width)

    # --- what is asked ---

    def note_search(self, results: Results, *, language: str = "sl") -> None:
        """Takes what was asked and found into the search log, without any trace of who asked. Never fails."""
        self._searches.note(results, language=language)

    def asked(self, *, days: int | None = None, zero: bool = False) -> tuple[AskedAlike, ...]:
        """Gives what was asked in the last `days` days, the most frequent first; with `zero` what was not answered."""
        return self._searches.report(days=days, zero=zero)

    def forget_old_searches(self) -> int:
        """Deletes from the search log what is older than the settings allow; gives how many, 0 within the hour."""
        return self._searches.forget_old()

    def forget_all_searches(self) -> int:
        """Empties the search log; gives how many questions it had."""
        return self._searches.forget_all()

    def synonyms(self) -> tuple[NumberedRule, ...]:
        """Gives the rules of synonyms in the order they were added."""
        return self._store.synonyms.all()

    def add_synonyms(self, rule: Rule) -> NumberedRule:
        """Adds a rule, which takes effect with the next question. Raises WrongValue."""
        return self._store.synonyms.add(rule)

    def import_synonyms(self, rules: Sequence[tuple[int, Rule]]) -> Imported:
        """Adds rules, each with the number of its line, or none. Raises WrongValue with the line at fault."""
        return self._store.synonyms.add_many(rules)

    def remove_synonyms(self, rule_id: int) -> Rule:
        """Takes a rule out and gives it. Raises NotFound."""
        return self._store.synonyms.remove(rule_id)

    # --- acts ---

    def acts(self) -> tuple[Act, ...]:
        """Gives the acts of the register in the order they were put in."""
        return self._store.acts.all()

    def act_card(self, name: str, *, reader: Reader = VISITOR) -> ActCard:
        """Gives what is known of the act that `name` names: an acronym, a title, a number. Raises NotFound."""
        return named_card(self._store, self._index, self._widening.act_names(), name=name, reader=reader)

    def put_acts(self, acts: Sequence[Act]) -> int:
        """Keeps acts, all or none, and gives how many were new or changed; the next question knows them.

        Raises WrongValue that says which act has a value that is no good.
        """
        return self._store.acts.put(acts)

    def remove_act(self, acronym: str) -> None:
        """Takes an act out of the register. Raises NotFound; WrongValue where another act names it."""
        self._store.acts.remove(acronym)

    # --- how things stand ---

    def ledger(self, *, outcome: Outcome | None = None, limit: int | None = 100) -> tuple[LedgerEntry, ...]:
        """Gives entries of the ledger, the newest first; `limit` None gives all."""
        return self._store.ledger.entries(outcome, limit=limit)

    def entry(self, entry_id: int) -> LedgerEntry:
        """Gives an entry of the ledger with all its steps. Raises NotFound."""
        return self._store.ledger.entry(entry_id)

    def check(self, *, whole: bool = False, clear: bool = False, told: Told = _untold) -> Checked:
        """Compares store, originals and index and puts right what can be. Raises IndexBusy, StoreError."""
        parts = (self._store, self._index, self._indexing, self.pictures)
        return check(*parts, whole=whole, clear=clear, told=told)

    def status(self) -> Status:
        """Gives how the collection stands; a damaged index shows as one that is not current."""
        return self.standing.status()


def open_library(settings: Settings, *, clock: Clock = now) -> Library:
    """Gives the library in the data folder of `settings`, made where it is missing. Raises StoreError."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(str(error)) from error
    store = Store.open(settings.database_url, originals_url=settings.originals_url, clock=clock)
    limits = Limits(
        readers=settings.readers,
        read_seconds=settings.read_seconds,
        read_memory_mb=settings.read_memory_mb,
        lease_seconds=settings.lease_seconds,
        max_file_bytes=settings.max_file_mb * 1024 * 1024,
    )
    return Library(
        store,
        open_index(settings.index_folder),
        fingerprint=FINGERPRINT,
        pictures_folder=settings.pictures_folder,
        tmp_folder=settings.tmp_folder,
        limits=limits,
        search_log_days=settings.search_log_days,
        book=SuggestionBook(settings.suggestions_folder),
        people=open_people(store, settings),
        uploads=open_uploads(store, settings),
        trash_days=settings.trash_days,
        allowed=Allowed(settings.least_free_mb * 1024 * 1024, settings.backup_days),
    )
