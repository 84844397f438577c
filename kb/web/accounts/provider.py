"""Signing in with the provider: to it, back from it, and linking it to an account that is there already."""

from __future__ import annotations

import hmac
from typing import cast
from urllib.parse import quote, unquote

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import LinkSpent, NotFound, ProviderFailed, UserError, WrongSignIn, WrongValue
from kb.library.people.claims import told_by
from kb.library.people.secrets import new_secret
from kb.web import context, language
from kb.web.accounts import visit
from kb.web.accounts.openid import Flow, OpenId
from kb.web.context import library, signed_in
from kb.web.site import Provider

SIGN_IN, LINK, INVITATION = "prijava", "povezava", "povabilo"
FLOW_SECONDS = 15 * 60

pages = Blueprint("provider", __name__)


@pages.get("/prijava/ponudnik")
def leave() -> ResponseReturnValue:
    """Leads to the provider; ?povabilo= takes an invitation up there. Raises NotFound where there is no provider."""
    invitation = request.args.get("povabilo", "")
    if invitation:
        library().people.invited(invitation)
        return _leave(INVITATION, invitation)
    return _leave(SIGN_IN, visit.came_from())


@pages.post("/moj-racun/povezi")
def link() -> ResponseReturnValue:
    """Gives a page with the way to the provider, which a form may not lead to at once (form-action)."""
    signed_in()
    seed = new_secret()
    provider, back = _provider(), _back()
    address = _openid(provider).address(Flow(seed), back=back, language=language.current())
    page = current_app.make_response(render_template("accounts/linking.html", address=address, provider=provider))
    return _remember(page, seed, LINK, "")


@pages.get("/prijava/ponudnik/nazaj")
def back() -> ResponseReturnValue:
    """Begins a visit of who comes back from the provider, or says why not."""
    provider = _provider()
    seed, purpose, told = _remembered()
    state = request.args.get("state", "")
    if not seed or not hmac.compare_digest(state.encode(), Flow(seed).state.encode()):
        return _failed(_("The answer of the provider does not belong to this browser or came too late."), 400)
    if "code" not in request.args:
        return _failed(_("Signing in with the provider was broken off."), 400)
    try:
        return _without_flow(_signed(provider, seed, purpose, told))
    except (WrongSignIn, LinkSpent, WrongValue, ProviderFailed) as error:
        return _failed(_said(error), error.http_status)


def _signed(provider: Provider, seed: str, purpose: str, told: str) -> Response:
    claims = _openid(provider).claims(
        Flow(seed), back=_back(), code=request.args["code"], issuer=request.args.get("iss", "")
    )
    person = told_by(claims, issuer=provider.issuer, mapping=provider.mapping)
    signed = library().people.sign_in_with(
        person,
        user_id=signed_in().user.id if purpose == LINK else 0,
        invitation=told if purpose == INVITATION else "",
        device=visit.device(),
    )
    onward = url_for("own.account", shranjeno="povezano") if purpose == LINK else ""
    return visit.begin(signed, to=onward or (visit.safe_path(told) if purpose == SIGN_IN else ""))


def _said(error: UserError | ProviderFailed) -> str:
    if isinstance(error, WrongSignIn):
        return str(_("This account cannot sign in. Ask the administrator of the collection."))
    return error.message(language.current())


def _leave(purpose: str, told: str) -> ResponseReturnValue:
    seed = new_secret()
    address = _openid(_provider()).address(Flow(seed), back=_back(), language=language.current())
    return _remember(cast(Response, redirect(address, 303)), seed, purpose, told)


def _failed(message: str, status: int) -> ResponseReturnValue:
    provider = context.site().provider
    page = render_template("accounts/sign_in.html", to="", email="", wrong=message, provider=provider)
    return _without_flow(current_app.make_response((page, status)))


def _provider() -> Provider:
    provider = context.site().provider
    if provider is None:
        raise NotFound("prijava pri ponudniku")
    return provider


def _openid(provider: Provider) -> OpenId:
    return cast(OpenId, current_app.extensions.setdefault("kb.openid", OpenId(provider)))


def _back() -> str:
    """Gives where the provider leads back to: the same address in every language, as it has to be registered there."""
    here = context.site().address or request.host_url.rstrip("/")
    return f"{here}/prijava/ponudnik/nazaj"


# --- what is remembered between leaving and coming back ----------------------------------------------


def _cookie() -> str:
    return "__Host-kb-ponudnik" if context.site().is_tls else "kb-ponudnik"


def _remember(response: Response, seed: str, purpose: str, told: str) -> Response:
    value = f"{seed}.{purpose}.{quote(told, safe='')}"
    is_tls = context.site().is_tls
    response.set_cookie(_cookie(), value, max_age=FLOW_SECONDS, httponly=True, samesite="Lax", secure=is_tls)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _remembered() -> tuple[str, str, str]:
    seed, _dot, rest = request.cookies.get(_cookie(), "").partition(".")
    purpose, _dot, told = rest.partition(".")
    return seed, purpose, unquote(told)


def _without_flow(response: Response) -> Response:
    response.delete_cookie(_cookie(), httponly=True, samesite="Lax", secure=context.site().is_tls)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
