"""The source of a page without Sphinx: its parts, and what is no code."""

from __future__ import annotations

from rapportage import pagetext


def test_the_parts_of_a_page() -> None:
    text = (
        "---\nfoo: 1\n---\n\n# Kop\n\nEen.\n\n## Twee ##\n\n```\n# geen kop\n```\n\n:::{note}\n# ook niet\n:::\n### Drie\n"
    )
    parts = dict(pagetext.parts(text))
    assert [*parts] == ["", "Kop", "Twee", "Drie"]
    assert "geen kop" in parts["Twee"]
    assert "ook niet" in parts["Twee"]
    assert parts["Drie"] == "### Drie"


def test_code_is_no_text_and_all_else_keeps_its_place() -> None:
    text = "Een `TODO` en ``TO`DO``.\n\n```\nTODO\n```\n\nTODO {a}`TODO b` `los\n\nTODO` einde"
    left = pagetext.without_code(text)
    assert len(left.splitlines()) == len(text.splitlines())
    assert [line.count("TODO") for line in left.splitlines()] == [0, 0, 0, 0, 0, 0, 2, 0, 1]
    assert left.splitlines()[6].startswith("TODO {a}`TODO")
