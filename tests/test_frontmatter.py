"""Front matter that a plugin's directive reads: typed, checked as the data are, and told at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from reports import Report

PLUGIN = """\
from typing import Annotated, ClassVar

from docutils import nodes
from msgspec import Meta

from rapportage.frontmatter import FrontMatterDirective
from rapportage.schema import PartialDate, Record, Text, reference


class Card(Record, frozen=True, kw_only=True):
    text: Annotated[Text, Meta(description="Tekst")]
    priority: Annotated[str, reference("priority")]
    since: PartialDate | None = None


class ShowCard(FrontMatterDirective[Card]):
    front_matter = Card
    option_spec: ClassVar = {}

    def run(self):
        matter = self.read_front_matter()
        if matter is None:
            return []
        link = self.view.link("priority", matter.record.priority)
        return [matter.paragraph(("text",), matter.record.text), nodes.paragraph("", "", link)]


def setup(app):
    app.add_directive_to_domain("rapportage", "card", ShowCard)
    return {"version": "1", "parallel_read_safe": True}
"""
PAGE = """\
---
orphan: true
card:
  text: Over *dit* en {amount}`voorschot`
  priority: pers
  since: 2024-12
---

# Kaart

:::{card}
:::
"""


@pytest.fixture
def cards(report: Report) -> Report:
    report["kaarten.py"] = PLUGIN
    report["conf.py"] = f"import sys\n\nsys.path.insert(0, {str(report.folder)!r})\n{report['conf.py']}"
    report.edit("conf.py", '    "rapportage.plugins.finance",\n', '    "rapportage.plugins.finance",\n    "kaarten",\n')
    report["kaart.md"] = PAGE
    return report


def test_a_plugin_can_have_front_matter(cards: Report) -> None:
    page = cards.build().page("kaart")
    assert page.em is not None
    assert page.em.get_text() == "dit"
    assert "9.395.942" in page.get_text()
    assert page.select_one("a[href^='pers.html'], a[href^='pers']") is not None


def test_the_rest_is_left_to_others(cards: Report) -> None:
    build = cards.build()
    metadata = build.app.env.metadata["kaart"]
    assert "orphan" in metadata
    assert "card" not in metadata


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("priority: pers", "priority: prs", '5:13: WARNING: unknown priority "prs"; did you mean "pers"?'),
        ("2024-12", "2024-13", '6:10: WARNING: expected a date such as 2024, 2024-12 or 2024-12-31, found "2024-13"'),
        ("Over *dit*", "Over `dit`", "4:9: WARNING: a backtick without a role before it"),
        ("text:", "tekst:", '4:3: WARNING: unknown key "tekst"; did you mean "text"?'),
    ],
)
def test_mistakes_are_told_as_those_of_the_data_are(cards: Report, old: str, new: str, told: str) -> None:
    cards.edit("kaart.md", old, new)
    assert any(f"kaart.md:{told}" in warning for warning in cards.build(may_warn=True).warnings)


def test_what_it_shows_of_a_record_is_kept_up_to_date(cards: Report) -> None:
    cards.build()
    assert cards.build().read == []
    cards.edit("data/finance/amounts.yaml", "9395942", "9395943")
    build = cards.build()
    assert "kaart" in build.read
    assert "9.395.943" in build.page("kaart").get_text()


def test_a_page_without_front_matter_and_one_that_is_empty(cards: Report) -> None:
    cards["leeg.md"] = "---\n---\n\n# Leeg\n"
    cards["zonder.md"] = "# Zonder\n\n:::{card}\n:::\n"
    told = cards.build(may_warn=True).warnings
    assert any('zonder.md:3: WARNING: this page has no "card:" in its front matter' in warning for warning in told)


def test_a_mistake_is_told_until_it_is_mended(cards: Report) -> None:
    cards.edit("kaart.md", "priority: pers", "priority: prs")
    first = cards.build(may_warn=True)
    assert cards.build(may_warn=True).warnings == first.warnings != []
    cards.edit("kaart.md", "priority: prs", "priority: pers")
    assert cards.build().read == ["kaart"]
