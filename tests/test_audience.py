"""What is internal is no part of a public build, and never becomes a node there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports import Report

PAGE = """\
---
audience: internal
---

# Binnenskamers

Alleen voor wie eraan werkt.
"""
PART = """\

:::{internal}
Dit is vertrouwelijk: {amount}`voorschot`.

```{toctree}
intern [1]
```
:::
"""


def test_a_public_build_has_no_internal_page_and_no_internal_part(report: Report) -> None:
    report["intern [1].md"] = PAGE
    report.add("index.md", PART)
    build = report.build()
    assert "intern [1]" not in build.app.env.all_docs
    assert "vertrouwelijk" not in build.doctree("index").pformat()
    assert "vertrouwelijk" not in build.file("index.html")
    assert report.build().read == []


def test_an_internal_build_has_them(report: Report) -> None:
    report["intern [1].md"] = PAGE
    report.add("index.md", PART)
    build = report.build(folder="internal", rapportage_audience="internal")
    assert "Alleen voor wie eraan werkt." in build.page("intern [1]").get_text()
    assert "Dit is vertrouwelijk" in build.page("index").get_text()
    assert report.build(folder="internal", rapportage_audience="internal").read == []


def test_only_the_front_matter_makes_a_page_internal(report: Report) -> None:
    report["open.md"] = "---\norphan: true\n---\n# Open\n\naudience: internal\n"
    assert "open" in report.build().app.env.all_docs
