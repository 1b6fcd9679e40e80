"""What `compose` and `convert` share: formats, telegrams as JSON, where the result goes, what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from reftel.model.telegram import Telegram

F = TypeVar("F", bound=Callable[..., Any])


class FormatsCommand(click.Command):
    """A command whose help ends with the list of formats."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line for each format."""
        from reftel.writing import FORMATS

        with formatter.section("Formats"):
            formatter.write_dl([(name, form.meaning) for name, form in FORMATS.items()])


def _format(context: click.Context, parameter: click.Parameter, name: str) -> str:
    from reftel.writing import format_of

    try:
        format_of(name)
    except ValueError as error:
        raise click.BadParameter(str(error), context, parameter) from error
    return name


def output_options(default: str) -> Callable[[F], F]:
    """Add `--to FORMAT` and `--out FILE`."""

    def add(function: F) -> F:
        return click.option(
            "--to",
            callback=_format,
            default=default,
            show_default=True,
            metavar="FORMAT",
            help="One of the formats below.",
        )(
            click.option(
                "--out",
                type=click.Path(dir_okay=False, path_type=Path),
                help="Write to this file instead of standard output.",
            )(function)
        )

    return add


def put_out(data: bytes, out: Path | None) -> None:
    """Write to the file, or to standard output byte for byte."""
    if out:
        out.write_bytes(data)
    else:
        click.echo(data, nl=False)


def is_json_of_telegrams(data: bytes) -> bool:
    """Whether this is what `reftel parse --json` prints; a draft in JSON has no `schema`."""
    return data.lstrip().startswith(b"{") and b'"schema"' in data[:64]


def of_json(data: bytes) -> Iterator[Telegram]:
    """The telegrams of JSON: one object, or one a line. Raises `ValueError` with line and remedy."""
    lines = [(number, line) for number, line in enumerate(data.splitlines(), start=1) if line.strip()]
    if len(lines) > 1 and not lines[1][1].lstrip().startswith(b"{"):
        lines = [(lines[0][0], data)]
    for number, line in lines:
        yield _telegram(number, line)


def _telegram(number: int, line: bytes) -> Telegram:
    import msgspec

    try:
        return Telegram.from_json(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"line {number}: {error}: `reftel schema` prints what is expected") from error


def tell_left_out(name: str, left_out: Iterable[str]) -> None:
    """Name to standard error what the format could not say."""
    for one in left_out:
        click.echo(f"reftel: {name}: not written: {one}", err=True)


def reason(error: Exception) -> str:
    """What went wrong with a file, for people."""
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is no UTF-8: save the file as UTF-8"
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
