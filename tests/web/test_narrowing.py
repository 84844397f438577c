from flask import Flask

from kb.library import FacetList, FacetValue, Question, Results
from kb.model import Topic
from kb.web.narrowing import choices, understood


def topic(name: str, count: int, *, chosen: bool = False) -> FacetValue:
    return FacetValue(name.lower(), Topic(1, name.lower(), name, ""), count, chosen)


def results(*facets: FacetList, **asked: tuple[str, ...]) -> Results:
    return Results(Question("x", **asked), (), 1, 1, facets)  # type: ignore[arg-type]


def test_the_most_frequent_choices_stand_first_and_all_stand_by_name(app: Flask) -> None:
    names = ["Zima", "Čas", "Cesta", "Šola", "Sneg", "Voda", "Red", "Luč", "Graditev", "Arhiv"]
    facet = FacetList("topic", tuple(topic(name, 20 - at) for at, name in enumerate(names)))
    with app.test_request_context():
        [shown] = choices(results(facet))
    assert [one.label for one in shown.first] == ["Cesta", "Čas", "Sneg", "Šola", "Zima"]
    assert [one.label for one in shown.others] == ["Arhiv", "Graditev", "Luč", "Red", "Voda"]


def test_years_stand_from_the_newest(app: Flask) -> None:
    facet = FacetList("year", tuple(FacetValue(str(year), str(year), 1, False) for year in range(2010, 2020)))
    with app.test_request_context():
        [shown] = choices(results(facet))
    assert [one.label for one in (*shown.first, *shown.others)] == [str(year) for year in range(2019, 2009, -1)]


def test_what_holds_already_or_would_leave_nothing_is_no_choice(app: Flask) -> None:
    facet = FacetList("topic", (topic("Voda", 3, chosen=True), topic("Red", 0)))
    with app.test_request_context():
        assert choices(results(facet, topics=("voda",))) == ()


def test_slugs_that_name_nothing_are_left_out() -> None:
    facet = FacetList("topic", (topic("Voda", 3, chosen=True),))
    assert understood(results(facet, topics=("voda", "nič"), bodies=("kdo",))) == Question("x", topics=("voda",))
