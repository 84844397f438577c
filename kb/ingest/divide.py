"""Dividing an extract into passages: a slide, a page or sheet cut at headings, an article, a section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kb.ingest.lawtext import divide_law
from kb.ingest.sections import Section, cut_at_headings, cut_to_length, join_tiny
from kb.model import Block, BlockKind, Extract, Locator, LocatorKind, Passage, Unit, UnitKind
from kb.slovene.language import language_of

_LONGEST_OF_PAGE = 6000


def divide(extract: Extract) -> tuple[Passage, ...]:
    """Gives the passages of a document in its order, each with a locator that no other has.

    Every word of the text is in exactly one passage; headers, footers and what a tracked change takes out are
    in none. A passage without text has a heading, such as a slide that is only a title.
    """
    found = list(_passages(extract))
    counts: Counter[tuple[LocatorKind, str]] = Counter()
    passages = []
    for locator, section in found:
        counts[locator.kind, locator.number] += 1
        part = counts[locator.kind, locator.number]
        language = language_of(f"{section.heading} {section.text}") or extract.language or "sl"
        asides = sum(each.count("\n") + 1 for each in section.asides)
        told = (section.heading, section.text, language, asides, section.title_length, section.misread)
        passages.append(Passage(replace(locator, part=part), *told))
    return tuple(passages)


def _passages(extract: Extract) -> Iterator[tuple[Locator, Section]]:
    slides = [unit for unit in extract.units if unit.kind is UnitKind.SLIDE]
    if slides:
        for unit in slides:
            yield from _of_slide(unit)
        return
    if any(unit.kind is UnitKind.SHEET for unit in extract.units):
        for unit in extract.units:
            yield from _of_pages((unit,), LocatorKind.SHEET)
        return
    blocks = [block for unit in extract.units for block in unit.blocks]
    if law := divide_law(blocks):
        yield from law
    elif any(unit.kind is UnitKind.PAGE for unit in extract.units):
        yield from _of_pages(extract.units, LocatorKind.PAGE)
    else:
        yield from number_sections(flowing_sections(blocks))


def _of_slide(unit: Unit) -> Iterator[tuple[Locator, Section]]:
    blocks = list(unit.blocks)
    title = next((block for block in blocks if block.kind is BlockKind.HEADING), None)
    if title is not None:
        blocks.remove(title)
    plain = [replace(block, kind=BlockKind.PARAGRAPH) if block.kind is BlockKind.HEADING else block for block in blocks]
    section = next(cut_at_headings(plain), Section())
    if title is not None or section.text:
        yield Locator(LocatorKind.SLIDE, str(unit.number)), replace(section, heading=title.text if title else "")


def _of_pages(units: tuple[Unit, ...], kind: LocatorKind) -> Iterator[tuple[Locator, Section]]:
    running = ""
    for unit in units:
        for section in cut_at_headings(unit.blocks, running):
            running = section.heading
            for piece in cut_to_length(section, _LONGEST_OF_PAGE):
                yield Locator(kind, str(unit.number)), piece


def flowing_sections(blocks: list[Block]) -> Iterator[Section]:
    """Gives the sections of flowing text, none too long and none needlessly short."""
    return join_tiny(piece for section in cut_at_headings(blocks) for piece in cut_to_length(section))


def number_sections(sections: Iterator[Section]) -> Iterator[tuple[Locator, Section]]:
    """Gives each section its locator, numbered from 1."""
    for number, section in enumerate(sections, 1):
        yield Locator(LocatorKind.SECTION, str(number)), section
