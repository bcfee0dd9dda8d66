"""A build for publication runs where nobody has set anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapportage.publication import NotPublishedError, build

#: What could make a build say something else, or come from elsewhere.
SET = {
    "SPHINXOPTS": "-t anders",
    "MAKEFLAGS": "AUDIENCE=internal",
    "GNUMAKEFLAGS": "-i",
    "MAKEFILES": "/elders/ander.mk",
    "PYTHONSTARTUP": "/elders/a.py",
    "PYTHONHOME": "/elders",
    "PYTHONPYCACHEPREFIX": "/elders",
    "PYTHONWARNINGS": "error",
    "TEXINPUTS": "/elders:",
    "TEXMFHOME": "/elders",
    "TEXMFCNF": "/elders",
    "LATEXOPTS": "-shell-escape",
    "LATEXMKRCSYS": "/elders/latexmkrc",
    "openin_any": "a",
    "LANGUAGE": "fr",
    "LANG": "fr_FR.ISO-8859-1",
    "AUDIENCE": "internal",
    "REHEARSAL": "yes",
    "FONTCONFIG_FILE": "/elders/fonts.conf",
    "XDG_CONFIG_HOME": "/elders",
    "MPLCONFIGDIR": "/elders",
    "GIT_DIR": "/elders/.git",
    "GIT_CONFIG_COUNT": "1",
    "LD_PRELOAD": "/elders/a.so",
    "BASH_ENV": "/elders/a.sh",
    "ENV": "/elders/a.sh",
    "CDPATH": "/elders",
    "HOME": "/elders",
    "TMPDIR": "/elders",
    "PYTHONPATH": "/elders",
    "SOURCE_DATE_EPOCH": "1",
    "LC_ALL": "C",
}


def test_of_what_is_set_nothing_counts(tmp_path: Path) -> None:
    clean = build.environment(tmp_path / "edition", tmp_path / "home", 1700000000, {"PATH": "/usr/bin:/bin"})
    assert build.environment(tmp_path / "edition", tmp_path / "home", 1700000000, {"PATH": "/usr/bin:/bin", **SET}) == clean
    assert clean["SOURCE_DATE_EPOCH"] == "1700000000"
    assert clean["HOME"] == str(tmp_path / "home")


@given(st.dictionaries(st.text("ABEHMOPRT_", min_size=1, max_size=9), st.text("a:/", max_size=5), max_size=8))
def test_whatever_it_is_called(tmp_path_factory: pytest.TempPathFactory, given_variables: dict[str, str]) -> None:
    home = tmp_path_factory.getbasetemp() / "home"
    kept = {"PATH", "TERM", "NO_COLOR"}
    plain = {name: value for name, value in given_variables.items() if name in kept}
    assert build.environment(home, home, 1, given_variables) == build.environment(home, home, 1, plain)


def test_programs_are_not_looked_for_in_the_folder_of_the_edition(tmp_path: Path) -> None:
    given_variables = {"PATH": f".:bin::/usr/bin:..{os.pathsep}/bin"}
    assert build.environment(tmp_path, tmp_path, 1, given_variables)["PATH"] == "/usr/bin:/bin"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """A folder to build in, at a place with a space in its name."""
    folder = tmp_path / "een map" / "edition"
    folder.mkdir(parents=True)
    return folder


def test_the_makefile_finds_its_programs_and_nothing_else(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SET.items():
        if name not in {"LD_PRELOAD", "PYTHONHOME"}:  # this process would mind
            monkeypatch.setenv(name, value)
    code = "import sys, os; print(sys.prefix, os.getcwd(), sorted(os.environ), sep='\\n')"
    (edition / "Makefile").write_text(f'outputs:\n\t@$(bin)/python -I -c "{code}" >told\n\t@echo $(AUDIENCE) >>told\n')
    build.build(edition, date=1700000000, lock=1)
    prefix, folder, names, audience = (edition / "told").read_text().splitlines()
    assert (folder, audience) == (str(edition), "public")
    assert not {"SPHINXOPTS", "TEXINPUTS", "LATEXOPTS", "GIT_DIR", "LANGUAGE", "BASH_ENV"} & {*eval(names)}  # noqa: S307
    assert Path(prefix).exists()


def test_the_engine_of_the_edition_comes_first(edition: Path) -> None:
    own = edition / "_ext/rapportage/__init__.py"
    own.parent.mkdir(parents=True)
    own.write_text("")
    (edition / "Makefile").write_text(
        'outputs:\n\t@$(bin)/python -c "import rapportage; print(rapportage.__file__)" >told\n'
    )
    build.build(edition, date=1, lock=1)
    assert (edition / "told").read_text().strip() == str(own)


def test_a_goal_that_fails_is_a_reason(edition: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (edition / "Makefile").write_text("outputs:\n\t@echo 'dit is mis' >&2; exit 3\n")
    with pytest.raises(NotPublishedError, match="could not be built: what is wrong stands above"):
        build.build(edition, date=1, lock=1)
    assert "dit is mis" in capfd.readouterr().err


def test_a_machine_without_make_is_told_of(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (edition / "Makefile").write_text("outputs:\n")
    monkeypatch.setenv("PATH", str(edition))
    with pytest.raises(NotPublishedError, match="make: this program is not on this machine"):
        build.build(edition, date=1, lock=1)


def test_the_makefile_of_the_project_has_the_goal() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    command = ["make", "-n", "-f", "Makefile", "bin=../bin", "AUDIENCE=public", build.GOAL]
    shown = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=True, env={"PATH": os.environ["PATH"]}
    ).stdout
    for wanted in ("-b html", "-b latex", "-b gettext", "pdf _build/latex/nl nl", "pdf _build/latex/en en"):
        assert wanted in shown
    assert "setup.sh" not in shown
    assert ".venv" not in shown
    assert sys.prefix not in shown
