"""A mixed folder as municipalities have them: PDF, DOCX, PPTX and HTML, real files and variants of ours, none twice."""

from __future__ import annotations

import random
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain, cycle, islice, zip_longest
from pathlib import Path

from kb.errors import DocumentError
from kb.ingest import Sandbox

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus" / "documents"
SHARED = ROOT.parent / "shared" / "data"
FORMATS = ("pdf", "docx", "pptx", "html")
LARGEST = 2_000_000
_SEED = 20261122
_FIRST_TEXT = re.compile(rb"<(w|a):t(?: [^>]{0,60})?>")
_WORD = re.compile(r"[^\W\d_]{4,14}")


def mix(folder: Path, *, files: int) -> dict[str, int]:
    """Fills `folder` with about `files` files, as many of each format; gives how many there are of each."""
    words = _vocabulary()
    counts = {}
    for extension in FORMATS:
        ours, sources = _ours(extension), _sources(extension)
        for number, source in enumerate(islice(chain(sources, cycle(ours)), files // len(FORMATS))):
            place = folder / f"{extension}-{number % 10}"
            place.mkdir(parents=True, exist_ok=True)
            target = place / f"{number:04}-{source.stem[:40]}.{extension}"
            if number < len(sources):
                shutil.copyfile(source, target)
            else:
                target.write_bytes(variant(source, number, words))
        counts[extension] = files // len(FORMATS)
    return counts


def variant(source: Path, number: int, words: Sequence[str]) -> bytes:
    """Gives the bytes of `source` with a sentence of its own at the beginning; a PDF with a remark after its end."""
    chosen = random.Random(_SEED + number).sample(words, 12)
    sentence = f"Izvod {number}: {' '.join(chosen)}. ".encode()
    held = source.read_bytes()
    if source.suffix == ".pdf":
        return held + b"\n%" + sentence + b"\n"
    if source.suffix == ".html":
        return (
            re.sub(rb"(<body[^>]{0,200}>)", rb"\1<p>" + sentence + rb"</p>", held, count=1)
            + b"<!-- "
            + sentence
            + b" -->"
        )
    return _package(held, sentence)


def _package(held: bytes, sentence: bytes) -> bytes:
    """Gives an OOXML package whose main part, or each slide, says `sentence` first."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(held)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "word/document.xml" or re.fullmatch(r"ppt/slides/slide\d+\.xml", member.filename):
                content = _FIRST_TEXT.sub(lambda found: found[0] + sentence, content, count=1)
            target.writestr(member, content)
        target.comment = sentence[:60]
    return made.getvalue()


def _sources(extension: str) -> list[Path]:
    """Gives the files to take in turn: one of the corpus, one of others while there are both, then the rest."""
    others = [path for path in sorted(SHARED.rglob(f"*.{extension}")) if path.stat().st_size <= LARGEST]
    pairs = zip_longest(_ours(extension), _readable(others))
    return [path for path in chain.from_iterable(pairs) if path is not None]


def _ours(extension: str) -> list[Path]:
    return sorted(CORPUS.rglob(f"*.{extension}"))


def _readable(paths: Sequence[Path]) -> Iterator[Path]:
    with Sandbox(seconds=20) as sandbox:
        for path in paths:
            try:
                found = sandbox.extract(path)
            except DocumentError:
                continue
            # Scanned pages are read by OCR here and by nobody else: a second a page would be all that is measured.
            if not found.unread:
                yield path


def _vocabulary() -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in sorted(CORPUS.rglob("*.html")))
    return sorted({word.lower() for text in texts for word in _WORD.findall(re.sub(r"<[^>]{0,500}>", " ", text))})
