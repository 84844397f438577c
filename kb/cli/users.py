"""`kb users`: the accounts of people, made, invited, listed, changed and closed."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from kb.cli.output import print_json
from kb.config import load_settings
from kb.errors import WrongValue
from kb.library import Library, open_library
from kb.library.people import Invited
from kb.model import Body
from kb.people import Role, User
from kb.slovene.dates import written
from kb.store.people.users import email_key

ROLES = {
    Role.VISITOR: "obiskovalec",
    Role.MEMBER: "član",
    Role.BODY_MEMBER: "član organa",
    Role.STAFF: "strokovna služba",
    Role.ADMINISTRATOR: "skrbnik",
}
STATES = {"invited": "povabljen", "active": "dejaven", "closed": "zaprt"}

_JSON = click.option("--json", "as_json", is_flag=True, help="Izpis kot JSON.")
_ROLE = click.option("--role", type=click.Choice([role.value for role in Role]), help="Vloga; privzeto member (član).")
_BODIES = click.option("--body", "bodies", multiple=True, metavar="ORGAN", help="Organ člana, npr. k-redarstvo.")
_NAME = click.option("--name", default="", help="Ime, ki naj se kaže.")
_MUNICIPALITY = click.option("--municipality", default="", metavar="OBČINA", help="Občina.")


@click.group()
def users() -> None:
    """Uporabniški računi: kdo se lahko prijavi in kaj vidi."""


@users.command()
@click.argument("email")
@_NAME
@_ROLE
@_BODIES
@_MUNICIPALITY
@click.option("--administrator", is_flag=True, help="Isto kot --role administrator: prvi skrbnik zbirke.")
@click.option("--link", is_flag=True, help="Namesto gesla izpiše povezavo povabila.")
def add(
    email: str, name: str, role: str | None, bodies: tuple[str, ...], municipality: str, administrator: bool, link: bool
) -> None:
    """Naredi račun, ki se lahko takoj prijavi; geslo vpraša ali, brez terminala, prebere s standardnega vhoda."""
    chosen = Role.ADMINISTRATOR if administrator else Role(role or Role.MEMBER)
    with open_library(load_settings()) as library:
        user = _new(library, email, name, role=chosen, bodies=bodies, municipality=municipality)
        if link:
            _print_invited(library.people.invite(user))
            return
        made = library.people.add(user, _asked_password())
    click.echo(f"Račun je narejen: {made.email} ({ROLES[made.role]}).")


@users.command()
@click.argument("email")
@_NAME
@_ROLE
@_BODIES
@_MUNICIPALITY
def invite(email: str, name: str, role: str | None, bodies: tuple[str, ...], municipality: str) -> None:
    """Pošlje povabilo; komur je že bilo poslano, dobi novo."""
    with open_library(load_settings()) as library:
        key = email_key(email)
        known = next((user for user in library.people.users() if email_key(user.email) == key), None)
        if known is not None:
            _print_invited(library.people.invite_again(known.id))
            return
        chosen = Role(role or Role.MEMBER)
        user = _new(library, email, name, role=chosen, bodies=bodies, municipality=municipality)
        _print_invited(library.people.invite(user))


@users.command("list")
@_JSON
def list_(as_json: bool) -> None:
    """Našteje račune."""
    with open_library(load_settings()) as library:
        found, bodies = library.people.users(), library.people.bodies()
    if as_json:
        print_json([_value(user, bodies) for user in found])
        return
    for user in found:
        last = written(user.last_sign_in.date()) if user.last_sign_in else "nikoli"
        of = f", {', '.join(body.slug for body in bodies if body.id in user.bodies)}" if user.bodies else ""
        state = STATES[user.state.value]
        click.echo(f"{user.email} – {user.name} ({ROLES[user.role]}{of}; {state}; zadnja prijava: {last})")
    if not found:
        click.echo("Računov še ni. Prvega skrbnika naredi: kb users add NASLOV --administrator")


@users.command()
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@_BODIES
def role(email: str, role: str, bodies: tuple[str, ...]) -> None:
    """Spremeni vlogo in organe računa."""
    with open_library(load_settings()) as library:
        user = library.people.by_email(email)
        changed = library.people.change(replace(user, role=Role(role), bodies=_ids(library, bodies)))
    click.echo(f"{changed.email}: {ROLES[changed.role]}.")


@users.command()
@click.argument("email")
@click.option("--reopen", is_flag=True, help="Zaprt račun spet odpre.")
def close(email: str, reopen: bool) -> None:
    """Zapre račun: povsod ga odjavi in prijava ni več mogoča."""
    with open_library(load_settings()) as library:
        user = library.people.by_email(email)
        changed = (library.people.reopen_account if reopen else library.people.close_account)(user.id)
    click.echo(f"{changed.email}: {STATES[changed.state.value]}.")


@users.command()
@click.argument("email")
def reset(email: str) -> None:
    """Izpiše povezavo, na kateri si uporabnik izbere novo geslo; velja dve uri."""
    with open_library(load_settings()) as library:
        click.echo(library.people.reset_link(library.people.by_email(email).id))


def _new(library: Library, email: str, name: str, *, role: Role, bodies: tuple[str, ...], municipality: str) -> User:
    return library.people.new_user(email, name=name, role=role, bodies=_ids(library, bodies), municipality=municipality)


def _ids(library: Library, slugs: tuple[str, ...]) -> frozenset[int]:
    known = {body.slug: body.id for body in library.people.bodies()}
    for slug in slugs:
        if slug not in known:
            raise WrongValue(f"organ »{slug}«")
    return frozenset(known[slug] for slug in slugs)


def _asked_password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Geslo", hide_input=True, confirmation_prompt="Geslo znova"))
    return sys.stdin.readline().rstrip("\r\n")


def _print_invited(invited: Invited) -> None:
    said = "Povabilo je poslano" if invited.is_sent else "Povabilo čaka v mapi outbox; povezavo lahko izročite sami"
    click.echo(f"{said}: {invited.user.email}\n{invited.link}")


def _value(user: User, bodies: tuple[Body, ...]) -> dict[str, object]:
    return {
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "bodies": [body.slug for body in bodies if body.id in user.bodies],
        "municipality": user.municipality,
        "state": user.state,
        "language": user.language,
        "created": user.created,
        "last_sign_in": user.last_sign_in,
    }


COMMANDS = (users,)
