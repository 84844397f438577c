from collections.abc import Callable

from kb.slovene.order import sort_key
from tests.web.markup import Page

Read = Callable[..., Page]


def test_the_first_page_counts_what_a_visitor_may_see(page: Read) -> None:
    assert "V zbirki je 5 gradiv." in page("/").words()
    assert "5 materials in the collection." in page("/en/").words()


def test_bodies_stand_by_sort_and_by_name(page: Read) -> None:
    titles = page("/").texts("//h2[.='Organi']/following-sibling::div//h3")
    assert titles == ["Organi združenja", "Sekcije", "Komisije", "Mreže in delovne skupine"]
    commissions = page("/organi").texts("//h2[.='Komisije']/following-sibling::ul/li/a")
    assert len(commissions) > 10
    assert commissions == sorted(commissions, key=sort_key)


def test_topics_stand_in_slovene_order(page: Read) -> None:
    first_level = page("/podrocja").texts("//main//h2/a")
    assert first_level
    assert first_level == sorted(first_level, key=sort_key)


def test_names_have_counts_that_are_also_read_aloud(page: Read) -> None:
    [count] = page("/organi").all("//li[a='Komisija za občinsko redarsko službo']/span[@class='count']")
    assert [part.text for part in count] == ["2", "(2 gradivi)"]
    assert count[0].get("aria-hidden") == "true"


def test_the_newest_material_stands_first(page: Read) -> None:
    titles = page("/").texts("//ul[@class='documents']/li/a")
    assert titles == [
        "Poročilo <b>o vodi</b> & okolju",
        "Vzorec odloka o občinskem redarstvu",
        "Dolg priročnik",
        "Novosti prenovljenega ZORed",
        "About the association",
    ]
