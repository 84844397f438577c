"""The audit log as rows, each chained to the one before by its SHA-256: none can be changed or taken out unseen."""

from kb.store.audit.entering import enter, enter_some
from kb.store.audit.proving import Flaw, Proof, Seal, prove
from kb.store.audit.reading import AuditLog

__all__ = ["AuditLog", "Flaw", "Proof", "Seal", "enter", "enter_some", "prove"]
