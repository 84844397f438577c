"""The pages of the association's own affairs: dossiers, comments, positions, goals, events, enquiries."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Gives `app` these pages, and says where the rows of each sort are shown."""
