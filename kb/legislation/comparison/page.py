"""The comparison table as one HTML page that needs nothing else, to read, print or send."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kb.legislation.comparison.table import Cell, Row, Table
from kb.legislation.comparison.values import Mark, Piece

_STYLE = """
body { font: 1rem/1.45 "Source Sans 3", "Segoe UI", Arial, sans-serif; color: #1b1b1b; margin: 2rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
caption { text-align: left; margin-bottom: .75rem; }
th, td { border: 1px solid #6b6b6b; padding: .4rem .55rem; vertical-align: top; text-align: left; }
td { overflow-wrap: anywhere; }
thead th { background: #eef1f4; }
col.article { width: 9%; } col.note { width: 14%; }
p { margin: 0 0 .35rem; } p.title { font-weight: 600; }
del { color: #8a1c1c; background: #fdecec; } ins { color: #114d1e; background: #e7f5e9; }
@media print {
  @page { size: A4 landscape; margin: 14mm; }
  body { margin: 0; font-size: 9.5pt; } thead { display: table-header-group; }
  del, ins { background: none; }
}
"""
_TAGS = {Mark.OUT: ("<del>", "</del>"), Mark.IN: ("<ins>", "</ins>"), Mark.KEPT: ("", "")}


def html_of(table: Table) -> str:
    """Gives the page; what is taken out is struck through, what is put in underlined, never marked by colour alone."""
    words = table.headings
    title = escape(f"{words.title}: {table.new or table.old}" if table.new or table.old else words.title)
    heads = "".join(
        f'<th scope="col">{escape(head)}</th>' for head in (words.article, words.in_force, words.proposed, words.note)
    )
    rows = "\n".join(map(_row, table.rows)) or f'<tr><td colspan="4">{escape(words.nothing)}</td></tr>'
    remarks = "".join(f"<p>{escape(remark)}</p>\n" for remark in table.remarks)
    return (
        f'<!doctype html>\n<html lang="{escape(words.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<h1>{title}</h1>\n{remarks}<table>\n<caption>{escape(words.unofficial)}</caption>\n"
        f'<colgroup><col class="article"><col><col><col class="note"></colgroup>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</body>\n</html>\n"
    )


def _row(row: Row) -> str:
    return (
        f'<tr class="{row.status}"><th scope="row">{escape(row.article)}</th><td>{_cell(row.in_force)}</td>'
        f"<td>{_cell(row.proposed)}</td><td>{escape(row.note)}</td></tr>"
    )


def _cell(cell: Cell) -> str:
    return "".join(_paragraphs(cell))


def _paragraphs(cell: Cell) -> Iterator[str]:
    for at, line in enumerate(cell.lines):
        opened = '<p class="title">' if at < cell.titles else "<p>"
        yield f"{opened}{''.join(map(_piece, line))}</p>"


def _piece(piece: Piece) -> str:
    before, after = _TAGS[piece.mark]
    return f"{before}{escape(piece.text)}{after}"
