"""What programs may ask, described for programs: /openapi.json, checked against what the pages give by tests."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Blueprint, Response, jsonify

import kb

pages = Blueprint("api", __name__)

_DESCRIPTION = Path(__file__).with_name("openapi.json")


@pages.get("/openapi.json")
def description() -> Response:
    """Gives the description, OpenAPI 3.1, with the version of this release."""
    told = json.loads(_DESCRIPTION.read_text("utf-8"))
    told["info"]["version"] = kb.__version__
    answer = jsonify(told)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
