"""Small real files, made byte by byte or with the libraries that offices know."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from pathlib import Path

from kb.ingest import divide, extract
from kb.model import Block, BlockKind, Extract, Passage, Unit, UnitKind

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NAMESPACES = (
    f'{_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_GLYPHS = {"č": 1, "š": 2, "ž": 3, "Č": 4, "Š": 5, "Ž": 6, "–": 7, "»": 8, "«": 14}
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def blocks_of(path: Path) -> list[tuple[str, str]]:
    """Gives the kind and text of every block of a file."""
    return [(block.kind.value, block.text) for unit in extract(path).units for block in unit.blocks]


def texts_of(path: Path) -> list[str]:
    return [text for _, text in blocks_of(path)]


def passages_of(path: Path) -> tuple[Passage, ...]:
    return divide(extract(path))


def flowing(*texts: str, heading: str = "#") -> Extract:
    """Gives an extract of one flowing text; a text that begins with `heading` is a heading."""
    blocks = tuple(
        Block(BlockKind.HEADING, text.lstrip("# "), 1) if text.startswith(heading) else Block(BlockKind.PARAGRAPH, text)
        for text in texts
    )
    return Extract("text/plain", (Unit(UnitKind.TEXT, 1, blocks),))


# --- packages --------------------------------------------------------------------------------------


def package(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def relations(**targets: str) -> str:
    """Gives a part of relations: the id is the name of the argument, the type what stands before «_»."""
    rows = "".join(
        f'<Relationship Id="{name}" Type="{_TYPES}/{name.split("_")[0]}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def docx(path: Path, body: str, **parts: str) -> Path:
    """Makes a DOCX of raw XML; `parts` are roots by name, as styles='<w:styles>…</w:styles>'."""
    members: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/_rels/document.xml.rels": relations(**{name: f"{name}.xml" for name in parts}),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, xml in parts.items():
        members[f"word/{name}.xml"] = xml.replace(">", f" {_NAMESPACES}>", 1)
    return package(path, members)


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def pptx(path: Path, slides: list[str], *, attributes: str = "") -> Path:
    """Makes a PPTX whose slides hold raw shapes; `attributes` go on the first slide."""
    ids = "".join(f'<p:sldId id="{256 + at}" r:id="slide_{at}"/>' for at in range(len(slides)))
    members: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="ppt/presentation.xml"),
        "ppt/presentation.xml": f"<p:presentation {_NAMESPACES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            **{f"slide_{at}": f"slides/slide{at}.xml" for at in range(len(slides))}
        ),
    }
    for at, shapes in enumerate(slides):
        extra = attributes if at == 0 else ""
        tree = f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"
        members[f"ppt/slides/slide{at}.xml"] = f"<p:sld {_NAMESPACES} {extra}>{tree}</p:sld>"
    return package(path, members)


def shape(text: str, *, placeholder: str = "", at: tuple[int, int] | None = None) -> str:
    """Gives a shape; `at` is its left and top in centimetres."""
    mark = f'<p:nvPr><p:ph type="{placeholder}"/></p:nvPr>' if placeholder else "<p:nvPr/>"
    place = f'<a:xfrm><a:off x="{at[0] * 360000}" y="{at[1] * 360000}"/></a:xfrm>' if at else ""
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    return f"<p:sp><p:nvSpPr>{mark}</p:nvSpPr><p:spPr>{place}</p:spPr><p:txBody>{lines}</p:txBody></p:sp>"


def odf(path: Path, media_type: str, body: str, *, styles: str = "", **members: str) -> Path:
    names = ("office", "text", "table", "style", "presentation")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    spaces += ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    spaces += ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    content = f"<office:document-content {spaces}>{styles}<office:body>{body}</office:body></office:document-content>"
    return package(path, {"mimetype": media_type, "content.xml": content, **members})


def compound(path: Path, *names: str) -> Path:
    """Makes a compound file (OLE2) with streams of these names and nothing in them."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = b""
    for name in ("Root Entry", *names):
        raw = name.encode("utf-16-le") + b"\0\0"
        entries += raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + bytes(62)
    return written(path, bytes(header) + table + entries.ljust(512, b"\0"))


# --- PDF -------------------------------------------------------------------------------------------

Text = tuple[float, float, float, str, bool]


def line(text: str, *, left: float = 72, top: float = 72, size: float = 11, bold: bool = False) -> Text:
    """Gives a line of a PDF page, its place in points from the left and from the top of an A4 page."""
    return left, 842 - top, size, text, bold


def pdf(path: Path, pages: list[list[Text]], *, password: bytes | None = None, title: str = "") -> Path:
    """Makes a PDF; with a `password`, b"" too, it is encrypted with 40-bit RC4."""
    kids = b" ".join(b"%d 0 R" % (6 + 2 * at) for at in range(len(pages)))
    names = b" ".join(b"%d /%s" % (code, name) for code, name in zip(_GLYPHS.values(), _GLYPH_NAMES, strict=True))
    encoding = b"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[%s]>>" % names
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding %s>>" % encoding,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding %s>>" % encoding,
        b"<</Title(%s)>>" % title.encode("latin-1"),
    ]
    for at, page in enumerate(pages):
        fonts = b"<</Font<</F1 3 0 R/F2 4 0 R>>>>"
        place = b"/MediaBox[0 0 595 842]/Contents %d 0 R/Resources%s" % (7 + 2 * at, fonts)
        objects.append(b"<</Type/Page/Parent 2 0 R%s>>" % place)
        objects.append(stream(b"\n".join(map(_shown, page))))
    return assembled(path, objects, password=password)


_GLYPH_NAMES = (
    b"ccaron",
    b"scaron",
    b"zcaron",
    b"Ccaron",
    b"Scaron",
    b"Zcaron",
    b"endash",
    b"guillemotright",
    b"guillemotleft",
)


def _shown(text: Text) -> bytes:
    left, up, size, words, bold = text
    raw = bytes(_GLYPHS.get(character) or ord(character) for character in words)
    for special in (b"\\", b"(", b")"):
        raw = raw.replace(special, b"\\" + special)
    return b"BT /F%d %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (2 if bold else 1, size, left, up, raw)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), extra, content)


def assembled(path: Path, objects: list[bytes], *, password: bytes | None = None) -> Path:
    """Makes a PDF of its objects; the first is the catalogue, the fifth the properties."""
    trailer = b"/Root 1 0 R/Info 5 0 R"
    if password is not None:
        key, entries = _locked(password)
        objects = [_encrypted(content, number, key) for number, content in enumerate(objects, 1)]
        trailer += b"/ID[<%s><%s>]/Encrypt<<%s>>" % (_ID.hex().encode(), _ID.hex().encode(), entries)
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer<<%s/Size %d>>\nstartxref\n%d\n%%%%EOF" % (trailer, len(objects) + 1, len(body))
    return written(path, body + table + end)


_ID = bytes(range(16))


def _locked(password: bytes) -> tuple[bytes, bytes]:
    """Gives the key and the entries of the standard security, revision 2; the owner has the same password."""
    padded = (password + _PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + struct.pack("<i", -4) + _ID).digest()[:5]
    user = _rc4(key, _PADDING)
    entries = b"/Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>" % (owner.hex().encode(), user.hex().encode())
    return key, entries


def _encrypted(content: bytes, number: int, key: bytes) -> bytes:
    if b"stream\n" not in content:
        return content if b"/Title(" not in content else b"<<>>"
    head, _, rest = content.partition(b"stream\n")
    own = hashlib.md5(key + struct.pack("<I", number)[:3] + b"\0\0").digest()[:10]
    return head + b"stream\n" + _rc4(own, rest.removesuffix(b"\nendstream")) + b"\nendstream"


def _rc4(key: bytes, content: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def hanging_pdf(path: Path, *, before: str = "") -> Path:
    """Makes a PDF of 3 KB whose forms call one another 10^11 times: no reader comes to its end.

    With `before`, a page of that text stands before the page that hangs.
    """
    depth = 12
    resources = b"/Resources<</Font<</F1 3 0 R>>/XObject<</X %d 0 R>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R" + resources % 7 + b">>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s4 0 R]/Count %d>>" % (b"%d 0 R " % (7 + depth) if before else b"", 2 if before else 1),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        page,
        b"<<>>",
        stream(b"/X Do"),
    ]
    for at in range(depth):
        content = b"/X Do " * 10 if at < depth - 1 else b"BT /F1 9 Tf (x) Tj ET"
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + resources % min(8 + at, 6 + depth)
        objects.append(stream(content, form))
    if before:
        objects.append(page.replace(b"/Contents 6", b"/Contents %d" % (8 + depth)))
        objects.append(stream(_shown(line(before))))
    return assembled(path, objects)
