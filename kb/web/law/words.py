"""How what becomes of law is written on a page: texts of acts, changes, what was not applied, what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from kb.legislation.amendments import Change, Deed, Problem
from kb.legislation.comparison import Headings, Summary
from kb.legislation.lawtext import Doubt, LawText
from kb.legislation.versions import VersionSort
from kb.library.law.comparing import Compared
from kb.library.law.texts import LegalText, place_in_bill
from kb.model import Document, Locator, LocatorKind, Passage
from kb.web import language, words
from kb.web.law.actwords import version_name


def text_name(text: LegalText) -> str:
    """Gives what a text of an act is: «Kot je bil sprejet (Uradni list RS, št. 139/06, 22. 12. 2006)»."""
    version = text.version
    if text.is_automatic:
        told: str = _("Automatic consolidated text (%(acts)s)", acts=", ".join(map(act_name, text.changed_by)))
        return told
    if version is None or version.sort is VersionSort.DRAFT:
        return text.document.title
    if version.sort is VersionSort.AMENDING:
        return version.amending or text.document.title
    told = version_name(version)
    gazette = _("Official Gazette of RS, No. %(number)s", number=version.gazette) if version.gazette else ""
    beside = ", ".join(filter(None, (gazette, words.date(version.dated) if version.dated else "")))
    return f"{told} ({beside})" if beside else told


def act_name(text: LegalText) -> str:
    """Gives the short name of an amending act, «ZORed-A», its title where it has none."""
    return text.version.amending if text.version and text.version.amending else text.document.title


def article_name(number: str) -> str:
    """Gives the name of an article: «12.a člen», "Article 12a"."""
    return Locator(LocatorKind.ARTICLE, number).label(language.current())


def table_words(compared: Compared) -> Headings:
    """Gives the words of a comparison table in the language of the page; what is no proposal is no law in force."""
    is_proposal = compared.is_proposal
    return Headings(
        language=language.current(),
        title=_("Comparison table"),
        article=_("Article"),
        in_force=_("Text in force") if is_proposal else _("Earlier text: %(name)s", name=text_name(compared.old)),
        proposed=_("Proposed text") if is_proposal else _("Later text: %(name)s", name=text_name(compared.new)),
        note=_("Note"),
        number=_("Article {}"),
        changed=_("changed"),
        new=_("new"),
        deleted=_("deleted"),
        moved=_("formerly Article {}"),
        reordered=_("moved"),
        split=_("in wording from Article {}"),
        merged=_("in wording in Article {}"),
        nothing=_("The two texts do not differ."),
        unofficial=_("Made automatically; for information only."),
    )


def summary_text(summary: Summary) -> str:
    """Gives how many articles have changed: «12 spremenjenih, 3 novi, 1 črtan»."""
    told = (
        (summary.changed, ngettext("%(num)s changed", "%(num)s changed", summary.changed)),
        (summary.new, ngettext("%(num)s new", "%(num)s new", summary.new)),
        (summary.deleted, ngettext("%(num)s deleted", "%(num)s deleted", summary.deleted)),
        (summary.moved, ngettext("%(num)s moved", "%(num)s moved", summary.moved)),
    )
    return ", ".join(text for count, text in told if count) or _("no changes")


def deed_text(change: Change) -> str:
    """Gives what was done at a place of a text."""
    names: dict[Deed, str] = {
        Deed.REWRITE: _("new wording"),
        Deed.ADD: _("added"),
        Deed.REPEAL: _("repealed"),
        Deed.RENUMBER: _("renumbered"),
        Deed.TITLE: _("new title"),
        Deed.REPLACE: _("words replaced"),
        Deed.INSERT: _("words inserted"),
        Deed.DELETE: _("words deleted"),
    }
    return names[change.deed]


def problem_text(problem: Problem) -> str:
    """Gives why an order of an amending act was not applied, as a sentence."""
    told = problem.told.text(language.current())
    return f"{told[:1].upper()}{told[1:]}."


def doubt_text(doubt: Doubt) -> str:
    """Gives what a person should look at in a text."""
    name = article_name(doubt.article)
    names: dict[str, str] = {
        "twice": _("The number is there more than once: %(article)s.", article=name),
        "order": _("Out of order: %(article)s.", article=name),
        "gap": _("Articles are missing before this one: %(article)s.", article=name),
        "misread": _("The heading is spoilt and was read by its place: %(article)s.", article=name),
        "misplaced": _(
            "The heading stands too late; its text may be in the article before: %(article)s.", article=name
        ),
        "paragraphs": _("The paragraphs are not numbered in order: %(article)s.", article=name),
    }
    return names.get(doubt.key, doubt.detail)


def doubts_of(law: LawText) -> Iterator[str]:
    """Gives what is doubtful in a text that is compared."""
    if not law.articles:
        yield _("No articles were found in the text, so there is nothing to compare.")
    yield from (doubt_text(each) for each in law.doubts if each.key != "none")


def bill_place(passage: Passage, document: Document) -> str:
    """Gives what part of a bill a passage is, so that old law is not taken for what is proposed; else "".

    «veljavno besedilo, ki se spreminja», «obrazložitev k 12. členu», «predlagano besedilo».
    """
    found = place_in_bill(passage, document)
    return found.label(language.current()) if found else ""


def register(app: Flask) -> None:
    """Gives the templates of `app` these words as filters, `bill_place` as a function."""
    for word in (text_name, act_name, article_name, summary_text, deed_text, problem_text, doubt_text):
        app.jinja_env.filters[word.__name__] = word
    app.jinja_env.globals["bill_place"] = bill_place
