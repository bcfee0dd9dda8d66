"""The keys of the bibliography, which records may cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datafolder import ROOT
from pybtex.database import parse_file

from rapportage.bibliography import keys

if TYPE_CHECKING:
    from pathlib import Path


def test_keys_of_entries_only(tmp_path: Path) -> None:
    path = tmp_path / "bronnen.bib"
    path.write_text(
        "@misc{een,\n  title = {Zie @misc{twee, } },\n}\n"
        "  @Article { drie-3:a/b ,title={x}}\n@STRING{vier = {x}}\n@comment{vijf, x}\n@preamble{zes, x}\n% @misc{zeven,\n"
    )
    assert keys([path]) == {"een", "drie-3:a/b"}


def test_all_files_count_and_one_that_is_missing_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@misc{een, title={x}}")
    (tmp_path / "b.bib").write_text("@misc{twee, title={x}}")
    assert keys(tmp_path / name for name in ("a.bib", "b.bib", "c.bib")) == {"een", "twee"}


def test_a_bibliography_in_another_encoding_has_keys_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_bytes("@misc{een, title={Officiële bekendmaking}}".encode("latin-1"))
    assert keys([tmp_path / "a.bib"]) == {"een"}


def test_the_keys_are_those_that_pybtex_reads() -> None:
    path = ROOT / "data" / "references.bib"
    assert keys([path]) == set(parse_file(str(path)).entries.keys())
