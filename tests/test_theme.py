"""The colours: what is accepted, what is written, and whether it can be read."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from rapportage import theme as themes

DATA = Path(__file__).resolve().parent.parent / "data"

#: The colours that visual.md gives to priorities and areas; the records are checked when they are there.
ACCENTS = [
    ("priority", "vrijheid-meningsuiting", "#2F6FC4", "#B3E2FD"),
    ("priority", "vrouwen-meisjes", "#D0145F", "#DE8FB0"),
    ("priority", "lhbtqi", "#4A1A9C", "#B583F3"),
    ("priority", "vrijheid-religie", "#966A00", "#EE8B48"),
    ("priority", "verdedigers-ruimte", "#0A4A33", "#3FEBAA"),
    ("area", "mensenrechten", "#1B3A93", "#8FA4E0"),
    ("area", "democratie", "#0F7F88", "#6FE8D2"),
    ("area", "multilateraal", "#3E3D12", "#E0DC5A"),
    ("area", "accountability", "#C43E17", "#EC8A66"),
]


def _read(path: str) -> Any:
    return yaml.safe_load((DATA / path).read_text(encoding="utf-8"))


def _shipped() -> themes.Theme:
    """The theme of the edition: data/theme.yaml with the colours of its priorities and areas."""
    accents = []
    for kind, path in (("priority", "priorities.yaml"), ("area", "results/areas.yaml")):
        if (DATA / path).is_file():
            accents += [
                (kind, id_, record["colour"]["light"], record["colour"]["dark"]) for id_, record in _read(path).items()
            ]
        else:
            accents += [accent for accent in ACCENTS if accent[0] == kind]
    return themes.theme(_read("theme.yaml"), accents)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("text", "background", 7.0),
        ("text", "tint", 7.0),
        ("quiet", "background", 4.5),
        ("quiet", "tint", 4.5),
        ("link", "background", 4.5),
        ("link", "tint", 4.5),
    ],
)
def test_text_can_be_read(front: str, back: str, least: float, mode: str) -> None:
    colours = dict(_shipped().named())
    ratio = themes.contrast(getattr(colours[front], mode), getattr(colours[back], mode))
    assert ratio >= least, f"{front} on {back}, {mode}: {ratio:.2f}"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_accents_can_be_read_as_text(mode: str) -> None:
    shipped = _shipped()
    assert len(shipped.accents) == len(ACCENTS)
    for accent, back in product(shipped.accents, (shipped.background, shipped.tint)):
        # On the tint an accent is only a rule, an icon or large bold text: those need 3.
        least = 4.5 if back is shipped.background else 3.0
        ratio = themes.contrast(getattr(accent.colour, mode), getattr(back, mode))
        assert ratio >= least, f"{accent.name}, {mode}: {ratio:.2f}"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_white_text_can_be_read_on_the_band(mode: str) -> None:
    assert themes.contrast(getattr(_shipped().band, mode), "#FFFFFF") >= 7.0


def test_contrast_of_known_pairs() -> None:
    assert themes.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert themes.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert themes.contrast("#0B5CAD", "#0B5CAD") == pytest.approx(1.0)


def _plain() -> dict[str, object]:
    return {name: {"light": "#102030", "dark": "#405060"} for name in themes.COLOURS}


@pytest.mark.parametrize("bad", ["red", "#12345", "#1234567", "#12345G", "#123456}body{display:none", "", "#123456\n"])
def test_refuses_what_is_no_colour(bad: str) -> None:
    with pytest.raises(themes.ThemeError):
        themes.theme(_plain() | {"link": {"light": bad, "dark": "#000000"}})
    with pytest.raises(themes.ThemeError):
        themes.theme(_plain(), [("area", "democratie", "#000000", bad)])


@pytest.mark.parametrize("bad", ["", "Democratie", "a b", "a}", r"a\b", "-a", "a--b"])
def test_refuses_what_is_no_name(bad: str) -> None:
    with pytest.raises(themes.ThemeError):
        themes.theme(_plain(), [("area", bad, "#000000", "#000000")])
    with pytest.raises(themes.ThemeError):
        themes.theme(_plain(), [(bad, "democratie", "#000000", "#000000")])


def test_refuses_missing_and_unknown_names() -> None:
    missing = _plain()
    del missing["tint"]
    with pytest.raises(themes.ThemeError, match="tint"):
        themes.theme(missing)
    with pytest.raises(themes.ThemeError, match="shadow"):
        themes.theme(_plain() | {"shadow": {"light": "#000000", "dark": "#000000"}})


def test_css_gives_each_record_its_colour() -> None:
    sheet = themes.css(themes.theme(_plain(), [("area", "democratie", "#0F7F88", "#6FE8D2")]))
    light, dark = sheet.split("@media not print")
    assert "--rp-area-democratie:#0F7F88;" in light
    assert "--rp-text:#102030;" in light
    assert dark.count("--rp-area-democratie:#6FE8D2;") == 2  # chosen by the reader, or by the system
    assert ".rp-area-democratie{--rp-colour:var(--rp-area-democratie)}" in dark
    assert sheet.count("{") == sheet.count("}")


def test_latex_gives_each_record_its_colour() -> None:
    code = themes.latex(themes.theme(_plain(), [("area", "democratie", "#0f7f88", "#6FE8D2")]))
    assert r"\definecolor{rp-text}{HTML}{102030}" in code
    assert r"\definecolor{rp-area-democratie}{HTML}{0F7F88}" in code
    assert r"\newenvironment{sphinxclassrp-area-democratie}{\def\rpcolour{rp-area-democratie}}{}" in code
