"""How changes of materials are told: what was done, to which field, from what to what, and why something was not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from kb.errors import message_of
from kb.library.choices import Choices
from kb.library.keeping import Change, ChangeSort, Edits, Effect, Skipped, edits_of
from kb.model import DocumentState, Event, Named, Topic, Visibility
from kb.web import language
from kb.web.review.words import document_state_name
from kb.web.words import access_name, date, language_name, name, number

Facts = Mapping[str, Any]


def fact_name(fact: str) -> str:
    """Gives the name of a field of a material."""
    names: dict[str, str] = {
        "title": _("Title"),
        "kind": _("Type of material"),
        "bodies": _("Bodies"),
        "topics": _("Topics"),
        "event": _("Event"),
        "speakers": _("Presenters"),
        "dated": _("Date of origin"),
        "language": _("Language of the material"),
        "source": _("Source"),
        "rights": _("Rights holder"),
        "visibility": _("Access"),
        "state": _("State"),
        "removed": _("Trash"),
        "withdrawn_for": _("Reason of the withdrawal"),
        "joined": _("Joined drafts"),
    }
    return names.get(fact, fact)


def fact_text(value: Any, fact: str, choices: Choices) -> str:
    """Gives what a field says, as people read it; "–" for nothing."""
    if fact == "removed":
        return str(_("in the trash") if value else _("not in the trash"))
    if not value:
        return "–"
    if fact == "joined":
        return ", ".join(str(_("draft %(number)s", number=one)) for one in value)
    if fact == "dated":
        return date(dt.date.fromisoformat(value))
    if fact == "language":
        return language_name(value)
    if fact == "visibility":
        return access_name(Visibility(value))
    if fact == "state":
        return document_state_name(DocumentState(value))
    if fact == "event":
        return {each.slug: each.title for each in choices.events}.get(value, str(value))
    named = {each.slug: name(each) for each in _rows(fact, choices)}
    listed = [value] if isinstance(value, str) else value
    return ", ".join(named.get(one, one) for one in listed)


def _rows(fact: str, choices: Choices) -> Any:
    return {"kind": choices.kinds, "bodies": choices.bodies, "topics": choices.topics}.get(fact, ())


def change_name(change: Change) -> str:
    """Gives what a change does, in few words."""
    names: dict[ChangeSort, str] = {
        ChangeSort.EDIT: _("Edit"),
        ChangeSort.TRASH: _("Removal to the trash"),
        ChangeSort.RESTORE: _("Restoring from the trash"),
        ChangeSort.WITHDRAW: _("Withdrawal"),
        ChangeSort.PUT_BACK: _("Publishing again"),
        ChangeSort.JOIN: _("Joining of a draft"),
        ChangeSort.UNDO: _("Undoing of change %(number)s", number=change.undoes),
    }
    return names[change.sort]


def change_lines(change: Change, choices: Choices) -> list[tuple[str, str]]:
    """Gives what a change does to each field: (field, sentence)."""
    if change.sort is ChangeSort.EDIT:
        return list(_edit_lines(edits_of(change.told), choices))
    if change.sort is ChangeSort.JOIN:
        as_format, as_revision = _("its file is another format of this material"), _("its file is the new version")
        return [("joined", str(as_format if change.told["as"] == "format" else as_revision))]
    reason = change.told.get("reason")
    return [("withdrawn_for", str(_("reason: %(text)s", text=reason)))] if reason else []


def _edit_lines(edits: Edits, choices: Choices) -> Iterator[tuple[str, str]]:
    for fact, value in edits.set:
        said = fact_text(value, fact, choices)
        yield fact, str(_("is set to “%(value)s”", value=said) if value else _("is taken away"))
    for fact, old, new in edits.move:
        old, new = fact_text(old, fact, choices), fact_text(new, fact, choices)
        yield fact, str(_("“%(new)s” takes the place of “%(old)s”", new=new, old=old))
    for fact, slug in edits.remove:
        yield fact, str(_("“%(value)s” is taken away", value=fact_text(slug, fact, choices)))
    for fact, slug in edits.add:
        yield fact, str(_("“%(value)s” is added", value=fact_text(slug, fact, choices)))


def effect_lines(change: Change, effect: Effect, choices: Choices) -> list[str]:
    """Gives what a planned change would do, a sentence a field with its number: «37 gradivom: področje …»."""
    told: dict[str, list[str]] = {}
    for fact, said in change_lines(change, choices):
        told.setdefault(fact, []).append(said)
    sentences = []
    for fact, count in effect.facts.items():
        what = "; ".join(told.get(fact, [])) or str(_("as it was before"))
        field = fact_name(fact)
        said = ngettext(
            "%(count)s material: %(field)s – %(what)s",
            "%(count)s materials: %(field)s – %(what)s",
            count,
            count=number(count),
            field=field,
            what=what,
        )
        sentences.append(said)
    return sentences


def skipped_text(reason: Skipped) -> str:
    """Gives why a material was passed over."""
    texts: dict[Skipped, str] = {
        Skipped.CHANGED: _("It was changed again since; undo that change first."),
        Skipped.IN_TRASH: _("It is in the trash; restore it first."),
        Skipped.NOT_IN_TRASH: _("It is not in the trash."),
        Skipped.HELD: _("It is on legal hold; nobody may remove or erase it until the hold ends."),
        Skipped.NOT_PUBLISHED: _("It has not been published; a draft can be removed instead."),
        Skipped.NOT_WITHDRAWN: _("It is not withdrawn."),
        Skipped.BEING_ERASED: _("It is being erased for good."),
        Skipped.OF_RECORD: _("Its text is made of a record, and is edited on the page of the record."),
        Skipped.JOINED_THERE: _("A draft is joined to a material on the page of its review."),
        Skipped.NO_SUCH: _("A body, topic, type or event that it would get is no longer there."),
    }
    return texts[reason]


# --- what lists offer to choose from: (value, text) ---


def pairs(rows: Iterable[Named]) -> list[tuple[str, str]]:
    """Gives bodies or kinds."""
    return [(each.slug, name(each)) for each in rows]


def topic_pairs(rows: Iterable[tuple[Topic, int]]) -> list[tuple[str, str]]:
    """Gives topics, those of the second level set in."""
    return [(topic.slug, f"{'– ' * level}{name(topic)}") for topic, level in rows]


def event_pairs(rows: Iterable[Event]) -> list[tuple[str, str]]:
    """Gives events, with their day."""
    return [(each.slug, f"{each.title}, {date(each.starts)}" if each.starts else each.title) for each in rows]


def state_pairs() -> list[tuple[str, str]]:
    """Gives how far a material can be."""
    return [(each.value, document_state_name(each)) for each in DocumentState]


def access_pairs() -> list[tuple[str, str]]:
    """Gives who can see a material."""
    return [(each.value, access_name(each)) for each in Visibility]


def reason_text(key: str, detail: str) -> str:
    """Gives why a file could not be read."""
    return message_of(key, detail, language.current())


def register(app: Flask) -> None:
    """Gives the templates of `app` these words as filters, and the lists of choices."""
    for offered in (pairs, topic_pairs, event_pairs, state_pairs, access_pairs, reason_text):
        app.jinja_env.globals[offered.__name__] = offered
    for word in (fact_name, fact_text, change_name, change_lines, effect_lines, skipped_text):
        app.jinja_env.filters[word.__name__] = word
