"""What the index is to Whoosh, and under which name a build of it is known.

The keys come from kb.search.analysis; Whoosh analyses nothing itself. A document of Whoosh's is a passage, a row. Three
fields hold keys with their positions; that of the title only at the first row of a document, for it is the title of
all its rows. A fourth lists the exact forms (kb.search.embedded.forms). Ids are in kb.search.embedded.facts.
"""

from __future__ import annotations

import whoosh
from whoosh import fields, formats

from kb.search.analysis import analysis_version
from kb.search.embedded.codec import Places
from kb.search.embedded.terms import FIELDS

SCHEMA_VERSION = 7
FINGERPRINT = f"schema {SCHEMA_VERSION}, analysis {analysis_version()}, whoosh {'.'.join(map(str, whoosh.__version__))}"


class KeysField(fields.FieldType):  # type: ignore[misc]
    """A field of keys that kb writes itself."""

    def __init__(self, format_: formats.Format) -> None:
        super().__init__(format=format_, analyzer=None)


def new_schema() -> fields.Schema:
    """Gives the schema of the index."""
    keyed = {name: KeysField(Places()) for name in FIELDS}
    ids = {"passage": fields.STORED(), "document": fields.STORED()}
    return fields.Schema(**keyed, **ids)
