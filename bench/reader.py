"""A reading by one program, in a process of its own: `python -m bench.reader PROGRAM FILE …`.

Prints a line of JSON: the processor time of the reading alone, imports left out, and the text that was read.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Read = Callable[[Path], tuple[str, list[str]]]


def _ours() -> Read:
    from kb.ingest.formats.pdf import read
    from kb.model import BlockKind

    def reading(path: Path) -> tuple[str, list[str]]:
        blocks = [block for unit in read(path).units for block in unit.blocks]
        return "\n".join(block.text for block in blocks), [
            block.text for block in blocks if block.kind is BlockKind.HEADING
        ]

    return reading


def _pdfium() -> Read:
    import pypdfium2

    def reading(path: Path) -> tuple[str, list[str]]:
        document = pypdfium2.PdfDocument(path)
        return "\n".join(page.get_textpage().get_text_bounded() for page in document), []

    return reading


def _stock() -> Read:
    from pdfminer.high_level import extract_text

    return lambda path: (extract_text(path), [])


PROGRAMS: dict[str, Callable[[], Read]] = {"ours": _ours, "pdfium": _pdfium, "pdfminer": _stock}


def main(program: str, *names: str) -> None:
    """Reads the files one after another and prints what they cost and gave together."""
    reading = PROGRAMS[program]()
    before = time.process_time()
    found = [reading(Path(name)) for name in names]
    spent = time.process_time() - before
    texts, headings = [text for text, _ in found], [heading for _, each in found for heading in each]
    sys.stdout.write(json.dumps({"seconds": spent, "text": "\n".join(texts), "headings": headings}))


if __name__ == "__main__":
    main(*sys.argv[1:])
