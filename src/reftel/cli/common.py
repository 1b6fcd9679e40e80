"""What several commands share: the archive option, messages for people, output for machines."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from reftel.archive import Archive
    from reftel.archive.tiers import Viewer

F = TypeVar("F", bound=Callable[..., Any])

DONE, FINDINGS, INTERRUPTED = 0, 1, 130

_WHOLE = 1000  # letters, longer than any sentence of a help text

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")


class Listed(click.Group):
    """A group whose help has each command's whole first sentence, in the order in which they are used."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, one.get_short_help_str(_WHOLE)) for name, one in self.commands.items()]
            )


def archive_option(function: F) -> F:
    """Add `--archive DIR`: that folder, else $REFTEL_ARCHIVE, else ./reftel-archive."""
    return click.option(
        "--archive",
        "folder",
        type=click.Path(file_okay=True, path_type=Path),
        envvar="REFTEL_ARCHIVE",
        default=Path("reftel-archive"),
        show_default=True,
        help="The archive's folder; $REFTEL_ARCHIVE names it too.",
    )(function)


def viewer_options(function: F) -> F:
    """Add `--level` and `--allowed` to a command that answers as a viewer sees it."""
    from reftel.vocabulary.classification import LEVELS

    function = click.option(
        "--allowed",
        multiple=True,
        metavar="CAVEAT",
        help="A caption or caveat that the viewer may see, such as NODIS.",
    )(function)
    return click.option(
        "--level",
        type=click.Choice(LEVELS, case_sensitive=False),
        help="Answer as for someone who may see this level and nothing above; left out: everything.",
    )(function)


def viewer_of(level: str | None, allowed: tuple[str, ...]) -> Viewer:
    """The viewer that `--level` and `--allowed` name; caveats are for one of a level."""
    from reftel.archive.tiers import Viewer

    if allowed and level is None:
        raise click.UsageError(
            "--allowed says what a viewer of a --level may see besides; name the level too"
        )
    return Viewer(level, tuple(word.upper() for word in allowed))


@contextmanager
def opened(folder: Path, *, writable: bool = False) -> Iterator[Archive]:
    """The archive in `folder`; what is wrong with it ends the command with a message and status 1."""
    from reftel.archive import ArchiveError, open_archive

    try:
        with open_archive(folder, writable=writable) as archive:
            yield archive
    except ArchiveError as error:
        raise click.ClickException(str(error)) from error


def reasoned(function: F) -> F:
    """Add `--reason` and `--who` to a command that decides something for good."""
    import getpass

    function = click.option(
        "--who", default=getpass.getuser, help="Who decides it; by default the user of this computer."
    )(function)
    return click.option("--reason", required=True, help="Why; kept with the decision.")(function)


def print_json(value: Any) -> None:
    """Print one value as JSON on a line of its own."""
    import msgspec

    click.echo(msgspec.json.encode(value).decode())


def console(*, stderr: bool = False) -> Console:
    """A terminal that knows its width and colours; plain without a terminal or with NO_COLOR."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def complain(messages: Iterable[str]) -> int:
    """Print each message to standard error; the exit status that it calls for."""
    status = DONE
    for message in messages:
        click.echo(f"reftel: {message}", err=True)
        status = FINDINGS
    return status


def none_yet(found: Sequence[object], what: str, as_json: bool = False) -> None:
    """Say to people that a list is empty."""
    if not found and not as_json:
        click.echo(f"No {what} yet.")


def read_input(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`."""
    if path == "-":
        return sys.stdin.buffer.read()
    file = Path(path)
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise OSError(errno.EINVAL, "no regular file (a device, a pipe or a socket)")
    return file.read_bytes()
