"""`reftel check`: check telegrams against the rules, like a linter."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from reftel.cli.common import DONE, FINDINGS

if TYPE_CHECKING:
    from reftel.check import Found
    from reftel.cli.check_output import Output
    from reftel.sources.files import Refused

FORMATS = ("text", "json", "sarif")


class Source(NamedTuple):
    """A file as it is shown to a person, where it is, its bytes, and whether it was named itself."""

    shown: str
    path: Path | None
    data: bytes
    named: bool = True


class Choice(NamedTuple):
    """Which findings are wanted: codes that begin with one of `select` and with none of `ignore`."""

    profile: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]

    def takes(self, code: str) -> bool:
        """Whether findings of this code are wanted."""
        return (not self.select or code.startswith(self.select)) and not code.startswith(
            self.ignore or ("-",)
        )


def _codes(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    from reftel.vocabulary import codes

    wanted = tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
    for code in wanted:
        if not any(known.startswith(code) for known in codes.all_codes()):
            raise click.BadParameter(f"no code begins with {code}", context, parameter)
    return wanted


@click.command("check")
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option(
    "--profile",
    type=click.Choice(("draft", "archive")),
    default="archive",
    show_default=True,
    help="How grave findings are: for a telegram about to be sent, or received as it is.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to print findings.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--select",
    multiple=True,
    callback=_codes,
    metavar="CODES",
    help="Only these codes or beginnings of codes, e.g. S11,T.",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=_codes,
    metavar="CODES",
    help="Not these codes or beginnings of codes.",
)
@click.option("--fix", is_flag=True, help="Mend what can safely be mended, in the file itself.")
@click.option("--explain", metavar="CODE", help="Say what a code means, with examples, and do nothing else.")
def command(
    paths: tuple[str, ...],
    profile: str,
    form: str,
    as_json: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    explain: str | None,
) -> None:
    """Check the telegrams in PATHs: files, folders with all that is in them, or `-` for standard input.

    A file that is no telegram is named with its reason, and the rest goes on. The exit status is 1 if there are
    errors, files that cannot be read, or no telegram in a file that PATHs name; warnings and notes leave it 0.
    """
    from reftel.cli import check_output

    if explain:
        check_output.explain(explain)
        return
    if not paths:
        raise click.UsageError("name at least one file or folder, or `-` for standard input")
    output = check_output.output("json" if as_json else form, profile)
    sys.exit(_run(paths, Choice(profile, select, ignore), output, fix=fix))


def _run(paths: tuple[str, ...], choice: Choice, output: Output, *, fix: bool) -> int:
    """Check every file and print what is found; the exit status."""
    from reftel.sources.files import Refused

    status = DONE
    for item in _sources(paths):
        if isinstance(item, Refused):
            status = max(status, _refuse(output, _shown(item.path), item))
            continue
        source = _mend(item, choice, output) if fix else item
        status = max(status, _check(source, choice, output))
    output.end()
    return status


def _sources(paths: tuple[str, ...]) -> Iterator[Source | Refused]:
    """The files with their bytes, one after the other; what cannot be read or is none is Refused."""
    from reftel.sources.files import Refused, find_files, read_bytes, refuse_content

    for path in paths:
        if path == "-":
            yield Source("-", None, sys.stdin.buffer.read())
            continue
        for found in find_files([path]):
            try:
                if isinstance(found, Refused):
                    raise found
                data = read_bytes(found)
                refuse_content(found, data)
                yield Source(_shown(found.path), found.place, data, not Path(path).is_dir())
            except Refused as refused:
                yield refused


def _shown(path: str) -> str:
    """A path as short as can be: from the working folder down, else whole."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except ValueError:
        return path


def _refuse(output: Output, shown: str, refused: Refused) -> int:
    output.refuse(shown, refused.reason, refused.remedy)
    return FINDINGS if refused.outcome == "failed" else DONE


def _check(source: Source, choice: Choice, output: Output) -> int:
    """Check the telegrams of one file; the exit status it calls for."""
    from reftel.check import examine
    from reftel.reading import NotATelegram, parse_all

    status = DONE
    try:
        for telegram in parse_all(source.data, path=None if source.path is None else source.shown):
            found = tuple(
                one for one in examine(telegram, choice.profile) if choice.takes(one.diagnostic.code)
            )
            output.telegram(source.shown, telegram, found)
            status = max(status, _status(found))
    except NotATelegram as error:
        output.refuse(source.shown, str(error), "")
        return FINDINGS if source.named else DONE
    return status


def _status(found: tuple[Found, ...]) -> int:
    return FINDINGS if any(one.diagnostic.severity == "error" for one in found) else DONE


def _mend(source: Source, choice: Choice, output: Output) -> Source:
    """The file after mending, which is written back if it became better."""
    from reftel.check.mend import mend
    from reftel.reading import NotATelegram

    try:
        text = source.data.decode("utf-8")
        mended = mend(text, choice.profile, choice.takes)
    except UnicodeDecodeError:
        output.remark(source.shown, "not UTF-8, left as it is")
        return source
    except NotATelegram:
        return source
    if mended.text == text:
        return source
    data = mended.text.encode("utf-8")
    if source.path is None:
        click.echo(mended.text, nl=False)
    elif not _replaced(source.path, data):
        output.remark(source.shown, "may not be written, left as it is")
        return source
    output.mended(source.shown, mended.fixed)
    return source._replace(data=data)


def _replaced(path: Path, data: bytes) -> bool:
    """Write the file anew in one step, so that an interruption leaves the old one whole; False if it may not be."""
    import shutil
    import tempfile

    target = path.resolve()
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as new:
            new.write(data)
    except OSError:
        return False
    try:
        shutil.copymode(target, new.name)
        Path(new.name).replace(target)
    except OSError:
        Path(new.name).unlink(missing_ok=True)
        return False
    return True
