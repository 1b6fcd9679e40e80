"""The entry of the `reftel` command. Each command is loaded when it is asked for: starting is quick."""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from reftel import __version__
from reftel.cli.common import DONE, INTERRUPTED

COMMANDS = {
    "parse": ("parse", "Read and show telegrams; nothing is stored."),
    "mrn": ("mrn", "Say what message reference number a text means."),
    "check": ("check", "Check telegrams against the rules, like a linter."),
    "compose": ("compose", "Set a draft as a telegram, checked and ready to be sent."),
    "convert": ("convert", "Write telegrams in another format."),
    "schema": ("schema", "Print the JSON Schema of a telegram."),
    "ingest": ("ingest", "File telegrams in an archive."),
    "search": ("search", "Find telegrams in an archive."),
    "show": ("show", "Show one telegram, set for reading."),
    "thread": ("thread", "Show what references tie to a telegram."),
    "answers": ("answers", "Show who answered an instruction, and who never did."),
    "gaps": ("gaps", "Say what is missing."),
    "coverage": ("coverage", "Show how much is held of what was sent."),
    "cite": ("cite", "Cite telegrams as footnotes name them."),
    "export": ("export", "Take telegrams away, in formats that others read."),
    "copies": ("copies", "Show the copies of a telegram side by side."),
    "merge": ("merge", "Let telegrams be one."),
    "split": ("split", "Let a copy be of a telegram of its own."),
    "correct": ("correct", "Put another value in the place of a field."),
    "policy": ("policy", "Say as what telegrams without a classification count."),
    "alerts": ("alerts", "Keep searches, and say what is new in each."),
    "workspace": (
        "workspace",
        "Keep stars, tags, notes and reading lists; take them away and bring them back.",
    ),
    "stats": ("stats", "Count what the archive holds."),
    "watch": ("watch", "File what arrives in a folder."),
    "reparse": ("reparse", "Read the copies again with today's reader."),
    "verify": ("verify", "Prove that the archive is whole."),
    "reindex": ("reindex", "Build the index anew from the store."),
    "backup": ("backup", "Copy the archive while it is in use."),
    "remove": ("remove", "Take a telegram out, leaving a tombstone."),
    "draft": ("draft", "Draft, clear and release telegrams of a post."),
    "post": ("post", "Make, run and look after a post that sends and receives."),
    "watch-floor": ("watch_floor", "Show how a post stands, as its watch sees it."),
    "serve": ("serve", "Open the reading room in a browser."),
    "mcp": ("mcp", "Answer a language model's questions about an archive."),
    "demo": ("demo", "File invented telegrams and show what can be done."),
    "synthesize": ("synthesize", "Make invented telegrams with their true records."),
}


class Commands(click.Group):
    """A group whose commands are modules of this package, imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"reftel.cli.{COMMANDS[cmd_name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def _complain(error: click.ClickException) -> None:
    """Say what went wrong, and which help says how a command is used."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    click.echo(f"reftel: {error.format_message()}", err=True)
    if isinstance(error, click.UsageError) and error.ctx:
        click.echo(f"Try '{error.ctx.command_path} --help' for help.", err=True)


def _log_to(path: Path | None, verbosity: int) -> None:
    level = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO}.get(verbosity, logging.DEBUG)
    try:
        handler = logging.FileHandler(path, encoding="utf-8") if path else logging.StreamHandler()
    except OSError as error:
        raise click.ClickException(f"{path}: the log cannot be written: {error.strerror}") from error
    logging.basicConfig(
        level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", handlers=[handler]
    )


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reftel")
@click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")
@click.option("-v", "--verbose", count=True, help="Say more; twice: say everything.")
@click.option("--log", type=click.Path(dir_okay=False, path_type=Path), help="Write the log to this file.")
@click.pass_context
def main(ctx: click.Context, quiet: bool, verbose: int, log: Path | None) -> None:
    """Read, check, file and find diplomatic telegrams."""
    ctx.obj = {"quiet": quiet}
    if log or verbose:
        _log_to(log, -1 if quiet else verbose)


def run() -> NoReturn:
    """The `reftel` command. What went wrong is said in one form, `reftel: ...`, whoever noticed it."""
    try:
        status = main(prog_name="reftel", standalone_mode=False)
    except click.ClickException as error:
        _complain(error)
        status = error.exit_code
    except click.Abort:
        click.echo("reftel: interrupted", err=True)
        status = INTERRUPTED
    sys.exit(status if isinstance(status, int) else DONE)
