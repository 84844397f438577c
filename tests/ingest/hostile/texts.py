"""Hostile pages, letters and plain texts."""

from __future__ import annotations

import base64
import random
import struct
from collections.abc import Callable
from pathlib import Path

from tests.ingest.making import compound, written

_HEAD = "From: a@primer.si\r\nTo: b@primer.si\r\nDate: Mon, 2 Mar 2020 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"


def _deep_page(path: Path) -> None:
    written(path, "<html><body>" + "<div>" * 100_000 + "globoko")


def _open_tags(path: Path) -> None:
    written(path, "<html><body>" + "<b><i><font>" * 30_000 + "besedilo")


def _deep_page_tables(path: Path) -> None:
    written(path, "<html><body>" + "<table><tr><td>" * 5_000 + "globoko")


def _stray_ends(path: Path) -> None:
    """Each end is looked for among all that are open."""
    written(path, "<html><body>" + "<div>" * 1_900 + "</x>" * 200_000 + "besedilo")


def _many_tags(path: Path) -> None:
    written(path, "<html><body>" + "<i>a</i>" * 400_000)


def _nested_wrappers(path: Path) -> None:
    """Each wrapper is named as what surrounds a text, and holds all of it."""
    written(path, "<html><body>" + "<div class=cookie>" * 140 + "<b>a</b>" * 20_000)


def _long_attribute(path: Path) -> None:
    written(path, f"<html><body><p title='{'a' * 20_000_000}'>besedilo</p>")


def _wide_page_span(path: Path) -> None:
    written(path, "<html><body><table><tr><td colspan=999999999 rowspan=999999999>celica</td></tr></table>")


def _strange_charset(path: Path) -> None:
    written(path, "<html><head><meta charset='rot13'></head><body><p>ob\u010dina".encode("cp1250"))


def _charset_that_unpacks(path: Path) -> None:
    written(path, b"<html><head><meta charset='zip'></head><body><p>ob\xe8ina")


def _page_entities(path: Path) -> None:
    entities = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    written(
        path,
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "lol">{entities}]><html><body><p>&l9;</p></body></html>',
    )


def _one_long_word(path: Path) -> None:
    written(path, "a" * 20_000_000)


def _many_lines(path: Path) -> None:
    written(path, "a\n\n" * 1_000_000)


def _piled_marks(path: Path) -> None:
    """Marks in falling order of their classes: bringing them in order takes the square of their number."""
    written(path, "a" + "\u0301\u0316" * 200_000)


def _long_fold(path: Path) -> None:
    written(path, "\ufdfa" * 3_000_000)


def _zeros(path: Path) -> None:
    written(path, bytes(1_000_000))


def _half_pairs(path: Path) -> None:
    written(path, b"\xff\xfe" + b"\x00\xd8" * 100_000)


def _lines_like_headings(path: Path) -> None:
    written(path, "#" * 100_000 + " a\n" + "1." * 100_000 + "\n" + "> " * 100_000 + "\n" + "- " * 100_000)


def _spaces_and_articles(path: Path) -> None:
    written(path, "1" + " " * 200_000 + "člen\n" + "12. " * 50_000 + "člen\n" + "(" * 100_000)


def _front_matter_without_end(path: Path) -> None:
    written(path, "---\n" + "a: b\n" * 200_000)


def _deep_letter(path: Path) -> None:
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{at}"\r\n\r\n--b{at}\r\n' for at in range(3_000))
    written(path, _HEAD + parts + "Content-Type: text/plain\r\n\r\ngloboko")


def _letters_in_letters(path: Path) -> None:
    written(path, (_HEAD + "Content-Type: message/rfc822\r\n\r\n") * 500 + _HEAD + "\r\ngloboko")


def _many_attachments(path: Path) -> None:
    head = 'Content-Disposition: attachment; filename="../../../zlo{}.txt"\r\nContent-Type: text/plain'
    parts = "".join(f"--b\r\n{head.format(at)}\r\n\r\nBesedilo.\r\n" for at in range(20_000))
    written(path, f"{_HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n")


def _long_head(path: Path) -> None:
    written(path, f"{_HEAD}Subject: {'=?utf-8?q?=C4=8D?= ' * 200_000}\r\n\r\nBesedilo.")


def _many_parameters(path: Path) -> None:
    written(path, f"{_HEAD}Content-Type: multipart/mixed{'; a=b' * 400_000}\r\n\r\nBesedilo.")


def _many_receivers(path: Path) -> None:
    receivers = ", ".join(f'"Ime (b" <x{at}@primer.si>' for at in range(50_000))
    written(path, f"MIME-Version: 1.0\r\nFrom: a@primer.si\r\nTo: {receivers}\r\n\r\nBesedilo.")


def _odd_head(path: Path) -> None:
    kind = 'Content-Type: text/plain; charset="zip"; x*0*=a\'\'%; name="=?x?b?!!?="\r\n'
    odd = f"{kind}Content-Transfer-Encoding: base64\r\nDate: 99 Xxx 99999 99:99\r\nSubject: =?utf-8?b?/////w?=\r\n"
    written(path, f"{_HEAD}{odd}\r\n===!!!")


def _large_attachment(path: Path) -> None:
    body = base64.encodebytes(bytes(30_000_000)).decode()
    head = "Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    written(path, f"{_HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{head}{body}\r\n--b--")


def _deep_rtf(path: Path) -> None:
    written(path, "{\\rtf1 " + "{" * 100_000 + "globoko" + "}" * 100_000 + "}")


def _rtf_that_asks_outside(path: Path) -> None:
    field = '{\\field{\\*\\fldinst INCLUDEPICTURE "http://127.0.0.1:9/slika.png" \\\\d}{\\fldrslt }}'
    written(path, "{\\rtf1\\ansi Besedilo. " + field + "{\\*\\template http://127.0.0.1:9/x.dotm}}")


def _rtf_of_bytes(path: Path) -> None:
    written(path, b"{\\rtf1 \\bin2000000000 " + random.Random(3).randbytes(10_000))


def _empty_old(name: str) -> Callable[[Path], object]:
    return lambda path: compound(path, name)


def _old_in_a_circle(path: Path) -> None:
    whole = bytearray(compound(path, "__properties_version1.0", "WordDocument").read_bytes())
    struct.pack_into("<128I", whole, 512, *([1] * 128))
    for entry in range(1024, len(whole) - 127, 128):
        struct.pack_into("<BBIII", whole, entry + 66, 2, 1, 1, 1, 1)
        struct.pack_into("<II", whole, entry + 116, 1, 0xFFFFFFF0)
    written(path, bytes(whole))


def _old_noise(path: Path) -> None:
    written(path, bytes.fromhex("d0cf11e0a1b11ae1") + random.Random(4).randbytes(100_000))


MAKERS: dict[str, Callable[[Path], object]] = {
    "deep.html": _deep_page,
    "open-tags.html": _open_tags,
    "deep-tables.html": _deep_page_tables,
    "stray-ends.html": _stray_ends,
    "many-tags.html": _many_tags,
    "nested-wrappers.html": _nested_wrappers,
    "long-attribute.html": _long_attribute,
    "wide-span.html": _wide_page_span,
    "strange-charset.html": _strange_charset,
    "charset-that-unpacks.html": _charset_that_unpacks,
    "entities.html": _page_entities,
    "one-long-word.txt": _one_long_word,
    "many-lines.txt": _many_lines,
    "piled-marks.txt": _piled_marks,
    "long-fold.txt": _long_fold,
    "zeros.txt": _zeros,
    "half-pairs.txt": _half_pairs,
    "lines-like-headings.md": _lines_like_headings,
    "spaces-and-articles.txt": _spaces_and_articles,
    "front-matter-without-end.md": _front_matter_without_end,
    "deep.eml": _deep_letter,
    "letters-in-letters.eml": _letters_in_letters,
    "many-attachments.eml": _many_attachments,
    "long-head.eml": _long_head,
    "many-parameters.eml": _many_parameters,
    "many-receivers.eml": _many_receivers,
    "odd-head.eml": _odd_head,
    "large-attachment.eml": _large_attachment,
    "deep.rtf": _deep_rtf,
    "asks-outside.rtf": _rtf_that_asks_outside,
    "bytes.rtf": _rtf_of_bytes,
    "empty.doc": _empty_old("WordDocument"),
    "empty.ppt": _empty_old("PowerPoint Document"),
    "empty.msg": _empty_old("__properties_version1.0"),
    "circle.msg": _old_in_a_circle,
    "noise.doc": _old_noise,
    "nothing.pdf": lambda path: written(path, b""),
}
HEAVY = frozenset(
    {"large-attachment.eml", "long-attribute.html", "one-long-word.txt", "many-attachments.eml", "many-lines.txt"}
    | {"front-matter-without-end.md", "long-fold.txt"}
)
