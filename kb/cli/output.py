"""What the commands print: the same values as words for people and as JSON for programs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import click

from kb.cli.cards import print_card
from kb.errors import DocumentError, message_of
from kb.library import Batch, Breadth, Found, Results, Why
from kb.library.law.texts import place_in_bill
from kb.model import Document, Extract, LedgerEntry, Outcome
from kb.slovene.counted import counted
from kb.slovene.dates import written

_FIELDS = {"title": "v naslovu gradiva", "heading": "v naslovu odlomka", "text": "v besedilu"}
_OUTCOMES = {
    Outcome.WAITING: "čaka na branje",
    Outcome.READ: "prebrano",
    Outcome.PARTLY: "delno prebrano",
    Outcome.KNOWN: "že v zbirki",
    Outcome.FAILED: "ni prebrano",
    Outcome.ERASED: "trajno izbrisano",
}


def print_json(value: object) -> None:
    """Prints `value` as one line of JSON; dataclasses as objects, dates as ISO 8601, spans in seconds."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)


def extract_value(extract: Extract) -> dict[str, Any]:
    """Gives what `kb extract --json` prints of a file that was read."""
    units = [
        {
            "kind": unit.kind,
            "number": unit.number,
            "label": unit.label,
            "blocks": [{"kind": block.kind, "level": block.level, "text": block.text} for block in unit.blocks],
        }
        for unit in extract.units
    ]
    return {
        "media_type": extract.media_type,
        "language": extract.language,
        "title": extract.title,
        "warnings": list(extract.warnings),
        "units": units,
    }


def failure_value(name: str, error: DocumentError) -> dict[str, Any]:
    """Gives what `kb extract --json` prints of a file that could not be read: the same keys and the reason."""
    reason = {"file": name, "reason": error.key, "detail": error.detail, "message": error.message()}
    return {"media_type": "", "language": "", "title": "", "warnings": [], "units": [], "error": reason}


def document_value(document: Document) -> dict[str, Any]:
    """Gives a document's metadata as `kb show --json` prints it, bodies, topics, kind and event by slug."""
    return {
        "id": document.id,
        "title": document.title,
        "kind": document.kind.slug if document.kind else "",
        "bodies": [body.slug for body in document.bodies],
        "topics": [topic.slug for topic in document.topics],
        "event": document.event.slug if document.event else "",
        "speakers": list(document.speakers),
        "date": document.dated,
        "language": document.language,
        "source": document.source,
        "rights": document.rights,
        "visibility": document.visibility,
        "file": document.revision.name,
        "sha256": document.revision.sha256,
        "size": document.revision.size,
        "media_type": document.revision.media_type,
        "url": f"/gradivo/{document.id}",
    }


def entry_value(entry: LedgerEntry) -> dict[str, Any]:
    """Gives a ledger entry for `--json`, its reason also as a sentence."""
    return {
        "entry": entry.id,
        "name": entry.name,
        "origin": entry.origin,
        "document": entry.document_id,
        "stage": entry.stage,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "message": message_of(entry.reason, entry.detail) if entry.reason else "",
        "warnings": list(entry.warnings),
        "sha256": entry.sha256,
        "size": entry.size,
        "received": entry.received,
        "steps": [
            {"at": step.at, "stage": step.stage, "outcome": step.outcome, "reason": step.reason} for step in entry.steps
        ],
    }


def print_results(results: Results, reasons: Mapping[int, Why] = MappingProxyType({})) -> None:
    """Prints hits for people, grouped by document, with the reasons of those that are told of."""
    hits, documents = counted(results.passages, "hit"), counted(results.documents, "document")
    click.echo(f"»{results.question.text}«: {hits}, {documents}")
    for each in () if results.question.exactly else results.widened:
        click.echo(f"Za »{each.typed}« iskano tudi: {', '.join(f'»{words}«' for words in each.also)}")
    if results.correction:
        click.echo(f"Ste mislili: »{results.correction.text}«?")
    if results.relaxed:
        click.echo(_breadth_told(results))
    if any(remark.key == "index-renewed" for remark in results.remarks):
        click.echo("Kazalo se obnavlja; dokler ni obnovljeno, kak zadetek morda manjka.")
    if results.card:
        print_card(results.card)
    for number, found in enumerate(results.groups, (results.question.page - 1) * results.question.per_page + 1):
        _print_found(number, found, reasons)


def _breadth_told(results: Results) -> str:
    if results.with_all:
        return f"Vse besede: {counted(results.with_all, 'document')}; prikazana so tudi gradiva z večino besed."
    if results.breadth is Breadth.MOST:
        return "Gradiva z vsemi besedami ni; prikazana so gradiva z večino besed."
    return "Gradiva z vsemi besedami ni; prikazani so zadetki z nekaterimi od njih."


def _print_found(number: int, found: Found, reasons: Mapping[int, Why]) -> None:
    document = found.document
    parts = [document.kind.name_sl if document.kind else "", *(body.name_sl for body in document.bodies)]
    if document.dated:
        parts.append(written(document.dated))
    click.echo(f"\n{number}. {click.style(document.title, bold=True)}")
    click.echo(f"   {' · '.join(part for part in parts if part)}")
    for hit in found.hits:
        passage = hit.passage.passage
        bill = place_in_bill(passage, document)
        heading = f" ({passage.heading})" if passage.heading else ""
        heading += f" [{bill.label()}]" if bill and bill.label() else ""
        words = "".join(click.style(piece.text, bold=True) if piece.marked else piece.text for piece in hit.snippet)
        click.echo(f"   {passage.locator.label()}{heading}: {words}")
        click.echo(f"      {hit.path}")
        if hit.passage.id in reasons:
            _print_why(reasons[hit.passage.id])
        if hit.alike:
            click.echo(f"      in še {counted(len(hit.alike), 'twin')}: {', '.join(each.path for each in hit.alike)}")
    if found.more:
        click.echo(f"   in še {counted(found.more, 'hit')} v tem gradivu")


def _print_why(why: Why) -> None:
    for reason in why.reasons:
        places = "; ".join(f"{_FIELDS[each.field]} {_forms(each.forms)}" for each in reason.standing)
        early = ", takoj na začetku" if reason.early else ""
        click.echo(f"      {reason.share:.0%} »{reason.asked}«: {places}{early}")
    if why.together:
        click.echo(f"      skupaj kot v vprašanju: {', '.join(why.together)}")
    if why.whole_title:
        click.echo("      v naslovu je vse, kar je bilo iskano")
    if why.missing:
        click.echo(f"      tu ni: {', '.join(why.missing)}")


def _forms(forms: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{form} ({times}×)" if times > 1 else form for form, times in forms)


def print_batch(batch: Batch) -> None:
    """Prints what became of a batch: counts, what was known already, and each failure with its reason."""
    known = [each for each in batch.received if each.again or each.entry.outcome is Outcome.KNOWN]
    read = [each for each in batch.received if each.entry.outcome.is_read and not each.again]
    waiting = [each for each in batch.received if each.entry.outcome is Outcome.WAITING]
    click.echo(f"Prebrano: {counted(len(read), 'file')}. Že v zbirki: {len(known)}. Ni prebrano: {len(batch.failed)}.")
    for each in batch.received:
        if each.entry.outcome is Outcome.KNOWN:
            click.echo(f"  že v zbirki: {each.entry.name} (gradivo {each.entry.document_id})")
        if each.entry.outcome is Outcome.PARTLY:
            click.echo(f"  delno prebrano: {each.entry.name}: {'; '.join(each.entry.warnings)}")
    for entry in batch.failed:
        click.echo(f"  {click.style('ni prebrano', fg='red')}: {entry.name}: {message_of(entry.reason, entry.detail)}")
    if waiting:
        click.echo(f"Čaka na branje: {counted(len(waiting), 'file')}; prebral jih bo »kb worker« ali »kb serve«.")
    if not batch.indexed:
        click.echo("Kazalo ravno posodablja drug postopek; novosti bodo v iskanju čez nekaj trenutkov.")


def print_entry(entry: LedgerEntry) -> None:
    """Prints one line of the ledger."""
    reason = f": {message_of(entry.reason, entry.detail)}" if entry.reason else ""
    click.echo(f"  {entry.id}. {entry.name} – {_OUTCOMES[entry.outcome]}{reason}")
