import pytest

from kb.web.paging import Turned, page_numbers, turned


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, (1,)),
        (1, 3, (1, 2, 3)),
        (1, 9, (1, 2, 3, None, 9)),
        (4, 9, (1, 2, 3, 4, 5, 6, None, 9)),
        (5, 9, (1, 2, 3, 4, 5, 6, 7, 8, 9)),
        (6, 20, (1, None, 4, 5, 6, 7, 8, None, 20)),
        (20, 20, (1, None, 18, 19, 20)),
    ],
)
def test_the_ends_and_the_neighbours_are_shown(page: int, pages: int, shown: tuple[int | None, ...]) -> None:
    assert page_numbers(page, pages) == shown


@pytest.mark.parametrize(
    ("to", "shown", "at"),
    [
        (1, "ab", Turned(1, 3)),
        (2, "cd", Turned(2, 3)),
        (3, "e", Turned(3, 3)),
        (99, "e", Turned(3, 3)),
        (0, "ab", Turned(1, 3)),
    ],
)
def test_a_list_is_turned_to_a_page_or_to_its_last_one(to: int, shown: str, at: Turned) -> None:
    assert turned("abcde", to=to, per_page=2) == (shown, at)


def test_nothing_is_one_empty_page() -> None:
    assert turned([], to=4, per_page=2) == ([], Turned(1, 1))
