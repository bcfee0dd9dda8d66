"""Whatever readers get is covered: each file, each field of each record and each part is changed, and some step says so."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from approved import PNG, approve_all, reasons, states
from datafolder import ROOT

from rapportage.cli import project
from rapportage.jsonschema import file_schema
from rapportage.plugins.workflow.values import values
from rapportage.schema import Record, read_record
from rapportage.yamlfile import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from published import Edition

INHOUD, BIJLAGE, PUBLICATIE = "inhoud", "bijlage", "publicatie"

# ---- files ---------------------------------------------------------------------------------------------------------------

#: A file, what is added to it, and the first step that says so with what it says.
FILES = [
    ("mensen.md", "\nNog een zin.\n", INHOUD, "mensen.md, “Vooruitblik” was changed"),
    ("index.md", "\nNog een zin.\n", INHOUD, "index.md, “{edition}`title`” was changed"),
    ("bijlage.md", "\nNog een zin.\n", BIJLAGE, "bijlage.md, “Bijlage” was changed"),
    ("_delen/foto.png", "x", INHOUD, "_delen/foto.png was changed"),
    ("_delen/foto.en.png", "x", INHOUD, "_delen/foto.en.png was changed"),
    ("_delen/nog.png", "x", INHOUD, "_delen/nog.png was changed"),
    ("_delen/ander.png", "x", INHOUD, "_delen/ander.png was changed"),
    ("_delen/met spatie.png", "x", INHOUD, "_delen/met spatie.png was changed"),
    ("_delen/deel.txt", "En meer.\n", INHOUD, "_delen/deel.txt was changed"),
    ("_delen/tabel.csv", "3,4\n", INHOUD, "_delen/tabel.csv was changed"),
    ("_delen/kaart.geojson", " ", PUBLICATIE, "_delen/kaart.geojson was changed"),
    ("_style/stijl.css", "q {}\n", BIJLAGE, "_style/stijl.css was changed"),
    ("_static/extra.css", "q {}\n", PUBLICATIE, "look: _static/extra.css was changed"),
    ("_static/nieuw.js", "1\n", PUBLICATIE, "look: _static/nieuw.js was added"),
    ("_templates/page.html", "<b>\n", PUBLICATIE, "templates: _templates/page.html was changed"),
    ("_templates/layout.html", "<b>\n", PUBLICATIE, "templates: _templates/layout.html was added"),
    ("conf.py", "html_title = 'Anders'\n", PUBLICATIE, "settings: conf.py was changed"),
    ("hulp.py", "x = 1\n", PUBLICATIE, "program: hulp.py was added"),
    ("_ext/eigen/x.py", "x = 1\n", PUBLICATIE, "program: _ext/eigen/x.py was added"),
    ("Makefile", "x:\n", PUBLICATIE, "program: Makefile was added"),
    ("requirements/report.txt", "jinja2==3.1.6\n", PUBLICATIE, "packages: jinja2 was added"),
    ("data/references.bib", "@misc{x, title = {X}}\n", PUBLICATIE, "bibliography: data/references.bib was changed"),
    (
        "locale/en/LC_MESSAGES/data.po",
        'msgid "Een"\nmsgstr "One"\n',
        PUBLICATIE,
        "locale/en/LC_MESSAGES/data.po was changed",
    ),
    (
        "locale/nl/LC_MESSAGES/mensen.po",
        'msgid "Wat komt"\nmsgstr "Iets anders"\n',
        PUBLICATIE,
        "translations: locale/nl/LC_MESSAGES/mensen.po was changed",
    ),
]


@pytest.mark.parametrize(("name", "more", "step", "told"), FILES, ids=[name for name, *_ in FILES])
def test_each_kind_of_file_is_covered(approved: Edition, name: str, more: str, step: str, told: str) -> None:
    assert reasons(approved) == []
    path = approved.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((path.read_bytes() if path.exists() else b"") + more.encode())
    found = reasons(approved)
    steps = [each.partition('step "')[2].partition('"')[0] for each in found]
    assert steps[0] == step
    assert any(each.endswith(f'step "{step}": {told}') for each in found)
    assert states(approved)[PUBLICATIE] == "changed since"


@pytest.mark.parametrize("name", [name for name, *_, told in FILES if told.endswith("was changed") and name != "conf.py"])
def test_a_file_that_is_gone_is_told(approved: Edition, name: str) -> None:
    (approved.folder / name).unlink()
    assert any(f"{name} was removed" in each or "no file fits" in each for each in reasons(approved))


@pytest.mark.parametrize(
    "mention",
    [
        "![x]({}/plaat.png)",
        "![x](<{}/plaat.png>)",
        "![x]({}/pl%61at.png)",
        "![x]({}/pl&#97;at.png)",
        "![x]({}/plaat\\.png)",
        "![x][plaat]\n\n[plaat]: {}/plaat.png",
        "[x]({}/plaat.png)",
        "{{download}}`x <{}/plaat.png>`",
        ":::{{figure}} {}/plaat.png\n:::",
        ":::{{image}} {}/./plaat.png\n:::",
        ":::{{image}} {}/plaat.*\n:::",
        "```{{literalinclude}} {}/plaat.png\n```",
        "```{{csv-table}}\n:file: {}/plaat.png\n```",
        "```{{eval-rst}}\n.. image:: {}/pla\n   at.png\n```",
        ":::{{grid}}\n:::{{grid-item-card}}\n:img-top: {}/plaat.png\n:::\n:::",
        "<img src='{}/plaat.png'>",
        "![x]({}/PLAAT.PNG)",
    ],
)
def test_a_file_is_taken_in_however_a_page_names_it(approved: Edition, mention: str) -> None:
    """Also where nobody but this page has it: its step is the first that says so, not the last."""
    (approved.folder / "_delen/plaat.png").write_bytes(PNG)
    approved["mensen.md"] += f"\n{mention.format('_delen')}\n"
    approve_all(approved)
    assert reasons(approved) == []
    (approved.folder / "_delen/plaat.png").write_bytes(PNG + b"x")
    assert 'step "inhoud": _delen/plaat.png was changed' in reasons(approved)[0]


def test_what_a_page_includes_from_far_is_covered_by_its_step(approved: Edition) -> None:
    approved["elders/stuk.md"] = "Een stuk.\n"
    approved["conf.py"] = approved["conf.py"].replace('"_delen"]', '"_delen", "elders"]')
    approved["bijlage.md"] += "\n:::{include} elders/../elders/stuk.md\n:::\n"
    approve_all(approved)
    approved["elders/stuk.md"] += "Anders.\n"
    assert 'step "bijlage": elders/stuk.md' in reasons(approved)[0]


def test_a_page_in_a_linked_folder_is_covered(approved: Edition, tmp_path: Path) -> None:
    """Sphinx follows such links."""
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()
    (elsewhere / "extra.md").write_text("# Extra\n", "utf-8")
    (approved.folder / "meer").symlink_to(elsewhere)
    assert "meer/extra.md is published, and no step covers it" in reasons(approved)[-1]


def test_line_ends_and_a_mark_at_the_beginning_change_nothing(approved: Edition) -> None:
    for path in approved.folder.rglob("*"):
        if path.suffix in {".md", ".txt", ".csv", ".css", ".html", ".po", ".bib", ".py"}:
            path.write_bytes(b"\xef\xbb\xbf" * (path.suffix != ".py") + path.read_bytes().replace(b"\n", b"\r\n"))
    assert reasons(approved) == []


def test_empty_lines_in_code_count(approved: Edition) -> None:
    approved["bijlage.md"] += "\n```\na\n\nb\n```\n"
    approve_all(approved)
    approved.edit("bijlage.md", "a\n\nb", "a\n\n\nb")
    assert "bijlage.md" in reasons(approved)[0]


def test_a_catalogue_cannot_hide_words_in_its_dates(approved: Edition) -> None:
    po = "locale/en/LC_MESSAGES/data.po"
    approved[po] += 'msgid "Een"\nmsgstr ""\n"POT-Creation-Date: een leugen\\n"\n'
    approve_all(approved)
    approved.edit(po, "een leugen", "nog een")
    assert reasons(approved) != []


def test_the_version_of_a_package_is_told(approved: Edition) -> None:
    approved.edit("requirements/report.txt", "sphinx==9.0.4", "sphinx==9.1.0")
    assert any(each.endswith('step "publicatie": packages: sphinx 9.0.4 → 9.1.0') for each in reasons(approved))


def test_without_a_lock_the_packages_are_those_that_are_installed(
    approved: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rapportage.publication import surroundings

    (approved.folder / "requirements/report.txt").unlink()
    approve_all(approved)
    assert reasons(approved) == []
    installed = dict(surroundings._installed())
    assert installed["sphinx"]
    monkeypatch.setattr(surroundings, "_installed", lambda: iter({**installed, "sphinx": "1.0"}.items()))
    assert any("packages: sphinx" in each and "→ 1.0" in each for each in reasons(approved))


def test_a_change_of_the_program_is_told(approved: Edition, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import rapportage

    (tmp_path / "andere").mkdir()
    (tmp_path / "andere/__init__.py").write_text("")
    monkeypatch.setattr(rapportage, "__file__", str(tmp_path / "andere/__init__.py"))
    assert reasons(approved) == ['data/workflow.yaml:12:1: step "publicatie": program: rapportage was changed']


def test_another_workflow_is_to_be_approved(approved: Edition) -> None:
    approved.edit("data/workflow.yaml", "name: Bijlage en opmaak", "name: Bijlage")
    assert reasons(approved) == [
        'data/workflow.yaml:12:1: step "publicatie": workflow: bijlage.name Bijlage en opmaak → Bijlage'
    ]


def test_approvals_of_last_year_do_not_count(approved: Edition) -> None:
    """Not even for texts in which not a letter has changed."""
    approved.edit("data/edition.yaml", "\nyear: 2025\nyears: [2025]", "\nyear: 2026\nyears: [2025, 2026]")
    found = reasons(approved)
    for step in ("inhoud", "bijlage", "publicatie"):
        assert any(f'step "{step}": year of the edition: year 2025 → 2026' in each for each in found)


# ---- what no step covers -------------------------------------------------------------------------------------------------


def test_a_page_that_no_step_covers_is_told(approved: Edition) -> None:
    approved.edit("data/workflow.yaml", 'files: ["*.md"]', "files: [mensen.md, index.md, intern.md]")
    approve_all(approved)
    assert reasons(approved) == []
    approved["los.md"] = "# Los\n"
    told = 'los.md is published, and no step covers it; name it in "files" of the step that decides on it'
    assert reasons(approved) == [f"data/workflow.yaml: {told}"]
    assert f"  {told}\n" in approved.run("status").output


def test_a_page_that_a_step_leaves_out_is_told(approved: Edition) -> None:
    approved.edit("data/workflow.yaml", "except: [bijlage.md]", "except: [bijlage.md, mensen.md]")
    assert any("mensen.md is published, and no step covers it" in each for each in reasons(approved))


def test_a_kind_that_no_step_covers_is_told(approved: Edition) -> None:
    approved.edit("data/workflow.yaml", "[area, priority, source]", "[area, priority]")
    told = 'data/workflow.yaml: the kind source is published, and no step covers it; name it in "records"'
    assert any(each.startswith(told) for each in reasons(approved))


def test_a_part_that_a_step_names_is_its_and_another_one_that_of_the_last(approved: Edition) -> None:
    approved.edit("data/workflow.yaml", "  records: [amount, series]\n", "  records: [amount, series]\n  parts: [look]\n")
    approve_all(approved)
    approved["_static/extra.css"] = "b {}"
    assert reasons(approved)[0] == 'data/workflow.yaml:7:1: step "bijlage": look: _static/extra.css was changed'
    assert states(approved) == {"inhoud": "approved", "bijlage": "changed since", "publicatie": "changed since"}


# ---- records -------------------------------------------------------------------------------------------------------------


def _others(value: Any) -> Iterator[Any]:
    """Values that differ from *value*, in one place each."""
    match value:
        case dict():
            for key, part in value.items():
                yield {each: other for each, other in value.items() if each != key}
                yield from ({**value, key: other} for other in _others(part))
        case list():
            yield [*reversed(value)]
            for at, part in enumerate(value):
                yield [*value[:at], *value[at + 1 :]]
                yield from ([*value[:at], other, *value[at + 1 :]] for other in _others(part))
        case bool():
            yield not value
        case int() | Decimal():
            yield from (value + 1, Decimal(f"{value}.50") if isinstance(value, int) else value + 1, str(value))
        case str():
            another_end = value[:-1] + ("1" if value.endswith("0") else "0")
            yield from (f"{value}x", f"{value} ", value[:-1], another_end, {"nl": value, "en": "x"}, "2024-02-29", "x", 7)


#: What a field may be that was not given.
ANYTHING = (
    *(True, False, 1, 2024, Decimal("1.5"), "x", "2024-01-31", "2024-01-31T12:00Z", "#123456", "NL"),
    *(["x"], [2024], ["NL"], [{"nl": "x", "en": "y"}], [{"priority": "pers", "share": 1}], [f"ssh-ed25519 {'A' * 68}"]),
    *({"nl": "x", "en": "y"}, {"x": "y"}, {2024: 1}, {2024: "x"}, {"from": 2024, "to": 2025}),
)


def _words_of(schema: Any) -> Iterator[Any]:
    """All words that a JSON Schema allows somewhere."""
    if isinstance(schema, dict):
        yield from schema.get("enum", ())
    for each in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _words_of(each)


def _changed(kind: Any, plain: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from _others(plain)
    words = [*_words_of(file_schema(kind))]
    for name in kind.record.__struct_encode_fields__:
        if name != "id":
            yield from ({**plain, name: each} for each in (*ANYTHING, *words, *([each] for each in words)))


@pytest.fixture(scope="module")
def shipped() -> list[tuple[Any, str, dict[str, Any]]]:
    """The records of the shipped edition as they are typed, a few of each kind."""
    found = project.load(ROOT)
    by_path = {kind.path: kind for kind in found.kinds}
    every = []
    for path in sorted((ROOT / "data").rglob("*.yaml")):
        name = path.relative_to(ROOT / "data").with_suffix("").as_posix()
        kind = by_path.get(name) or by_path[name.rpartition("/")[0]]
        data = parse(path.read_bytes(), name).data or {}
        every += [(kind, kind.name, data)] if kind.single else [(kind, each, data[each]) for each in [*data][:3]]
    return every


def test_each_field_of_each_kind_of_record_is_covered(shipped: list[tuple[Any, str, dict[str, Any]]]) -> None:
    """Whatever makes another record makes another value in the manifest: also a flag, and a field at its default."""
    seen: dict[str, set[str]] = {}
    tried = 0
    for kind, record_id, plain in shipped:
        before = read_record(kind.record, record_id, plain)
        assert isinstance(before, Record)
        for other in _changed(kind, plain):
            after = read_record(kind.record, record_id, other)
            if isinstance(after, Record) and after != before:
                tried += 1
                assert values(after) != values(before), (kind.name, record_id, other)
                seen.setdefault(kind.name, set()).update(
                    field for field in before.__struct_fields__ if getattr(before, field) != getattr(after, field)
                )
    assert tried > 1500
    kinds = {kind.name: kind for kind, *_ in shipped}
    unseen = {name: {*kind.record.__struct_fields__} - {"id"} - seen[name] for name, kind in kinds.items()}
    # These want a value of a form that is not tried here.
    assert {name: fields for name, fields in unseen.items() if fields} == {}


def test_each_value_in_the_data_of_an_edition_is_covered(approved: Edition) -> None:
    """The same through files, the store and the steps: no change of the data that loads leaves the edition approved."""
    tried = 0
    for path in sorted((approved.folder / "data").rglob("*.yaml")):
        if path.name in {"approvals.yaml", "workflow.yaml", "contributions.yaml", "grounds.yaml"}:
            continue
        before = path.read_text("utf-8")
        data = parse(before.encode(), path.name).data
        as_it_was = project.load(approved.folder).store()
        for other in _others(data):
            path.write_text(json.dumps(other, default=float), "utf-8")
            store = project.load(approved.folder).store()
            same = all([*store.records(kind)] == [*as_it_was.records(kind)] for kind in store.kinds)
            if not store.problems and not same:
                tried += 1
                assert reasons(approved) != [], other
        path.write_text(before, "utf-8")
        assert reasons(approved) == []
    assert tried > 40
