"""Charts as vectors: the same bytes each time, no need of colour, and nothing but text in their texts."""

from __future__ import annotations

import re
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rapportage.plugins.finance.drawing import Bar, Drawing, Form, pdf, svg

FORMS: tuple[Form, ...] = ("bar", "stacked", "pie")
PALETTE = {"text": "#12263f", "background": "#ffffff", "link": "#0b5cad", "priority-a": "#d0145f"}
BARS = (
    Bar("Vrijheid van religie", "priority-a", (Decimal(30), Decimal(0)), ("30", "0")),
    Bar("<b>$x^2$</b> & co", "link", (Decimal(70), None), ("70", "–")),
)


def drawing(form: Form, bars: tuple[Bar, ...] = BARS) -> Drawing:
    return Drawing(form, bars, ("2024", "2025"), ("100", "0"))


def as_svg(form: Form, name: str = "chart-proef") -> str:
    return svg(drawing(form), [*PALETTE], name=name, label='Cijfers: "30" & 70')


@pytest.mark.parametrize("form", FORMS)
def test_the_same_drawing_gives_the_same_bytes(form: Form) -> None:
    assert as_svg(form) == as_svg(form)
    assert pdf(drawing(form), PALETTE) == pdf(drawing(form), PALETTE)


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    """Also where the user has habits of their own, and another hash seed."""
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nlines.linewidth: 9\n")
    code = f"""
from decimal import Decimal
from rapportage.plugins.finance.drawing import *
drawing = Drawing("pie", {BARS!r}, ("2024", "2025"), ("100", "0"))
print(svg(drawing, {[*PALETTE]!r}, name="chart-proef", label='Cijfers: "30" & 70'))
"""
    here = Path(__file__).resolve().parents[3] / "_ext"
    environment = {"PYTHONPATH": str(here), "MATPLOTLIBRC": str(tmp_path), "PYTHONHASHSEED": "7", "HOME": str(tmp_path)}
    made = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert made.stdout.strip() == as_svg("pie").strip()


@pytest.mark.parametrize("form", FORMS)
def test_a_text_of_the_data_is_text(form: Form) -> None:
    root = ElementTree.fromstring(as_svg(form))  # noqa: S314 -- made here
    words = " ".join("".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "<b>$x^2$</b> & co" in words
    assert root.get("aria-label") == 'Cijfers: "30" & 70'
    assert root.get("role") == "img"


@pytest.mark.parametrize("form", FORMS)
def test_it_takes_its_colours_and_font_from_the_page_and_gives_the_page_no_style(form: Form) -> None:
    made = as_svg(form)
    assert "var(--rp-priority-a)" in made
    assert "var(--rp-text)" in made
    assert not re.search(r"#[0-9a-f]{6}\b", made.replace("xlink:href", ""))
    assert "font-family" not in made
    assert "<style" not in made
    assert "metadata" not in made


def test_two_charts_of_a_page_share_no_id_and_every_reference_leads_somewhere() -> None:
    one, two = as_svg("stacked", "chart-een"), as_svg("stacked", "chart-twee")
    ids = [set(re.findall(r' id="([^"]+)"', each)) for each in (one, two)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for made, known in zip((one, two), ids, strict=True):
        references = {*re.findall(r"url\(#([^)]+)\)", made), *re.findall(r'href="#([^"]+)"', made)}
        assert references
        assert references <= known


@pytest.mark.parametrize("form", ["stacked", "pie"])
def test_neighbours_differ_in_pattern_and_number(form: Form) -> None:
    bars = tuple(Bar(f"Deel {at}", "link", (Decimal(10), Decimal(10)), ("10", "10")) for at in range(6))
    root = ElementTree.fromstring(svg(drawing(form, bars), [*PALETTE], name="x", label="x"))  # noqa: S314 -- made here
    fills = [
        found[1]
        for node in root.iter("{http://www.w3.org/2000/svg}path")
        if (found := re.search(r"fill: (var\(--rp-link\)|url\([^)]+\))", node.get("style", "")))
    ]
    assert len(fills) >= 6
    assert all(one != other for one, other in pairwise(fills[:6]))
    numbers = {"".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"1", "2", "3", "4", "5", "6"} <= numbers


def test_bars_are_as_long_as_their_figures() -> None:
    bars = (Bar("a", "link", (Decimal(30),), ("30",)), Bar("b", "priority-a", (Decimal(60),), ("60",)))
    made = svg(Drawing("bar", bars, ("2024",)), [*PALETTE], name="x", label="x")
    widths = []
    for colour in ("link", "priority-a"):
        (path,) = re.findall(rf'd="([^"]+)"[^>]*fill: var\(--rp-{colour}\)', made)
        across = [float(each) for each in re.findall(r"[ML] ([\d.]+)", path)]
        widths.append(max(across) - min(across))
    assert widths[1] == pytest.approx(2 * widths[0], rel=1e-3)


@pytest.mark.parametrize("form", FORMS)
def test_a_pdf_names_no_time_and_no_program(form: Form) -> None:
    made = pdf(drawing(form), PALETTE)
    assert made.startswith(b"%PDF")
    assert b"CreationDate" not in made
    assert b"atplotlib" not in made
