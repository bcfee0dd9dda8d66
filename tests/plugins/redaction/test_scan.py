"""Leaks of every kind are found, in every kind of file; what is no leak is not."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import pickle
import struct
import tarfile
import zipfile
import zlib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import planted
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from docutils import nodes
from pypdf import PdfReader
from pypdf.generic import DecodedStreamObject, NameObject, TextStringObject

from rapportage.plugins.redaction.scan import scan
from rapportage.plugins.redaction.secrets import Secret, secrets
from rapportage.plugins.redaction.words import normal

if TYPE_CHECKING:
    from collections.abc import Callable

    from pypdf import PdfWriter

NAME = "Jérôme van Zqxwijk-Dörr & Zn"
TEXT = Secret(NAME, "docs/nota.md", 12, "5.1.2.e")
PIECE = TEXT._replace(text="Zqxwijk", is_piece=True)
GROUNDS = ("5-1-2-e", "5-2")


def found(folder: Path, *secrets_: Secret) -> list[tuple[str, str]]:
    return [(hit.file, hit.where) for hit in scan(folder, secrets_ or (TEXT,))]


def printed(words: str) -> bytes:
    """A PDF in which *words* are printed."""
    return planted.printed(words.encode("cp1252"))


def described(writer: PdfWriter) -> None:
    """Gives a drawing a text that stands for it."""
    content = DecodedStreamObject()
    content.set_data(b"/Span << /ActualText <FEFF" + NAME.encode("utf-16-be").hex().encode() + b"> >> BDC EMC")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content.flate_encode())


def zipped(name: str, content: bytes, comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        archive.comment = comment
    return stream.getvalue()


def tarred(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def png(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    chunk = struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))


def catalogue(write: Callable[..., None]) -> bytes:
    made = Catalog(locale="nl")
    made.add(f"Zin van {NAME}.", "Zin.")
    stream = io.BytesIO()
    write(stream, made)
    return stream.getvalue()


def doctree() -> bytes:
    document = nodes.paragraph(f"{{redact}}`5.1.2.e {NAME}`", "[gelakt]")
    return pickle.dumps(document, protocol=pickle.HIGHEST_PROTOCOL)


UTF8 = NAME.encode()
INVENTORY = b"# Sphinx inventory version 2\n# Project: x\n# Version: 1\n# The remainder is compressed using zlib.\n"
OCTAL = "".join(f"\\{each:03o}" for each in b"\xfe\xff" + NAME.encode("utf-16-be"))
LEAKS: dict[str, bytes] = {
    "page.html": f"<p>Van {escape(NAME)}.</p>".encode(),
    "marked-up.html": b"<p>J&eacute;r&#244;me <em>van</em> Zqx<b>wijk</b>-D&ouml;rr &amp; Zn</p>",
    "attribute.html": f'<img alt="{escape(NAME)}" src="x.png">'.encode(),
    "script.html": f"<script>x = {json.dumps(NAME)}</script>".encode(),
    "searchindex.js": f"Search.setIndex({json.dumps({'titles': [NAME]})})".encode(),
    "page.json": json.dumps({"title": f"a\n{NAME}"}).encode(),
    "table.csv": f'"{NAME.upper()}";1\n'.encode(),
    "old.csv": NAME.encode("latin-1"),
    "wide.txt": NAME.encode("utf-16"),
    "report.tex": b"J\xc3\xa9r\xc3\xb4me van Zqxwijk\\sphinxhyphen{}D\xc3\xb6rr \\& Zn",
    "old.tex": rb"J\'er\^{o}me van Zqxwijk-D\"{o}rr \& Zn",
    "report.out": f"\\BOOKMARK{OCTAL}".encode(),
    "report.log": f"Overfull \\hbox: {NAME}".encode(),
    "objects.inv": INVENTORY + zlib.compress(f"x std:label -1 nota.html#x {NAME}\n".encode()),
    "page.doctree": doctree(),
    "environment.pickle": pickle.dumps({"titles": {"nota": NAME}}),
    "old.pickle": pickle.dumps([NAME], protocol=2),
    "page.pot": catalogue(write_po),
    "page.po": 'msgid ""\n"Zin van Jérôme van "\n"Zqxwijk-Dörr & Zn."\n'.encode(),
    "page.mo": catalogue(write_mo),
    "printed.pdf": printed("van J\xe9r\xf4me van Zqxwijk-D\xf6rr & Zn"),
    "metadata.pdf": planted.pdf(lambda writer: writer.add_metadata({"/Author": NAME})),
    "bookmark.pdf": planted.pdf(lambda writer: writer.add_outline_item(title=NAME, page_number=0)),
    "attachment.pdf": planted.pdf(lambda writer: writer.add_attachment("x.txt", UTF8)),
    "attachment-name.pdf": planted.pdf(lambda writer: writer.add_attachment(f"{NAME}.txt", b"")),
    "attached-zip.pdf": planted.pdf(lambda writer: writer.add_attachment("x.zip", zipped("x.txt", UTF8))),
    "language.pdf": planted.pdf(lambda writer: writer.root_object.update({NameObject("/Alt"): TextStringObject(NAME)})),
    "drawing.pdf": planted.pdf(described),
    "report.epub": zipped("page.xhtml", f"<p>{escape(NAME)}</p>".encode()),
    "letter.docx": zipped(
        "word/document.xml",
        b"<w:r><w:t>J\xc3\xa9r\xc3\xb4me van Zqx</w:t></w:r><w:r><w:t>wijk-D\xc3\xb6rr &amp; Zn</w:t></w:r>",
    ),
    "names.zip": zipped(f"{NAME}.txt", b""),
    "comment.zip": zipped("x.txt", b"", UTF8),
    "twice.zip": zipped("x.zip", zipped("x.html.gz", gzip.compress(UTF8))),
    "page.html.gz": gzip.compress(UTF8),
    "page.html.bz2": bz2.compress(UTF8),
    "page.html.xz": lzma.compress(UTF8),
    "report.tar.gz": tarred("x/page.html", UTF8),
    "names.tar.gz": tarred("x/Jérôme van Zqxwijk-Dörr & Zn.html", b""),
    "text.png": png(b"tEXt", b"Author\0" + NAME.encode("latin-1")),
    "compressed.png": png(b"zTXt", b"Author\0\0" + zlib.compress(NAME.encode("latin-1"))),
    "international.png": png(b"iTXt", b"Author\0\1\0nl\0Auteur\0" + zlib.compress(UTF8)),
    "photo.jpg": b"\xff\xd8\xff\xe1" + b"Exif\0\0" + NAME.encode("utf-16-le"),
    "picture.svg": f"<svg><title>{escape(NAME)}</title></svg>".encode(),
    "embedded.html": b'<img src="data:image/svg+xml;base64,' + base64.b64encode(b"<svg><!-- %s --></svg>" % UTF8) + b'">',
    "link.html": f'<a href="https://example.org/{quote(NAME)}">x</a>'.encode(),
    "spaced.txt": "J é r ô m e  van\nZqx\N{SOFT HYPHEN}wijk\n-\tDörr &\u00a0Zn".encode(),
    "no-spaces.txt": b"jeromevanzqxwijkdorrzn",
    "style.css": f"/* {NAME} */".encode(),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_leak_in_a_file_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / name).write_bytes(LEAKS[name])
    hits = scan(tmp_path, [TEXT])
    assert {hit.file for hit in hits} == {f"nl/{name}"}
    said = "\n".join(map(str, hits))
    assert "what is redacted (5.1.2.e) at docs/nota.md:12" in said
    assert "zqx" not in said.lower()


@pytest.mark.parametrize("name", LEAKS)
def test_the_same_file_without_it_is_clean(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(LEAKS[name])
    assert scan(tmp_path, [TEXT._replace(text="Iemand Anders Geheel")]) == []


PIECES: dict[str, bytes] = {
    "page.html": b"<p>Volgens de heer Zqxwijk.</p>",
    "broken.txt": b"de heer Zqx-\nwijk",
    "mail.html": b"<a href='mailto:j.zqxwijk@example.org'>x</a>",
    "genitive.txt": b"Zqxwijks voorstel",
    "page.doctree": pickle.dumps(["J" * 74, "Zqxwijk"]),
    "searchindex.js": b'{"terms":{"zqxwijk":1}}',
    "printed.pdf": printed("heer Zqxwijk"),
    "objects.inv": INVENTORY + zlib.compress(b"zqxwijk std:label -1 x.html#x -\n"),
}


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_of_a_name_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(PIECES[name])
    assert {file for file, _ in found(tmp_path, PIECE)} == {name}
    assert found(tmp_path, TEXT) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("longer.txt", b"Zqxwijkerland"),
        ("tag.html", b"<zqxwijk>a</zqxwijk>"),
        ("style.css", b".zqxwijk {}"),
        ("program.js", b"function zqxwijk() {}"),
    ],
)
def test_what_only_looks_like_a_piece_is_none(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert found(tmp_path, PIECE) == []


def test_a_short_text_is_a_word_of_its_own(tmp_path: Path) -> None:
    short = TEXT._replace(text="Zqxw")
    (tmp_path / "a.txt").write_text("Zqxwx, azqxw")
    assert found(tmp_path, short) == []
    (tmp_path / "b.txt").write_text("(zqxw)")
    assert found(tmp_path, short) == [("b.txt", "")]


def test_names_of_files_and_folders_are_looked_through_and_not_printed(tmp_path: Path) -> None:
    (tmp_path / "jerome-van-zqxwijk_dorr-zn").mkdir()
    (tmp_path / "jerome-van-zqxwijk_dorr-zn" / "a.html").write_text("niets")
    (tmp_path / "brief-zqxwijk.pdf.txt").write_text("niets")
    hits = scan(tmp_path, [TEXT, PIECE])
    assert {(hit.file, hit.where, hit.secret) for hit in hits} == {
        ("…", "name", TEXT),
        ("…", "name", PIECE),
    }
    assert "zqx" not in "\n".join(map(str, hits)).lower()


BROKEN_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\4zTXtbroken-broken"


@pytest.mark.parametrize("content", [b"%PDF-1.7 broken", b"PK\3\4broken", b"\x1f\x8bbroken", BROKEN_PNG])
def test_what_cannot_be_read_is_not_passed_over(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    (hit,) = scan(tmp_path, [TEXT])
    assert str(hit).startswith("x: cannot be read, so nobody knows what is in it: it")


def test_an_encrypted_pdf_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(planted.pdf(lambda writer: writer.encrypt("x", algorithm="RC4-128")))
    assert [hit.secret for hit in scan(tmp_path, [TEXT])] == [None]


def test_an_empty_folder_is_clean(tmp_path: Path) -> None:
    assert scan(tmp_path, [TEXT]) == []
    (tmp_path / "leeg").write_bytes(b"")
    assert scan(tmp_path, [TEXT]) == []


def test_the_pdfs_of_these_tests_are_pdfs() -> None:
    assert PdfReader(io.BytesIO(LEAKS["printed.pdf"])).pages[0].extract_text() == "van Jérôme van Zqxwijk-Dörr & Zn"


# ---- what is looked for -----------------------------------------------------------------------------------------------


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    return folder


def test_what_is_looked_for(pages: Path) -> None:
    (pages / "a.md").write_text(
        "# Open\n\nVan {redact}`5.1.2.e Jan Zqxjansen` uit Bakkum.\n\n:::{redact} 5.2\nDe Zqxalinea over\n{value}`x`"
        " Bakkum {redact}`5.1.2.e Zqxbinnen`.\n:::\n\n{redact}`5.2 nee` {redact}`5.2 Bakkum` {redact}`5.2 een naam`\n"
    )
    found_ = secrets(pages.parent, pages, GROUNDS)
    assert {(each.text, each.line, each.ground, each.is_piece) for each in found_.wanted} == {
        ("Jan Zqxjansen", 3, "5.1.2.e", False),
        ("Zqxjansen", 3, "5.1.2.e", True),
        ("De Zqxalinea over", 5, "5.2", False),
        ("Zqxalinea", 5, "5.2", True),
        ("Zqxbinnen", 7, "5.1.2.e", False),
    }
    # What stands in any output is named, not looked for; an example of a text is none.
    assert [(each.file, each.line, each.text) for each in found_.vague] == [("docs/a.md", 5, ""), ("docs/a.md", 10, "")]


def test_a_text_of_more_lines_is_looked_for_as_one_and_by_its_longer_lines(pages: Path) -> None:
    (pages / "a.md").write_text(
        "{redact}`5.1.2.e Jan\nZqxjansen`\n\n:::{redact} 5.2\nEen lange regel over zqx\nen kort.\n\nNog een.\n:::\n"
    )
    wanted = secrets(pages.parent, pages, GROUNDS).wanted
    assert [each.text for each in wanted if not each.is_piece] == [
        "Jan Zqxjansen",
        "Een lange regel over zqx en kort.",
        "Een lange regel over zqx",
        "Nog een.",
    ]


def test_internal_pages_and_parts_are_looked_for_too(pages: Path) -> None:
    (pages / "a.md").write_text(
        "# Open\n\nDeze regel staat overal, ook in het openbaar.\n\n:::{internal}\nDit is een regel die niemand mag zien.\n"
        "Kort.\nDeze regel staat overal, ook in het openbaar.\n:::\n"
    )
    (pages / "b.md").write_text("---\naudience: internal\n---\n# De titel van een interne pagina\n")
    wanted = secrets(pages.parent, pages, GROUNDS).wanted
    assert [(each.file, each.line) for each in wanted] == [("docs/a.md", 6), ("docs/b.md", 4)]
    assert str(wanted[0]) == "what is internal at docs/a.md:6"


def test_words_of_the_data_and_of_translations_are_open(pages: Path) -> None:
    (pages / "a.md").write_text("{redact}`5.2 Jan Zqxdorp` {redact}`5.2 Piet Zqxstad` {redact}`5.2 Klaas Zqxland`\n")
    (pages.parent / "data").mkdir()
    (pages.parent / "data" / "x.yaml").write_text("name: Zqxdorp\n")
    (pages.parent / "locale").mkdir()
    (pages.parent / "locale" / "x.po").write_text('msgstr "Zqxstad"\n')
    found_ = secrets(pages.parent, pages, GROUNDS, [pages.parent / "data", pages.parent / "locale"])
    assert [each.text for each in found_.wanted if each.is_piece] == ["Piet", "Klaas", "Zqxland"]
    assert {each.text for each in found_.wanted if not each.is_piece} == {"Jan Zqxdorp", "Piet Zqxstad", "Klaas Zqxland"}


def test_normal() -> None:
    assert normal("  Jérôme—van  ZQXWIJK-Dörr_&\tZn.") == "jerome van zqxwijk dorr zn"
