"""Amending acts: what their sentences order, and the draft of the consolidated text that comes of it."""

from kb.legislation.amendments.drafting import consolidate
from kb.legislation.amendments.reading import orders_of
from kb.legislation.amendments.values import Change, Deed, Draft, Operation, Place, Problem, Why

__all__ = ["Change", "Deed", "Draft", "Operation", "Place", "Problem", "Why", "consolidate", "orders_of"]
