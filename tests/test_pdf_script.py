"""``tools/pdf.sh``: every document of a language becomes a PDF, and what was there before does not pass for new."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOOD = r"\documentclass{article}\begin{document}Goed.\end{document}"
WRONG = r"\documentclass{article}\begin{document}\verkeerd\end{document}"

pytestmark = pytest.mark.slow


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The folder with LaTeX, and that of the results of an earlier build."""
    latex, results = tmp_path / "latex", tmp_path / "pdf"
    for folder in (latex, results):
        folder.mkdir()
    latex.joinpath("latexmkrc").write_text("$xelatex = 'xelatex ' . $ENV{'LATEXOPTS'} . ' %O %S';\n")
    for name in ("rapport-nl", "rapport-en", "oud-nl"):
        results.joinpath(f"{name}.pdf").write_text("van gisteren")
    return latex, results


def run(folders: tuple[Path, Path]) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "tools" / "pdf.sh"), str(folders[0]), "nl", str(folders[1])]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_document_is_made_and_what_is_gone_is_removed(folders: tuple[Path, Path]) -> None:
    latex, results = folders
    for name in ("rapport-nl", "nota-nl"):
        latex.joinpath(f"{name}.tex").write_text(GOOD)
    made = run(folders)
    assert made.returncode == 0, made.stderr
    assert sorted(path.name for path in results.iterdir()) == ["nota-nl.pdf", "rapport-en.pdf", "rapport-nl.pdf"]
    assert results.joinpath("rapport-nl.pdf").read_bytes().startswith(b"%PDF")
    # Another language is another build.
    assert results.joinpath("rapport-en.pdf").read_text() == "van gisteren"


def test_one_that_fails_is_told_and_removed_and_the_others_are_made(folders: tuple[Path, Path]) -> None:
    latex, results = folders
    latex.joinpath("nota-nl.tex").write_text(GOOD)
    latex.joinpath("rapport-nl.tex").write_text(WRONG)
    made = run(folders)
    assert made.returncode == 1
    assert "rapport-nl.pdf: TeX stopped. What it said last:" in made.stderr
    assert "Undefined control sequence" in made.stderr
    assert sorted(path.name for path in results.iterdir()) == ["nota-nl.pdf", "rapport-en.pdf"]


def test_without_any_document_there_is_nothing_to_make(folders: tuple[Path, Path]) -> None:
    made = run(folders)
    assert made.returncode == 1
    assert "there is no document in this language (*-nl.tex)" in made.stderr
    assert [path.name for path in folders[1].iterdir()] == ["rapport-en.pdf"]
