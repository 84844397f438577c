"""Signing in and out, invitations and new passwords, one's own account, and the accounts of others."""

from __future__ import annotations

from typing import Any

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue

from kb.errors import SignInNeeded
from kb.web import context
from kb.web.accounts import links, own, provider, signing, users, words
from kb.web.accounts.visit import to_sign_in
from kb.web.forms import SAFE

PAGE_GROUPS = (signing.pages, links.pages, own.pages, users.pages, provider.pages)


def register(app: Flask) -> None:
    """Gives `app` the pages of accounts, and its templates who has signed in."""
    for page_group in PAGE_GROUPS:
        app.register_blueprint(page_group)
    words.register(app)
    app.context_processor(_present)
    app.register_error_handler(SignInNeeded, _first_sign_in)


def _present() -> dict[str, Any]:
    return {"present_user": context.user()}


def _first_sign_in(error: SignInNeeded) -> ResponseReturnValue:
    """Leads to the sign-in page, and from there back to where somebody wanted to go."""
    del error
    return redirect(to_sign_in(request.full_path if request.method in SAFE else ""))
