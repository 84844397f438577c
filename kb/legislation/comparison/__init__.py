"""Two versions of a law side by side by article: what is changed, new, deleted, moved; as a table to print or send."""

from kb.legislation.comparison.comparing import compare
from kb.legislation.comparison.docx import docx_of
from kb.legislation.comparison.page import html_of
from kb.legislation.comparison.table import Headings, Table, table_of
from kb.legislation.comparison.values import Comparison, Mark, Pair, Piece, Status, Summary

__all__ = [
    "Comparison",
    "Headings",
    "Mark",
    "Pair",
    "Piece",
    "Status",
    "Summary",
    "Table",
    "compare",
    "docx_of",
    "html_of",
    "table_of",
]
