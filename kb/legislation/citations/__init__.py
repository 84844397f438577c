"""Citations of law in a text: of articles and their parts, acts, the gazette, identifiers; each with its span."""

from kb.legislation.citations.finding import find_citations
from kb.legislation.citations.values import OWN, Citation, GazetteReference, Kind

__all__ = ["OWN", "Citation", "GazetteReference", "Kind", "find_citations"]
