"""``rapportage finance``: the totals of the report's tables in the terminal, without a build."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rapportage import inline, numbers
from rapportage.catalog import SOURCE_LANGUAGE
from rapportage.cli import project
from rapportage.kinds import query
from rapportage.plugins.finance import figures
from rapportage.plugins.finance.axes import AXES, HEADS, RECORDS, WORDS
from rapportage.plugins.finance.rounding import UNITS
from rapportage.plugins.finance.selection import Asked, keys, select
from rapportage.plugins.finance.words import mixed, name
from rapportage.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal
    from pathlib import Path

    from rapportage.plugins.finance.figures import Figures
    from rapportage.plugins.finance.selection import Selection
    from rapportage.schema import Record, Text
    from rapportage.store import Store


class Records:
    """All records, as `rapportage.view.View` gives them to a page: in Dutch, with the interface's English words."""

    language = SOURCE_LANGUAGE

    def __init__(self, store: Store) -> None:
        self.store = store

    def select(self, kind: str, /, **where: str | Iterable[str] | None) -> list[Any]:
        return [self.store.get(kind, each) for each in self.store.select(query(kind, **where))]

    def in_order(self, kind: str, ids: Iterable[str]) -> list[str]:
        return [*self.store.select(query(kind, id=[*ids]))]

    def axis(self, record: Record, kind: str, axis: str) -> tuple[str, ...]:
        return self.store.axis(kind, axis, record)

    def word(self, message: str, **values: object) -> str:
        return message.format(**values)

    def name(self, kind: str, record_id: str) -> str:
        return self.plain(getattr(self.store.get(kind, record_id), self.store.kinds[kind].title))

    def plain(self, text: Text) -> str:
        return inline.plain(text.nl)


class Years(click.ParamType[str]):
    """Years as a table's ``:years:`` takes them."""

    name = "years"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from rapportage.directives import years

        try:
            return value if isinstance(value, tuple) else tuple(map(str, years(value)))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    for axis in (*RECORDS, "country"):
        command = click.option(f"--{axis}", multiple=True, help=f"Only these, by id: {axis}.")(command)
    for axis, values in WORDS.items():
        command = click.option(f"--{axis}", multiple=True, type=click.Choice([*values]), help=f"Only this {axis}.")(command)
    return command


@click.command()
@click.option(
    "--by", multiple=True, type=click.Choice(AXES), default=("series", "stage"), help="The rows; twice for subtotals."
)
@click.option("--columns", type=click.Choice(AXES), default="year", help="The columns (default: year).")
@click.option("--years", type=Years(), default=(), help="Only these years, such as 2023-2025.")
@click.option("--unit", type=click.Choice([*UNITS]), help="Rounded, so that the parts add up.")
@_filters
@click.pass_obj
def finance(
    folder: Path, /, by: tuple[str, ...], columns: str, years: tuple[str, ...], unit: str | None, **where: tuple[str, ...]
) -> None:
    """Print amounts and their totals, as the tables of the report have them."""
    store = project.load(folder).store()
    if store.problems:
        raise click.ClickException("something is wrong in the data; `rapportage check` says what")
    if len(by) > 2 or len({*by, columns}) < len(by) + 1:
        raise click.ClickException("rows have one axis or two, and columns one that is not among them")
    records = Records(store)
    for axis in RECORDS:
        for each in where[axis]:
            if store.get(axis, each) is None:
                raise click.ClickException(f'there is no {axis} "{each}"{nearest(each, store.ids(axis))}')
    # Kinds are never added, so each has a table of its own unless the columns set them out.
    kinds = [(each,) for each in where["kind"] or WORDS["kind"]] if columns != "kind" else [where["kind"]]
    console = Console(highlight=False, emoji=False, soft_wrap=True)
    shown = 0
    for kind in kinds:
        asked = Asked(by, columns, years, {**where, "kind": kind})
        found = select(records, asked)
        if reason := mixed(records, asked, found, lambda amount: store.place("amount", amount)):
            raise click.ClickException(reason)
        if found.pivot.amounts():
            console.print(*([""] if shown else []), _table(records, asked, found, unit), sep="\n")
            shown += 1
    if not shown:
        raise click.ClickException("there is no amount with these options")


def _table(records: Records, asked: Asked, found: Selection, unit: str | None) -> Table:
    divisor = UNITS[unit] if unit else None
    columns = found.pivot.columns
    of_column: dict[str, Figures] = {key: figures.column(found.pivot, key, divisor) for key in columns}
    title = ", ".join(WORDS["kind"][each] for each in asked.where["kind"])
    made = Table(
        title=title or None, title_justify="left", title_style="bold", box=None, header_style="bold", pad_edge=False
    )
    counted_in = "EUR" if divisor is None else f"x EUR {divisor:,}"
    made.add_column(f"{' / '.join(HEADS[axis] for axis in asked.by)} ({counted_in})", overflow="fold")
    for key in columns:
        made.add_column(name(records, asked.columns, key, found), justify="right", no_wrap=True)
    for group, members in groupby(found.pivot.rows, key=lambda row: keys(row)[0]):
        of_group = [*members]
        for row in of_group:
            known = [(axis, key) for axis, key in zip(asked.by, keys(row), strict=True) if key or axis == asked.by[0]]
            words = " / ".join(name(records, axis, key, found) for axis, key in known)
            made.add_row(escape(words), *(_figure(of_column[key].cells.get(row)) for key in columns))
        if len(asked.by) > 1 and len(of_group) > 1:
            label = escape(f"Subtotal {name(records, asked.by[0], group, found)}")
            made.add_row(label, *(_figure(of_column[key].subtotals.get(group)) for key in columns), style="italic")
    made.add_row("Total", *(_figure(of_column[key].total) for key in columns), style="bold")
    return made


def _figure(value: Decimal | None) -> str:
    return "–" if value is None else numbers.euros(value, SOURCE_LANGUAGE)
