"""Comments (pripombe) with who made them: the role or body as it is written, of a person only the initials."""

from __future__ import annotations

import re

_LONGEST = 60
# Who is no person: words that name offices, and what programs write where they know no one.
_ROLE = re.compile(
    r"\b(?:služba|skupnost|občin\w*|ministrstv\w*|urad\w*|sekretariat\w*|komisij\w*|odbor\w*|direktorat\w*|vlad\w*|sektor\w*"
    r"|oddelek|župan\w*|pravni\w*|pravna|predlagatelj\w*|predsed\w*|član\w*|skupina|zavod\w*|zbornic\w*|inštitut\w*|svet\w*"
    r"|mreža|sekcija|uprava|recenzent\w*|lektor\w*|urednik\w*|strokovn\w*|referent\w*|vodja|tajnik\w*|avtor\w*|author"
    r"|reviewer|uporabnik\w*|user)\b",
    re.I,
)
_ABBREVIATION = re.compile(r"[A-ZČŠŽ]{2,8}(?:-[A-Z0-9]{1,4})?")


def signed(text: str, author: str = "", initials: str = "") -> str:
    """Gives a comment with its author before it: a role or body as written, a person by initials, nobody for nobody.

    >>> signed("Preveri rok.", "Pravna služba"), signed("Preveri rok.", "Ime Priimek"), signed("Preveri rok.")
    ('Pravna služba: Preveri rok.', 'IP: Preveri rok.', 'Preveri rok.')
    """
    who = author_shown(author, initials)
    return f"{who}: {text}" if who and text.strip() else text


def author_shown(author: str, initials: str = "") -> str:
    """Gives what may be shown of an author."""
    author = " ".join(author.split())
    if author and len(author) <= _LONGEST and (_ROLE.search(author) or _ABBREVIATION.fullmatch(author)):
        return author
    own = "".join(word[0] for word in re.findall(r"[^\W\d_]+", author.partition("@")[0])[:3]).upper()
    given = " ".join(initials.split())
    return given if 0 < len(given) <= 4 else own
