"""`reftel alerts`: saved searches, and what is new in each."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import FINDINGS, archive_option, as_json, console, none_yet, print_json, viewer_options
from reftel.cli.workspace import at_desk

if TYPE_CHECKING:
    from reftel.archive import Hit
    from reftel.workspace.records import Saved

MOST_NEW = 500


def atom(news: list[tuple[Saved, tuple[Hit, ...]]], now: str) -> str:
    """What is new as an Atom feed (RFC 4287): an entry for each telegram of each search."""
    from xml.etree.ElementTree import Element, SubElement, tostring

    feed = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    for name, text in (
        ("id", "urn:reftel:alerts"),
        ("title", "Reftel: new in saved searches"),
        ("updated", now),
    ):
        SubElement(feed, name).text = text
    SubElement(SubElement(feed, "author"), "name").text = "Reftel"
    for search, hits in news:
        for hit in hits:
            entry = SubElement(feed, "entry")
            SubElement(entry, "id").text = f"urn:reftel:{search.name.encode().hex()}:{hit.id or hit.key}"
            SubElement(entry, "title").text = printable(f"{hit.key}: {hit.subject or 'no subject'}")
            SubElement(entry, "updated").text = now
            SubElement(entry, "category", term=printable(search.name))
            SubElement(entry, "summary").text = printable(hit.snippet)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def printable(text: str) -> str:
    """The text without the control characters that XML has no place for."""
    return "".join(letter for letter in text if letter >= " " and not "\ud800" <= letter <= "\udfff")


@click.command("alerts")
@archive_option
@click.option(
    "--save", nargs=2, metavar="NAME QUERY", help="Keep QUERY under NAME; what is filed by now is not new."
)
@click.option("--forget", metavar="NAME", help="Let go of a saved search.")
@click.option("--list", "listing", is_flag=True, help="Print the saved searches.")
@click.option("--atom", "as_atom", is_flag=True, help="Print what is new as an Atom feed.")
@click.option("--keep", is_flag=True, help="Do not note what is told: tell it again the next time.")
@as_json
@viewer_options
def command(
    folder: Path,
    save: tuple[str, str] | None,
    forget: str | None,
    listing: bool,
    as_atom: bool,
    keep: bool,
    as_json: bool,
    level: str | None,
    allowed: tuple[str, ...],
) -> None:
    """Say what is new in each saved search since the last time. Saved searches stand in the workspace of their viewer.

    With --json: an object for each new telegram, with the name of its search.
    """
    from reftel.workspace import searches
    from reftel.workspace.seen import as_told

    with at_desk(folder, level, allowed) as (workspace, archive):
        if save:
            searches.save(workspace, *save, archive.store.highest("telegram"))
        elif forget is not None:
            if not searches.forget(workspace, forget):
                click.echo(
                    f"reftel: {forget}: there is no saved search of this name; --list shows them", err=True
                )
                sys.exit(FINDINGS)
        elif listing:
            found = searches.saved(workspace)
            none_yet(found, "saved searches", as_json)
            for search in found:
                print_json(as_told(archive, search)) if as_json else click.echo(
                    f"{search.name}: {search.query}"
                )
        else:
            _tell(searches.news(workspace, archive, MOST_NEW, keep=keep), as_atom, as_json)


def _tell(news: list[tuple[Saved, tuple[Hit, ...]]], as_atom: bool, as_json: bool) -> None:
    from reftel.archive.store.database import now
    from reftel.cli.search import print_hit

    if as_atom:
        click.echo(atom(news, now()), nl=False)
        return
    terminal = console()
    none_yet(news, "saved searches", as_json)
    for search, hits in news:
        if not as_json:
            terminal.print(f"{search.name}: {len(hits)} new", markup=False)
        for hit in hits:
            print_json({"search": search.name, "hit": hit}) if as_json else print_hit(terminal, hit)
