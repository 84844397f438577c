"""Words that do not tell what a text is about, in small letters: Slovene lemmas and English words."""

from __future__ import annotations

_SLOVENE = """
a ali ampak bi biti bodisi bolj brez da do dokler dosedaj dr drug enak en eden glede ga go hkrati i ih in itd iz izmed
izven ja jaz je jo k kadar kaj kajti kak kako kakor kakršen kamor kar kateri katerikoli kdaj kdo ker ki kje kjer ko
kolikor kot lahko le ma manj med mi moči morati moj na nad naj najmanj najbolj nam namreč naš navzgor ne nego nek neki
nekateri ni nič nihče nikoli niti njegov njen njihov njun no npr o ob od okoli on ona oni ono oz oziroma oba pa po pod
poleg ponovno potem pred predvsem preko prek pri prav proti razen s saj sam samo se sebe sedaj si sicer skozi skupaj sme
smeti so spet še sta svoj ta tak takšen takoj tako tam tedaj tega tem temveč ter ti tisti tj to toda tokrat torej treba
tu tudi tukaj u v vaš ve več vedno ven vendar ves vi vsak vsaj vse vso z za zadnji zakaj zaradi zato zelo zgoraj že
imeti iti priti dati dobiti hoteti tč odst čl št str ipd idr mag
"""
_ENGLISH = """
a about above after all also an and any are as at be because been before being below between both but by can could did
do does down each etc for from further had has have having he her here him his how i if in into is it its itself may me
more most must my no nor not of off on once one only or other our out over own per same shall she should so some such
than that the their them then there these they this those through to too under until up upon us use very was we were
what when where which while who whom why will with within would you your
"""
_OF_FORM = """
akt alineja besedilo beseda člen črtati črtan določba dodati dodan dopolnitev glasiti gradivo izdati mnenje nadomestiti
naslov novica novela obrazložitev odlok odstavek okrožnica osnutek pika poglavje posledica pravilnik predlog predlagati
predpis pripomba priročnik prisoten priloga seja sestanek sklep sklic sprejeti sprememba spremeniti spreminjati
spremenjen stališče stavek tedenski točka uredba uvod uvoden vabilo vabiti veljati vejica veljaven veljavnost vzorčen
vzorec zadeva zakon zapisnik zapisnikar znesti
"""
_OF_MEASURE = """
eden dva trije tri štiri pet šest sedem osem devet deset enajst dvanajst petnajst dvajset trideset sto tisoč milijon
prvi drug drugi tretji četrti peti šesti sedmi osmi deveti deseti enkrat dvakrat oba pol polovica število številka
odstotek evro eur dan teden mesec leto ura minuta letos lani letni dneven mesečen januar februar marec april maj junij
julij avgust september oktober november december ponedeljek torek sreda četrtek petek sobota nedelja
"""

FUNCTION_WORDS = frozenset((_SLOVENE + _ENGLISH).split())
"""Words that only hold a sentence together."""

WORDS_OF_FORM = frozenset((_OF_FORM + _OF_MEASURE).split())
"""Words that tell what sort of document a text is, how it is built, when and how much, not what it is about."""
