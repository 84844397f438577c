"""Every type of page: an address of each route that shows one, as the tests of access name them."""

from __future__ import annotations

import os
from pathlib import Path

from flask.testing import FlaskClient

from tests.access.routes import SHOWN
from tests.access.world import World
from tests.conftest import ROOT

PROGRAMS = Path(os.environ.get("KB_A11Y", ROOT / ".a11y")) / "node_modules"
"""Where scripts/test_programs.sh puts axe-core and the checker of HTML."""

FAULTS = {"error": "/nikjer", "nothing found": "/iskanje?q=nihilopsis", "everything": "/iskanje?q=redar&zakaj=1"}
PIECES = frozenset({"comparison.of_act_file", "previews.act", "previews.article", "previews.passage"})
"""What a script puts into a page, and a page that is a download: no pages themselves."""
TYPES = (*sorted(set(SHOWN) - PIECES), *FAULTS)


def address_of(name: str, world: World, client: FlaskClient) -> str:
    """Gives an address of a page of this type, "" where the route gives a file."""
    for address in [FAULTS[name]] if name in FAULTS else SHOWN[name](world)[:12]:
        with client.get(address) as answer:
            if answer.mimetype == "text/html" and (answer.status_code == 200 or name in FAULTS):
                return address
    return ""
