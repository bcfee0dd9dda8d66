"""One run of TeX: LaTeX to PDF with latexmk and XeTeX, contained, in a folder of its own.

What is in a document may come from many hands, so TeX gets an environment that it shares with nobody: it reads only the
folder of the run, the folder of LaTeX that Sphinx wrote and TeX's own; writes only in the folder of the run; starts no
program; and is stopped after a time. No settings of the user or of the folder count.
"""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

#: How a run ended. ``failed``: TeX or latexmk stopped; ``late``: it was stopped; ``missing``: latexmk is not there.
Outcome: TypeAlias = Literal["made", "failed", "late", "missing"]

#: Seconds for a document; a report of 70 pages needs 15.
LIMIT = 600
#: No file of a run is larger, in blocks of 512 bytes: a document that writes for ever would fill the disk.
_BLOCKS = 2_000_000

#: Nothing of TeX's may run programs: ``-no-shell-escape`` and ``shell_escape``. ``-halt-on-error`` makes of every error the
#: only one, ``-file-line-error`` says where it is.
_XELATEX = "xelatex -no-pdf -halt-on-error -interaction=nonstopmode -file-line-error -no-shell-escape %O %S"
#: ``-norc``: neither the latexmkrc of the system, nor that of the user, nor that of Sphinx counts. ``-bibtex-``: Sphinx has
#: made bibliographies already.
_LATEXMK = [
    "latexmk",
    "-norc",
    "-pdfxe",
    "-dvi-",
    "-ps-",
    "-bibtex-",
    f"-pdfxelatex={_XELATEX}",
    "-e",
    "$xdvipdfmx = 'xdvipdfmx -E -o %D %O %S'; $makeindex = 'makeindex -s python.ist %O -o %D %S'; $max_repeat = 5;",
]


def run(name: str, folder: Path, sources: Path, *, epoch: str, limit: float = LIMIT) -> Outcome:
    """Make *name*.pdf of *name*.tex in *folder*; what latexmk says goes to *name*.out.txt, what TeX says to *name*.log.

    :param sources: the folder with the styles and pictures that the document takes in; it is only read.
    :param epoch: the date of the PDF, in seconds since 1970.
    :param limit: seconds after which it is stopped, with all that it started. So it is if an exception comes.
    """
    # A shell only for its limit on the size of files, which the programs below it inherit.
    command = ["sh", "-c", f'ulimit -f {_BLOCKS}; exec "$@"', "sh", *_LATEXMK, f"{name}.tex"]
    with (folder / f"{name}.out.txt").open("wb") as said:
        process = subprocess.Popen(  # noqa: S603 (a command of ours; the name is that of a file that Sphinx wrote)
            command,
            cwd=folder,
            env=environment(sources, epoch),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            return "late"
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if code == 127:
        return "missing"
    return "made" if code == 0 and (folder / f"{name}.pdf").is_file() else "failed"


def environment(sources: Path, epoch: str) -> dict[str, str]:
    """All that TeX and its helpers find in their environment; of ours only where programs and fonts are."""
    nowhere = str(sources / ".tex" / "none")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH") if name in os.environ}
    return kept | {
        "LC_ALL": "C.UTF-8",
        # This folder first, then Sphinx's, then TeX's own.
        "TEXINPUTS": f".:{sources}:",
        "TEXMFHOME": nowhere,
        "TEXMFCONFIG": nowhere,
        "TEXMFVAR": nowhere,
        # Paranoid: no absolute name, none with "..", no hidden file.
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        # A message stays on one line of the log.
        "max_print_line": "1000",
        "error_line": "254",
        "half_error_line": "238",
        "SOURCE_DATE_EPOCH": epoch,
        "FORCE_SOURCE_DATE": "1",
    }
