"""What is known of a text beside its words, from the version of an act that it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kb.legislation.acts import ActFinder
from kb.legislation.akoma.frbr import Imprint, Sort
from kb.legislation.akoma.whole import WholeLaw
from kb.legislation.recognition import Beginning, version_of
from kb.legislation.register import Act, Register
from kb.legislation.versions import ActVersion, VersionSort

_SORTS = {
    VersionSort.ADOPTED: Sort.ACT,
    VersionSort.CONSOLIDATED: Sort.CONSOLIDATED,
    VersionSort.AMENDING: Sort.AMENDING,
    VersionSort.DRAFT: Sort.BILL,
}
_LINES = 60


def imprint_of(
    version: ActVersion,
    register: Register,
    *,
    made: dt.date,
    title: str = "",
    address: str = "",
    changes: Sequence[ActVersion] = (),
) -> Imprint:
    """Gives what is known of a text that is `version`; `title` is its own, `address` the page it is shown at.

    `changes` are the amending acts, oldest first; those up to the day of a consolidated text are said to be in it.
    """
    sort = _SORTS[version.sort]
    is_first = sort in (Sort.ACT, Sort.AMENDING)
    dated = version.dated
    inside = [
        each for each in changes if sort is Sort.CONSOLIDATED and (not each.dated or not dated or each.dated <= dated)
    ]
    amended_by = ((register.get(each.amending), each.dated) for each in inside)
    return Imprint(
        sort=sort,
        made=made,
        act=_act(version, register, title),
        dated=dated,
        adopted=dated if is_first else None,
        gazette=version.gazette,
        is_official=version.is_official,
        address=address,
        amended_by=tuple((act, day) for act, day in amended_by if act),
    )


def imprint_of_text(whole: WholeLaw, finder: ActFinder, register: Register, *, made: dt.date) -> Imprint:
    """Gives what a text tells of itself: which act of the register it is, as adopted, consolidated or proposed."""
    law = whole.law
    title = f"{law.title} ({law.acronym})" if law.acronym else law.title
    told = Beginning(0, title, lines=whole.before[:_LINES], has_articles=bool(law.articles))
    if version := version_of(told, finder, register):
        return imprint_of(version, register, made=made, title=law.title)
    sort = Sort.BILL if whole.is_bill else Sort.ACT
    return Imprint(sort=sort if law.articles else Sort.DOC, made=made, act=register.get(law.acronym))


def _act(version: ActVersion, register: Register, title: str) -> Act | None:
    """Gives the row of what a version is; one is made for an amending act that the register has none of."""
    if not version.is_change:
        return register.get(version.act)
    if not version.amending:
        return None
    made = Act(version.amending, title or version.amending, version.gazette, amends=version.act)
    return register.get(version.amending) or made
