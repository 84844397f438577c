"""Words that phrases neither begin nor end with: function words of both languages, and what every law says.

They are the project's own list, made by reading the commonest words of statutes and minutes.
"""

from __future__ import annotations

_SLOVENE = (
    "a ali ampak bi bil bila bile bili bilo biti bo bodo brez če čez da do dokler ena en eno glede ga ima imajo "
    "in iz ja jaz je jih jim jo k kadar kaj kajti kako kakor kar kateri katera katere katerega kateremu katerem "
    "katerih katerim katerimi katero ker ki kjer ko kot lahko le med mi mora morajo na nad naj najmanj največ ne "
    "nego ni nima niso nje njega njegov njegove njegovo njej njem njemu njihov njihova njihove njihovih njihovo "
    "njim njimi njo njuna ob od okoli on ona one oni ono oziroma pa po pod poleg potem pred prek pri proti razen "
    "s saj se sem si sme smejo smo so sta ste šele ta tako takšen takšna takšne takšno tam te tega teh tem temu "
    "tej ter ti tik to toda torej tu tudi v vendar ves vsa vsak vsaka vsako vse vseh vsega vsem vsemu vsi z za "
    "zakaj zaradi zato že zlasti znotraj zunaj svoj svoja svoje svojega svojo svojih naslednji naslednja "
    "naslednje naslednjih drug druga drugi drugo drugega druge drugih iste isti enega ene člen člena členu členom "
    "členi členov odstavek odstavka odstavku odstavkom točka točke točki alineja alineje"
)
_ENGLISH = (
    "a an and are as at be been but by can for from had has have he her his if in into is it its may more most no "
    "nor not of on or our shall she should so such than that the their them then there these they this those to "
    "under was we were what when where which who will with would you your"
)
_OF_LAW = (
    "besedila besedilu določa določajo določb določba določbe določbi določila določi določeno določen določena "
    "drugače dne dneh dni glede zadnjič nadaljnjem podlagi primeru primerih sestavni skladu skladno smiselno "
    "uporablja uporabljajo uporabi velja veljajo začne najpozneje prejšnjega prejšnji prejšnjem navedene navedeni "
    "zakona zakonom zakon zakoniku spremenjene zahteva zahtevati opravi opravlja pristojen pristojna pristojno "
    "sklenjena"
)

FUNCTION_WORDS = frozenset(f"{_SLOVENE} {_ENGLISH}".split())
NOT_AT_ENDS = FUNCTION_WORDS.union(_OF_LAW.split())
"""What laws join in every second sentence may stand between other words."""
