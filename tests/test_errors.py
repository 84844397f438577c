import pytest

from kb.errors import DocumentError, KbError, Locked, SystemFault, TimedOut, UserError, error_for, message_of
from kb.errors.base import _tree

ALL = _tree(KbError)


def test_every_error_has_a_key_of_its_own_and_stands_in_the_drawn_tree() -> None:
    import kb.errors

    assert len({cls.key for cls in ALL}) == len(ALL)
    assert all(cls.__name__ in (kb.errors.__doc__ or "") for cls in ALL)


@pytest.mark.parametrize("cls", [cls for cls in ALL if not _tree(cls)[1:]], ids=lambda cls: cls.__name__)
def test_every_error_has_its_own_sentence_in_both_languages(cls: type[KbError]) -> None:
    assert cls.sl != KbError.sl
    assert cls.en != KbError.en
    assert cls("x").message("sl") != cls("x").message("en")


@pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)
def test_an_error_comes_back_from_the_key_that_the_ledger_keeps(cls: type[KbError]) -> None:
    again = error_for(cls.key, "12 MB")
    assert type(again) is cls
    assert again.detail == "12 MB"


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (TimedOut("60 s"), "Datoteke ni bilo mogoče prebrati v dovoljenem času (60 s)."),
        (TimedOut(), "Datoteke ni bilo mogoče prebrati v dovoljenem času."),
        (Locked("{detail}"), "Datoteka je zaščitena z geslom. Shranite jo brez gesla in jo dodajte znova."),
    ],
)
def test_the_sentence_names_the_detail_where_there_is_one(error: KbError, text: str) -> None:
    assert str(error) == text


def test_an_unknown_key_still_gives_a_sentence() -> None:
    assert message_of("from-a-later-release") == KbError.sl


@pytest.mark.parametrize(("cls", "code"), [(UserError, 2), (DocumentError, 1), (SystemFault, 1)])
def test_each_branch_has_its_exit_code(cls: type[KbError], code: int) -> None:
    assert {each.exit_code for each in _tree(cls)} == {code}
