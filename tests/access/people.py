"""Routes of people, how they sign in, and what is their own."""

from __future__ import annotations

from tests.access.addresses import Addresses, fixed

SHOWN: dict[str, Addresses] = {
    "links.forgotten": fixed("/pozabljeno-geslo"),
    "links.invitation": fixed("/povabilo/x"),
    "links.new_password": fixed("/novo-geslo/x"),
    "own.account": fixed("/moj-racun"),
    "provider.back": fixed("/prijava/ponudnik/nazaj"),
    "provider.leave": fixed("/prijava/ponudnik"),
    "saved.searches": fixed("/moja-iskanja"),
    "signing.sign_in": fixed("/prijava"),
    "signing.signed_out": fixed("/odjava"),
    "users.inviting": fixed("/uporabniki/povabi"),
    "users.user": fixed("/uporabniki/1"),
    "users.users": fixed("/uporabniki"),
}

CHANGING: dict[str, tuple[str, str]] = {
    "links.accept": ("everybody", "/povabilo/x"),
    "links.ask_new_password": ("everybody", "/pozabljeno-geslo"),
    "links.reset": ("everybody", "/novo-geslo/x"),
    "own.change": ("signed in", "/moj-racun/podatki"),
    "own.change_password": ("signed in", "/moj-racun/geslo"),
    "own.close_session": ("signed in", "/moj-racun/prijave/999"),
    "provider.link": ("signed in", "/moj-racun/povezi"),
    "saved.remove": ("signed in", "/moja-iskanja/999/odstrani"),
    "saved.save": ("signed in", "/moja-iskanja"),
    "signing.sign_out": ("everybody", "/odjava"),
    "signing.sign_out_everywhere": ("signed in", "/odjava-povsod"),
    "signing.signing_in": ("everybody", "/prijava"),
    "users.change": ("administrator", "/uporabniki/999"),
    "users.close": ("administrator", "/uporabniki/999/zapri"),
    "users.invite": ("administrator", "/uporabniki/povabi"),
    "users.invite_again": ("administrator", "/uporabniki/999/povabi-znova"),
    "users.reopen": ("administrator", "/uporabniki/999/odpri"),
    "users.sign_out": ("administrator", "/uporabniki/999/odjavi"),
}
