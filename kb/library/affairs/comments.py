"""Comments as people see them: members say what their municipality thinks, staff what becomes of it.

    sent = library.affairs.comments.send(user, dossier, Remark("14", "Rok je prekratek."))

A municipality sees its own comments and no others; staff see all of them. What was written is never altered: a further
comment stands beside it, and one that is taken back is marked, which can be done until the staff have answered it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.errors import NotAllowed, NotFound, NotPossible
from kb.library.affairs.dossiers import Dossiers
from kb.library.seeing import may_see
from kb.model import Actor, Audited, Deed, Dossier, LocatorKind, Position, Proposal, Reader, Sought, Stance
from kb.model.comments import Answered, Comment, Remark, article_order
from kb.people import Role, User, UserState
from kb.slovene.municipalities import key
from kb.store import Store

WHOLE_TEXT = 1_000_000


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article of the text that is commented on; `number` is "14a"."""

    number: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A comment as it is kept; not `is_new` where the municipality had sent the same before."""

    comment: Comment
    is_new: bool


@dataclass(frozen=True, slots=True)
class AnswerLetter:
    """The letter to somebody whose comments have answers: when it was `sent` last, and whether a new one `is_due`.

    An account that cannot sign in (not `is_open`) gets none.
    """

    author_id: int
    author: str
    municipality: str
    sent: dt.datetime | None
    is_due: bool
    is_open: bool


class Comments:
    """The comments of the library. Safe to share between threads."""

    def __init__(self, store: Store, dossiers: Dossiers) -> None:
        self._store = store
        self._comments = store.affairs.comments
        self._dossiers = dossiers

    # --- what there is ---

    def of(self, dossier_id: int, *, user: User | None) -> tuple[Comment, ...]:
        """Gives the comments on a dossier that a person may see, in the order of the text."""
        if user is not None and user.is_staff:
            return self.all_of(dossier_id)
        if user is None or user.own_body is None or not speaks_for_municipality(user):
            return ()
        return self._comments.of(dossier_id, body_id=user.own_body)

    def all_of(self, dossier_id: int) -> tuple[Comment, ...]:
        """Gives all comments on a dossier, for staff, in the order of the text."""
        return self._comments.of(dossier_id)

    def get(self, comment_id: int, *, user: User | None) -> Comment:
        """Gives a comment. Raises NotFound, also for one that the person may not see."""
        comment = self._comments.get(comment_id)
        if comment not in self.of(comment.dossier_id, user=user):
            raise NotFound(f"pripomba {comment_id}")
        return comment

    def open_counts(self) -> dict[int, int]:
        """Gives how many comments wait for an answer, by dossier, for staff."""
        return self._comments.open_counts()

    def articles(self, dossier: Dossier, *, reader: Reader) -> tuple[ArticleText, ...]:
        """Gives the articles of the text that is commented on, in its order; none where `reader` may not see it."""
        document = self._store.documents.many([dossier.text_id or 0]).get(dossier.text_id or 0)
        if document is None or not may_see(reader, document):
            return ()
        found: dict[str, ArticleText] = {}
        for stored in self._store.passages.of(document.id, limit=WHOLE_TEXT):
            passage = stored.passage
            if passage.locator.kind is not LocatorKind.ARTICLE:
                continue
            number = passage.locator.number
            before = found.get(number)
            text = f"{before.text}\n{passage.text}" if before else passage.text
            found[number] = ArticleText(number, before.heading if before else passage.heading, text)
        return tuple(found.values())

    def letters(self, dossier_id: int) -> tuple[AnswerLetter, ...]:
        """Gives the letters to those whose comments on a dossier have answers, as the audit log tells of them."""
        answered = [each for each in self.all_of(dossier_id) if each.answered and each.withdrawn is None]
        told = Sought(subject="dossier", subject_id=str(dossier_id), deeds=frozenset({Deed.SENT}))
        rows = list(self._store.audit.each(told))
        is_open = {user.id: user.state is UserState.ACTIVE for user in self._store.people.users.all()}
        return tuple(
            _letter([each for each in answered if each.author_id == author], rows, is_open=is_open.get(author, False))
            for author in dict.fromkeys(each.author_id for each in answered)
        )

    # --- what members do ---

    def send(self, user: User, dossier: Dossier, remark: Remark) -> Sent:
        """Keeps what a person's municipality says on a dossier.

        Raises NotAllowed for somebody who speaks for no municipality, NotPossible when comments are no longer taken.
        """
        if not speaks_for_municipality(user):
            raise NotAllowed
        if not self._dossiers.takes_comments(dossier):
            raise NotPossible("pripombe k tej zadevi se ne zbirajo več")
        return Sent(*self._comments.add(dossier, remark, by=user))

    def may_withdraw(self, comment: Comment, dossier: Dossier, *, user: User) -> bool:
        """Tells whether a person can take a comment back: their municipality's own, in time, while nobody answered."""
        is_own = comment.body == self._own_slug(user) and speaks_for_municipality(user)
        return is_own and comment.is_open and self._dossiers.takes_comments(dossier)

    def withdraw(self, user: User, dossier: Dossier, comment_id: int) -> Comment:
        """Marks a comment of a person's municipality as withdrawn. Raises NotFound, NotPossible."""
        comment = self.get(comment_id, user=user)
        if comment.dossier_id != dossier.id:
            raise NotFound(f"pripomba {comment_id}")
        if not self.may_withdraw(comment, dossier, user=user):
            raise NotPossible("pripombo umakne občina, ki jo je poslala, do izteka roka in dokler nanjo ni odgovorjeno")
        return self._comments.withdraw(comment_id, by=user.actor)

    def _own_slug(self, user: User) -> str:
        return next((body.slug for body in self._store.registers.all_bodies() if body.id == user.own_body), "")

    # --- what staff do ---

    def answer(self, actor: Actor, dossier: Dossier, answers: Sequence[Answered]) -> tuple[int, ...]:
        """Keeps what staff say to comments; gives the ids of those that somebody else has answered meanwhile.

        Raises NotFound for a comment that is not of this dossier or has been withdrawn.
        """
        return self._comments.answer(dossier.id, answers, by=actor)

    def draw_up(self, actor: Actor, dossier: Dossier, ids: Iterable[int], *, body: str) -> int:
        """Draws up a draft of a position of `body` (slug) from comments and gives its id.

        Raises NotPossible where none of them is left: withdrawn, or in a position already; WrongValue for the body.
        """
        chosen = frozenset(ids)
        used = [each for each in self.all_of(dossier.id) if each.id in chosen and each.withdrawn is None]
        used = [each for each in used if each.position_id is None]
        if not used:
            raise NotPossible("izberite vsaj eno pripombo, ki ni umaknjena in je še ni v nobenem stališču")
        return self._comments.draw_up(drawn_up(dossier, used, body=body), [each.id for each in used], by=actor)


def _letter(comments: Sequence[Comment], rows: Sequence[Audited], *, is_open: bool) -> AnswerLetter:
    first = comments[0]
    # Rows of before letters were counted by account tell of everybody who had an answer then.
    own = [each.at for each in rows if first.author_id in each.after.get("accounts", [first.author_id])]
    sent = max(own, default=None)
    is_due = any(each.answered and (sent is None or each.answered > sent) for each in comments)
    return AnswerLetter(first.author_id, first.author, first.municipality, sent, is_due, is_open)


def speaks_for_municipality(user: User) -> bool:
    """Tells whether a person comments for a municipality: a member whose account names one."""
    return user.role in (Role.MEMBER, Role.BODY_MEMBER) and bool(key(user.municipality))


def drawn_up(dossier: Dossier, comments: Sequence[Comment], *, body: str) -> Position:
    """Gives a position with a proposal for each article that comments speak of, what they say quoted with who says it.

    One wording stays as it is; of several each is quoted, for a person to make one of them.
    """
    articles = sorted({each.article for each in comments}, key=article_order)
    return Position(
        0,
        "",
        body,
        Stance.SUPPORT_WITH_CHANGES,
        act=dossier.act,
        version_id=dossier.text_id,
        dossier_id=dossier.id,
        topics=dossier.topics,
        visibility=dossier.visibility,
        proposals=tuple(_proposal(one, [each for each in comments if each.article == one]) for one in articles),
    )


def _proposal(article: str, comments: Sequence[Comment]) -> Proposal:
    wordings = list(dict.fromkeys(each.wording for each in comments if each.wording))
    said = (f"{each.municipality}: »{_line(each)}«" for each in comments)
    several = (f"{each.municipality}: »{each.wording}«" for each in comments if each.wording)
    return Proposal(
        0,
        article,
        Stance.SUPPORT_WITH_CHANGES,
        reason="\n".join(said),
        wording=wordings[0] if len(wordings) == 1 else "\n".join(several),
    )


def _line(comment: Comment) -> str:
    return " ".join(filter(None, (comment.text, comment.reason)))
