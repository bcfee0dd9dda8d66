"""A name is found in a file of any kind, or it is said that nobody can look into that file: nothing is passed over."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import planted
import pytest
from datafolder import ROOT

from rapportage.plugins.redaction.scan import scan
from rapportage.plugins.redaction.secrets import Secret

if TYPE_CHECKING:
    from pathlib import Path

TEXT = Secret(planted.NAME, "docs/nota.md", 12, "5.1.2.e")
OTHER = TEXT._replace(text="Iemand Anders Geheel")


@pytest.mark.parametrize("name", planted.FOUND)
def test_what_is_planted_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(planted.FOUND[name])
    hits = scan(tmp_path, [TEXT])
    assert TEXT in {hit.secret for hit in hits}, hits
    assert "zqx" not in "\n".join(map(str, hits)).lower()


#: In which something else stands too that nobody can look into.
_HALF_KNOWN = {"self-extracting.exe"}


@pytest.mark.parametrize("name", planted.FOUND.keys() - _HALF_KNOWN)
def test_nothing_is_found_where_nothing_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(planted.FOUND[name])
    assert scan(tmp_path, [OTHER]) == []


@pytest.mark.parametrize("name", planted.UNREADABLE)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(planted.UNREADABLE[name])
    hits = scan(tmp_path, [OTHER])
    assert [(hit.file, hit.secret) for hit in hits] == [(name, None)]
    assert hits[0].why


def test_what_xetex_makes_on_the_way_counts_where_there_is_no_pdf_of_it(tmp_path: Path) -> None:
    (tmp_path / "x.xdv").write_bytes(b"\xf7\x07\x01\x83\x92\xc0\x1c\x3b" + bytes(range(64)))
    assert [hit.secret for hit in scan(tmp_path, [OTHER])] == [None]
    (tmp_path / "x.pdf").write_bytes(planted.printed(b"Niets"))
    assert scan(tmp_path, [OTHER]) == []


@pytest.mark.slow
def test_what_unfolds_without_end_is_told_within_bounds(tmp_path: Path) -> None:
    for name, content in planted.bombs().items():
        (tmp_path / name).write_bytes(content)
    code = f"""
import resource
resource.setrlimit(resource.RLIMIT_AS, ({4 * 2**30}, {4 * 2**30}))
from pathlib import Path
from rapportage.plugins.redaction.scan import scan
print(*(hit.file for hit in scan(Path({str(tmp_path)!r}), []) if hit.secret is None))
"""
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "_ext")
    assert made.stdout.split() == sorted(path.name for path in tmp_path.iterdir())
