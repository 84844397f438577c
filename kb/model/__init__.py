"""The words of the project as values: what the layers hand to one another.

A document (gradivo) is one file with its metadata; it is divided into passages (odlomki), each with a
locator (mesto). Documents are placed with bodies (organi) and topics (področja). All values are frozen.
"""

from kb.model.access import EVERYTHING, VISITOR, DocumentState, Reader, Visibility
from kb.model.audit import NOBODY, PROGRAM, Actor, Audited, Deed, Entry, Sought
from kb.model.bodies import BodyFacts, BodyVersion
from kb.model.comments import Comment, Taken
from kb.model.documents import Document, Metadata, Revision
from kb.model.dossiers import Dossier, DossierStage, DossierStep
from kb.model.enquiries import Enquiry, EnquiryAnswer
from kb.model.events import AgendaItem, EventState
from kb.model.goals import Goal, GoalState, GoalStep
from kb.model.ledger import LedgerEntry, LedgerStep, Outcome, Stage
from kb.model.named import Body, Event, Kind, Named, Topic
from kb.model.passages import BETWEEN_HEADINGS, Locator, LocatorKind, Passage, StoredPassage
from kb.model.positions import Position, Proposal, ProposalOutcome, Stance
from kb.model.reading import Attachment, Block, BlockKind, Extract, Unit, UnitKind
from kb.model.records import Record, RecordSort
from kb.model.uploads import Announced, BatchState, UploadBatch, UploadFile, UploadStage

__all__ = [
    "BETWEEN_HEADINGS",
    "EVERYTHING",
    "NOBODY",
    "PROGRAM",
    "VISITOR",
    "Actor",
    "AgendaItem",
    "Announced",
    "Attachment",
    "Audited",
    "BatchState",
    "Block",
    "BlockKind",
    "Body",
    "BodyFacts",
    "BodyVersion",
    "Comment",
    "Deed",
    "Document",
    "DocumentState",
    "Dossier",
    "DossierStage",
    "DossierStep",
    "Enquiry",
    "EnquiryAnswer",
    "Entry",
    "Event",
    "EventState",
    "Extract",
    "Goal",
    "GoalState",
    "GoalStep",
    "Kind",
    "LedgerEntry",
    "LedgerStep",
    "Locator",
    "LocatorKind",
    "Metadata",
    "Named",
    "Outcome",
    "Passage",
    "Position",
    "Proposal",
    "ProposalOutcome",
    "Reader",
    "Record",
    "RecordSort",
    "Revision",
    "Sought",
    "Stage",
    "Stance",
    "StoredPassage",
    "Taken",
    "Topic",
    "Unit",
    "UnitKind",
    "UploadBatch",
    "UploadFile",
    "UploadStage",
    "Visibility",
]
