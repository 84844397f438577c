"""Personal data in running text: what is found, what is only that of an office, and what is none."""

import pytest

from kb.slovene.personaldata import find, hidden


def told(text: str) -> list[str]:
    """Gives the sorts of what is found, those of offices with a ~."""
    return [each.kind.value + ("~" if each.is_mild else "") for each in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EMŠO 0101006500006", ["emso"]),
        ("rojen, 0101006500006, stanujoč", ["emso"]),
        ("01 01 006 500 006", ["emso"]),
        ("Emšo: 0101006500007", ["emso"]),
        ("EMŠO vlagatelja je 0101006500006.", ["emso"]),
        ("davčna št.: 15012557", ["tax-number"]),
        ("davčno številko 1501 2557", ["tax-number"]),
        ("ID za DDV: SI15012557", ["tax-number~"]),
        ("Občina Dol, davčna številka 15012557", ["tax-number~"]),
        ("SI56 1920 0123 4567 892", ["account"]),
        ("TRR: SI56192001234567892 odprt pri banki", ["account"]),
        ("IBAN SI56 1920 0123 4567 892 BIC BAKOSI2X", ["account"]),
        ("Nakažite na 19200-1234567892.", ["account"]),
        ("HR12 1001 0051 8630 0016 0", ["account"]),
        ("SI56 0110 0603 0278 379", ["account~"]),
        ("janez.vzorec@posta.si", ["email"]),
        ("Pišite (janez_vzorec+vloge@mail.example.com).", ["email"]),
        ("info@podjetje.si", ["email~"]),
        ("obcina@ankaran.si", ["email~"]),
        ("obcina.dol@siol.net", ["email~"]),
        ("ana.kranjc@obcina-dol.si", ["email~"]),
        ("gp.mju@gov.si", ["email~"]),
        ("041 123 456", ["phone"]),
        ("041/123-456", ["phone"]),
        ("(041) 123 456", ["phone"]),
        ("+386 41 123 456", ["phone"]),
        ("00386 41 123 456", ["phone"]),
        ("+386 (0)41 123 456", ["phone"]),
        ("041123456", ["phone"]),
        ("02/234-15-00", ["phone"]),
        ("telefon: 012341500", ["phone"]),
        ("Tajništvo občine, tel. 01 234 15 00", ["phone~"]),
        ("Občina Dol, dežurni: 041 123 456", ["phone"]),
        ("+43 1 514 33 0000", ["phone"]),
        ("tel.: 040 123 456, e-pošta: tine@posta.si", ["phone", "email"]),
    ],
)
def test_personal_data_are_found(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "občinski redar",
        "0101006500007",
        "15012557",
        "matična številka: 15012557",
        "davčna številka 15012556",
        "012341500",
        "Uradni list RS, št. 139/06, 9/17 in 11/18",
        "Uradni list RS, št. 94/07 – uradno prečiščeno besedilo, 76/08, 79/09, 51/10 in 40/12 – ZUJF",
        "SOP 2006-01-6040",
        "EVA 2018-2030-0045",
        "22. 11. 2026",
        "leto 2018 2019 2020 2021",
        "št. 007-87/2019",
        "Številka: 010-2/2026-1",
        "041-1/2020-3",
        "zadeva 060-0001/2023",
        "U-I-182/21-15",
        "1.234.567,50 EUR",
        "Sklic SI00 2023-1234",
        "SI00 15012557",
        "parcela 1234/5, k. o. 2636",
        "9.00–10.30",
        "080 12 34",
        "ime@podjetje",
        "@uporabnik in #oznaka",
        "7000 1234 5678 9012",
        "ISBN 978-961-6413-12-3",
        "proračunska postavka 0410123456",
    ],
)
def test_the_numbers_of_the_law_and_of_offices_are_no_personal_data(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("0101006500006", "01••••••••••6"),
        ("041 123 456", "04• ••• ••6"),
        ("janez.vzorec@posta.si", "j•••••••••••@posta.si"),
        ("SI56 1920 0123 4567 892", "SI•• •••• •••• •••• ••2"),
    ],
)
def test_what_is_shown_does_not_tell_it(data: str, shown: str) -> None:
    assert hidden(data) == shown


def test_places_are_those_in_the_text() -> None:
    text = "Č: EMŠO 0101006500006, pišite na janez.vzorec@posta.si!"
    assert [text[each.start : each.end] for each in find(text)] == ["0101006500006", "janez.vzorec@posta.si"]


@pytest.mark.parametrize("part", ["1 ", "1.", "a@", "1", "SI56 1234 ", "041 ", "davčna ", "emšo ", "(0", "tel 0", "+3"])
def test_a_text_of_any_length_ends(part: str) -> None:
    find(part * (200_000 // len(part)))
