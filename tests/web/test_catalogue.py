import io

from babel.messages import Catalog
from babel.messages.mofile import read_mo
from flask import Flask
from flask_babel import ngettext

from kb.slovene.counted import category
from kb.web import catalogue


def messages(catalog: Catalog) -> dict[object, object]:
    return {(one.context, _frozen(one.id)): _frozen(one.string) for one in catalog if one.id}


def _frozen(text: object) -> object:
    return tuple(text) if isinstance(text, list | tuple) else text


def test_every_message_of_the_pages_is_translated() -> None:
    kept = messages(catalogue.read())
    asked = messages(catalogue.collected())
    assert set(asked) - set(kept) == set(), "run python -m kb.web.catalogue and translate these"
    assert [key for key, text in kept.items() if not text or (isinstance(text, tuple) and not all(text))] == []


def test_no_message_is_kept_that_no_page_shows() -> None:
    kept = catalogue.read()
    assert set(messages(kept)) - set(messages(catalogue.collected())) == set()
    assert not kept.obsolete
    assert not [one.id for one in kept if one.fuzzy and one.id]


def test_the_compiled_file_is_that_of_the_catalogue() -> None:
    mo = catalogue.po_file().with_suffix(".mo").read_bytes()
    expected = read_mo(io.BytesIO(catalogue.compiled(catalogue.read())))
    assert messages(read_mo(io.BytesIO(mo))) == messages(expected)


def test_placeholders_are_the_same_in_both_languages() -> None:
    kept = catalogue.read()
    assert [(one.id, fault) for one in kept for fault in one.check(kept)] == []


def test_slovene_has_four_forms_chosen_as_everywhere_in_kb(app: Flask) -> None:
    kept = catalogue.read()
    assert kept.num_plurals == 4
    assert kept.plural_expr == "(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3)"
    forms = ("gradivo", "gradivi", "gradiva", "gradiv")
    with app.test_request_context():
        for count in (0, 1, 2, 3, 4, 5, 11, 100, 101, 102, 104, 105, 1001):
            assert ngettext("%(num)s material", "%(num)s materials", count) == f"{count} {forms[category(count)]}"


def test_quotes_in_slovene_are_slovene() -> None:
    texts = [
        text
        for value in messages(catalogue.read()).values()
        for text in (value if isinstance(value, tuple) else (value,))
    ]
    assert [text for text in texts if set("“”\"'") & set(str(text))] == []
