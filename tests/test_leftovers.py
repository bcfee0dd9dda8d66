"""What no present page uses is gone from an output, also when only what has changed was built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from reports import Build, Report

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{}</title></svg>'
#: With the file of a page that is gone, and of one that stays.
BUILDERS = {
    "html": ("weg.html", "blijft.html"),
    "dirhtml": ("weg/index.html", "blijft/index.html"),
    "singlehtml": ("", "index.html"),
    "json": ("weg.fjson", "blijft.fjson"),
    "epub": ("weg.xhtml", "blijft.xhtml"),
    "text": ("weg.txt", "blijft.txt"),
    "xml": ("weg.xml", "blijft.xml"),
    "pseudoxml": ("weg.pseudoxml", "blijft.pseudoxml"),
    "gettext": ("weg.pot", "blijft.pot"),
    "latex": ("", "proefrapport.tex"),
    "texinfo": ("", "proefrapport.texi"),
    "man": ("", "proefrapport.1"),
}


@pytest.fixture
def two(report: Report) -> Report:
    """A report in which one page, with its picture and download, can go."""
    for name in ("weg", "blijft"):
        report[f"{name}.svg"] = PICTURE.format(name)
        report[f"{name}.csv"] = name
        report[f"{name}.md"] = (
            f"# Kop{name}\n\nZqx{name} staat hier.\n\n![Alt]({name}.svg)\n\nZie {{download}}`tabel {name} <{name}.csv>`.\n"
        )
    report["index.md"] = "# Voorop\n\n:::{toctree}\n:glob:\n\n*\n:::\n"
    return report


def everything(build: Build) -> dict[str, bytes]:
    """All files of a build: its output, and what was read."""
    return {
        path.relative_to(build.out.parent).as_posix(): path.read_bytes()
        for path in sorted(build.out.parent.rglob("*"))
        if path.is_file()
    }


def output(build: Build) -> dict[str, bytes]:
    """The output as readers get it, wherever the report stands."""
    return {
        path.relative_to(build.out).as_posix(): path.read_bytes().replace(bytes(build.app.srcdir), b"")
        for path in sorted(build.out.rglob("*"))
        if path.is_file() and not path.relative_to(build.out).as_posix().startswith(".")
    }


def holding(build: Build, word: str) -> list[str]:
    return [name for name, content in everything(build).items() if word.encode() in content.lower() or word in name.lower()]


@pytest.mark.parametrize(
    ("builder", "how"),
    [
        *((each, "deleted") for each in BUILDERS),
        ("html", "renamed"),
        *((each, "internal") for each in BUILDERS),
        ("html", "excluded"),
    ],
)
def test_a_page_that_is_gone_leaves_nothing(two: Report, builder: str, how: str) -> None:
    gone, stays = BUILDERS[builder]
    first = two.build(builder, may_warn=True)
    assert not gone or (first.out / gone).is_file()
    assert holding(first, "zqxweg")
    config = {}
    if how == "deleted":
        del two["weg.md"]
    elif how == "renamed":
        two["anders.md"] = two["weg.md"].replace("weg", "blijft").replace("Zqx", "Nog")
        del two["weg.md"]
    elif how == "internal":
        two["weg.md"] = f"---\naudience: internal\n---\n{two['weg.md']}"
    else:
        config["exclude_patterns"] = ["_build", "weg.md"]
    build = two.build(builder, may_warn=True, **config)
    assert (build.out / stays).is_file()
    assert holding(build, "zqxweg") == []
    assert [name for name in output(build) if "weg" in name] == []
    assert "kopweg" not in "".join(path.read_text("utf-8", "replace") for path in build.out.rglob("*.*ht*ml")).lower()


@pytest.mark.parametrize("builder", [each for each in BUILDERS if each not in {"epub", "json"}])
@pytest.mark.parametrize("jobs", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_a_build_after_an_edit_equals_a_clean_one(two: Report, builder: str, jobs: int) -> None:
    two.build(builder, may_warn=True, jobs=jobs)
    del two["weg.md"]
    two.edit("blijft.md", "Zqxblijft staat", "Iets anders staat")
    build = two.build(builder, may_warn=True, jobs=jobs)
    clean = two.fresh_copy().build(builder, may_warn=True)
    assert output(build) == output(clean)


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_word_that_is_taken_out_stands_nowhere(two: Report, builder: str) -> None:
    two["blijft.md"] = "# Kop\n\nVan Zqxjansen en {index}`Zqxindex`.\n\n## Zqxkop\n\n![Zqxalt](blijft.svg)\n"
    two.build(builder, may_warn=True)
    two["blijft.md"] = "# Kop\n\nVan {redact}`5.1.2.e Zqxjansen`.\n"
    build = two.build(builder, may_warn=True)
    assert holding(build, "zqx") == holding(build, "zqxweg")


@pytest.mark.parametrize("builder", ["html", "latex", "text", "gettext"])
def test_what_others_have_put_there_stays(two: Report, builder: str) -> None:
    two.build(builder, may_warn=True)
    out: Path = two.folder / "_build" / "nl" / builder
    for name in ("CNAME", "weg.txt.bak", "_static/eigen.css", "map/eigen.html", "rapport.pdf", "eigen.pot"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text("x")
    before = output_names(out)
    del two["weg.md"]
    two.build(builder, may_warn=True)
    assert {each for each in before - output_names(out) if "weg" not in each} <= {"_downloads", "objects"}
    for name in ("CNAME", "weg.txt.bak", "_static/eigen.css", "map/eigen.html", "rapport.pdf", "eigen.pot"):
        assert (out / name).is_file()


def output_names(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def test_a_folder_that_was_full_before_the_first_build_keeps_what_was_there(two: Report) -> None:
    out = two.folder / "_build" / "nl" / "html"
    out.mkdir(parents=True)
    (out / "weg.htm").write_text("x")
    (out / "oud.html").write_text("x")
    two.build(may_warn=True)
    two.build(may_warn=True)
    assert {"weg.htm", "oud.html"} <= output_names(out)


def test_static_files_that_are_gone_are_removed(two: Report) -> None:
    two["_static/eigen.css"] = "a {}"
    two["extra/eigen.txt"] = "x"
    config = {"html_static_path": ["_static"], "html_extra_path": ["extra"]}
    first = two.build(may_warn=True, **config)
    assert (first.out / "_static" / "eigen.css").is_file()
    del two["_static/eigen.css"], two["extra/eigen.txt"]
    two["_static/ander.css"] = two["extra/ander.txt"] = "b {}"
    build = two.build(may_warn=True, **config)
    assert {"_static/ander.css", "ander.txt", "_static/basic.css"} <= output_names(build.out)
    assert not {"_static/eigen.css", "eigen.txt"} & output_names(build.out)


def test_what_tex_made_of_a_document_that_is_gone_goes_too(two: Report) -> None:
    documents = [("index", f"{name}.tex", name, "", "manual") for name in ("een", "twee")]
    out = two.build("latex", may_warn=True, latex_documents=documents).out
    for name in ("een.pdf", "twee.pdf", "twee.aux", "twee.log"):
        (out / name).write_text("x")
    two.build("latex", may_warn=True, latex_documents=documents[:1])
    assert {"een.tex", "een.pdf"} <= output_names(out)
    assert not [name for name in output_names(out) if name.startswith("twee")]


def test_a_build_that_was_broken_off_is_made_good(two: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    from sphinx.builders.html import StandaloneHTMLBuilder

    with monkeypatch.context() as broken:
        broken.setattr(StandaloneHTMLBuilder, "finish", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            two.build(may_warn=True)
    assert (two.folder / "_build" / "nl" / "html" / "weg.html").is_file()
    del two["weg.md"]
    build = two.build(may_warn=True)
    assert output(build) == output(two.fresh_copy().build(may_warn=True))


def test_a_build_in_which_nothing_changed_writes_no_page(two: Report) -> None:
    first = output(two.build(may_warn=True))
    build = two.build(may_warn=True)
    assert build.written == []
    assert output(build) == first
