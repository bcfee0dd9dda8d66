"""Pages with a slip on each, built: no secret is in any output of those that do not stop the build.

``SLIPS=5000`` in the environment makes more of them than a test run has time for.
"""

from __future__ import annotations

import os
import re
from random import Random
from typing import TYPE_CHECKING

import pytest
from reports import Report
from slips import slip
from test_strict import BUILDERS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

NUMBER = int(os.environ.get("SLIPS", "300"))


def secret(number: int) -> str:
    """The secret of one page: letters only, so that no digit of something else is part of it."""
    return "Zqx" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}") + "xqz"


def pages_with_secrets(folder: Path) -> set[str]:
    """The pages whose secret stands in a file below a folder."""
    found: set[bytes] = set()
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in {".pickle", ".doctree"}:
            found.update(re.findall(rb"zqx([a-j]{5})xqz", path.read_bytes().lower()))
    return {f"slip{int(''.join(str(byte - ord('a')) for byte in each)):05}" for each in found}


def test_no_secret_comes_out(rootdir: Path, tmp_path: Path) -> None:
    report = Report.copied(rootdir / "test-report", tmp_path / "report")
    report["plaatje.png"] = ""
    made = {}
    for number in range(NUMBER):
        name = f"slip{number:05}"
        made[name] = slip(Random(number), secret(number))
        content = made[name].content
        (report.folder / f"{name}.md").write_bytes(content)
    build = report.build("dummy", may_warn=True)
    assert build.stopped
    doubted = {name for name, page in build.domain.pages.items() if page.in_doubt}
    # What warns does not pass either: every build runs with -W.
    warned = {each.partition(".md:")[0] for each in build.warnings}
    told = made.keys() & (doubted | warned)
    assert NUMBER / 5 < len(told) < NUMBER * 4 / 5
    assert not [name for name in told if secret(int(name[4:])).lower() in "\n".join(build.warnings).lower()]
    for name in told:
        (report.folder / f"{name}.md").unlink()
    for builder in BUILDERS:
        build = report.build(builder, may_warn=True, folder=builder)
        assert not build.stopped
        given_away = pages_with_secrets(build.out)
        assert {name: made[name] for name in given_away} == {}, builder
    Report.close()
