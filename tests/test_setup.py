"""What the set-up promises: one list of system packages, locks without addresses, a command for every need."""

from __future__ import annotations

import json
import re
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


@pytest.mark.parametrize("command", ["report", "html", "latexpdf", "preview", "check", "gettext", "test", "lint", "clean"])
def test_make_help_lists_every_command(command: str) -> None:
    shown = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.search(rf"^ +make {command} +\S", shown, re.MULTILINE)


def test_a_language_that_the_report_does_not_have_is_refused() -> None:
    refused = subprocess.run(["make", "html", "LANGUAGE=fr"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert 'LANGUAGE is nl or en, not "fr"' in refused.stderr


def test_nothing_that_was_built_is_tracked() -> None:
    built = re.compile(r"(^|/)(_build|\.venv|node_modules|__pycache__)/|\.(pyc|mo|doctree)$")
    assert [str(path) for path in _tracked() if built.search(path.relative_to(ROOT).as_posix())] == []


def test_every_data_file_names_its_schema() -> None:
    for path in (ROOT / "data").rglob("*.yaml"):
        first = path.read_text("utf-8").splitlines()[0]
        schema = re.fullmatch(r"# yaml-language-server: \$schema=(\S+\.json)", first)
        assert schema, path
        assert (path.parent / schema[1]).is_file(), path
