"""What is kept between builds: plain data, that can be pickled, and configuration that stays as it is."""

from __future__ import annotations

import pickle
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest
from datafolder import GOOD
from docutils import nodes

from rapportage.domain import Page, RecordsDomain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports import Report

PLAIN = (str, bytes, int, bool, type(None))


def _faults(value: object, place: str = "data") -> Iterator[str]:
    """What is not plain in *value*: text, numbers, tuples, lists, mappings, and named ones of ours."""
    if is_dataclass(value) or (isinstance(value, tuple) and hasattr(value, "_fields")):
        if not type(value).__module__.startswith("rapportage."):
            yield f"{place}: {type(value)}"
        names = [field.name for field in fields(value)] if is_dataclass(value) else value._fields  # type: ignore[arg-type]
        for name in names:
            yield from _faults(getattr(value, name), f"{place}.{name}")
    elif type(value) in {tuple, list}:
        for at, part in enumerate(value):  # type: ignore[arg-type]
            yield from _faults(part, f"{place}[{at}]")
    elif type(value) is dict:
        for key, part in value.items():
            yield from _faults(key, f"{place} (key)")
            yield from _faults(part, f"{place}[{key!r}]")
    elif type(value) not in PLAIN:
        yield f"{place}: {type(value)}"


@pytest.mark.parametrize("jobs", [0, 2])
def test_the_domains_data_are_plain(report: Report, jobs: int) -> None:
    domain = report.build(jobs=jobs).domain
    assert len(domain.pages) > 5
    assert [*_faults(domain.data)] == []


def test_the_environment_survives_pickling(built: Report) -> None:
    env = built.build().app.env
    again = pickle.loads(pickle.dumps(env))  # noqa: S301 -- made here
    assert again.domaindata["rapportage"] == env.domaindata["rapportage"]
    assert isinstance(again.domaindata["rapportage"]["pages"]["pers"], Page)


def test_the_environment_does_not_grow(report: Report) -> None:
    """Building again and again, also with several workers, keeps no more than building once."""
    first = report.build().domain.data
    size = len(pickle.dumps(first))
    for text in ("een", "twee", "drie"):
        report.edit("plat.md", report["plat.md"], f"# Plat\n\nTekst {text}.\n")
        report.edit("pers.md", report["pers.md"], f"{report['pers.md']}\n")
        data = report.build(jobs=2).domain.data
    assert len(pickle.dumps(data)) < size * 1.1
    assert len([*(report.folder / "_build" / "nl" / "doctrees").glob("written-*")]) == 1


def test_a_page_that_is_gone_leaves_nothing(built: Report) -> None:
    del built["geld.md"]
    built.edit("index.md", "geld\n", "")
    data = built.build().domain.data
    for name in ("pages", "shows"):
        assert "geld" not in data[name]
    assert ("amount", "voorschot") not in data["names"]


def test_no_configuration_value_changes_between_builds(built: Report) -> None:
    """What is worked out from the configuration is kept elsewhere: otherwise every page would be read again, every time."""
    first = {value.name: value.value for value in built.build().app.config}
    second_build = built.build()
    second = {value.name: value.value for value in second_build.app.config}
    assert first == second
    assert "config changed" not in second_build.status
    assert pickle.loads(pickle.dumps(second_build.app.config)).values  # noqa: S301 -- made here


def test_the_look_changes_no_configuration_between_builds(report: Report) -> None:
    """It sets values when the configuration is complete: the same ones in every build."""
    report.edit(
        "conf.py",
        '    "rapportage.html",\n',
        '    "rapportage.html",\n    "rapportage.latex",\n    "rapportage.plugins.look",\n'
        '    "rapportage.plugins.documents",\n',
    )
    report["data/theme.yaml"] = (GOOD / "theme.yaml").read_text("utf-8")
    report["data/documents.yaml"] = "brief: {title: Brief, root: pers, layout: report, languages: [nl]}\n"
    report.build()
    second = report.build()
    assert second.read == []
    assert "config changed" not in second.status


def test_another_data_folder_is_another_report(built: Report) -> None:
    (built.folder / "data").rename(built.folder / "gegevens")
    built.edit("conf.py", 'bibtex_bibfiles = ["data/', 'bibtex_bibfiles = ["gegevens/')
    build = built.build(rapportage_data="gegevens")
    assert "config changed ('rapportage_data')" in build.status
    assert "9.395.942" in build.file("geld.html")


def test_an_older_environment_is_read_anew(built: Report) -> None:
    """Data of another version are no error: everything is read again."""
    path = built.folder / "_build" / "nl" / "doctrees" / "environment.pickle"
    env = pickle.loads(path.read_bytes())  # noqa: S301 -- made by the test
    env.domaindata["rapportage"] = {"version": RecordsDomain.data_version - 1, "pages": 1}
    path.write_bytes(pickle.dumps(env))
    assert len(built.build().read) == 10


def test_a_memory_that_cannot_be_read_is_no_memory(built: Report) -> None:
    doctrees = built.folder / "_build" / "nl" / "doctrees"
    for path in [*doctrees.glob("written-*"), doctrees / "records.pickle"]:
        path.write_text("{")
    build = built.build()
    assert build.read == []
    assert len(build.written) > 5  # once more, rather than not at all
    assert built.build().written == []


def test_a_plugin_that_is_taken_out(built: Report) -> None:
    """Its records are no longer known; pages that used them are read again, and say what is missing."""
    built.edit("conf.py", '    "rapportage.plugins.finance",\n', "")
    warnings = built.build(may_warn=True).warnings
    assert any("amount" in warning for warning in warnings)
    built.edit(
        "conf.py",
        '    "rapportage.plugins.highlights",\n',
        '    "rapportage.plugins.highlights",\n    "rapportage.plugins.finance",\n',
    )
    built.build()


def test_doctrees_hold_no_live_objects(built: Report) -> None:
    """A doctree is unpickled by every build: it holds nodes and plain values, and none of our records."""
    env = built.build().app.env
    for docname in env.found_docs:
        for node in env.get_doctree(docname).findall(nodes.Element):
            for name, value in node.attributes.items():
                for fault in _faults(value, f"{docname}: <{node.tagname} {name}>"):
                    assert "docutils.nodes" in fault or "sphinx" in fault, fault


def test_reading_does_not_depend_on_the_order_of_pages(report: Report) -> None:
    """Serial and in parallel, and with the pages in another order, the same is known of each."""
    first = report.fresh_copy().build().domain
    report["conf.py"] += (
        "\n\ndef setup(app):\n    app.connect('env-before-read-docs', lambda app, env, docnames: docnames.reverse())\n"
    )
    second = report.build().domain
    assert second.pages == first.pages
    assert second.data["shows"] == first.data["shows"]
    assert [*second.get_objects()] == [*first.get_objects()]


def test_a_page_of_another_shape_has_another_version() -> None:
    """What an older version has kept must not be taken for what this one keeps: whoever changes one changes both."""
    shape = ["uses", "queries", "axes", "appearances", "links", "lists_pages", "until", "files"]
    shape += ["is_example", "in_doubt"]
    assert (RecordsDomain.data_version, [field.name for field in fields(Page)]) == (5, shape)


def test_loading_is_done_once_and_before_reading(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the parent of the workers, so that they share it."""
    from rapportage import rebuild

    loaded: list[Any] = []
    original = rebuild.Store

    class Counted(original):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **options: Any) -> None:
            loaded.append(args)
            super().__init__(*args, **options)

    monkeypatch.setattr(rebuild, "Store", Counted)
    report.build(jobs=2)
    assert len(loaded) == 1
