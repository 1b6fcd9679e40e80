"""`reftel synthesize`: invented telegrams with their true records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reftel.model.counting import counted


class _Years(click.ParamType[tuple[int, int]]):
    """`1973-1979`, or one year."""

    name = "years"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        first, _, last = str(value).partition("-")
        try:
            years = int(first), int(last or first)
        except ValueError:
            self.fail(f"{value!r} are no years; write them as 1973-1979", param, ctx)
        if not 1950 <= years[0] <= years[1] <= 2030:
            self.fail(f"{value!r}: years from 1950 to 2030, the earlier one first", param, ctx)
        return years


@click.command("synthesize")
@click.option("--count", type=click.IntRange(1), default=100, show_default=True, help="How many telegrams.")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed gives the same telegrams."
)
@click.option("--years", type=_Years(), help="From and to, as 1973-2010, which is usual.")
@click.option(
    "--layout",
    "layouts",
    type=click.Choice(("acp127", "aad", "smart", "form", "bare", "text")),
    multiple=True,
    help="Only this layout; may be given again. Usual: those of each year.",
)
@click.option(
    "--faults", type=click.FloatRange(0, 1), default=0.0, help="Share of files with malformations, as 0.05."
)
@click.option(
    "--remove", type=click.FloatRange(0, 1), default=0.0, help="Share of telegrams that get no file."
)
@click.option(
    "--out", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder."
)
def command(folder: Path, **asked: Any) -> None:
    """Write invented telegrams to DIR/telegrams and their true records to DIR/truth.jsonl.

    They behave like traffic: numbers run on, replies come after a while, some are found in several copies or in
    sections apart. The records tell what is in each file.
    """
    from reftel.synthetic.laid_down import lay_down

    if (folder / "telegrams").exists() and any((folder / "telegrams").iterdir()):
        raise click.ClickException(
            f"{folder / 'telegrams'}: holds files already; name a new or an empty folder"
        )
    done = lay_down(folder, **asked)
    click.echo(
        f"{counted(done.telegrams, 'telegram')} in {counted(done.files, 'file')} ("
        f"{done.size / max(1, done.files):.0f} bytes on average) in {folder / 'telegrams'},"
        f" their true records in {folder / 'truth.jsonl'}"
    )
