"""What is written to people, in their language. A letter is plain text; nothing in it is loaded from anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from kb.slovene.counted import category


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one address."""

    to: str
    subject: str
    text: str
    language: str = "sl"


_SIGNED = {
    "sl": "Zbirka znanja SOS\nSkupnost občin Slovenije\n\nTo je samodejno sporočilo; nanj ne odgovarjajte.\n",
    "en": "SOS Knowledge Base\nAssociation of Municipalities and Towns of Slovenia\n\n"
    "This is an automatic message; please do not reply.\n",
}

_INVITATION = {
    "sl": (
        "Povabilo v Zbirko znanja SOS",
        "Pozdravljeni, {name}!\n\nVabimo vas v Zbirko znanja Skupnosti občin Slovenije. Uporabniški račun je "
        "pripravljen; geslo si izberete sami na naslovu:\n\n{link}\n\nPovezava velja {lasts} in jo je mogoče "
        "uporabiti enkrat. Če povabila niste pričakovali, sporočilo preprosto izbrišite.\n\n",
    ),
    "en": (
        "Invitation to the SOS Knowledge Base",
        "Dear {name},\n\nyou are invited to the Knowledge Base of the Association of Municipalities and Towns of "
        "Slovenia. Your account is ready; choose your password at:\n\n{link}\n\nThe link is valid for {lasts} and can "
        "be used once. If you did not expect an invitation, simply delete this message.\n\n",
    ),
}

_NEW_PASSWORD = {
    "sl": (
        "Novo geslo za Zbirko znanja SOS",
        "Pozdravljeni, {name}!\n\nNekdo je zahteval novo geslo za vaš uporabniški račun. Če ste bili to vi, si ga "
        "izberite na naslovu:\n\n{link}\n\nPovezava velja {lasts} in jo je mogoče uporabiti enkrat. Če novega gesla "
        "niste zahtevali, vam ni treba storiti ničesar: dosedanje geslo še velja.\n\n",
    ),
    "en": (
        "A new password for the SOS Knowledge Base",
        "Dear {name},\n\nsomebody has asked for a new password for your account. If it was you, choose it "
        "at:\n\n{link}\n\nThe link is valid for {lasts} and can be used once. If you did not ask for a new "
        "password, there is nothing to do: the present one still holds.\n\n",
    ),
}

_CHANGED = {
    "sl": (
        "Geslo za Zbirko znanja SOS je spremenjeno",
        "Pozdravljeni, {name}!\n\nGeslo vašega uporabniškega računa je bilo pravkar spremenjeno, vse druge prijave so "
        "končane. Če gesla niste spremenili vi, takoj zahtevajte novo na naslovu:\n\n{link}\n\n"
        "in obvestite skrbnika zbirke.\n\n",
    ),
    "en": (
        "Your password for the SOS Knowledge Base was changed",
        "Dear {name},\n\nthe password of your account has just been changed, and all other visits were signed out. If "
        "it was not you who changed it, ask for a new one at once at:\n\n{link}\n\n"
        "and tell the administrator of the collection.\n\n",
    ),
}


_ANSWERED = {
    "sl": (
        "Odgovor na pripombe vaše občine",
        "Pozdravljeni, {name}!\n\nSkupnost občin Slovenije je odgovorila na pripombe, ki ste jih poslali k zadevi "
        "»{title}«. Odgovori so na naslovu:\n\n{link}\n\n",
    ),
    "en": (
        "Answer to the comments of your municipality",
        "Dear {name},\n\nthe Association of Municipalities and Towns of Slovenia has answered your comments on "
        "“{title}”. The answers are at:\n\n{link}\n\n",
    ),
}


def invitation(*, address: str, name: str, link: str, days: int, language: str = "sl") -> Letter:
    """Gives the letter that invites to take up an account; `link` holds for `days`."""
    return _letter(_INVITATION, address, name=name, link=link, lasts=_days(days, language), language=language)


def new_password(*, address: str, name: str, link: str, hours: int, language: str = "sl") -> Letter:
    """Gives the letter with the link to a new password, which holds for `hours`."""
    return _letter(_NEW_PASSWORD, address, name=name, link=link, lasts=_hours(hours, language), language=language)


def password_changed(*, address: str, name: str, link: str, language: str = "sl") -> Letter:
    """Gives the letter that tells of a changed password; `link` leads to where a new one can be asked for."""
    return _letter(_CHANGED, address, name=name, link=link, language=language)


def comments_answered(*, address: str, name: str, title: str, link: str, language: str = "sl") -> Letter:
    """Gives the letter that tells of answers to comments on a dossier; `link` leads to them."""
    return _letter(_ANSWERED, address, name=name, title=title, link=link, language=language)


def _letter(texts: dict[str, tuple[str, str]], to: str, *, language: str, **words: str) -> Letter:
    known = language if language in texts else "sl"
    subject, text = texts[known]
    return Letter(to, subject, text.format(**words) + _SIGNED[known], known)


def _days(count: int, language: str) -> str:
    if language == "en":
        return f"{count} day" if count == 1 else f"{count} days"
    return f"{count} {('dan', 'dneva', 'dni', 'dni')[category(count)]}"


def _hours(count: int, language: str) -> str:
    if language == "en":
        return f"{count} hour" if count == 1 else f"{count} hours"
    return f"{count} {('uro', 'uri', 'ure', 'ur')[category(count)]}"
