"""How files are read: every way in which an editor saves one gives the same lines, or a message with its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapportage import textfile

LINES = ["Geloof", "", "Overtuiging: één", "slot"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_and_the_mark_make_no_difference(mark: bytes, end: str) -> None:
    found = textfile.decode(mark + end.join(LINES).encode(), "a.md")
    assert found == ("a.md", "\n".join(LINES), ())


@given(st.lists(st.tuples(st.text("ab :{}`é"), st.sampled_from(["\n", "\r\n", "\r"]))))
def test_mixed_line_ends_count_as_an_editor_counts(lines: list[tuple[str, str]]) -> None:
    # Of two in a row, "\r" and "\n" would be one line end.
    typed = "".join(f"{line}.{end}" for line, end in lines)
    assert textfile.decode(typed.encode(), "a.md").text == "".join(f"{line}.\n" for line, _ in lines)


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ("a\r\nbé".encode("latin-1"), "a.md:2:2", "the file is not UTF-8 from here on; save it as UTF-8"),
        ("é\ra\r\nbé".encode() + b"\xff", "a.md:3:3", "the file is not UTF-8 from here on; save it as UTF-8"),
        ("a".encode("utf-16"), "a.md:1:1", "the file is UTF-16, not UTF-8; save it as UTF-8"),
        ("a".encode("utf-32"), "a.md:1:1", "the file is UTF-32, not UTF-8; save it as UTF-8"),
        ("a".encode("utf-16-le"), "a.md:1:2", "an invisible character (U+0000) stands here; remove it"),
        ("a\nb\u202ec".encode(), "a.md:2:2", "an invisible character (U+202E) stands here; remove it"),
        ("a\rb\x85c".encode(), "a.md:2:2", "an invisible character (U+0085) stands here; remove it"),
        ("a\n\ufeffb".encode(), "a.md:2:1", "an invisible character (U+FEFF) stands here; remove it"),
        ("a\ufffd".encode(), "a.md:1:2", "a character was lost here (U+FFFD); type it anew"),
        (
            "\uf0b7 punt".encode(),
            "a.md:1:1",
            "a character of a private font stands here (U+F0B7); replace it, as other fonts do not have it",
        ),
    ],
)
def test_what_is_in_doubt_is_refused_with_its_place(content: bytes, place: str, message: str) -> None:
    found = textfile.decode(content, "a.md")
    assert [(str(each.place), each.message) for each in found.problems] == [(place, message)]
    assert found.text == ""


def test_all_invisible_characters_are_told_up_to_a_number() -> None:
    places = [str(each.place) for each in textfile.decode("a\u200eb\n\u2066c".encode(), "a.md").problems]
    assert places == ["a.md:1:2", "a.md:2:1"]
    assert len(textfile.decode(b"\x01" * 1000, "a.md").problems) == textfile.TOLD


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a" * 3000)
    assert [each.message for each in textfile.read(path, "a.md", limit=2048).problems] == [
        "the file is larger than 2 kB; split it into several files"
    ]
    assert len(textfile.content(path, 2048)) == 2049


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp")
    (tmp_path / "nul").symlink_to("/dev/zero")
    for name in ("pijp", "nul", "nergens", "."):
        found = textfile.read(tmp_path / name, name)
        assert [str(each.place) for each in found.problems] == [f"{name}:1:1"]
        assert found.problems[0].message.startswith("this file cannot be read: ")


@given(st.binary(max_size=200))
def test_nothing_raises(content: bytes) -> None:
    found = textfile.decode(content, "a.md")
    assert found.problems or ("\r" not in found.text and not textfile.unseen(found.text))
