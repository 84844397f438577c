"""The pages: a Flask application over the library, rendered on the server, in Slovene and English."""

from kb.web.app import create_app

__all__ = ["create_app"]
