"""Citations of law in a text: of articles and their parts, acts, the gazette, identifiers; each with its span."""

from kb.legislation.citations.finding import find_citations
from kb.legislation.citations.values import OWN, Citation, GazetteReference, Kind

CITATION_RULES = 3
"""Raised when the rules here find other citations than before: the library goes through all its texts again then."""

__all__ = ["CITATION_RULES", "OWN", "Citation", "GazetteReference", "Kind", "find_citations"]
