"""Every file of an output is held against what its build made; an edition is broken in one way at a time."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from published import Edition

from rapportage import stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COMMIT = "All outputs are made of the last commit"
MADE = "Every file is as its build made it"
TRANSLATED = "Everything is translated"

CHANGED, EMPTIED = "this was changed after it was built", "this was emptied after it was built"
GONE, NEW = "the build made this, and it is gone", "no build made this"
LINK, ELSEWHERE = (
    "this is a link or no ordinary file, which no build makes",
    "this leads elsewhere: it is a link, which no build makes",
)
PAGE, PDF, OTHER = "_build/html/nl/mensen.html", "_build/pdf/rapportage-nl.pdf", "_build/pdf/rapportage-en.pdf"


@pytest.fixture
def edition(_ready: Edition, tmp_path: Path) -> Edition:
    return Edition.copied(_ready.folder, tmp_path / "edition")


def at(edition: Edition, name: str) -> Path:
    return edition.folder / name


def append(name: str) -> Callable[[Edition], None]:
    def change(edition: Edition) -> None:
        with at(edition, name).open("ab") as file:
            file.write(b" ")

    return change


def empty(name: str) -> Callable[[Edition], None]:
    return lambda edition: at(edition, name).write_bytes(b"") and None


def remove(name: str) -> Callable[[Edition], None]:
    return lambda edition: at(edition, name).unlink()


def add(name: str) -> Callable[[Edition], None]:
    def change(edition: Edition) -> None:
        edition[name] = "<p>Los</p>"

    return change


def copy(source: str, target: str) -> Callable[[Edition], None]:
    return lambda edition: shutil.copy(at(edition, source), at(edition, target)) and None


def link(name: str, target: str = "") -> Callable[[Edition], None]:
    """The same file or folder, but elsewhere."""

    def change(edition: Edition) -> None:
        path, other = at(edition, name), at(edition, target or "../elders")
        if not target:
            path.rename(other)
        path.symlink_to(other)

    return change


def both(*changes: Callable[[Edition], None]) -> Callable[[Edition], None]:
    def change(edition: Edition) -> None:
        for each in changes:
            each(edition)

    return change


def pipe(edition: Edition) -> None:
    os.mkfifo(at(edition, "_build/html/nl/pijp"))


def one_letter_and_the_same_time(edition: Edition) -> None:
    path = at(edition, PAGE)
    times = path.stat()
    edition.edit(PAGE, "Wat komt, komt.", "Wat komt, komd.")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def pages_swapped(edition: Edition) -> None:
    other = PAGE.replace("/nl/", "/en/")
    mine, theirs = edition[PAGE], edition[other]
    edition[PAGE], edition[other] = theirs, mine


def an_old_page(edition: Edition) -> None:
    old = edition[PAGE]
    edition.edit("mensen.md", "Wat komt, komt.", "Wat komt, dat komt.")
    edition.commit()
    edition.build_all()
    edition[PAGE] = old


def no_noted_pdf(edition: Edition) -> None:
    shutil.copy(at(edition, f"_build/latex/nl/{stamp.NAME}"), stamp.beside(at(edition, PDF)))


def pdf_of_another_document(edition: Edition) -> None:
    for path in ("_build/pdf/bijlage-nl.pdf", "_build/pdf/.bijlage-nl.pdf.stamp.json"):
        shutil.copy(at(edition, path), at(edition, path.replace("bijlage", "rapportage")))


def remade(content: bytes) -> Callable[[Edition], None]:
    """A build whose PDF holds *content*."""

    def change(edition: Edition) -> None:
        at(edition, PDF).write_bytes(content)
        stamp.seal(at(edition, "_build/pdf"), "nl")

    return change


CASES: dict[str, tuple[Callable[[Edition], None], str, list[str]]] = {
    "page edited": (append(PAGE), MADE, [f"{PAGE}: {CHANGED}"]),
    "one letter, same size and time": (one_letter_and_the_same_time, MADE, [f"{PAGE}: {CHANGED}"]),
    "page emptied": (empty(PAGE), MADE, [f"{PAGE}: {EMPTIED}"]),
    "page deleted": (remove(PAGE), MADE, [f"{PAGE}: {GONE}"]),
    "page added": (add("_build/html/nl/los.html"), MADE, [f"_build/html/nl/los.html: {NEW}"]),
    "folder added": (add("_build/html/nl/map/los.html"), MADE, [f"_build/html/nl/map/los.html: {NEW}"]),
    "page swapped for the other language's": (
        pages_swapped,
        MADE,
        [f"{PAGE}: {CHANGED}", f"{PAGE.replace('/nl/', '/en/')}: {CHANGED}"],
    ),
    "old page put back": (an_old_page, MADE, [f"{PAGE}: {CHANGED}"]),
    "page a link to another": (
        both(remove(PAGE), link(PAGE, "_build/html/nl/index.html")),
        MADE,
        [f"{PAGE}: {LINK}"],
    ),
    "page a link to the same elsewhere": (link(PAGE), MADE, [f"{PAGE}: {LINK}"]),
    "link added": (link("_build/html/nl/los.html", "conf.py"), MADE, [f"_build/html/nl/los.html: {LINK}"]),
    "link to nowhere added": (link("_build/html/nl/los.html", "niets"), MADE, [f"_build/html/nl/los.html: {LINK}"]),
    "link to a folder added": (link("_build/html/nl/map", "data"), MADE, [f"_build/html/nl/map: {LINK}"]),
    "pipe added": (pipe, MADE, [f"_build/html/nl/pijp: {LINK}"]),
    "search index edited": (append("_build/html/nl/searchindex.js"), MADE, [f"_build/html/nl/searchindex.js: {CHANGED}"]),
    "inventory edited": (append("_build/html/en/objects.inv"), MADE, [f"_build/html/en/objects.inv: {CHANGED}"]),
    "style sheet edited": (
        append("_build/html/nl/_static/basic.css"),
        MADE,
        [f"_build/html/nl/_static/basic.css: {CHANGED}"],
    ),
    "style sheet deleted": (remove("_build/html/nl/_static/basic.css"), MADE, [f"_build/html/nl/_static/basic.css: {GONE}"]),
    "site elsewhere": (link("_build/html/nl"), MADE, [f"_build/html/nl: {ELSEWHERE}"]),
    "all sites elsewhere": (link("_build/html"), MADE, [f"_build/html: {ELSEWHERE}"] * 2),
    "site a link to the other language's": (
        both(lambda edition: shutil.rmtree(at(edition, "_build/html/nl")), link("_build/html/nl", "_build/html/en")),
        COMMIT,
        ["_build/html/nl: this was made by the builder html in en, not html in nl"],
    ),
    "PDF edited": (append(PDF), MADE, [f"{PDF}: {CHANGED}"]),
    "PDF emptied": (empty(PDF), MADE, [f"{PDF}: {EMPTIED}"]),
    "PDF deleted": (remove(PDF), COMMIT, [f"{PDF}: this has not been made"]),
    "PDF swapped for the other language's": (copy("_build/html/en/objects.inv", PDF), MADE, [f"{PDF}: {CHANGED}"]),
    "PDF and its stamp swapped for the other language's": (
        both(copy(OTHER, PDF), copy("_build/pdf/.rapportage-en.pdf.stamp.json", "_build/pdf/.rapportage-nl.pdf.stamp.json")),
        COMMIT,
        [f"{PDF}: this was made by the builder latex in en, not latex in nl"],
    ),
    "PDF and its stamp swapped for another document's": (
        pdf_of_another_document,
        MADE,
        [f"{PDF}: the build did not note what this holds; make it again"],
    ),
    "PDF a link": (link(PDF), MADE, [f"{PDF}: {ELSEWHERE}"]),
    "PDFs elsewhere": (link("_build/pdf"), MADE, [f"_build/pdf: {ELSEWHERE}"] * 3),
    "PDF that nobody noted": (no_noted_pdf, MADE, [f"{PDF}: the build did not note what this holds; make it again"]),
    "PDF that was empty": (remade(b""), MADE, [f"{PDF}: this is empty"]),
    "PDF that is none": (remade(b"<html>"), MADE, [f"{PDF}: this is no PDF"]),
    "PDF that ends too early": (remade(b"%PDF-1.7\n1 0 obj\n"), MADE, [f"{PDF}: this is no PDF"]),
    "PDF without a stamp": (
        lambda edition: stamp.beside(at(edition, PDF)).unlink(),
        COMMIT,
        [f"{PDF}: this has not been made"],
    ),
    "site without a stamp": (
        remove(f"_build/html/en/{stamp.NAME}"),
        COMMIT,
        ["_build/html/en: this has not been made"],
    ),
    "stamp of a site that says less": (
        lambda edition: edition.__setitem__(f"_build/html/en/{stamp.NAME}", '{"builder": "html"}'),
        COMMIT,
        ["_build/html/en: this has not been made"],
    ),
    "template edited": (append("_build/gettext/mensen.pot"), TRANSLATED, [f"_build/gettext/mensen.pot: {CHANGED}"]),
    "template deleted": (remove("_build/gettext/mensen.pot"), TRANSLATED, [f"_build/gettext/mensen.pot: {GONE}"]),
    "template added": (add("_build/gettext/los.pot"), TRANSLATED, [f"_build/gettext/los.pot: {NEW}"]),
}


@pytest.mark.parametrize("name", CASES)
def test_what_no_build_made_is_named_with_what_is_the_matter(edition: Edition, name: str) -> None:
    attack, check, reasons = CASES[name]
    attack(edition)
    assert edition.checklist()[check] == reasons
    assert edition.run("gate").exit_code == 1


def test_what_a_build_keeps_for_itself_is_not_published_and_does_not_count(edition: Edition) -> None:
    edition["_build/html/nl/.doctrees/los.doctree"] = "x"
    edition["_build/html/nl/.buildinfo"] = "x"
    assert MADE not in edition.checklist()


def test_the_template_that_is_not_ours_counts_neither_there_nor_gone(edition: Edition) -> None:
    assert edition.checklist() == {}
    edition["_build/gettext/sphinx.pot"] = "x"
    assert edition.checklist() == {}


def test_the_folder_of_all_outputs_may_stand_elsewhere(edition: Edition) -> None:
    link("_build")(edition)
    assert edition.checklist() == {}


def test_an_output_that_another_engine_built_is_named(edition: Edition) -> None:
    edition["_ext/rapportage/__init__.py"] = "# een ander\n"
    edition.commit()
    edition.build_all()
    told = edition.checklist()[COMMIT]
    assert "_build/html/nl: this was not built by the engine in _ext/rapportage, but by another" in told
    assert len(told) == 5


def test_what_a_stamp_notes_is_what_is_there(edition: Edition) -> None:
    found = stamp.read(at(edition, f"_build/html/nl/{stamp.NAME}"))
    assert found is not None
    assert found.files["mensen.html"].size == len(at(edition, PAGE).read_bytes())
    assert not [name for name in found.files if name.startswith(".") or "/." in name]
