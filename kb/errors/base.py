"""What all errors are: a key that stays, a detail, and a sentence for people."""

from __future__ import annotations

from typing import ClassVar


class KbError(Exception):
    """An error with a stable key, a detail, and a sentence for people."""

    key: ClassVar[str] = "error"
    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1
    sl: ClassVar[str] = "Prišlo je do napake. Poskusite znova."
    en: ClassVar[str] = "Something went wrong. Please try again."

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    def message(self, language: str = "sl") -> str:
        """Gives the sentence for people, the detail put where `{detail}` stands."""
        return message_of(self.key, self.detail, language)

    def __str__(self) -> str:
        return self.message()


def _tree(cls: type[KbError]) -> list[type[KbError]]:
    return [cls] + [below for child in cls.__subclasses__() for below in _tree(child)]


def error_for(key: str, detail: str = "") -> KbError:
    """Gives the error that the ledger kept as `key` and `detail`; an unknown key gives a plain KbError."""
    found = {cls.key: cls for cls in _tree(KbError)}.get(key, KbError)
    return found(detail)


def message_of(key: str, detail: str = "", language: str = "sl") -> str:
    """Gives the sentence of an error kept as `key` and `detail`, in `language` ("sl" or "en")."""
    found = {cls.key: cls for cls in _tree(KbError)}.get(key, KbError)
    template = found.en if language == "en" else found.sl
    return (
        template.replace("{detail}", detail) if detail else template.replace(" ({detail})", "").replace("{detail}", "–")
    )
