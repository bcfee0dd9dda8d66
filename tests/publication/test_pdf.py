"""LaTeX to PDF: whole or not at all, contained, and the next run is well after any that was not."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from datafolder import ROOT
from pypdf import PdfReader

from rapportage.publication import pdf, tex

GOOD = r"\documentclass{article}\begin{document}\tableofcontents\section{Een}Goed.\label{a}\ref{a}\end{document}"
WRONG = "\\documentclass{article}\\begin{document}\n%@ docs/pagina.md:12\nTekst\n\\verkeerd\n\\end{document}"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("latexmk") is None, reason="needs latexmk"),
]


@pytest.fixture(autouse=True)
def _date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The folder with LaTeX, and that of the results of an earlier build."""
    latex, results = tmp_path / "latex", tmp_path / "pdf"
    for folder in (latex, results):
        folder.mkdir()
    for name in ("rapport-nl", "rapport-en", "oud-nl"):
        results.joinpath(f"{name}.pdf").write_text("van gisteren")
    return latex, results


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def body(text: str, head: str = "") -> str:
    return f"\\documentclass{{article}}{head}\n\\begin{{document}}\n{text}\n\\end{{document}}\n"


# ---- all documents, and nothing old ---------------------------------------------------------------------------------------


def test_every_document_is_made_and_what_is_gone_is_removed(folders: tuple[Path, Path]) -> None:
    latex, results = folders
    for name in ("rapport-nl", "nota-nl"):
        latex.joinpath(f"{name}.tex").write_text(GOOD)
    assert pdf.make(latex, "nl", results) == []
    assert names(results) == ["nota-nl.pdf", "rapport-en.pdf", "rapport-nl.pdf"]
    assert results.joinpath("rapport-nl.pdf").read_bytes().startswith(b"%PDF")
    # Another language is another build.
    assert results.joinpath("rapport-en.pdf").read_text() == "van gisteren"


def test_one_that_fails_is_told_with_its_place_and_removed_and_the_others_are_made(folders: tuple[Path, Path]) -> None:
    latex, results = folders
    latex.joinpath("nota-nl.tex").write_text(GOOD)
    latex.joinpath("rapport-nl.tex").write_text(WRONG)
    first, where = pdf.make(latex, "nl", results)
    assert first == "rapport-nl.pdf: TeX stopped. docs/pagina.md:12: Undefined control sequence \\verkeerd"
    assert where.endswith("latex/rapport-nl.log)")
    assert names(results) == ["nota-nl.pdf", "rapport-en.pdf"]


def test_without_any_document_there_is_nothing_to_make(folders: tuple[Path, Path]) -> None:
    (told,) = pdf.make(*folders[:1], "nl", folders[1])
    assert "there is no document in this language (*-nl.tex)" in told
    assert names(folders[1]) == ["rapport-en.pdf"]


def test_what_tex_left_of_a_document_that_is_gone_is_removed(folders: tuple[Path, Path]) -> None:
    latex, results = folders
    for name in ("rapport-nl", "nota-nl"):
        latex.joinpath(f"{name}.tex").write_text(GOOD)
    pdf.make(latex, "nl", results)
    latex.joinpath("nota-nl.tex").unlink()
    assert pdf.make(latex, "nl", results) == []
    left = [path.name for path in latex.rglob("*") if path.is_file() and "nota" in path.name]
    assert left == ["nota-nl.lock"]


# ---- contained ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attempt",
    [
        r"\input{{{secret}}}",
        r"\input{{../geheim.txt}}",
        r"\input{{.verborgen}}",
        r"\openin5={secret} \read5 to\x \closein5 \x",
        r"\immediate\write18{{cp {secret} gelekt.txt}}\input{{gelekt.txt}}",
        r"\input{{|cat {secret}}}",
    ],
)
def test_text_reads_no_file_and_runs_no_program(folders: tuple[Path, Path], attempt: str) -> None:
    latex, results = folders
    secret = latex.parent / "geheim.txt"
    for path in (secret, latex / ".verborgen"):
        path.write_text("HET GEHEIM")
    latex.joinpath("rapport-nl.tex").write_text(body("Tekst. " + attempt.format(secret=secret)))
    problems = pdf.make(latex, "nl", results)
    text = "".join(page.extract_text() for page in PdfReader(results / "rapport-nl.pdf").pages) if not problems else ""
    assert "GEHEIM" not in text
    assert not list(latex.rglob("gelekt.txt"))


@pytest.mark.parametrize("place", ["../buiten.txt", "{folder}/buiten.txt", ".verborgen"])
def test_text_writes_only_beside_itself(folders: tuple[Path, Path], place: str) -> None:
    latex, results = folders
    place = place.format(folder=latex)
    latex.joinpath("rapport-nl.tex").write_text(body(rf"\immediate\openout5={place} \immediate\write5{{x}}"))
    assert pdf.make(latex, "nl", results)
    assert not [path for path in latex.parent.rglob("*") if path.name in {"buiten.txt", ".verborgen"}]


def test_settings_of_the_user_and_of_the_folder_do_not_count(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    latex, results = folders
    mark = tmp_path / "uitgevoerd"
    home = tmp_path / "home"
    (home / "texmf/tex").mkdir(parents=True)
    for rc in (latex / "latexmkrc", latex / ".latexmkrc", home / ".latexmkrc"):
        rc.write_text(f"system('touch {mark}'); $pdf_mode = 0;")
    (home / "texmf/tex/van-de-gebruiker.sty").write_text(r"\ProvidesPackage{van-de-gebruiker}")
    for name, value in {
        "HOME": home,
        "TEXMFHOME": home / "texmf",
        "TEXINPUTS": home / "texmf/tex:",
        "LATEXOPTS": "-x",
    }.items():
        monkeypatch.setenv(name, str(value))
    latex.joinpath("rapport-nl.tex").write_text(
        body(r"\IfFileExists{van-de-gebruiker.sty}{gevonden}{afwezig}", r"\usepackage{graphicx}")
    )
    assert pdf.make(latex, "nl", results) == []
    assert "afwezig" in PdfReader(results / "rapport-nl.pdf").pages[0].extract_text()
    assert not mark.exists()


def test_one_document_does_not_meet_what_another_wrote(folders: tuple[Path, Path]) -> None:
    latex, results = folders
    latex.joinpath("a-nl.tex").write_text(
        body(r"\newwrite\f\immediate\openout\f=deel.txt \immediate\write\f{x}\shipout\hbox{x}")
    )
    latex.joinpath("b-nl.tex").write_text(body(r"\IfFileExists{deel.txt}{gevonden}{afwezig}"))
    assert pdf.make(latex, "nl", results) == []
    assert "afwezig" in PdfReader(results / "b-nl.pdf").pages[0].extract_text()
    # Nor does anything come into the folder that Sphinx wrote, but for what TeX says.
    assert {path.suffix for path in latex.iterdir() if path.is_file()} == {".tex", ".log", ".txt"}


def test_a_document_without_an_end_is_stopped_and_told(folders: tuple[Path, Path]) -> None:
    latex, results = folders
    latex.joinpath("rapport-nl.tex").write_text(body("Tekst.\\newpage\n" + r"\loop\iftrue\repeat"))
    told, _where = pdf.make(latex, "nl", results, limit=5)
    assert told == "rapport-nl.pdf: TeX was not done after 5 seconds and was stopped; does something in it go on for ever?"
    assert not _running(latex)


def test_without_latexmk_one_line_says_so(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    latex, results = folders
    latex.joinpath("rapport-nl.tex").write_text(GOOD)
    programs = latex.parent / "bin"
    programs.mkdir()
    (programs / "sh").symlink_to("/bin/sh")
    monkeypatch.setenv("PATH", str(programs))
    assert pdf.make(latex, "nl", results)[0] == "rapport-nl.pdf: latexmk is not there; `make latexpdf` installs it"


# ---- faults of a PDF that was made ----------------------------------------------------------------------------------------


def test_a_character_without_a_glyph_and_a_line_beside_its_column_are_faults(folders: tuple[Path, Path]) -> None:
    latex, results = folders
    latex.joinpath("rapport-nl.tex").write_text(
        body("een\\newpage\n\n%@ docs/pagina.md:7\n☃\n\n" + "%@ docs/pagina.md:9\n" + r"\hbox to 10pt{" + "lang" * 20 + "}")
    )
    character, line, _where = pdf.make(latex, "nl", results)
    assert character == 'rapport-nl.pdf: page 2: no font has "☃"'
    assert line.startswith("rapport-nl.pdf: docs/pagina.md:9: on page 2 or the next, ")
    assert line.endswith("points of a line stand outside its column: " + ("lang" * 20)[:60])
    assert not (results / "rapport-nl.pdf").exists()


# ---- runs that were killed, and what they leave ---------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".aux", ".toc", ".fdb_latexmk", ".xdv", ".pdf", ".log", "left.json"])
@pytest.mark.parametrize("spoiled", [b"", b"\\@ifundefined{x}{\\", b"\x00\xff garbage {{{", None])
def test_what_was_spoiled_since_is_not_used(folders: tuple[Path, Path], ending: str, spoiled: bytes | None) -> None:
    latex, results = folders
    latex.joinpath("rapport-nl.tex").write_text(GOOD)
    assert pdf.make(latex, "nl", results) == []
    first = results.joinpath("rapport-nl.pdf").read_bytes()
    left = latex / ".tex" / "rapport-nl" / (ending if ending == "left.json" else f"rapport-nl{ending}")
    assert left.is_file()
    if spoiled is None:
        left.unlink()
    else:
        left.write_bytes(spoiled)
    results.joinpath("rapport-nl.pdf").unlink()
    assert pdf.make(latex, "nl", results) == []
    assert results.joinpath("rapport-nl.pdf").read_bytes() == first


def test_the_folder_of_a_run_that_was_killed_is_removed(folders: tuple[Path, Path]) -> None:
    latex, results = folders
    latex.joinpath("rapport-nl.tex").write_text(GOOD)
    dead = latex / ".tex" / "rapport-nl.run-dood"
    dead.mkdir(parents=True)
    dead.joinpath("rapport-nl.aux").write_text("{")
    assert pdf.make(latex, "nl", results) == []
    assert not dead.exists()


def test_a_wrong_end_of_what_was_left_is_made_anew(folders: tuple[Path, Path]) -> None:
    """What fits no more, such as a command that the last text had and this one has not, is no reason to fail."""
    latex, results = folders
    text = latex / "rapport-nl.tex"
    text.write_text(body(r"\tableofcontents\section{\eigen}", r"\newcommand\eigen{x}\protected\def\eigen{x}"))
    assert pdf.make(latex, "nl", results) == []
    text.write_text(body(r"\tableofcontents\section{Gewoon}"))
    assert pdf.make(latex, "nl", results) == []


def test_the_same_text_gives_the_same_pdf_whether_or_not_something_was_left(folders: tuple[Path, Path]) -> None:
    latex, results = folders
    text = latex / "rapport-nl.tex"
    text.write_text(GOOD.replace("Een", "Twee"))
    assert pdf.make(latex, "nl", results) == []
    text.write_text(GOOD)
    assert pdf.make(latex, "nl", results) == []
    again = results.joinpath("rapport-nl.pdf").read_bytes()
    shutil.rmtree(latex / ".tex")
    assert pdf.make(latex, "nl", results) == []
    assert results.joinpath("rapport-nl.pdf").read_bytes() == again


def test_another_date_gives_another_pdf(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    latex, results = folders
    latex.joinpath("rapport-nl.tex").write_text(GOOD)
    assert pdf.make(latex, "nl", results) == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    assert pdf.make(latex, "nl", results) == []
    made = PdfReader(results / "rapport-nl.pdf").metadata
    assert made is not None
    assert made.creation_date is not None
    assert made.creation_date.day == 2


def test_what_did_not_change_is_not_made_again(folders: tuple[Path, Path]) -> None:
    latex, results = folders
    latex.joinpath("rapport-nl.tex").write_text(GOOD)
    for runs in (2, 0):
        assert pdf.make(latex, "nl", results) == []
        assert latex.joinpath("rapport-nl.out.txt").read_text().count("of rule 'xelatex'") == runs


LONG = body(
    "\\tableofcontents\n"
    + "".join(f"\\section{{Deel {at}}}\\label{{s{at}}}Zie \\ref{{s{(at * 7) % 150}}}.\\newpage\n" for at in range(150)),
    r"\usepackage{hyperref}",
)
COMMAND = "from rapportage.cli import main; main()"


def _started(latex: Path, results: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "_ext")}
    command = [sys.executable, "-c", COMMAND, "pdf", str(latex), "nl", str(results)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)


def _running(latex: Path) -> list[str]:
    """The programs that work in a folder of TeX, by their command."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(latex) in str((process / "cwd").readlink()):
                found.append((process / "cmdline").read_bytes().decode())
        except OSError:
            continue
    return [command for command in found if command]  # one that has ended, but was not told of yet, has none


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_after_a_run_that_was_killed_at_any_moment_the_next_one_is_as_a_first_one(
    folders: tuple[Path, Path], how: signal.Signals
) -> None:
    latex, results = folders
    text = latex / "rapport-nl.tex"
    chance = random.Random(int(how))
    made: dict[str, bytes] = {}
    for number in range(5):
        source = LONG.replace("Deel", f"Deel {number % 2}")
        if source not in made:
            text.write_text(source)
            shutil.rmtree(latex / ".tex", ignore_errors=True)
            begin = time.monotonic()
            assert pdf.make(latex, "nl", results) == []
            took = time.monotonic() - begin
            made[source] = results.joinpath("rapport-nl.pdf").read_bytes()
        if chance.random() < 0.5:
            shutil.rmtree(latex / ".tex")  # the first run is killed, too
        text.write_text(source)
        process = _started(latex, results)
        time.sleep(0.3 + chance.random() * took)
        process.send_signal(how)
        process.wait(20)
        if how != signal.SIGKILL:
            assert not _running(latex)
        assert pdf.make(latex, "nl", results) == [], number
        assert results.joinpath("rapport-nl.pdf").read_bytes() == made[source], number
        assert not list((latex / ".tex").glob("*.run-*"))


def test_two_runs_at_once_do_not_meet(folders: tuple[Path, Path]) -> None:
    latex, results = folders
    latex.joinpath("rapport-nl.tex").write_text(LONG)
    both = [_started(latex, results) for _ in range(2)]
    assert [each.wait(120) for each in both] == [0, 0]
    assert len(PdfReader(results / "rapport-nl.pdf").pages) > 150


def test_tex_gets_nothing_of_our_environment_but_where_programs_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("TEXINPUTS", "TEXMFHOME", "LATEXOPTS", "openin_any", "BASH_ENV", "LD_PRELOAD", "PERL5OPT", "SECRET"):
        monkeypatch.setenv(name, "x")
    found = tex.environment(tmp_path, "1")
    assert "x" not in found.values()
    assert (found["openin_any"], found["openout_any"], found["shell_escape"]) == ("p", "p", "f")
