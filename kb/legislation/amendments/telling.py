"""What stands in the way of an order, as key and values: said in Slovene, and in English where a page is English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PHRASES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unread": ("odredbe ni bilo mogoče razumeti", "the order could not be understood"),
        "no-base": ("osnovno besedilo nima členov", "the text that is to be changed has no articles"),
        "no-articles": ("besedilo nima členov", "the amending text has no articles"),
        "no-orders": ("predpis ničesar ne spreminja", "the act changes nothing"),
        "other-base": ("odredba spreminja drug predpis, ne »{}«", "the order changes another act, not »{}«"),
        "no-article-told": ("ni povedano, v katerem členu", "it is not told in which article"),
        "no-article": ("ni povedano, kateri člen se spremeni", "it is not told which article changes"),
        "no-place-told": ("ni povedano, kje", "it is not told where"),
        "no-place": ("mesta »{}« v besedilu ni", "there is no place »{}« in the text"),
        "many-places": ("mest »{}« je več ({})", "there are several places »{}« ({})"),
        "article-missing": ("{}. člena ni", "there is no Article {}"),
        "articles-many": ("{}. členov je več", "there are several Articles {}"),
        "no-new-place": ("ni jasno, kam sodi novo besedilo", "it is not clear where the new text belongs"),
        "no-start": ("ni jasno, kje je začetek besedila", "it is not clear where the text begins"),
        "which-side": (
            "ni povedano, ali »{}« stoji pred ločilom »{}« ali za njim",
            "it is not told whether »{}« goes before the mark »{}« or behind it",
        ),
        "which-sentence": ("ni povedano, za katerim stavkom je »{}«", "it is not told behind which sentence »{}« goes"),
        "often": ("besedilo »{}« je na tem mestu {}-krat", "the words »{}« are at that place {} times"),
        "not-found": ("besedila »{}« na tem mestu ni", "the words »{}« are not at that place"),
        "forms": (
            "»{}« je v drugih sklonih še v členih {}: nova oblika se ne ugiba",
            "»{}« is in other grammatical cases in articles {} too: the new form is not guessed",
        ),
        "parts-differ": (
            "navedenih delov je {}, besedilo v narekovajih jih ima {}",
            "{} parts are named, the quoted text has {}",
        ),
        "quoted-number": ("besedilo v narekovajih ima številko {}", "the quoted text has the number {}"),
        "quoted-lacks": ("v narekovajih ni {}. člena", "the quoted text has no Article {}"),
        "quoted-none": ("v narekovajih ni besedila", "there is no quoted text"),
        "quoted-others": ("v narekovajih so drugi členi: {}", "the quoted text has other articles: {}"),
        "labels-differ": (
            "števili starih in novih oznak se ne ujemata",
            "there are not as many new numbers as old ones",
        ),
        "counted": ("po vrsti je {}., odredba pravi {}.", "it is number {} in order, the order says {}"),
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """A phrase of PHRASES with what fills it."""

    key: str
    values: tuple[str, ...] = ()

    def text(self, language: str = "sl") -> str:
        """Gives the phrase, Slovene or for any other language English, without a capital and without a stop."""
        slovene, english = PHRASES[self.key]
        return (slovene if language == "sl" else english).format(*self.values)


def phrase(key: str, *values: object) -> Told:
    """Gives the phrase of a key with values in the order of its places."""
    return Told(key, tuple(map(str, values)))
