"""The translations of the pages: messages are collected from code and templates, kept as .po, compiled to .mo.

After a change of words on a page: `python -m kb.web.catalogue` writes new messages into the .po file; translate them
there and run it again. Messages are written in English, so that English needs no catalogue.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOM = Path(__file__).parent
LOCALE = "sl"
HEADER = r"""msgid ""
msgstr ""
"Language: sl\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\n"

"""
"""The head of the .po file: the four Slovene forms, and nothing that changes from one writing to the next."""

_SOURCES = [("**.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}


def po_file(locale: str = LOCALE) -> Path:
    """Gives the place of the catalogue that people edit."""
    return ROOM / "translations" / locale / "LC_MESSAGES" / "messages.po"


def collected() -> Catalog:
    """Gives every message that code and templates can show, with the files it stands in."""
    catalog = Catalog(project="kb", charset="utf-8")
    found = extract_from_dir(ROOM, method_map=_SOURCES, options_map=_OPTIONS)
    for file, _line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalog.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return catalog


def read(locale: str = LOCALE) -> Catalog:
    """Gives the catalogue as it is kept, without the messages that are no longer used."""
    with po_file(locale).open("rb") as file:
        return read_po(file, locale=locale)


def renewed(locale: str = LOCALE) -> Catalog:
    """Gives the kept catalogue with the messages of today; what is no longer used becomes obsolete."""
    catalog = read(locale)
    catalog.update(collected(), no_fuzzy_matching=True)
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """Gives the .mo file of a catalogue."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def write(locale: str = LOCALE) -> None:
    """Writes the renewed .po file and the .mo file that belongs to it."""
    catalog = renewed(locale)
    body = io.BytesIO()
    write_po(body, catalog, omit_header=True, ignore_obsolete=True, include_lineno=False, width=120)
    po_file(locale).write_bytes(HEADER.encode() + body.getvalue().lstrip(b"\n"))
    po_file(locale).with_suffix(".mo").write_bytes(compiled(catalog))


if __name__ == "__main__":
    write()
