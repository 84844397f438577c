"""The commands about the words of questions: synonyms, what is asked (searches), what is similar."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.output import print_json
from kb.config import load_settings
from kb.errors import UserError, WrongValue
from kb.library import AskedAlike, NumberedRule, Similar, open_library
from kb.model import EVERYTHING, PROGRAM, Deed, Entry
from kb.slovene.counted import counted
from kb.slovene.dates import written
from kb.slovene.synonyms import Rule, read_rule

_JSON = click.option("--json", "as_json", is_flag=True, help="Izpis kot JSON.")
MOST_BYTES = 5_000_000
MOST_LISTED = 50


@click.group()
def synonyms() -> None:
    """Sopomenke in kratice, ki se iščejo skupaj; veljajo takoj, brez novega kazala.

    \b
    »OU = občinska uprava«          kdor vpiše eno, najde tudi drugo
    »kazen => globa«                kdor vpiše prvo, najde tudi drugo
    """


@synonyms.command("list")
@click.argument("word", default="")
@_JSON
def list_rules(word: str, as_json: bool) -> None:
    """Izpiše pravila: vsa ali tista, v katerih je WORD."""
    with open_library(load_settings()) as library:
        rules = [each for each in library.synonyms() if word.casefold() in str(each.rule).casefold()]
    if as_json:
        print_json([_rule_value(each) for each in rules])
        return
    for each in rules:
        click.echo(f"{each.id:>4}  {each.rule}")
    if not rules:
        click.echo("Takih pravil ni.")


@synonyms.command("add")
@click.argument("rule", nargs=-1, required=True)
@_JSON
def add_rule(rule: tuple[str, ...], as_json: bool) -> None:
    """Doda pravilo, npr. »OU = občinska uprava« ali »kazen => globa« (v narekovajih)."""
    with open_library(load_settings()) as library:
        added = library.add_synonyms(read_rule(" ".join(rule)))
    if as_json:
        print_json(_rule_value(added))
    else:
        click.echo(f"Dodano kot {added.id}: {added.rule}")


@synonyms.command("remove")
@click.argument("rule_id", metavar="ŠTEVILKA", type=int)
def remove_rule(rule_id: int) -> None:
    """Odstrani pravilo s to številko; številke izpiše »kb synonyms list«."""
    with open_library(load_settings()) as library:
        removed = library.remove_synonyms(rule_id)
    click.echo(f"Odstranjeno: {removed}")


@synonyms.command("import")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@_JSON
def import_rules(file: Path, as_json: bool) -> None:
    """Doda pravila iz datoteke, vsako v svoji vrstici (# je opomba); ob napaki ne doda nobenega. »-« bere vhod."""
    rules = _read_rules(_text_of(file))
    with open_library(load_settings()) as library:
        done = library.import_synonyms(rules)
    if as_json:
        print_json({"added": [_rule_value(each) for each in done.added], "known": done.known})
    else:
        click.echo(f"Dodana pravila: {len(done.added)}. Že v zbirki: {done.known}.")


@synonyms.command("export")
@click.argument("file", type=click.Path(path_type=Path), required=False)
def export_rules(file: Path | None) -> None:
    """Izpiše pravila, kakor jih bere »kb synonyms import«, ali jih zapiše v datoteko."""
    with open_library(load_settings()) as library:
        text = "".join(f"{each.rule}\n" for each in library.synonyms())
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongValue(f"{file} ({error.strerror})") from error


def _text_of(file: Path) -> str:
    try:
        with click.open_file(str(file), "rb") as opened:
            content: bytes = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise WrongValue(f"{file} ({error.strerror})") from error
    if len(content) > MOST_BYTES:
        raise WrongValue(f"{file} (več kot {MOST_BYTES // 1_000_000} MB)")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongValue(f"{file} (ni besedilo UTF-8)") from error


def _read_rules(text: str) -> list[tuple[int, Rule]]:
    """Gives each rule of a text with the number of its line. Raises WrongValue with the line that says none."""
    rules = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            rules.append((number, read_rule(line)))
        except UserError as error:
            raise WrongValue(f"vrstica {number}: {error.detail}") from error
    return rules


def _rule_value(each: NumberedRule) -> dict[str, object]:
    return {"id": each.id, "rule": str(each.rule), "terms": each.rule.terms, "means": each.rule.means}


# --- what is asked ---------------------------------------------------------------------------------


@click.command()
@click.option("--zero", is_flag=True, help="Samo vprašanja brez zadetkov ali le z zadetki za del besed.")
@click.option("--days", type=click.IntRange(1, 36_500), default=None, help="Samo zadnjih toliko dni.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=MOST_LISTED, help="Največ toliko vrstic.")
@click.option("--forget", is_flag=True, help="Izbriše ves dnevnik iskanj.")
@_JSON
def searches(zero: bool, days: int | None, limit: int, forget: bool, as_json: bool) -> None:
    """Pove, kaj se v zbirki išče in česa v njej ni; o tem, kdo išče, ne ve ničesar."""
    with open_library(load_settings()) as library:
        if forget:
            count = library.forget_all_searches()
            library.audit.enter(PROGRAM, Deed.REMOVED, Entry("searches", "", after={"count": count}))
            click.echo(f"Izbrisana vprašanja: {count}.")
            return
        asked = library.asked(days=days, zero=zero)[:limit]
    if as_json:
        print_json(asked)
        return
    click.echo(" krat  brez  delno  vprašanje" if asked else "V dnevniku iskanj ni takih vprašanj.")
    for each in asked:
        click.echo(f"{each.asked:>5} {each.unanswered:>5} {each.relaxed:>6}  {each.text}{_also(each)}")


def _also(each: AskedAlike) -> str:
    return f"  (tudi: {'; '.join(each.texts[1:4])})" if len(each.texts) > 1 else ""


# --- what is similar -------------------------------------------------------------------------------


@click.command()
@click.argument("document_id", metavar="ID", type=int)
@click.argument("anchor", metavar="[ODLOMEK]", default="")
@_JSON
def similar(document_id: int, anchor: str, as_json: bool) -> None:
    """Pokaže podobna gradiva ali, za odlomek (npr. prosojnica-6), podobne odlomke drugih gradiv."""
    with open_library(load_settings()) as library:
        found = library.similar(document_id, anchor, reader=EVERYTHING)
    if as_json:
        print_json(_similar_value(found))
        return
    place = f", {found.passage.passage.locator.label()}" if found.passage else ""
    click.echo(f"»{found.document.title}«{place}: {counted(len(found.found), 'passage' if anchor else 'document')}")
    for one in found.found:
        where = f", {one.passage.passage.locator.label()}" if one.passage else ""
        dated = f" ({written(one.document.dated)})" if one.document.dated else ""
        click.echo(f"\n{one.likeness:.0%}  {click.style(one.document.title, bold=True)}{where}{dated}")
        click.echo(f"     {one.path}\n     {', '.join(one.words)}")


def _similar_value(found: Similar) -> dict[str, object]:
    return {
        "document": found.document.id,
        "title": found.document.title,
        "locator": found.passage.passage.locator.label() if found.passage else "",
        "similar": [
            {
                "document": one.document.id,
                "title": one.document.title,
                "locator": one.passage.passage.locator.label() if one.passage else "",
                "url": one.path,
                "likeness": round(one.likeness, 4),
                "words": one.words,
            }
            for one in found.found
        ],
    }


COMMANDS = (synonyms, searches, similar)
