"""What the commands of a post share: which post, who acts, messages for what is wrong."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reftel.cli.common import read_input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reftel.exchange.post.place import Place

F = TypeVar("F", bound=Callable[..., Any])


def post_option(function: F) -> F:
    """Add `--post DIR`: that folder, else $REFTEL_POST, else ./reftel-post."""
    return click.option(
        "--post",
        "folder",
        type=click.Path(path_type=Path),
        envvar="REFTEL_POST",
        default=Path("reftel-post"),
        show_default=True,
        help="The folder of the post; $REFTEL_POST names it too.",
    )(function)


def who_option(function: F) -> F:
    """Add `--who NAME`, a person of the post; by default the user of this computer."""
    return click.option(
        "--who", default=getpass.getuser, help="Who acts, as post.toml names them; by default the user here."
    )(function)


def read_text(file: str) -> str:
    """The text of a file, or of standard input where it is `-`; what cannot be read ends the command."""
    try:
        return read_input(file).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file}: cannot be read: {error}") from error


@contextmanager
def opened_post(folder: Path) -> Iterator[Place]:
    """The post in `folder`; what is wrong with it, or not allowed, ends the command with a message and status 1."""
    from reftel.archive.results import ArchiveError
    from reftel.exchange.keeping.book import BookError
    from reftel.exchange.post.config import PostError
    from reftel.exchange.post.place import Place

    try:
        with Place(folder) as place:
            yield place
    except (PostError, BookError, ArchiveError) as error:
        raise click.ClickException(str(error)) from error
