"""Reading a document: page by page with the words that were found outlined, to cite, to take along, to print."""

from __future__ import annotations

from flask import Flask

from kb.web.reading import pointing, reference, stage, taking, thumbs


def register(app: Flask) -> None:
    """Gives `app` what is taken along of a document, and its templates what a document is read with."""
    app.register_blueprint(taking.pages)
    words = (
        stage.stage_of,
        stage.hits_around,
        stage.own_text,
        stage.notes,
        pointing.pointed,
        reference.source_of,
        thumbs.thumb_of,
    )
    app.jinja_env.globals.update({word.__name__: word for word in words})
