"""How a visit begins and ends in the browser: its cookie, where one goes from there, and the name of the device."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Response, redirect, request, url_for

from kb.library.people import SignedIn
from kb.web.context import library, session, session_cookie, site
from kb.web.forms import form_cookie

LONGEST_NEXT = 2_000

_BROWSERS = (
    ("Edge", re.compile(r"Edg(?:e|A|iOS)?/")),
    ("Opera", re.compile(r"OPR/|Opera")),
    ("Samsung Internet", re.compile(r"SamsungBrowser/")),
    ("Firefox", re.compile(r"Firefox/|FxiOS/")),
    ("Chrome", re.compile(r"Chrome/|CriOS/|Chromium/")),
    ("Safari", re.compile(r"Safari/")),
)
_SYSTEMS = (
    ("Android", re.compile(r"Android")),
    ("iOS", re.compile(r"iPhone|iPad")),
    ("Windows", re.compile(r"Windows")),
    ("macOS", re.compile(r"Mac OS X|Macintosh")),
    ("Linux", re.compile(r"Linux|X11|CrOS")),
)


def device() -> str:
    """Gives what the browser says it is, in a word or two: «Firefox, Windows»; "" where it says nothing known."""
    said = request.headers.get("User-Agent", "")[:500]
    found = [next((name for name, mark in marks if mark.search(said)), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)


def begin(signed: SignedIn, *, to: str = "") -> Response:
    """Gives the answer that begins a visit and leads on: a new cookie, and none left of what was before."""
    before = session()
    if before is not None:
        library().people.sign_out(before)
    response = redirect(to or url_for("home.home"), 303)
    is_tls = site().is_tls
    response.set_cookie(session_cookie(), signed.token, httponly=True, samesite="Lax", secure=is_tls)
    response.delete_cookie(form_cookie(), httponly=True, samesite="Lax", secure=is_tls)
    return response  # type: ignore[return-value]


def end(to: str) -> Response:
    """Gives the answer that takes the cookie of a visit away and leads on."""
    response = redirect(to, 303)
    response.delete_cookie(session_cookie(), httponly=True, samesite="Lax", secure=site().is_tls)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response  # type: ignore[return-value]


def to_sign_in(address: str = "") -> str:
    """Gives the address of the sign-in page that leads back to a path of this site."""
    wanted = f"{request.script_root}{address}".rstrip("?") if address else ""
    return url_for("signing.sign_in", naprej=safe_path(wanted) or None)


def came_from() -> str:
    """Gives where to go after signing in: what the address or form says, else the page that led here, else ""."""
    told = request.values.get("naprej", "")
    if told:
        return safe_path(told)
    parts = urlsplit(request.headers.get("Referer", "")[:LONGEST_NEXT])
    if parts.netloc != request.host:
        return ""
    return safe_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def safe_path(address: str) -> str:
    """Gives a path of this site as it is, "" for anything that could lead elsewhere or to no page one can come back to.

    >>> safe_path("/gradivo/3?del=2"), safe_path("//drugje.si"), safe_path("https://drugje.si")
    ('/gradivo/3?del=2', '', '')
    """
    is_path = address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    if not is_path or len(address) > LONGEST_NEXT or not address.isprintable() or " " in address:
        return ""
    return "" if _OWN_PAGES.search(urlsplit(address).path) else address


_OWN_PAGES = re.compile(r"/(?:prijava|odjava|odjava-povsod|povabilo|pozabljeno-geslo|novo-geslo)(?:/|$)")
