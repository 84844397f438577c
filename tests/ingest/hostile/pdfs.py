"""Hostile PDFs: loops, bombs, depths and lies."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.ingest.making import assembled, hanging_pdf, line, pdf, stream, written

_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Kids[4 0 R]/Count 1>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_RESOURCES = b"/Resources<</Font<</F1 3 0 R>>/XObject<</X 7 0 R>>>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R" + _RESOURCES + b">>"
_MEGABYTE = 1 << 20


def one_page(
    path: Path,
    content: bytes,
    *,
    extra: bytes = b"",
    form: bytes = b"",
    page: bytes = _PAGE,
    pages: bytes = _PAGES,
    font: bytes = _FONT,
    more: tuple[bytes, ...] = (),
) -> Path:
    """Makes a PDF whose objects are: 1 catalogue, 2 pages, 3 font, 4 page, 5 properties, 6 content, 7 form."""
    shape = stream(form, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + _RESOURCES)
    return assembled(path, [_CATALOGUE, pages, font, page, b"<<>>", stream(content, extra), shape, *more])


def _form_in_itself(path: Path) -> None:
    one_page(path, b"/X Do", form=b"BT /F1 9 Tf (hej) Tj ET /X Do")


def _pages_in_a_circle(path: Path) -> None:
    one_page(path, b"BT /F1 9 Tf (hej) Tj ET", pages=b"<</Type/Pages/Kids[2 0 R 4 0 R]/Count 2>>")


def _deep_page_tree(path: Path) -> None:
    depth = 3000
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (9 + at) for at in range(depth)]
    nodes.append(b"<</Type/Pages/Kids[4 0 R]/Count 1>>")
    one_page(path, b"BT /F1 9 Tf (hej) Tj ET", pages=b"<</Type/Pages/Kids[8 0 R]/Count 1>>", more=tuple(nodes))


def _one_page_a_million_times(path: Path) -> None:
    kids = b"<</Type/Pages/Kids[" + b"4 0 R " * 200_000 + b"]/Count 200000>>"
    one_page(path, b"BT /F1 9 Tf (hej) Tj ET", pages=kids)


def _deflated(megabytes: int, unit: bytes = b" ") -> bytes:
    packer = zlib.compressobj(9)
    block = unit * (_MEGABYTE // len(unit))
    return b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])


def _bomb(path: Path) -> None:
    one_page(path, _deflated(1024), extra=b"/Filter/FlateDecode")


def _bomb_in_a_bomb(path: Path) -> None:
    one_page(path, zlib.compress(_deflated(1024), 9), extra=b"/Filter[/FlateDecode/FlateDecode]")


def _bomb_of_text(path: Path) -> None:
    one_page(path, _deflated(200, b"BT /F1 9 Tf 1 0 0 1 9 9 Tm (hej) Tj ET  "), extra=b"/Filter/FlateDecode")


def _bomb_of_runs(path: Path) -> None:
    one_page(path, b"\x81 " * 4_000_000 + b"\x80", extra=b"/Filter/RunLengthDecode")


def _wide_predictor(path: Path) -> None:
    extra = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>"
    one_page(path, zlib.compress(b"BT (hej) Tj ET"), extra=extra)


def _deep_arrays(path: Path) -> None:
    one_page(path, b"BT /F1 9 Tf " + b"[" * 200_000 + b"]" * 200_000 + b" TJ ET")


def _deep_dictionaries(path: Path) -> None:
    one_page(path, b"/P " + b"<</A " * 100_000 + b">>" * 100_000 + b" BDC EMC")


def _deep_object(path: Path) -> None:
    one_page(path, b"BT ET", more=(b"[" * 100_000 + b"]" * 100_000,), page=_PAGE[:-2] + b"/Deep 8 0 R>>")


def _many_operators(path: Path) -> None:
    one_page(path, b"BT /F1 9 Tf " + b"(A) Tj " * 1_000_000 + b"ET")


def _scattered_glyphs(path: Path) -> None:
    chance = random.Random(1)
    shown = b"".join(
        b"1 0 0 1 %d %d Tm (x) Tj " % (chance.randrange(600), chance.randrange(800)) for _ in range(20_000)
    )
    one_page(path, b"BT /F1 2 Tf " + shown + b"ET")


def _many_states(path: Path) -> None:
    one_page(path, b"q " * 1_000_000 + b"BT /F1 9 Tf (hej) Tj ET")


def _open_string(path: Path) -> None:
    one_page(path, b"BT /F1 9 Tf " + b"(" * 1_000_000)


def _open_image(path: Path) -> None:
    one_page(path, b"BT /F1 9 Tf (hej) Tj ET BI /W 9 /H 9 ID " + bytes(range(256)) * 4000)


def _odd_operands(path: Path) -> None:
    odd = (
        b"/F1 /F1 Tf (a) Tm 1 Tj [(a) [(b)] <</A 1>> /N] TJ Td Tf TJ Tj ' \" (x) /Y Do /Z gs 9 9 9 Tz 1e999 Tc -9e99 TL"
    )
    one_page(path, b"BT " + odd + b" /F1 9 Tf 1 0 0 1 1e38 1e38 Tm (hej) Tj ET")


def _huge_page(path: Path) -> None:
    page = _PAGE.replace(b"595 842", b"99999999999 99999999999")
    one_page(path, b"BT /F1 9 Tf (hej) Tj ET", page=page)


def _glyphs_that_draw_themselves(path: Path) -> None:
    procedure = stream(b"900 0 d0 BT /F1 1 Tf (aa) Tj ET")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 8 0 R>>/FirstChar 97"
        b"/LastChar 97/Widths[9]/Encoding<</Differences[97/a]>>/Resources<</Font<</F1 3 0 R>>>>>>"
    )
    one_page(path, b"BT /F1 9 Tf (aaaa) Tj ET", font=font, more=(procedure,))


def _wide_map(path: Path) -> None:
    ranges = b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange 1 begincidrange <0000> <FFFFFFFF> 0 endcidrange"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 8 0 R>>"
    one_page(path, b"BT /F1 9 Tf (hej) Tj ET", font=font, more=(stream(ranges),))


def _wide_widths(path: Path) -> None:
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
        b"/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>/W[0 2000000000 500]"
        b"/W2[0 2000000000 1 1 1]>>]>>"
    )
    one_page(path, b"BT /F1 9 Tf <0041> Tj ET", font=font)


def _bomb_of_codes(path: Path) -> None:
    one_page(path, b"z" * 40_000_000 + b"~>", extra=b"/Filter/ASCII85Decode")


def _references_in_a_circle(path: Path) -> None:
    one_page(path, b"BT /F1 9 Tf (hej) Tj ET", font=b"8 0 R", more=(b"9 0 R", b"8 0 R"))


def _object_that_is_itself(path: Path) -> None:
    one_page(
        path,
        b"BT ET",
        font=b"3 0 R",
        page=_PAGE.replace(b"/MediaBox[0 0 595 842]", b"/MediaBox 8 0 R"),
        more=(b"8 0 R",),
    )


def _table_in_a_circle(path: Path) -> None:
    whole = pdf(path, [[line("Vabilo")]]).read_bytes()
    start = whole.rpartition(b"startxref\n")[2].split()[0]
    written(path, whole.replace(b"trailer<<", b"trailer<</Prev " + start))


def _table_of_lies(path: Path) -> None:
    whole = pdf(path, [[line("Vabilo")]]).read_bytes()
    written(path, whole.replace(b"xref\n0 ", b"xref\n0 99999999", 1))


def _no_table(path: Path) -> None:
    whole = pdf(path, [[line("Vabilo")]]).read_bytes()
    written(path, whole[: whole.rindex(b"xref\n0")])


def _half(path: Path) -> None:
    whole = pdf(path, [[line(f"Stran {number}")] for number in range(40)]).read_bytes()
    written(path, whole[: len(whole) // 2])


def _noise(path: Path) -> None:
    written(path, b"%PDF-1.4\n" + random.Random(2).randbytes(200_000))


def _only_the_head(path: Path) -> None:
    written(path, b"%PDF-1.7\n")


def _objects_without_end(path: Path) -> None:
    written(path, b"%PDF-1.4\n" + b"1 0 obj\n<</A " * 100_000)


MAKERS: dict[str, Callable[[Path], object]] = {
    "nested-forms.pdf": hanging_pdf,
    "form-in-itself.pdf": _form_in_itself,
    "pages-in-a-circle.pdf": _pages_in_a_circle,
    "deep-page-tree.pdf": _deep_page_tree,
    "one-page-many-times.pdf": _one_page_a_million_times,
    "bomb.pdf": _bomb,
    "bomb-in-a-bomb.pdf": _bomb_in_a_bomb,
    "bomb-of-text.pdf": _bomb_of_text,
    "bomb-of-runs.pdf": _bomb_of_runs,
    "wide-predictor.pdf": _wide_predictor,
    "deep-arrays.pdf": _deep_arrays,
    "deep-dictionaries.pdf": _deep_dictionaries,
    "deep-object.pdf": _deep_object,
    "many-operators.pdf": _many_operators,
    "scattered-glyphs.pdf": _scattered_glyphs,
    "many-states.pdf": _many_states,
    "open-string.pdf": _open_string,
    "open-image.pdf": _open_image,
    "odd-operands.pdf": _odd_operands,
    "huge-page.pdf": _huge_page,
    "glyphs-that-draw-themselves.pdf": _glyphs_that_draw_themselves,
    "wide-map.pdf": _wide_map,
    "wide-widths.pdf": _wide_widths,
    "bomb-of-codes.pdf": _bomb_of_codes,
    "references-in-a-circle.pdf": _references_in_a_circle,
    "object-that-is-itself.pdf": _object_that_is_itself,
    "table-in-a-circle.pdf": _table_in_a_circle,
    "table-of-lies.pdf": _table_of_lies,
    "no-table.pdf": _no_table,
    "half.pdf": _half,
    "noise.pdf": _noise,
    "only-the-head.pdf": _only_the_head,
    "objects-without-end.pdf": _objects_without_end,
}
HEAVY = frozenset(
    {"bomb.pdf", "bomb-in-a-bomb.pdf", "bomb-of-text.pdf", "one-page-many-times.pdf", "many-operators.pdf"}
    | {"bomb-of-runs.pdf", "bomb-of-codes.pdf", "objects-without-end.pdf", "scattered-glyphs.pdf"}
)
