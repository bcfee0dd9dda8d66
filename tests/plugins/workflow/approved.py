"""A small edition of which every step is approved, to break: what is told of its approvals then."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

from published import STEPS, Edition

from rapportage.cli import project
from rapportage.plugins.workflow.standing import standings
from rapportage.plugins.workflow.telling import not_approved, sources_of

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABXvMqOgAAAABJRU5ErkJggg==")
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Mensenrechten"\nmsgstr "Human rights"\n'


def made(root: Path, folder: Path) -> Edition:
    """An edition with something of every kind that readers get; nothing of it is approved."""
    edition = Edition.copied(root / "test-edition", folder)
    edition["locale/en/LC_MESSAGES/data.po"] = PO
    edition["locale/nl/LC_MESSAGES/mensen.po"] = PO
    edition["conf.py"] += 'html_static_path = ["_static"]\ntemplates_path = ["_templates"]\n'
    edition["_static/extra.css"] = "p { margin: 0 }\n"
    edition["_templates/page.html"] = "{{ body }}\n"
    edition["requirements/report.txt"] = "sphinx==9.0.4 \\\n    --hash=sha256:00\nfuro==2025.12.19\n"
    edition["_delen/deel.txt"] = "Een deel met ![](nog.png).\n"
    edition["_delen/tabel.csv"] = "a,b\n1,2\n"
    edition["_delen/kaart.geojson"] = "{}\n"
    for name in ("foto.png", "nog.png", "foto.en.png", "ander.png", "met spatie.png"):
        (edition.folder / "_delen" / name).write_bytes(PNG)
    edition["mensen.md"] += (
        "\n![Een foto](_delen/foto.png)\n\n![Een andere](_delen/met%20spatie.png)\n\n![](_delen/ander.*)\n\n"
        ":::{include} _delen/deel.txt\n:::\n\n:::{csv-table}\n:file: _delen/tabel.csv\n:::\n"
    )
    edition["conf.py"] = edition["conf.py"].replace('["_build"]', '["_build", "_delen"]')
    return edition


def approve_all(edition: Edition, *steps: str, date: str = "2026-04-09") -> None:
    for step in steps or STEPS:
        edition.run("approve", step, "--reference", f"BZ-{step}", "--date", date, ok=True)


def reasons(edition: Edition) -> list[str]:
    """Why the approvals do not let it be published."""
    return [str(each) for each in not_approved(project.load(edition.folder))]


def states(edition: Edition) -> dict[str, str]:
    """The state of each step."""
    return {each.step.id: each.state for each in standings(sources_of(project.load(edition.folder)))}


def copied(edition: Edition, folder: Path) -> Edition:
    shutil.copytree(edition.folder, folder, symlinks=True)
    return Edition(folder)
