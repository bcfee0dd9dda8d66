"""``rapportage chooser``: the page above the languages, which lets a reader choose one. It needs no JavaScript."""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rapportage import numbers
from rapportage.cli import project
from rapportage.schema import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rapportage.cli.project import Project

#: The languages in the order in which they are offered, with what the link to each says.
LANGUAGES = {"nl": "Nederlands", "en": "English"}

_PAGE = """\
<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>{no_index}
<style>
:root {{ color-scheme: light dark }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1.125rem/1.6 system-ui, sans-serif;
  color: #12263f; background: #fff }}
main {{ box-sizing: border-box; width: 100%; max-width: 44rem; padding: 2rem 1.25rem; border-top: .75rem solid #12263f }}
h1, h2 {{ font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem }}
p {{ margin: 0 0 1.25rem }}
ul {{ margin: 1.25rem 0 0; padding: 0; list-style: none }}
li {{ margin: .25rem 0 }}
a {{ display: inline-block; padding: .25rem 0; color: #0b5cad }}
section > a {{ margin-top: .5rem; padding: .5rem 1.25rem; border: 2px solid; font-weight: 600; text-decoration: none }}
a:hover, a:focus-visible {{ text-decoration: underline; text-underline-offset: .2em }}
section + section {{ margin-top: 2.5rem }}
.mark {{ color: #fff; background: #8a1c1c; padding: .5rem 1rem; font-weight: 600 }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #e7ecf2; background: #131a22 }} main {{ border-color: #3b4858 }} a {{ color: #8cc2ff }}
}}
</style>
</head>
<body>
<main>{mark}
{languages}
</main>
</body>
</html>
"""
_LANGUAGE = """\
<section lang="{code}">
<{heading}>{title}</{heading}>
<p>{publisher}</p>
<a href="{code}/index.html" hreflang="{code}">{name}</a>{pdfs}
</section>"""
_PDFS = """
<ul>
{pdfs}
</ul>"""
_PDF = """\
<li><a href="../pdf/{file}" hreflang="{code}" type="application/pdf">{title} (PDF, {size})</a></li>"""
_NO_INDEX = """
<meta name="robots" content="noindex, nofollow">"""
_MARK = """
<p class="mark">{mark}</p>"""


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def chooser(confdir: Path, folder: Path) -> None:
    """Write index.html in FOLDER, which holds the built languages."""
    write(project.load(confdir), folder)


def write(found: Project, folder: Path) -> None:
    """Write the page in *folder*, unless it stands there already. Raises a click error if there is nothing to choose."""
    store = found.store()
    edition: Any = store.get("edition", "edition")
    if edition is None:
        raise click.ClickException("data/edition.yaml cannot be read; `rapportage check` says why")
    built = [code for code in LANGUAGES if (folder / code / "index.html").is_file()]
    if not built:
        raise click.ClickException(f"{folder} holds no built language ({', '.join(LANGUAGES)})")
    sections = [
        _LANGUAGE.format(
            code=code,
            heading="h1" if code == built[0] else "h2",
            title=escape(_in(code, edition.title)),
            publisher=escape(_in(code, edition.publisher)),
            name=LANGUAGES[code],
            pdfs=_pdfs(folder, code, edition, store.records("document")),
        )
        for code in built
    ]
    mark = _mark(folder / built[0] / "index.html")
    page = _PAGE.format(
        title=escape(edition.title.nl),
        no_index=_NO_INDEX if mark else "",
        mark=_MARK.format(mark=mark) if mark else "",
        languages="\n".join(sections),
    )
    path = folder / "index.html"
    if not path.is_file() or path.read_text("utf-8") != page:
        path.write_text(page, "utf-8")


def _pdfs(folder: Path, language: str, edition: Any, documents: Iterable[Any]) -> str:
    """A link to each PDF of a language that has been made: the folder pdf stands beside that of the site."""
    links = []
    for document in documents:
        path = folder.parent / "pdf" / f"{document.id}-{language}.pdf"
        if language in document.languages and path.is_file():
            size = numbers.number(Decimal(max(1, round(path.stat().st_size / 1000))), language)
            title = escape(_in(language, document.title or edition.title))
            links.append(_PDF.format(code=language, file=path.name, title=title, size=f"{size} kB"))
    return _PDFS.format(pdfs="\n".join(links)) if links else ""


def _mark(page: Path) -> str:
    """What the pages of this edition say at their head, if it is not public (see `rapportage.plugins.marks`), as HTML."""
    found = re.search(r'<aside class="rp-restricted"[^>]*><p>([^<]*)</p>', page.read_text("utf-8"))
    return found[1] if found else ""


def _in(language: str, text: Text) -> str:
    return text.en if language == "en" and text.en is not None else text.nl
