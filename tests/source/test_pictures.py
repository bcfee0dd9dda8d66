"""Which files are shown as pictures or handed out, by what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapportage.source.pictures import file_fault, picture_fault

SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n..", ""),
        ("a.JPG", b"\xff\xd8\xff..", ""),
        ("a.png", b"", ""),
        ("a.png", b"<html>", "is not what its name says: no .png"),
        ("a.md", b"# x", "is no picture; a page shows .avif, .gif, .jpeg, .jpg, .pdf, .png, .svg, .webp"),
        ("a.svg", SVG.format('<rect width="1"/><style>.a{}</style>').encode(), ""),
        ("a.svg", SVG.format("<script>x</script>").encode(), "could run something in a reader's browser (<script>)"),
        ("a.svg", SVG.format('<a onload="x"/>').encode(), "could run something in a reader's browser (onload)"),
        ("a.svg", SVG.format('<a href="java&#9;script:x"/>').encode(), "could run something in a reader's browser (href)"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "could run something in a reader's browser (<!ENTITY>)"),
    ],
)
def test_a_picture(tmp_path: Path, name: str, content: bytes, fault: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert picture_fault(tmp_path / name) == fault


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.csv", b"a,b", ""),
        ("a.xml", b"<iati-activities/>", ""),
        ("a.html", b"", "could run something in a reader's browser"),
        ("a.js", b"", "could run something in a reader's browser"),
        ("a.xml", b'<?xml-stylesheet href="a.xsl"?><a/>', "could run something in a reader's browser (<?xml-stylesheet)"),
        (
            "a.xml",
            "<a>é</a>".encode("latin-1"),
            "cannot be looked through: the file is not UTF-8 from here on; save it as UTF-8",
        ),
    ],
)
def test_a_file_to_hand_out(tmp_path: Path, name: str, content: bytes, fault: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert file_fault(tmp_path / name) == fault
