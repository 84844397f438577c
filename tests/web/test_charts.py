from itertools import pairwise

from kb.web.charts import FOOT, HEIGHT, MOST, WIDTH, columns, of_years


def test_the_greatest_count_fills_the_height_and_the_others_their_share() -> None:
    low, high = columns([("2023", 3), ("2024", 12)])
    assert (high.height, high.y) == (HEIGHT - FOOT, 0)
    assert low.height == round((HEIGHT - FOOT) / 4, 1)


def test_columns_stand_side_by_side_within_the_picture() -> None:
    drawn = columns([(str(year), year) for year in range(1, 31)])
    assert all(one.x + one.width <= other.x for one, other in pairwise(drawn))
    assert drawn[-1].x + drawn[-1].width <= WIDTH


def test_years_without_anything_have_their_place() -> None:
    assert [(each.label, each.count) for each in of_years({2020: 2, 2022: 1})] == [
        ("2020", 2),
        ("2021", 0),
        ("2022", 1),
    ]


def test_a_year_long_ago_does_not_press_the_others_together() -> None:
    drawn = of_years({1890: 1, 2024: 5})
    assert len(drawn) == MOST
    assert drawn[-1].label == "2024"


def test_few_of_many_labels_are_written_and_the_last_always_is() -> None:
    drawn = columns([(str(year), 1) for year in range(1990, 2020)])
    said = [each.said for each in drawn if each.said]
    assert said[-1] == "2019"
    assert len(said) <= 6


def test_nothing_is_drawn_of_nothing() -> None:
    assert of_years({}) == ()
    assert columns([("2024", 0)])[0].height == 0
