"""Files of every kind in which a name stands, or may stand."""

from __future__ import annotations

import base64
import bz2
import email.message
import gzip
import io
import json
import lzma
import pickle
import quopri
import sqlite3
import struct
import tarfile
import zipfile
import zlib
from binascii import b2a_uu
from typing import TYPE_CHECKING
from urllib.parse import quote

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "Jérôme van Zqxwijk-Dörr"
UTF8 = NAME.encode()


def b64(content: bytes) -> bytes:
    return base64.b64encode(content)


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


def zipped(name: str, content: bytes, **options: object) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", **({"compression": zipfile.ZIP_DEFLATED} | options)) as archive:  # type: ignore[arg-type]
        archive.writestr(name, content)
    return stream.getvalue()


def tarred(content: bytes, mode: str = "w", name: str = "x.txt", **fields: object) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode, format=tarfile.PAX_FORMAT) as archive:  # type: ignore[call-overload]
        member = tarfile.TarInfo(name)
        member.size = len(content)
        for key, value in fields.items():
            setattr(member, key, value)
        archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def picture(kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), (1, 200, 30)).save(stream, kind, **options)
    return stream.getvalue()


def exif() -> bytes:
    made = Image.Exif()
    made[0x13B] = "x" * len(UTF8)  # the artist; Pillow writes ASCII only
    return made.tobytes().replace(b"x" * len(UTF8), UTF8)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(kind: bytes, data: bytes) -> bytes:
    """A picture with one more chunk before its end."""
    whole = picture("PNG")
    return whole[:-12] + chunk(kind, data) + whole[-12:]


def riff(kind: bytes, data: bytes) -> bytes:
    whole = picture("WEBP")
    more = kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(whole) - 8 + len(more)) + whole[8:] + more


def printed(words: bytes, edit: Callable[[PdfWriter], object] = lambda writer: None, packed: bool = True) -> bytes:
    """A PDF in which *words* are printed."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    page = writer.pages[0]
    made = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(made)})}
    )
    content = DecodedStreamObject()
    content.set_data(b"BT /F1 12 Tf 5 50 Td (" + words + b") Tj ET")
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode() if packed else content)
    edit(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def pdf(edit: Callable[[PdfWriter], object]) -> bytes:
    return printed(b"Niets", edit)


def blank(pages: int) -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(9, 9)
    writer.write(stream)
    return stream.getvalue()


def revised() -> bytes:
    """A PDF whose page had the name on it before somebody edited it."""
    before = printed(NAME.encode("cp1252"))
    stream = io.BytesIO()
    writer = PdfWriter(io.BytesIO(before), incremental=True)
    content = DecodedStreamObject()
    content.set_data(b"BT /F1 12 Tf 5 50 Td (Niets) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)
    writer.write(stream)
    made = stream.getvalue()
    assert made.startswith(before[:100])
    return made


def unlisted() -> bytes:
    """A PDF with an object that nothing refers to and no table lists."""
    made = printed(b"Niets")
    stray = zlib.compress(b"BT (" + NAME.encode("latin-1") + b") Tj ET")
    begin, end = made.rsplit(b"\nxref", 1)
    head = b"\n99 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n" % len(stray)
    at = len(begin) + len(head) + len(stray) + len(b"\nendstream\nendobj\n")
    tail = end.rpartition(b"startxref")[0] + b"startxref\n%d\n%%%%EOF\n" % at
    return begin + head + stray + b"\nendstream\nendobj\nxref" + tail


def xmp(writer: PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(f"<x:xmpmeta><dc:creator>{NAME}</dc:creator></x:xmpmeta>".encode())
    stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)


def described(writer: PdfWriter) -> None:
    content = DecodedStreamObject()
    words = b"<FEFF" + NAME.encode("utf-16-be").hex().encode() + b">"
    content.set_data(b"/Span << /ActualText " + words + b" >> BDC EMC BT /F1 9 Tf (Niets) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content.flate_encode())


def font(packing: str | None = None, name: str = NAME, glyph: str = "A") -> bytes:
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", glyph])
    builder.setupCharacterMap({65: glyph})
    builder.setupGlyf({each: Glyph() for each in (".notdef", glyph)})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", glyph), (500, 0)))
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "Letter", "styleName": "Regular", "designer": name})
    builder.setupOS2()
    builder.setupPost()
    builder.font.flavor = packing
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


def database(*, deleted: bool = False) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("pragma secure_delete = off")
    connection.execute("create table namen (naam text)")
    connection.execute("insert into namen values (?)", (NAME,))
    if deleted:
        connection.commit()
        connection.execute("delete from namen")
    connection.commit()
    return connection.serialize()


def mail(encoding: str) -> bytes:
    made = email.message.EmailMessage()
    made["Subject"] = "Nota"
    made.set_content(f"Geachte {NAME},\n\n" + "Een regel die volgt. " * 9 + "\n", cte=encoding)
    return made.as_bytes()


def subject(letter: str) -> bytes:
    from email.header import Header

    return b"Subject: " + Header(NAME, "utf-8" if letter == "b" else "iso-8859-1").encode().encode() + b"\n\nNiets.\n"


def rtf() -> bytes:
    return b"{\\rtf1\\ansi J\\'e9r\\'f4me van Zqxwijk-D\\'f6rr}"


def catalogue() -> bytes:
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    made, stream = Catalog(locale="nl"), io.BytesIO()
    made.add("Zin.", f"Zin van {NAME}.")
    write_mo(stream, made)
    return stream.getvalue()


def emptied_archive() -> bytes:
    """An archive of which the list at the end does not name the member."""
    whole, other = zipped("x.txt", UTF8 * 3), zipped("y.txt", b"niets")
    return whole[: whole.index(b"PK\1\2")] + other


JS = "".join(f"\\u{{{ord(each):x}}}" if ord(each) > 127 else each for each in NAME)
CSS = "".join(f"\\{ord(each):06x} " if ord(each) > 127 else each for each in NAME)
BYTES = "".join(f"\\x{each:02x}" for each in UTF8)
TEX = "".join(f"^^{each:02x}" if each > 127 else chr(each) for each in UTF8)
OCTAL = "".join(f"\\{each:03o}" if each > 127 else chr(each) for each in UTF8)
ENTITIES = "".join(f"&#x{ord(each):x};" for each in NAME)
PROGRAM = b"MZ\x90\0\3\0" + bytes(range(256)) * 4

#: With a name in each of them, which is found.
FOUND: dict[str, bytes] = {
    # texts
    "plain.txt": UTF8,
    "bom.txt": b"\xef\xbb\xbf" + UTF8,
    "latin-1.txt": NAME.encode("latin-1"),
    "utf-16.txt": NAME.encode("utf-16"),
    "utf-16-le.txt": NAME.encode("utf-16-le"),
    "utf-16-be.txt": NAME.encode("utf-16-be"),
    "utf-32.txt": NAME.encode("utf-32"),
    "utf-32-le.txt": NAME.encode("utf-32-le"),
    "utf-32-be.txt": NAME.encode("utf-32-be"),
    "utf-7.txt": NAME.encode("utf-7"),
    "twice-utf-8.txt": UTF8.decode("latin-1").encode(),
    "entities.html": ENTITIES.encode(),
    "twice-escaped.html": ENTITIES.replace("&", "&amp;").encode(),
    "address.html": quote(NAME).encode(),
    "twice-address.html": quote(quote(NAME)).encode(),
    "form.txt": b"naam=" + quote(NAME, encoding="latin-1").encode() + b"&x=J%C3%A9r%C3%B4me+van+Zqxwijk-D%C3%B6rr",
    "escapes.json": json.dumps({"naam": NAME}).encode(),
    "json-in-json.json": json.dumps({"x": json.dumps({"naam": NAME})}).encode(),
    "braces.js": f'x = "{JS}"'.encode(),
    "bytes.py": f"x = b'{BYTES}'".encode(),
    "escapes.css": f'a::after {{ content: "{CSS}" }}'.encode(),
    "octal.txt": OCTAL.encode(),
    "bytes.tex": TEX.encode(),
    "accents.tex": rb"J\'er\^ome van Zqxwijk-D\"{o}rr",
    "letter.rtf": rtf(),
    # notations
    "base64.json": b'{"x": "' + b64(UTF8) + b'"}',
    "base64.txt": b64(UTF8 * 9),
    "base64-lines.txt": base64.encodebytes(UTF8 * 9),
    "base64-lines.json": json.dumps({"x": base64.encodebytes(UTF8 * 9).decode()}).encode(),
    "base64-crlf.txt": base64.encodebytes(UTF8 * 9).replace(b"\n", b"\r\n"),
    "base64-address.txt": b"https://example.org/?q=" + base64.urlsafe_b64encode(b"\xc3\xbf\xc3\xbe>>>???" + UTF8),
    "base64-slashes.json": json.dumps(b64(b"\xc3\xbf???" + UTF8).decode()).replace("/", "\\/").encode(),
    "base64-of-utf-16.txt": b64(NAME.encode("utf-16-le")),
    "base64-of-base64.txt": b64(b64(UTF8)),
    "base64-of-zlib.txt": b64(zlib.compress(UTF8)),
    "base64-of-gzip.txt": b64(gzip.compress(UTF8, mtime=0)),
    "base64-of-zip.txt": b64(zipped("x.txt", UTF8)),
    "base64-behind-letters.txt": b"abc" + b64(UTF8),
    "data-svg.html": b'<img src="data:image/svg+xml;base64,' + b64(b"<svg><title>%s</title></svg>" % UTF8) + b'">',
    "data-text.html": f'<a href="data:text/plain,{quote(NAME)}">x</a>'.encode(),
    "data.css": b"a { background: url(data:text/plain;charset=utf-8;base64,%s) }" % b64(UTF8),
    "digits.txt": UTF8.hex().encode(),
    "digits-apart.txt": UTF8.hex(" ").encode(),
    "uu.txt": b"begin 644 x\n" + b"".join(b2a_uu(UTF8[at : at + 45]) for at in range(0, len(UTF8), 45)) + b"`\nend\n",
    "quoted-printable.eml": mail("quoted-printable"),
    "quoted-printable.txt": quopri.encodestring(UTF8),
    "base64.eml": mail("base64"),
    "subject-b.eml": subject("b"),
    "subject-q.eml": subject("q"),
    # packed
    "x.gz": gzip.compress(UTF8),
    "name.gz": b"\x1f\x8b\x08\x08\0\0\0\0\0\3"
    + UTF8
    + b"\0"
    + raw_deflate(b"niets")
    + struct.pack("<II", zlib.crc32(b"niets"), 5),
    "two.gz": gzip.compress(b"niets") + gzip.compress(UTF8),
    "behind.gz": gzip.compress(b"niets") + UTF8,
    "x.bz2": bz2.compress(UTF8),
    "two.bz2": bz2.compress(b"niets") + bz2.compress(UTF8),
    "x.xz": lzma.compress(UTF8),
    "x.lzma": lzma.compress(UTF8, format=lzma.FORMAT_ALONE),
    "x.zlib": zlib.compress(UTF8),
    "stored.zlib": zlib.compress(UTF8, 0),
    "x.deflate": raw_deflate(UTF8),
    "twice.zlib": zlib.compress(zlib.compress(UTF8)),
    # archives
    "x.zip": zipped("x.txt", UTF8),
    "bzip2.zip": zipped("x.txt", UTF8, compression=zipfile.ZIP_BZIP2),
    "lzma.zip": zipped("x.txt", UTF8, compression=zipfile.ZIP_LZMA),
    "stored.zip": zipped("x.txt", UTF8, compression=zipfile.ZIP_STORED),
    "name.zip": zipped(f"{NAME}.txt", b""),
    "unlisted.zip": emptied_archive(),
    "behind.zip": zipped("x.txt", b"niets") + UTF8,
    "self-extracting.exe": PROGRAM + zipped("x.txt", UTF8),
    "behind-picture.png": picture("PNG") + zipped("x.txt", UTF8),
    "behind-photo.jpg": picture("JPEG") + zipped("x.txt", UTF8),
    "behind-pdf.pdf": printed(b"Niets") + zipped("x.txt", UTF8),
    "in.zip": zipped("x.zip", zipped("x.tar", tarred(UTF8))),
    "letter.docx": zipped("word/document.xml", b"<w:t>J\xc3\xa9r\xc3\xb4me van Zqx</w:t><w:t>wijk-D\xc3\xb6rr</w:t>"),
    "sheet.xlsx": zipped("xl/sharedStrings.xml", f"<si><t>{NAME}</t></si>".encode()),
    "text.odt": zipped("content.xml", f"<text:p>{NAME}</text:p>".encode()),
    "x.epub": zipped("x.xhtml", UTF8),
    "x.tar": tarred(UTF8),
    "x.tar.gz": tarred(UTF8, "w:gz"),
    "x.tar.xz": tarred(UTF8, "w:xz"),
    "name.tar": tarred(b"", name=f"{NAME}.txt"),
    "owner.tar": tarred(b"", uname=NAME),
    "remark.tar": tarred(b"", pax_headers={"comment": NAME}),
    "behind.tar": tarred(b"niets") + UTF8,
    # PDF
    "printed.pdf": printed(NAME.encode("cp1252")),
    "unpacked.pdf": printed(NAME.encode("cp1252"), packed=False),
    "metadata.pdf": pdf(lambda writer: writer.add_metadata({"/Author": NAME})),
    "xmp.pdf": pdf(xmp),
    "bookmark.pdf": pdf(lambda writer: writer.add_outline_item(title=NAME, page_number=0)),
    "attachment.pdf": pdf(lambda writer: writer.add_attachment("x.txt", UTF8)),
    "attachment-name.pdf": pdf(lambda writer: writer.add_attachment(f"{NAME}.txt", b"")),
    "attached-zip.pdf": pdf(lambda writer: writer.add_attachment("x.zip", zipped("x.txt", UTF8))),
    "attached-pdf.pdf": pdf(lambda writer: writer.add_attachment("x.pdf", printed(NAME.encode("cp1252")))),
    "alt.pdf": pdf(lambda writer: writer.root_object.update({NameObject("/Alt"): TextStringObject(NAME)})),
    "script.pdf": pdf(
        lambda writer: writer.root_object.update({NameObject("/JS"): TextStringObject(f"app.alert('{NAME}')")})
    ),
    "described.pdf": pdf(described),
    "revised.pdf": revised(),
    "unlisted.pdf": unlisted(),
    # pictures
    "text.png": png(b"tEXt", b"Author\0" + NAME.encode("latin-1")),
    "packed.png": png(b"zTXt", b"Author\0\0" + zlib.compress(NAME.encode("latin-1"))),
    "international.png": png(b"iTXt", b"Author\0\1\0nl\0\0" + zlib.compress(UTF8)),
    "xmp.png": png(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x>" + UTF8 + b"</x>"),
    "exif.png": picture("PNG", exif=exif()),
    "own.png": png(b"prVt", UTF8),
    "behind.png": picture("PNG") + UTF8,
    "exif.jpg": picture("JPEG", exif=exif()),
    "wide-exif.jpg": b"\xff\xd8\xff\xe1"
    + struct.pack(">H", 8 + 2 * len(NAME))
    + b"Exif\0\0"
    + NAME.encode("utf-16-le")
    + picture("JPEG")[2:],
    "remark.jpg": picture("JPEG", comment=UTF8),
    "xmp.jpg": picture("JPEG", xmp=b"<x>" + UTF8 + b"</x>"),
    "behind.jpg": picture("JPEG") + UTF8,
    "remark.gif": picture("GIF", comment=UTF8),
    "behind.gif": picture("GIF") + UTF8,
    "exif.webp": picture("WEBP", exif=exif()),
    "xmp.webp": riff(b"XMP ", b"<x>" + UTF8 + b"</x>"),
    "behind.webp": picture("WEBP") + UTF8,
    "x.svg": f"<svg><metadata>{NAME}</metadata></svg>".encode(),
    "x.svgz": gzip.compress(f"<svg><desc>{NAME}</desc></svg>".encode()),
    "x.ico": picture("ICO") + UTF8,
    "x.bmp": picture("BMP") + UTF8,
    "x.tif": picture("TIFF", tiffinfo={270: "x" * len(UTF8)}).replace(b"x" * len(UTF8), UTF8),
    # others
    "x.ttf": font(),
    "glyph.ttf": font(name="x", glyph="JeromeVanZqxwijkDorr"),
    "x.woff": font("woff"),
    "x.mo": catalogue(),
    "x.sqlite": database(),
    "deleted.sqlite": database(deleted=True),
    "x.pickle": pickle.dumps({"a": [NAME]}),
    "bytes.pickle": pickle.dumps(UTF8),
    "packed.pickle": pickle.dumps(gzip.compress(UTF8)),
    "old.pickle": pickle.dumps({"a": [NAME]}, protocol=2),
    "oldest.pickle": pickle.dumps({"a": [NAME]}, protocol=0),
}

#: Which nobody can look into: whether there is a name in it is not known.
UNREADABLE: dict[str, bytes] = {
    "x.7z": b"7z\xbc\xaf\x27\x1c\0\4" + bytes(range(64)),
    "x.rar": b"Rar!\x1a\x07\x01\0" + bytes(range(64)),
    "x.zst": b"\x28\xb5\x2f\xfd\x24\x05" + bytes(range(64)),
    "x.lz4": b"\x04\x22\x4d\x18\x64\x40" + bytes(range(64)),
    "x.lz": b"LZIP\x01\x0c" + bytes(range(64)),
    "x.Z": b"\x1f\x9d\x90" + bytes(range(64)),
    "x.cab": b"MSCF\0\0\0\0" + bytes(range(64)),
    "x.br": bytes((each * 89 + 41) % 256 for each in range(300)),
    "x.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(64)),
    "x.woff2": b"wOF2\0\1\0\0" + bytes(range(64)),
    "x.mp4": b"\0\0\0\x18ftypmp42" + bytes(range(64)),
    "x.heic": b"\0\0\0\x18ftypheic" + bytes(range(64)),
    "x.mp3": b"ID3\4\0\0" + bytes(range(64)),
    "x.ogg": b"OggS\0\2" + bytes(range(64)),
    "x.wav": b"RIFF\x40\0\0\0WAVEfmt " + bytes(range(64)),
    "x.exe": PROGRAM,
    "x.pgp": b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n",
    "x.age": b"age-encryption.org/v1\n-> X25519\n",
    "x.enc": b"Salted__" + bytes(range(64)),
    "nobody-knows.bin": bytes((each * 37 + 11) % 256 for each in range(500)),
    "encrypted.zip": zipped("x.txt", b"x")
    .replace(b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0\1\0")
    .replace(b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0"),
    "encrypted.pdf": pdf(lambda writer: writer.encrypt("x", algorithm="RC4-128")),
    "empty.pdf": b"",
    "text.pdf": b"geen pdf",
    "no-page.pdf": blank(0),
    "blank.pdf": blank(1),
    "broken.pdf": b"%PDF-1.7 broken",
    "cut.pdf": printed(b"Niets")[:300],
    "cut.zip": zipped("x.txt", UTF8 * 50)[:60],
    "cut.gz": gzip.compress(bytes(range(256)) * 9)[:-200],
    "cut.bz2": bz2.compress(bytes(range(256)) * 9)[:-20],
    "cut.xz": lzma.compress(bytes(range(256)) * 9)[:-40],
    "cut.tar": tarred(bytes(range(256)) * 9)[:1000],
    "cut.png": picture("PNG")[:60],
    "cut.webp": picture("WEBP")[:-5],
    "broken.png": b"\x89PNG\r\n\x1a\n\0\0\0\4zTXtbroken-broken",
    "7z-in.zip": zipped("x.7z", b"7z\xbc\xaf\x27\x1c\0\4" + bytes(range(64))),
    "7z-in.json": json.dumps({"x": base64.b64encode(b"7z\xbc\xaf\x27\x1c\0\4" + bytes(range(64))).decode()}).encode(),
    "7z-in.pdf": pdf(lambda writer: writer.add_attachment("x.7z", b"7z\xbc\xaf\x27\x1c\0\4" + bytes(range(64)))),
    "rar-behind.png": picture("PNG") + b"Rar!\x1a\x07\x01\0" + bytes(range(64)),
    "rar-behind.gz": gzip.compress(b"x") + b"Rar!\x1a\x07\x01\0" + bytes(range(64)),
    "zst-in-data.html": b'<a href="data:application/zstd;base64,'
    + b64(b"\x28\xb5\x2f\xfd\x24\x05" + bytes(range(64)))
    + b'">x</a>',
}


def bombs() -> dict[str, bytes]:
    """Small files that unfold to more than a machine has, or never end."""
    many = zlib.compressobj(9, wbits=31)
    million = b"\0" * 2**20
    bomb = b"".join(many.compress(million) for _ in range(300)) + many.flush()
    deep = UTF8
    for _ in range(40):
        deep = gzip.compress(deep)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(30_000):
            archive.writestr(f"{number}", b"")
    return {
        "bomb.gz": bomb,
        "bomb.zip": zipped("x", b"\0" * (300 * 2**20), compresslevel=9),
        "bomb-in-bomb.zip": zipped("x.zip", zipped("y.gz", bomb)),
        "deep.gz": deep,
        "many.zip": stream.getvalue(),
    }
