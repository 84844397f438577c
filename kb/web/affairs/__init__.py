"""The pages of the association's own affairs: dossiers, comments, positions, goals, events, enquiries."""

from __future__ import annotations

from flask import Flask

from kb.web.affairs import bodies, commented, comments, dossiers, enquiries, events, goals, positions


def register(app: Flask) -> None:
    """Gives `app` these pages, and says where the rows of each sort are shown."""
    dossiers.register(app)
    positions.register(app)
    comments.register(app)
    commented.register(app)
    bodies.register(app)
    goals.register(app)
    events.register(app)
    enquiries.register(app)
