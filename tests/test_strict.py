"""Slips that people make around what is secret, one case a page in ``bad_secrets``: each stops the build, and is told.

Below a page stands what is told of it (``%%% line: message``), which is no part of it. On each stands the same secret.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reports import Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports import Build

CASES = sorted((Path(__file__).resolve().parent / "bad_secrets").glob("*.md"))
SECRET = "zqxgeheim"  # noqa: S105 -- no password
BUILDERS = ["html", "singlehtml", "dirhtml", "epub", "latex", "gettext", "text", "xml", "json"]


def typed(case: Path) -> str:
    """What the writer typed."""
    return case.read_text("utf-8").partition("%%%")[0]


def given_away(folder: Path) -> list[str]:
    """The files below a folder in which the secret stands, but for those that remember what was read."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "environment.pickle")
    return [path.name for path in files if SECRET.encode() in _unpacked(path.read_bytes()).lower()]


def _unpacked(content: bytes) -> bytes:
    head, _, packed = content.partition(b"zlib.\n")
    return zlib.decompress(packed) if head.startswith(b"# Sphinx inventory") else content


def told(build: Build, docname: str) -> list[str]:
    """What a build says of a page, as its remarks do."""
    lines = (re.fullmatch(rf"{docname}\.md:(\d+)(?::\d+)?: WARNING: (.*) \[\S+\]", each) for each in build.warnings)
    return [f"{line[1]}: {line[2]}" for line in lines if line]


@pytest.fixture(scope="module")
def build(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """One build of all cases."""
    report = Report.copied(rootdir / "test-report", tmp_path_factory.mktemp("bad") / "report")
    report["conf.py"] += "\nmyst_enable_extensions = ['attrs_inline', 'colon_fence', 'deflist']\n"
    for case in CASES:
        report[case.name] = typed(case)
    build = report.build(may_warn=True)
    Report.close()
    return build


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_each_slip_is_told_where_it_stands(build: Build, case: Path) -> None:
    expected = re.findall(r"^%%% (\d+: .*)$", case.read_text("utf-8"), re.MULTILINE)
    assert expected
    assert build.domain.pages[case.stem].in_doubt
    assert sorted(told(build, case.stem)) == sorted(expected)


def test_no_message_gives_the_secret_away(build: Build) -> None:
    assert SECRET not in "\n".join(build.warnings).lower()


@pytest.mark.parametrize("audience", ["public", "internal"])
@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_is_written(report: Report, builder: str, audience: str) -> None:
    for case in CASES:
        report[case.name] = typed(case)
    build = report.build(builder, may_warn=True, rapportage_audience=audience, folder=audience)
    assert build.stopped
    assert given_away(build.out) == []
    assert not list(build.out.rglob("*.html"))


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_page_in_doubt_is_read_again_until_it_is_mended(report: Report, jobs: int) -> None:
    report.build(jobs=jobs)
    right = report["los.md"]
    report["los.md"] = f"{right}\n:::internal\nZqxgeheim\n:::\n"
    for _ in range(2):
        build = report.build(may_warn=True, jobs=jobs)
        assert build.stopped
        assert build.read == ["los"]
    assert given_away(report.folder / "_build") == []
    report["los.md"] = right
    assert report.build(jobs=jobs).read == ["los"]
    assert report.build(jobs=jobs).read == []


SAVED: dict[str, Callable[[str], bytes]] = {
    "with a mark at the beginning": lambda text: text.encode("utf-8-sig"),
    "on Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "on an old Mac": lambda text: text.replace("\n", "\r").encode(),
    "on both": lambda text: text.replace("\n", "\r\n", 2).encode(),
}
INTERNAL = "---\naudience: internal\n---\n# Titel\n\nOver Zqxgeheim.\n"
PARTS = "# Titel\n\n:::{internal}\nOver Zqxgeheim.\n:::\n\nVan {redact}`5.1.2.e Zqxgeheim`.\n"


@pytest.mark.parametrize("page", [INTERNAL, PARTS], ids=["internal", "parts"])
@pytest.mark.parametrize("how", SAVED)
def test_what_is_typed_right_is_hidden_however_it_is_saved(report: Report, page: str, how: str) -> None:
    (report.folder / "zqx.md").write_bytes(SAVED[how](page))
    report.add("index.md", "\n:::{toctree}\nzqx\n:::\n" if page == PARTS else "")
    report.build()
    assert given_away(report.folder / "_build") == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1"])
@pytest.mark.parametrize("page", [INTERNAL, PARTS], ids=["internal", "parts"])
def test_a_page_in_another_encoding_stops_the_build(report: Report, page: str, encoding: str) -> None:
    (report.folder / "zqx.md").write_bytes(f"{page}é".encode(encoding))
    report.add("los.md", "\n:::internal\n:::\n")
    build = report.build(may_warn=True)
    assert build.stopped
    assert re.match(r"zqx\.md:\d+:\d+: WARNING: (?:the file is|an invisible character)", build.warnings[0])
    assert told(build, "los")  # the others are read all the same
    assert given_away(report.folder / "_build") == []


def test_a_remark_is_in_no_output(report: Report) -> None:
    report.add("los.md", "\n% Zqxgeheim nog afstemmen\n")
    for builder in BUILDERS:
        report.build(builder, folder=builder, copyright="2026", version="1")
    assert given_away(report.folder / "_build") == []
