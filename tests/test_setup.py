"""What the set-up promises: one list of system packages, locks without addresses, a command for every need."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent


def _packages(group: str) -> list[str]:
    lines = (ROOT / "packages.txt").read_text("utf-8").splitlines()
    words = [line.split() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return [line[1] for line in words if line[0] == group]


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_the_hosted_preview_installs_what_the_pdf_needs() -> None:
    hosted = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text("utf-8"))
    assert hosted["build"]["apt_packages"] == _packages("pdf")


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_a_lock_has_a_hash_for_every_package_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    lines = [line.strip() for line in text.replace("\\\n", " ").splitlines()]
    requirements = [line for line in lines if line and not line.startswith("#")]
    assert requirements
    assert [line for line in requirements if "==" not in line or "--hash=sha256:" not in line] == []
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links", text)


def test_the_lock_for_npm_has_a_hash_for_every_package_and_no_address() -> None:
    text = (ROOT / "requirements" / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]
    wanted = json.loads((ROOT / "requirements" / "package.json").read_text("utf-8"))["devDependencies"]
    assert packages.pop("")["devDependencies"] == wanted
    assert {f"node_modules/{name}" for name in wanted} <= packages.keys()
    assert [name for name, each in packages.items() if not each["integrity"].startswith("sha512-")] == []
    assert not re.search(r"https?:|file:|resolved", text)


def test_every_direct_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = text[text.index("dependencies = [") : text.index("[project.scripts]")]
    assert [line for line in listed.splitlines() if line.startswith('  "') and "#" not in line] == []


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with the set-up, on a machine without packages, as somebody who is not root and may not become it."""
    for name in ("tools/setup.sh", "packages.txt", "pyproject.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    answers = {"id": "echo 1000", "sudo": "exit 1", "dpkg-query": "exit 0", "apt-get": "echo apt-get ran >&2; exit 1"}
    (tmp_path / "bin").mkdir()
    for name, answer in answers.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    return tmp_path


def _set_up(folder: Path, level: str, **variables: str) -> subprocess.CompletedProcess[str]:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "SYSTEM_PACKAGES": "", "PYTHON": "", **variables}
    command = ["bash", folder / "tools" / "setup.sh", level]
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60
    )


def test_without_root_one_message_names_what_is_missing(bare: Path) -> None:
    done = _set_up(bare, "pdf")
    assert done.returncode == 1
    missing = " ".join(_packages("pdf"))
    assert f"apt-get update && apt-get install --no-install-recommends {missing}\n" in done.stderr
    assert "Nothing was built." in done.stderr
    assert "apt-get ran" not in done.stderr
    assert done.stdout == ""
    assert {path.name for path in bare.iterdir()} == {"tools", "packages.txt", "pyproject.toml", "bin"}


def test_a_python_that_is_not_there_is_no_missing_package(bare: Path) -> None:
    done = _set_up(bare, "html", PYTHON="python3.99")
    assert done.returncode == 1
    assert "Rapportage needs Python 3.11 or newer; python3.99 is not there." in done.stderr
    assert "packages" not in done.stderr


@pytest.mark.parametrize("command", ["report", "html", "latexpdf", "preview", "check", "gettext", "test", "lint", "clean"])
def test_make_help_lists_every_command(command: str) -> None:
    shown = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.search(rf"^ +make {command} +\S", shown, re.MULTILINE)


def test_a_language_that_the_report_does_not_have_is_refused() -> None:
    refused = subprocess.run(["make", "html", "LANGUAGE=fr"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert 'LANGUAGE is nl or en, not "fr"' in refused.stderr


@pytest.mark.parametrize(
    ("said", "folder", "settings"),
    [
        ([], "_build/html/nl", "-D rapportage_audience=public -D language=nl"),
        (["AUDIENCE=internal"], "_build/internal/html/nl", "-D rapportage_audience=internal -D language=nl"),
        (["REHEARSAL=yes"], "_build/rehearsal/html/nl", "-D rapportage_audience=public -D rapportage_rehearsal=1 -D"),
    ],
)
def test_each_edition_has_a_folder_of_its_own(said: list[str], folder: str, settings: str) -> None:
    # What the environment happens to say does not count.
    environment = {**os.environ, "AUDIENCE": "internal", "REHEARSAL": "yes"}
    command = ["make", "-n", "html-nl", *said]
    shown = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert settings in shown
    assert f"docs {folder}\n" in shown


def test_an_audience_that_there_is_not_is_refused() -> None:
    refused = subprocess.run(["make", "html", "AUDIENCE=intern"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert 'AUDIENCE is public or internal, not "intern"' in refused.stderr


def test_nothing_that_was_built_is_tracked() -> None:
    built = re.compile(r"(^|/)(_build|\.venv|node_modules|__pycache__)/|\.(pyc|mo|doctree)$")
    assert [str(path) for path in _tracked() if built.search(path.relative_to(ROOT).as_posix())] == []


def test_every_data_file_names_its_schema() -> None:
    for path in (ROOT / "data").rglob("*.yaml"):
        first = path.read_text("utf-8").splitlines()[0]
        schema = re.fullmatch(r"# yaml-language-server: \$schema=(\S+\.json)", first)
        assert schema, path
        assert (path.parent / schema[1]).is_file(), path
