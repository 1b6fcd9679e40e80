"""What `compose` and `convert` share: the list of formats, where the result goes, what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def _format(context: click.Context, parameter: click.Parameter, name: str) -> str:
    from reftel.writing import FORMATS, NOT_PUBLIC

    if name in NOT_PUBLIC:
        raise click.BadParameter(f"{name}: {NOT_PUBLIC[name]}", context, parameter)
    if name not in FORMATS:
        known = "; ".join(f"{known}: {form.meaning}" for known, form in FORMATS.items())
        raise click.BadParameter(f"there is no format {name}. {known}", context, parameter)
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
            help="plain (the telegram proper), acp127us (with State transmission lines) or source (unchanged).",
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


def tell_left_out(name: str, left_out: Iterable[str]) -> None:
    """Name to standard error what the format could not say."""
    for one in left_out:
        click.echo(f"reftel: {name}: not written: {one}", err=True)


def reason(error: Exception) -> str:
    """What went wrong with a file, for people."""
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is no UTF-8: save the file as UTF-8"
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
