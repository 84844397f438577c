"""`kb users` as a person at a terminal uses it."""

from __future__ import annotations

from tests.conftest import Command

PASSWORD = "dolgo in varno geslo\n"


def test_the_first_administrator_is_made_and_accounts_are_looked_after(kb: Command) -> None:
    assert "skrbnik" in kb("users", "add", "ana@obcina.si", "--administrator", stdin=PASSWORD)
    link = kb("users", "invite", "vid@obcina.si", "--name", "Vid", "--body", "k-redarstvo")
    assert "/povabilo/" in link
    [ana, vid] = kb.json("users", "list")
    assert (ana["role"], ana["state"], vid["role"], vid["bodies"]) == (
        "administrator", "active", "body-member", ["k-redarstvo"]
    )  # fmt: skip
    assert "strokovna služba" in kb("users", "role", "VID@obcina.si", "staff")
    assert "zaprt" in kb("users", "close", "vid@obcina.si")
    assert "/novo-geslo/" in kb("users", "reset", "ana@obcina.si")
    assert "Vid (strokovna služba" in kb("users", "list")


def test_what_cannot_be_is_told_with_exit_code_2(kb: Command) -> None:
    kb("users", "add", "ana@obcina.si", "--administrator", stdin="kratko\n", code=2)
    assert "12" in kb.told
    kb("users", "invite", "vid@obcina.si", "--body", "ni-ga", code=2)
    assert "ni-ga" in kb.told
    assert "Računov še ni" in kb("users", "list")


def test_a_secret_of_the_settings_is_not_listed(kb: Command) -> None:
    kb.environment["KB_SMTP"] = "smtp://kb:zelo-skrivno@mail.obcina.si"
    assert "zelo-skrivno" not in kb("settings")
