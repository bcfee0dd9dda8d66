"""What an entry of the bibliography may say, and must: as pybtex's style ``unsrt`` shows it.

What a field says reaches the page as text, by way of the codec that makes letters of TeX's accents. What that codec does not
understand would stand on the page as it was typed, so it is refused, whatever it is.
"""

from __future__ import annotations

import codecs
import datetime
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import latexcodec  # noqa: F401 -- makes the codec "ulatex" known
from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.exceptions import PybtexError

from rapportage import textfile
from rapportage.bibliography.entries import Entry, Field
from rapportage.problems import Problem, nearest, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_AUTHORED = ("author", "title", "year")
#: What the entries of a type must say; of names with a bar between them, one.
REQUIRED: dict[str, tuple[str, ...]] = {
    "article": (*_AUTHORED, "journal"),
    "book": ("author|editor", "title", "publisher", "year"),
    "booklet": _AUTHORED,
    "dataset": ("title",),
    "inbook": ("author|editor", "title", "publisher", "year"),
    "incollection": (*_AUTHORED, "booktitle"),
    "inproceedings": (*_AUTHORED, "booktitle"),
    "manual": ("title",),
    "mastersthesis": (*_AUTHORED, "school"),
    "misc": ("title",),
    "online": ("title",),
    "patent": ("title",),
    "phdthesis": (*_AUTHORED, "school"),
    "proceedings": ("title", "year"),
    "software": ("title",),
    "techreport": (*_AUTHORED, "institution"),
    "unpublished": ("author", "title", "note"),
}
PERSONS = ("author", "editor")
#: The fields whose text is shown.
SHOWN = (
    *PERSONS,
    *("title", "booktitle", "journal", "series", "volume", "number", "pages", "chapter", "edition", "type", "isbn"),
    *("publisher", "organization", "institution", "school", "address", "howpublished", "month", "year", "note"),
)
#: The fields that become part of an address.
ADDRESSES = ("url", "doi", "eprint", "pubmed")
#: What else is common in such files, and shown nowhere (the manual of biblatex 3.20, section 2.2; programs).
UNSHOWN = (
    *("abstract", "accessed", "addendum", "afterword", "annotation", "annote", "annotator", "archive", "archiveprefix"),
    *("bookpagination", "booksubtitle", "booktitleaddon", "collaborator", "commentator", "copyright", "crossref", "date"),
    *("day", "editora", "editorb", "editorc", "editortype", "eid", "entrysubtype", "eprintclass", "eprinttype", "eventdate"),
    *("eventtitle", "file", "foreword", "groups", "holder", "indextitle", "introduction", "isan", "ismn", "isrn", "issn"),
    *("issue", "issuetitle", "iswc", "journalsubtitle", "journaltitle", "key", "keywords", "label", "langid", "language"),
    *("lccn", "library", "location", "mainsubtitle", "maintitle", "mendeley-tags", "nameaddon", "options", "origdate"),
    *("origlanguage", "origlocation", "origpublisher", "origtitle", "owner", "pagetotal", "pagination", "part", "pmid"),
    *("primaryclass", "pubstate", "reprinttitle", "rights", "shorthand", "shortjournal", "shorttitle", "subtitle"),
    *("timestamp", "titleaddon", "translator", "urldate", "urn", "venue", "version", "volumes"),
)
FIELDS = (*SHOWN, *ADDRESSES, *UNSHOWN)
#: The languages that ``langid`` names (after babel), and their codes.
LANGUAGES = {
    "american": "en", "arabic": "ar", "british": "en", "bulgarian": "bg", "croatian": "hr", "czech": "cs", "danish": "da",
    "dutch": "nl", "english": "en", "estonian": "et", "finnish": "fi", "french": "fr", "german": "de", "greek": "el",
    "hungarian": "hu", "italian": "it", "latvian": "lv", "lithuanian": "lt", "ngerman": "de", "norwegian": "no",
    "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "slovak": "sk", "slovene": "sl",
    "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk",
}  # fmt: skip
MAX_KEY = 100
MAX_FIELD = 5_000

_is_key = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:./+-]*").fullmatch
_is_year = re.compile(r"[12][0-9]{3}(?:--?[12][0-9]{3})?").fullmatch
_is_date = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?").fullmatch
_is_doi = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\\{}<>\"^`|%]+").fullmatch
_is_number = re.compile(r"[A-Za-z0-9./-]+").fullmatch
_remark = re.compile(r"(?<!\\)%").search
_formula = re.compile(r"(?<!\\)\$.*(?<!\\)\$").search
_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    *("january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december"),
    *("januari", "februari", "maart", "mei", "juni", "juli", "augustus", "oktober"),
)


def looked_at(entry: Entry, known: Mapping[str, Entry]) -> tuple[Entry, list[Problem]]:
    """The entry, with what it takes over from one of those *known* (by key, in small letters), and its faults."""
    problems = [Problem(field.place, told) for field in entry.fields.values() for told in _faults_of_field(field)]
    if not _is_key(entry.key) or len(entry.key) > MAX_KEY:
        told = f'"{short(entry.key)}" is not a key; it has at most {MAX_KEY} letters, digits and the signs _ : . / + -'
        problems.append(Problem(entry.place, told))
    made, told = _with_what_it_takes_over(entry, known)
    if told:
        problems.append(Problem(entry.fields["crossref"].place, told))
    if entry.type not in REQUIRED:
        told = f'unknown type of entry "{short(entry.type)}"{nearest(entry.type, REQUIRED, listed=len(REQUIRED))}'
        problems.append(Problem(entry.place, told))
    for names in REQUIRED.get(entry.type, ()):
        if not any(name in made.fields for name in names.split("|")):
            what = " or ".join(f'"{name}"' for name in names.split("|"))
            problems.append(Problem(entry.place, f"the field {what} is missing"))
    return made, problems


def _with_what_it_takes_over(entry: Entry, known: Mapping[str, Entry]) -> tuple[Entry, str]:
    """The entry with the fields that another has and it has not; what is wrong with how it names that."""
    crossref = entry.fields.get("crossref")
    if crossref is None:
        return entry, ""
    other = known.get(crossref.value.lower())
    if other is None:
        return entry, f'there is no entry "{short(crossref.value)}"{nearest(crossref.value, list(known)[:200], listed=0)}'
    if "crossref" in other.fields:
        return entry, f'"{short(crossref.value)}" takes over from another entry itself; name that one'
    return entry._replace(fields={**other.fields, **entry.fields}), ""


def _faults_of_field(field: Field) -> Iterator[str]:
    name, value = field.name, field.value
    if name not in FIELDS:
        yield f'unknown field "{short(name)}"{nearest(name, FIELDS)}'
    elif not value.strip("{} ~"):
        yield "this is empty; leave the field out, or write something"
    elif len(value) > MAX_FIELD and name in (*SHOWN, *ADDRESSES):
        yield f"this is longer than {MAX_FIELD} characters"
    elif name in ADDRESSES:
        yield from filter(None, [_fault_of_address(name, value)])
    elif name in SHOWN and (told := _fault_of_tex(value)):
        yield told
    elif name in PERSONS:
        yield from _faults_of_persons(value)
    elif told := _fault_of_word(name, value.replace("{", "").replace("}", "")):
        yield told


def _fault_of_tex(value: str) -> str:
    """What would not be shown as its writer meant it."""
    if _remark(value):
        return r"after a % TeX reads nothing more of this; write \%"
    if _formula(value):
        return r"a formula between $ and $ is not possible here; for the sign itself write \$"
    try:
        text = str(codecs.lookup("ulatex").decode(value)[0])  # type: ignore[arg-type]
    except ValueError:
        return "the TeX in this cannot be understood"
    if "\\" in text:
        at = text.index("\\")
        return f'"{short(text[at : at + 30], 30)}" is TeX that is not possible here; accents are, as \\"{{e}}'
    if hidden := textfile.unseen(text):
        return textfile.told(hidden)
    return "" if _is_balanced(text) else "the braces in this do not belong together"


def _is_balanced(text: str) -> bool:
    depth = 0
    for each in text:
        depth += (each == "{") - (each == "}")
        if depth < 0:
            return False
    return depth == 0


def _faults_of_persons(value: str) -> Iterator[str]:
    for name in split_name_list(value):
        if not name.strip("{} ,~"):
            yield 'a name is missing; between two names stands one "and"'
            continue
        try:
            person = Person(name)
            # The style shows the parts of a name on their own: an accent at the end of one finds no letter.
            parts = (
                *person.first_names,
                *person.middle_names,
                *person.prelast_names,
                *person.last_names,
                *person.lineage_names,
            )
            yield from filter(None, map(_fault_of_tex, parts))
        except PybtexError as error:
            told = "it has more commas than a name can have" if "commas" in str(error) else "nobody can be called that"
            yield f'"{short(name)}" is not a name: {told}; write Surname, First name, and "and" between two names'


def _fault_of_address(name: str, value: str) -> str:
    match name:
        case "url":
            return _fault_of_url(value)
        case "doi" if not _is_doi(value):
            return f'"{short(value)}" is not a DOI; write only what comes behind https://doi.org/, such as 10.1000/182'
        case "eprint" | "pubmed" if not _is_number(value):
            return f'"{short(value)}" is not a number of {name}; write it without an address'
    return ""


def _fault_of_url(value: str) -> str:
    told = f'"{short(value)}" is not an address that begins with https:// or http://'
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return told
    if parts.scheme not in {"https", "http"} or not parts.hostname or port == 0:
        return told
    if wrong := re.search(r"[\s\\{}<>\"^`|]", value):
        return f'an address has no "{wrong[0]}"; write it as the browser shows it, or with a % code'
    return ""


def _fault_of_word(name: str, value: str) -> str:
    match name:
        case "year" if not _is_year(value):
            return f'"{short(value)}" is not a year; where it is not known, leave it out'
        case "month" if value.lower() not in _MONTHS and not (
            value.isascii() and value.isdigit() and 1 <= int(value[:3]) <= 12
        ):
            return f'"{short(value)}" is not a month{nearest(value.lower(), _MONTHS, listed=0)}'
        case "date" | "urldate" if not all(map(_is_day, value.split("/", 1))):
            return f'"{short(value)}" is not a date such as 2024, 2024-12 or 2024-12-31'
        case "langid" if value not in LANGUAGES:
            return f'unknown language "{short(value)}"{nearest(value, LANGUAGES)}'
    return ""


def _is_day(value: str) -> bool:
    match = _is_date(value)
    if match is None:
        return False
    try:
        datetime.date(*[*(int(part) for part in match.groups() if part is not None), 1, 1][:3])
    except ValueError:
        return False
    return True
