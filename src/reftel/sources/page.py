"""`docs/sources.md`: the collections and forms that are read, made from the registry and its tables."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from reftel.sources import allowance, containers, files, opening, pdf
from reftel.sources.registry import GROUP, OURS
from reftel.sources.signs import ENOUGH, rows, signs
from reftel.sources.text import SOURCE as TEXT

_MB = 1024 * 1024
_HEAD = """# Sources

What `reftel ingest` takes, and how it tells one thing from another. Point it at files and folders of any kind: each
file is asked first whether it is packed, then which form it has, then which collection its text is of. What is none
of all this, is damaged or is no telegram is named in the report with the reason and what can be done; the rest goes
on.

A **record** is one row, page, document or mail. Its own bytes are kept for good and their hash is its name. What
the record states beside the text (number, day, sender, subject, index terms) is a witness: it fills what the
telegram's own words leave open and never overrules them; `Stated by the record` among the facts of a telegram names
the fields that it filled, and a contradiction is a finding (`Q141`). A record without any text, such as the card in
the place of a withheld telegram, becomes a telegram of its kind (`withdrawal`, `index entry`, `airgram`, `stub`):
it is known to exist, and resolves references.

A page, row or mail with one telegram is kept whole, together with the words that were taken out of it. Where a
document holds several telegrams, each is kept by its own stretch of these words, and the document stays yours to
keep."""
_LIMITS = """## Packed files

They are read member by member, inside one another, and never unpacked to disk.

| Form | Told by |
| --- | --- |"""
_BAGS = """## Bags

A folder with `bagit.txt` and `data` is a bag (BagIt, RFC 8493). What its strongest manifest names is read as any file
is, after its checksum was compared. A file that differs, is missing, lies outside of the bag or is not named is refused
by name, and the rest is read. A bag that `reftel export --to bagit` made brings back the archive that it was made
of: copies with the places and times of their filing, keys and former names, what people decided, what was removed.
A packed bag is read too, but like any packed folder: unpack it to have its checksums compared and its history
restored."""
_UNSEEN = """## What could not be seen

The National Archives' tables and XML are read by the letters of their heads, since no file of every form could be
looked at: heads that are not known are kept as facts under their own names, and none is dropped. If a file of yours
is read wrongly, a row in `src/reftel/sources/data/aad_fields.csv` is all that it takes. Dates in figures are read
where their form leaves no doubt (`1975-03-04`, `3/14/1975`), and kept as they stand where it does (`3/4/1975`)."""
_ADDING = f"""## Adding a collection

One file and one line. The file stands in `src/reftel/sources/` and ends with a `Source`; the line stands in
`registry.py`. What a source has to do:

- `recognises(head, name)`: whether the first bytes bear its sign. It is asked of every file, so look for fixed
  letters first; the name of a file helps, and proves nothing.
- `records(stream, place)`: the records one by one, with `place.record(data, text, ...)`, and `Refused` for each
  that cannot be read, with reason, remedy and line. The stream may have gigabytes: hold one record at a time. Leave
  `text` out where the bytes are the text; it is empty where the record has none.
- `Stated` for what the record says in the terms of a telegram, and `facts` for everything else, under the names
  that the collection gives it. Nothing is dropped and nothing is guessed.

Tests want an invented specimen beside a table of what a careful reader finds in it: see `tests/sources/specimens`.

A package of your own can bring a collection without touching Reftel: it names its `Source` under the entry point
group `{GROUP}`. Packages are asked before our own sources. A whole one, which a test installs and uses:"""
_EXAMPLE = ("pyproject.toml", "ferry_log.py")
EXAMPLE = Path("examples") / "reftel-ferry-log"


def page(docs: Path) -> str:
    """The page of sources; `docs` is the folder that holds it and the example."""
    read = (_HEAD, *_forms(), *_packed(), "", _BAGS, *_collections())
    parts = (*read, "", _how(), _UNSEEN, "", _ADDING, *_example(docs))
    return "\n".join(parts) + "\n"


def _forms() -> Iterator[str]:
    yield "\n## Forms\n"
    yield "Asked in this order; the first that recognises a file reads it.\n"
    yield "| Form | What it is | Told by |"
    yield "| --- | --- | --- |"
    for source in (*OURS, TEXT):
        yield f"| `{source.name}` | {source.title} | {source.sign} |"


def _how() -> str:
    return resources.files("reftel.sources").joinpath("data/forms.md").read_text("utf-8")


def _packed() -> Iterator[str]:
    yield f"\n{_LIMITS}"
    for one in containers.CONTAINERS:
        yield f"| {one.title} | {one.sign} |"
    yield ""
    yield f"- At most {opening.DEPTH} packings inside one another; a `.tar.gz` is two."
    yield (
        f"- A file may unpack to {allowance.RATIO} times its size, and to {allowance.FLOOR // _MB} MB in any case,"
        " all depths together. What goes beyond is taken for a decompression bomb."
    )
    yield f"- A zip archive inside another archive may have {containers.INNER_ZIP // _MB} MB, since it has to be held."
    yield f"- A plain text may have {files.LIMIT // _MB} MB."
    yield f"- A PDF document may have {pdf.LIMIT // _MB} MB and {pdf.MOST_PAGES:,} pages."
    yield "- Names that lead out of the archive, links, devices, encrypted and damaged members are refused one by one."


def _collections() -> Iterator[str]:
    yield "\n## Collections\n"
    yield "| Collection | What it is | Legal status, unless a table beside the files says otherwise |"
    yield "| --- | --- | --- |"
    for row in rows("collections"):
        yield f"| {row['collection']} | {row['what']} | {row['legal_status'] or 'not stated'} |"
    yield "\nCablegate was never declassified: who holds a clearance may be forbidden to open it."
    yield "\nThe collection of a plain text or of a PDF document is told by its signs. Their points add up;"
    yield f"{ENOUGH} are enough, the most win, and what comes second is kept as the fact `Could also be of`.\n"
    yield "| Collection | Sign | Where | Points |"
    yield "| --- | --- | --- | ---: |"
    where = {"head": "a line near the top", "anywhere": "any line", "name": "the file's name"}
    for sign in signs():
        yield f"| {sign.collection} | {sign.meaning} | {where[sign.where]} | {sign.points} |"
    yield "\nA table `index.csv` beside the files, also in a zip archive, with a column `file`, may state `collection`,"
    yield "`legal_status` and any other fact; it outranks all of this."


def _example(docs: Path) -> Iterator[str]:
    for name in _EXAMPLE:
        kind = Path(name).suffix.replace(".py", "python").lstrip(".")
        yield f"\n`{name}`\n\n```{kind}\n{(docs / EXAMPLE / name).read_text('utf-8').strip()}\n```"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(Path(sys.argv[1]).parent), encoding="utf-8")
