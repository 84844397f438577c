"""What a person has read in real texts, and how much of it the programme finds: the judge of `find_citations`.

`citations/windows.tsv` names windows of about 500 characters, drawn by chance (with a seed) from the shared statutes,
sessions and minutes and from the sample materials: some wholly by chance, the others where words like «člen» stand more
than once. Every window was read and every citation in it written into `citations/citations.tsv`, before the programme
was asked; windows without any count too. What a citation is and how it is written down stands in
docs/decisions/law-as-trees.md. «dev» is there to mend rules by, «test» to score; «late», «last», «fresh», «fresh2» and
«fresh3» were drawn and read afterwards, one after another, to see how rules that fit the others do on new text. What
they were when first scored stands there too; since then the rules have been mended by them as well. A citation is right
where its place, its kind, its act, articles, paragraphs, points, indents and numbers of the gazette are all right.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from kb.legislation.citations import OWN, Citation, find_citations

ROOT = Path(__file__).parents[1]
DATA = ROOT / "../shared/data"
TABLES = Path(__file__).parent / "citations"
UNCLEAR = "unclear"
"""The kind of what a window cuts, or of what cannot be decided by reading: it counts neither way."""
ANY = "~"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIELDS = ("articles", "paragraphs", "points", "indents")


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a text, `start` to `end`, whose citations are all known."""

    number: str
    part: str
    file: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Label:
    """A citation as a person has read it; the fields are as in the table, ANY where the text does not tell."""

    window: str
    start: int
    end: int
    kind: str
    text: str
    act: str
    units: tuple[str, ...]
    gazette: str


@dataclass(frozen=True, slots=True)
class Score:
    """What came of comparing: `right` pairs, citations that are `wrong`, labels that are `missed`."""

    right: int
    exact: int
    wrong: tuple[tuple[Window, Citation], ...]
    missed: tuple[tuple[Window, Label], ...]

    @property
    def precision(self) -> float:
        """Gives the share of what was found that is right."""
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """Gives the share of what is there that was found and is right."""
        return self.right / max(1, self.right + len(self.missed))


def path_of(file: str) -> Path:
    """Gives where a file of the tables is: one of the sample materials, or one of the shared texts."""
    return ROOT / file if file.startswith("corpus/") else DATA / file


def text_of(path: Path) -> str:
    """Gives the text of a shared file; of a DOCX its paragraphs, one a line, by a reader that will not change."""
    if path.suffix != ".docx":
        return path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    paragraphs = root.iter(f"{_WORD}p")
    return "\n".join("".join(piece.text or "" for piece in each.iter(f"{_WORD}t")) for each in paragraphs)


def windows(part: str = "") -> list[Window]:
    """Gives the windows of a part («dev», «test»), of both without one."""
    rows = (
        Window(row["window"], row["part"], row["file"], int(row["start"]), int(row["end"])) for row in _rows("windows")
    )
    return [window for window in rows if part in ("", window.part)]


@cache
def labels() -> dict[str, tuple[Label, ...]]:
    """Gives the labels by the number of their window."""
    found: dict[str, list[Label]] = {}
    for row in _rows("citations"):
        units = tuple(row[field] for field in _FIELDS)
        label = Label(
            row["window"],
            int(row["start"]),
            int(row["end"]),
            row["kind"],
            row["text"],
            row["act"],
            units,
            row["gazette"],
        )
        found.setdefault(label.window, []).append(label)
    return {window: tuple(several) for window, several in found.items()}


def score(part: str = "") -> Score:
    """Gives how the programme does on a part. A text is read whole: what «tega člena» is stands before the window."""
    right = exact = 0
    wrong: list[tuple[Window, Citation]] = []
    missed: list[tuple[Window, Label]] = []
    for window in windows(part):
        found = [each for each in _citations(window.file) if window.start <= each.start and each.end <= window.end]
        pairs, others, unmet = compared(found, labels().get(window.number, ()), is_act=_is_act(window.file))
        right += len(pairs)
        exact += sum((each.start, each.end) == (label.start, label.end) for each, label in pairs)
        wrong += [(window, each) for each in others]
        missed += [(window, label) for label in unmet]
    return Score(right, exact, tuple(wrong), tuple(missed))


def compared(
    found: Sequence[Citation], told: Sequence[Label], *, is_act: bool
) -> tuple[list[tuple[Citation, Label]], list[Citation], list[Label]]:
    """Gives the citations that are as told with their labels, those that are not, and the labels that none is as."""
    pairs: list[tuple[Citation, Label]] = []
    open_labels = [label for label in told if label.kind != UNCLEAR]
    unclear = [label for label in told if label.kind == UNCLEAR]
    others: list[Citation] = []
    for each in found:
        same = next((label for label in open_labels if is_as_told(each, label, is_act=is_act)), None)
        if same is not None:
            open_labels.remove(same)
            pairs.append((each, same))
        elif not any(_overlap(each, label) for label in unclear):
            others.append(each)
    return pairs, others, open_labels


def is_as_told(each: Citation, label: Label, *, is_act: bool) -> bool:
    """Tells whether a citation is what a label says. In a text that is no act «tega zakona» says no act."""
    act = each.act if is_act or each.act != OWN else ""
    acts = {told if is_act or told != OWN else "" for told in label.act.split(" or ")}
    units = (" ".join(getattr(each, field)) for field in _FIELDS)
    return (
        _overlap(each, label)
        and each.kind == label.kind
        and (ANY in acts or act in acts)
        and all(told in (ANY, unit) for told, unit in zip(label.units, units, strict=True))
        and (label.kind == "article" or gazette_of(each) == label.gazette)
    )


def gazette_of(each: Citation) -> str:
    """Gives the numbers of the gazette as the table writes them: «94/2007=UPB2; 76/2008»."""
    return "; ".join(
        f"{number.number}/{number.year}{f'={number.qualifier}' if number.qualifier else ''}" for number in each.gazette
    )


def _overlap(each: Citation, label: Label) -> bool:
    return each.start < label.end and label.start < each.end


def _is_act(file: str) -> bool:
    return file.startswith("official/")


@cache
def _citations(file: str) -> tuple[Citation, ...]:
    return find_citations(text_of(path_of(file)))


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (TABLES / f"{table}.tsv").open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows, delimiter="\t")
