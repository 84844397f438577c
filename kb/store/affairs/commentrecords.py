"""What is found of a comment: its text as a record of one passage, seen by the municipality that wrote it and staff."""

from __future__ import annotations

from kb.legislation.lawtext import shown
from kb.model import Metadata, Passage, Record, RecordSort, Visibility
from kb.model.comments import Comment, Taken, locator_of
from kb.slovene.dates import written
from kb.slovene.workdays import day_here

KIND = "pripombe"

ANSWERS = {
    Taken.OPEN: "",
    Taken.TAKEN: "Pripomba je upoštevana.",
    Taken.PARTLY: "Pripomba je delno upoštevana.",
    Taken.NOT_TAKEN: "Pripomba ni upoštevana.",
}


def record_of(comment: Comment, *, matter: str, topics: tuple[str, ...]) -> Record:
    """Gives the record of a comment on `matter`, an acronym or a title, with the topics of its dossier.

    It is placed with its municipality alone: its dossier's bodies have people of others among them.
    """
    subject = f"Pripomba k {shown(comment.article)} členu" if comment.article else "Pripomba k besedilu v celoti"
    title = f"{subject} – {matter} – {comment.municipality}"
    metadata = Metadata(
        title=f"Umaknjeno: {title}" if comment.withdrawn else title,
        kind=KIND,
        bodies=(comment.body,),
        topics=topics,
        dated=day_here(comment.made),
        language="sl",
        visibility=Visibility.BODY,
    )
    return Record(
        RecordSort.COMMENT, comment.id, metadata, (Passage(locator_of(comment.article), title, _text(comment)),)
    )


def _text(comment: Comment) -> str:
    lines = [
        comment.text,
        f"Predlagano besedilo: {comment.wording}" if comment.wording else "",
        f"Obrazložitev: {comment.reason}" if comment.reason else "",
        f"Pripomba je bila umaknjena {written(day_here(comment.withdrawn))}." if comment.withdrawn else "",
        f"Odgovor združenja: {ANSWERS[comment.taken]} {comment.answer}".strip() if ANSWERS[comment.taken] else "",
    ]
    return "\n".join(line for line in lines if line)
