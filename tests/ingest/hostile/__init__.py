"""Files made to break readers, each by its name; every maker writes the file to the path it is given."""

from collections.abc import Callable
from pathlib import Path

from tests.ingest.hostile import packages, pdfs, texts

Maker = Callable[[Path], object]
MAKERS: dict[str, Maker] = {**pdfs.MAKERS, **packages.MAKERS, **texts.MAKERS}
# These take long to make or to be given up; they are left to the soak run.
HEAVY = pdfs.HEAVY | packages.HEAVY | texts.HEAVY
