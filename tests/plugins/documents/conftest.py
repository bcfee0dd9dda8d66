"""The small report with a memo and a letter: declared in its data, each a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from reports import Report

DOCUMENTS = """\
rapport: {root: index, layout: report, languages: [nl, en]}
beslisnota: {title: {nl: Beslisnota, en: Decision memo}, root: nota/index, layout: memo, languages: [nl, en]}
begeleidende-brief: {title: {nl: Brief, en: Letter}, root: brief, layout: letter, languages: [nl]}
"""
MEMO = """\
---
memo:
  kind: decision
  title: "Over de *{edition}`title`*"
  to:
    - party: De minister
  from:
    - party: Directie Proef
      initials: M
  coordinated-with:
    - party: Directie Geld
      initials: R
      state: agreed
    - party: Directie Recht
      state: pending
  date: 2026-04-09
  reference: "{edition}`dossier`"
  deadline: "{edition}`planned`"
---

# Nota

:::{memo}
:::

## Aanleiding

Er is {amount}`voorschot` betaald.[^a]

[^a]: Een noot.

## Geadviseerd besluit

Akkoord gaan.

## Kernpunten

Over {priority}`pers`.

## Toelichting

Meer.
"""
LETTER = """\
---
letter:
  from: Ministerie
  to: [De Voorzitter, Den Haag]
  date: "{edition}`planned`"
  subject: Aanbieding
  signature: De minister
  enclosures: ["{edition}`title`", Nota]
---

# Brief

:::{letter}
:::

Geachte Voorzitter,

Er is {amount}`voorschot` betaald.

Hoogachtend,
"""


@pytest.fixture
def papers(report: Report) -> Report:
    report.edit(
        "conf.py", '"rapportage.plugins.edition",\n', '"rapportage.plugins.edition",\n    "rapportage.plugins.documents",\n'
    )
    report.edit("index.md", "bronnen\n", "bronnen\nnota/index\nbrief\n")
    report["data/documents.yaml"] = DOCUMENTS
    report["nota/index.md"] = MEMO
    report["brief.md"] = LETTER
    return report
