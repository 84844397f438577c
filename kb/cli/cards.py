"""How the command line shows acts: the card above the hits, and a row of the register."""

from __future__ import annotations

import click

from kb.library import ActCard
from kb.slovene.dates import written


def print_card(card: ActCard) -> None:
    """Prints the card of an act: what it is, its article that was asked for, its documents."""
    act = card.act
    click.echo(f"\n{click.style(card.acronym, bold=True)} – {act.title}")
    for label, text in _lines(card):
        if text:
            click.echo(f"   {label}: {text}")
    for each in card.articles:
        heading = f" ({each.passage.heading})" if each.passage.heading else ""
        click.echo(f"   {click.style(each.passage.locator.label(), bold=True)}{heading}: {each.path}")
    for locator in card.missing_articles:
        click.echo(f"   {locator.label()}: besedila v zbirki ni.")
    for document in card.texts:
        click.echo(f"   besedilo: {document.title} (/gradivo/{document.id})")
    for document in card.documents:
        click.echo(f"   gradivo: {document.title} (/gradivo/{document.id})")


def _lines(card: ActCard) -> tuple[tuple[str, str], ...]:
    act = card.act
    return (
        ("Uradni list RS, št.", act.gazette),
        ("SOP", act.sop),
        ("EVA", act.eva),
        ("EPA", act.epa),
        ("spreminja", card.amends.acronym if card.amends else ""),
        ("spremembe", ", ".join(each.acronym for each in card.amended_by)),
        ("nadomestil ga je", card.replaced_by.acronym if card.replaced_by else ""),
        ("nadomešča", ", ".join(each.acronym for each in card.replaces)),
        ("lahko tudi", ", ".join(each.acronym for each in card.others)),
        ("stanje", f"{act.status}, preverjeno {written(act.checked_on)}"),
    )
