"""A law as Akoma Ntoso 3.0, the XML of parliaments: valid against the schema of OASIS, no word of the text lost."""

from kb.legislation.akoma.frbr import MEDIA_TYPE, Imprint, Sort, expression_uri, work_uri
from kb.legislation.akoma.imprints import imprint_of, imprint_of_text
from kb.legislation.akoma.whole import Annex, WholeLaw, whole_from, whole_law
from kb.legislation.akoma.writing import akoma_ntoso

__all__ = [
    "MEDIA_TYPE",
    "Annex",
    "Imprint",
    "Sort",
    "WholeLaw",
    "akoma_ntoso",
    "expression_uri",
    "imprint_of",
    "imprint_of_text",
    "whole_from",
    "whole_law",
    "work_uri",
]
