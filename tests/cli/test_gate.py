"""``rapportage gate``: a small edition passes; each check is broken one at a time, and says why."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from published import PDFS, Edition

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent

DATA = "Nothing is wrong in the data"
EXAMPLE = "No example data are left"
TO_DO = "Nothing is marked as still to do"
TRANSLATED = "Everything is translated"
WARNED = "No build warned: every link, reference and source leads somewhere"
COMMIT = "All outputs are made of the last commit"
MADE = "Every file is as its build made it"
CONTAINED = "No page may bring raw HTML or LaTeX"
REQUIRED = "No required contribution is missing"
HIGHLIGHTS = "Every highlight that a contribution led to stands on a page"
PUBLISHED = "The edition says that it is published"
REDACTED = "Nothing that is redacted or internal stands in an output"
ELSEWHERE = "What is redacted or internal stands openly nowhere else, or somebody decided that it may"
EMBARGO = "The embargo has passed"
STEPS = "Every step is approved, and nothing that it covers has changed since"


def test_a_good_edition_passes(edition: Edition) -> None:
    result = edition.run("gate", ok=True)
    checks = [
        DATA,
        EXAMPLE,
        TO_DO,
        TRANSLATED,
        WARNED,
        COMMIT,
        MADE,
        CONTAINED,
        PUBLISHED,
        REDACTED,
        ELSEWHERE,
        EMBARGO,
        REQUIRED,
        HIGHLIGHTS,
        STEPS,
    ]
    assert result.output == "".join(f"yes {each}\n" for each in checks) + "\nMay be published: all 15 checks are passed.\n"


def amount(edition: Edition) -> None:
    edition.edit("data/finance/amounts.yaml", "44403000", "44403001")


def allowed_raw(edition: Edition) -> None:
    edition["conf.py"] += "rapportage_allow_raw = True\n"


def changed_pages(edition: Edition) -> None:
    edition.edit("mensen.md", "Wat komt, komt.", "Wat komt, dat komt.")
    edition.edit("bijlage.md", "# Bijlage\n", "# Bijlage\n\n## Nieuw\n\nX.\n")
    edition["los.md"] = "# Los\n"


def changed_records(edition: Edition) -> None:
    edition.edit("data/results/areas.yaml", "  aim: Inwoners hebben een stem.\n", f"  aim: {'Lang. ' * 60}\n")
    edition.edit("data/results/areas.yaml", "democratie:\n  number: 2", "orde:\n  number: 2")
    edition.edit("data/contributions.yaml", "area: democratie", "area: orde")
    edition.edit("data/edition.yaml", 'dossier: "32 735"', 'dossier: "32 736"\nsummary: Kort.')
    edition.edit("_style/stijl.css", "black", "navy")


def other_order(edition: Edition) -> None:
    path = "data/results/areas.yaml"
    first, second = edition[path].split("democratie:\n")
    edition[path] = f"democratie:\n{second}{first}"


def not_approved(edition: Edition) -> None:
    text = edition["data/approvals.yaml"]
    edition["data/approvals.yaml"] = text[: text.index("publicatie-1:")]


def no_manifest(edition: Edition) -> None:
    amount(edition)
    (edition.folder / "data/approvals/bijlage-1.json").unlink()
    path = "data/approvals/publicatie-1.json"
    edition[path] = edition[path].replace("44403000", "44403001")


def no_steps(edition: Edition) -> None:
    edition["data/workflow.yaml"] = "{}\n"
    edition["data/approvals.yaml"] = "{}\n"


def to_dos(edition: Edition) -> None:
    edition.edit("mensen.md", "# Mensenrechten\n", "# Mensenrechten\n\nXXX en TODO: bellen.\n\n% TODO stil\n")
    edition.edit("bijlage.md", "# Bijlage\n", "# Bijlage\n\n:::{todo}\nBellen.\n:::\n")
    edition.edit("data/sources.yaml", "post:", "# TODO naam\npost:")
    edition.edit("data/references.bib", "@misc", "% XXX bron\n@misc")


LETTER = """---
letter:
  from: De minister
  to: [De Voorzitter]
  date: 2026-04-24
  reference: BZ1
  subject: Aanbieding
  dossier: "32 735"
  signature: De minister
  example: true
---
"""


def examples(edition: Edition) -> None:
    edition.edit("data/documents.yaml", "layout: report, languages: [nl, en]}", "layout: letter, languages: [nl, en]}")
    edition.edit("index.md", "# {edition}", f"{LETTER}\n# {{edition}}")
    edition.edit("index.md", "De uitgave", ":::{letter}\n:::\n\nDe uitgave")
    edition.edit("data/sources.yaml", "type: post}", "type: post, example: true}")
    edition.edit("mensen.md", ":source: post\n", ":source: post\n:example:\n")
    edition.build("html")


def catalogues(edition: Edition) -> None:
    page, data = "locale/en/LC_MESSAGES/mensen.po", "locale/en/LC_MESSAGES/data.po"
    edition.edit(page, 'msgid "Verhalen"', '#, fuzzy\nmsgid "Verhalen"')
    edition.edit(page, 'msgstr "kilbtiurooV"', 'msgstr ""')
    edition[page] += '\nmsgid "Weg"\nmsgstr "Gone"\n\n#~ msgid "Oud"\n#~ msgstr "Old"\n'
    edition.edit(data, 'msgid "Iedereen kan zijn mening geven."', 'msgid "Iedereen kan een mening geven."')
    (edition.folder / "locale/en/LC_MESSAGES/index.po").rename(edition.folder / "locale/en/LC_MESSAGES/annex.po")


def broken_catalogue(edition: Edition) -> None:
    text = edition["locale/en/LC_MESSAGES/mensen.po"]
    edition["locale/en/LC_MESSAGES/mensen.po"] = f"zomaar iets\n{text}"


def broken_link(edition: Edition) -> None:
    edition.edit("mensen.md", "Wat komt, komt.", "Wat komt, {amount}`fonds-2026`.")
    for language in ("nl", "en"):
        edition.build("html", language)


def another_commit(edition: Edition) -> None:
    edition["los.txt"] = "los"
    edition.commit()


def not_committed(edition: Edition) -> None:
    edition["los.txt"] = "los"
    edition.build("html")


def not_made(edition: Edition) -> None:
    (edition.folder / "_build/pdf/rapportage-en.pdf").unlink()
    shutil.rmtree(edition.folder / "_build/html/en")


def internal(edition: Edition) -> None:
    shutil.rmtree(edition.folder / "_build")
    edition.build("html", rapportage_audience="internal")


def another_language(edition: Edition) -> None:
    shutil.rmtree(edition.folder / "_build/html/nl")
    shutil.copytree(edition.folder / "_build/html/en", edition.folder / "_build/html/nl")


def built_again(edition: Edition) -> None:
    edition.build("html", "nl")


def no_history(edition: Edition) -> None:
    shutil.rmtree(edition.folder / ".git")


def draft(edition: Edition) -> None:
    edition.edit("data/edition.yaml", "state: published", "state: concept")


def not_delivered(edition: Edition) -> None:
    edition.edit("data/contributions.yaml", "state: processed", "state: received")


def other_highlight(edition: Edition) -> None:
    edition.edit("data/contributions.yaml", "[redactie]", "[redaktie]")


def wrong_data(edition: Edition) -> None:
    edition.edit("data/sources.yaml", "type: post", "type: pots")


def leak(edition: Edition) -> None:
    edition["_build/html/nl/los.json"] = '{"wie": "Jansonius"}'
    edition["_build/pdf/los.txt"] = "Jansonius"


def too_early(edition: Edition) -> None:
    edition.edit("data/edition.yaml", "embargo: 2026-04-24T12:00", "embargo: 2200-04-24T12:00")


def rehearsal(edition: Edition) -> None:
    shutil.rmtree(edition.folder / "_build/html/nl")
    edition.build("html", rapportage_rehearsal=True)


BROKEN: list[tuple[Callable[[Edition], None], str, list[str]]] = [
    (wrong_data, DATA, ['data/sources.yaml:1:41: unknown value "pots"; did you mean "post"?']),
    (
        examples,
        EXAMPLE,
        [
            'data/sources.yaml:1:1: source "post" is example data',
            "index.md: this page is an example",
            'mensen.md:11: highlight "redactie" is an example',
        ],
    ),
    (
        to_dos,
        TO_DO,
        [
            "bijlage.md:3: still to do: :::{todo}",
            "mensen.md:3: still to do: XXX en TODO: bellen.",
            "mensen.md:5: still to do: % TODO stil",
            "data/sources.yaml:1: still to do: # TODO naam",
            "data/references.bib:1: still to do: % XXX bron",
        ],
    ),
    (
        catalogues,
        TRANSLATED,
        [
            'locale/en/LC_MESSAGES/data.po:{line}: no page has this text any more: "Iedereen kan een mening geven."',
            'locale/en/LC_MESSAGES/data.po: not in this catalogue: "Iedereen kan zijn mening geven."',
            "locale/en/LC_MESSAGES/index.po: there is no such catalogue; 2 texts have no translation",
            'locale/en/LC_MESSAGES/mensen.po:{line}: marked as fuzzy: "Verhalen"',
            'locale/en/LC_MESSAGES/mensen.po:{line}: not translated: "Vooruitblik"',
            'locale/en/LC_MESSAGES/mensen.po:{line}: no page has this text any more: "Weg"',
            'locale/en/LC_MESSAGES/mensen.po:{line}: no page has this text any more: "Oud"',
            "locale/en/LC_MESSAGES/annex.po: this catalogue belongs to no page",
        ],
    ),
    (
        broken_catalogue,
        TRANSLATED,
        ["locale/en/LC_MESSAGES/mensen.po:1:1: this is neither a text{line}"],
    ),
    (another_commit, TRANSLATED, ["_build/gettext: this was made of commit {old}, not of {new}"]),
    (
        broken_link,
        WARNED,
        [
            "_build/html/nl: building this gave one warning; build it again to read what is wrong",
            "_build/html/en: building this gave one warning; build it again to read what is wrong",
        ],
    ),
    (
        another_commit,
        COMMIT,
        [
            f"_build/{each}: this was made of commit {{old}}, not of {{new}}"
            for each in ("html/nl", "html/en", *(f"pdf/{name}" for name in PDFS))
        ],
    ),
    (
        not_committed,
        COMMIT,
        [
            "los.txt: this is in no commit",
            "_build/html/nl: this was made while there were changes that are in no commit",
            "_build/html/nl: this was built over an older output, of which something may be left",
        ],
    ),
    (not_made, COMMIT, ["_build/html/en: this has not been made", "_build/pdf/rapportage-en.pdf: this has not been made"]),
    (
        internal,
        COMMIT,
        [
            "_build/html/nl: this is not for the public",
            "_build/html/en: this has not been made",
            *(f"_build/pdf/{name}: this has not been made" for name in PDFS),
        ],
    ),
    (another_language, COMMIT, ["_build/html/nl: this was made by the builder html in en, not html in nl"]),
    (built_again, COMMIT, ["_build/html/nl: this was built over an older output, of which something may be left"]),
    (
        no_history,
        COMMIT,
        [
            (
                "git keeps no history of this project, so nobody can tell of what an edition was made: "
                "its folder is not the top of a git repository"
            )
        ],
    ),
    (rehearsal, COMMIT, ["_build/html/nl: this is not for the public"]),
    (
        allowed_raw,
        CONTAINED,
        ["conf.py: rapportage_allow_raw lets pages bring HTML and LaTeX of their own; leave it out, and build anew"],
    ),
    (
        leak,
        REDACTED,
        [
            "_build/html/nl: los.json: what is redacted (5.1.2.e) at mensen.md:17",
            "_build/pdf: los.txt: what is redacted (5.1.2.e) at mensen.md:17",
        ],
    ),
    (
        draft,
        PUBLISHED,
        ['data/edition.yaml:4:8: the state is "concept", and every page says so; make it "published"'],
    ),
    (not_made, REDACTED, ["_build/html/en: it is known when this has been made"]),
    (too_early, EMBARGO, ["data/edition.yaml:6:10: the edition is under embargo until 24 April 2200, 12:00 (UTC+02:00)"]),
    (
        not_delivered,
        REQUIRED,
        ['data/contributions.yaml:5:10: "verhaal" is required: Post in Oost-Afrika, received, due 2026-01-31'],
    ),
    (
        other_highlight,
        HIGHLIGHTS,
        ['data/contributions.yaml:9:16: no page has the highlight "redaktie"; did you mean "redactie"?'],
    ),
    (
        amount,
        STEPS,
        [
            'data/workflow.yaml:7:1: step "bijlage": amount "fonds-2025": value 44403000 → 44403001',
            'data/workflow.yaml:12:1: step "publicatie": amount "fonds-2025": value 44403000 → 44403001',
        ],
    ),
    (
        changed_pages,
        STEPS,
        [
            'data/workflow.yaml:1:1: step "inhoud": los.md was added',
            'data/workflow.yaml:1:1: step "inhoud": mensen.md, “Vooruitblik” was changed',
            'data/workflow.yaml:7:1: step "bijlage": bijlage.md, “Bijlage” was changed',
            'data/workflow.yaml:7:1: step "bijlage": bijlage.md, “Nieuw” was added',
            'data/workflow.yaml:12:1: step "publicatie": bijlage.md, “Bijlage” was changed',
            'data/workflow.yaml:12:1: step "publicatie": bijlage.md, “Nieuw” was added',
            'data/workflow.yaml:12:1: step "publicatie": los.md was added',
            'data/workflow.yaml:12:1: step "publicatie": mensen.md, “Vooruitblik” was changed',
        ],
    ),
    (
        changed_records,
        STEPS,
        [
            'data/workflow.yaml:1:1: step "inhoud": area "democratie" was removed',
            'data/workflow.yaml:1:1: step "inhoud": area "orde" was added',
            'data/workflow.yaml:7:1: step "bijlage": _style/stijl.css was changed',
            'data/workflow.yaml:12:1: step "publicatie": _style/stijl.css was changed',
            'data/workflow.yaml:12:1: step "publicatie": area "democratie" was removed',
            'data/workflow.yaml:12:1: step "publicatie": area "orde" was added',
            'data/workflow.yaml:12:1: step "publicatie": edition "edition": dossier 32 735 → 32 736',
            'data/workflow.yaml:12:1: step "publicatie": edition "edition": summary is new: Kort.',
        ],
    ),
    (
        other_order,
        STEPS,
        [
            'data/workflow.yaml:1:1: step "inhoud": area: the order was changed',
            'data/workflow.yaml:7:1: step "bijlage": step "inhoud" comes before this step, and is not approved',
            'data/workflow.yaml:12:1: step "publicatie": area: the order was changed',
        ],
    ),
    (
        not_approved,
        STEPS,
        [
            'data/workflow.yaml:12:1: step "publicatie" is not approved yet, by de minister',
            "data/approvals/publicatie-1.json belongs to no decision; put that back as git has it, or remove the file",
        ],
    ),
    (
        no_manifest,
        STEPS,
        [
            f'data/approvals.yaml:{line}:11: step "{step}": what decision "{step}-1" approved is not known: '
            f"data/approvals/{step}-1.json {why}"
            for line, step, why in (
                (15, "bijlage", "is missing; put it back as git has it"),
                (23, "publicatie", "was edited; put it back as git has it"),
            )
        ],
    ),
    (no_steps, STEPS, ["no step is declared in data/workflow.yaml"]),
]


@pytest.mark.parametrize(("break_it", "check", "reasons"), BROKEN, ids=lambda each: getattr(each, "__name__", ""))
def test_a_check_fails_and_says_why(
    edition: Edition, break_it: Callable[[Edition], None], check: str, reasons: list[str]
) -> None:
    old = edition.git("rev-parse", "HEAD")[:9]
    break_it(edition)
    new = edition.git("rev-parse", "HEAD")[:9] if (edition.folder / ".git").exists() else ""
    told = edition.checklist()[check]
    wanted = [reason.replace("{old}", old).replace("{new}", new) for reason in reasons]
    assert len(told) == len(wanted), told
    for one, expected in zip(told, wanted, strict=True):
        before, _, after = expected.partition("{line}")
        assert one.startswith(before)
        assert one.endswith(after)
    assert edition.run("gate").exit_code == 1


def test_a_check_says_what_to_do(edition: Edition) -> None:
    edition["los.txt"] = "los"
    told = edition.run("gate", ok=False).output
    again = "`make clean report templates` builds everything anew; `make publish` does so by itself, in a folder of its own."
    assert f"      los.txt: this is in no commit\n    Commit what belongs to the edition. {again}\n" in told


def test_a_long_list_is_cut_and_says_so(edition: Edition) -> None:
    edition["mensen.md"] += "\nTODO\n" * 12
    output = edition.run("gate", ok=False).output
    assert output.count("still to do: ") == 10
    assert "      … and 2 more; `rapportage gate --all` prints them\n" in output
    assert edition.run("gate", "--all").output.count("still to do: ") == 12


def test_plugins_add_checks_and_overviews(edition: Edition) -> None:
    edition["weer.py"] = (
        "from rapportage.gate import Check, Overview, Reason\n"
        "GATE = (Check('The weather is fine', lambda project: [Reason('[red]rain[/]', project.languages[0])]),)\n"
        "STATUS = (Overview('Weather', lambda project: ['rain', '  [b]much']),)\n"
    )
    head = f"import sys\nsys.path.insert(0, {str(edition.folder)!r})\n"
    edition["conf.py"] = head + edition["conf.py"].replace('"myst_parser",', '"myst_parser", "weer",')
    assert edition.checklist()["The weather is fine"] == ["nl: [red]rain[/]"]
    assert "Weather\n  rain\n    [b]much\n" in edition.run("status", ok=True).output


def test_the_check_that_the_handbook_shows_works(edition: Edition) -> None:
    handbook = (ROOT / "docs/handleiding/ontwikkelaars.md").read_text("utf-8")
    (edition.folder / "nummer.py").write_text(re.findall(r"```python\n(.*?)```", handbook, re.DOTALL)[-1])
    head = f"import sys\nsys.path.insert(0, {str(edition.folder)!r})\n"
    edition["conf.py"] = head + edition["conf.py"].replace('"myst_parser",', '"myst_parser", "nummer",')
    told = "data/edition.yaml:1:1: the Tweede Kamer has given no number yet"
    assert edition.checklist()["The edition has a number"] == [told]


def test_the_shipped_edition_does_not_pass() -> None:
    """It holds example data, and nobody has approved it."""
    edition = Edition(ROOT)
    failing = edition.checklist()
    assert {EXAMPLE, STEPS} <= failing.keys()
    assert not {DATA, TO_DO, EMBARGO} & failing.keys()
    assert len(failing[STEPS]) == 3
    assert all("is not approved yet" in reason for reason in failing[STEPS])
