"""`reftel synthesize`: invented telegrams with their true records."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("synthesize")
@click.option("--count", type=click.IntRange(1), default=100, show_default=True, help="How many telegrams.")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed gives the same telegrams."
)
@click.option(
    "--out", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder."
)
def command(count: int, seed: int, folder: Path) -> None:
    """Write invented telegrams to DIR/telegrams and their true records to DIR/truth.jsonl."""
    import msgspec

    from reftel.synthetic import synthesize

    telegrams = folder / "telegrams"
    if telegrams.exists() and any(telegrams.iterdir()):
        raise click.ClickException(f"{telegrams}: holds files already; name a new or an empty folder")
    telegrams.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("wb") as truths:
        for name, data, truth in synthesize(count, seed):
            (telegrams / name).write_bytes(data)
            truths.write(msgspec.json.encode({"file": name, **truth}) + b"\n")
    click.echo(f"{count} telegrams in {telegrams}, their true records in {folder / 'truth.jsonl'}")
