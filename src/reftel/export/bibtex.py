"""BibTeX: entries for LaTeX and its relatives, in UTF-8."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from reftel.archive import Filed
from reftel.export.format import Job, StreamFormat, utf8
from reftel.export.work import CARRIED, REMARKS, Work, work_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = str.maketrans({
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_",
})  # fmt: skip


def _write(telegrams: Iterator[Filed], out: BinaryIO, job: Job) -> None:
    for filed in telegrams:
        work = work_of(filed, job)
        fields = ",\n".join(f"  {name} = {value}" for name, value in _fields(work))
        out.write(utf8(f"@misc{{{work.key},\n{fields},\n}}\n\n", job))


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    yield "author", f"{{{_braced(work.author)}}}"
    yield "title", f"{{{_braced(work.title)}}}"
    yield "howpublished", _braced("Telegram" + (f" to {_listed(work.recipients)}" if work.recipients else ""))
    for name, part in zip(("year", "month", "day"), work.date, strict=False):
        yield name, _MONTHS[part - 1] if name == "month" else f"{{{part}}}"
    yield "number", _braced(work.number)
    for name, text in (
        ("organization", work.kept),
        ("note", work.note),
        ("abstract", work.abstract),
    ):
        if text:
            yield name, _braced(text)
    if work.tags:
        yield "keywords", f"{{{', '.join(_keyword(tag) for tag in work.tags)}}}"


def _keyword(tag: str) -> str:
    """A keyword; braces keep the comma of a personal name (`SURNAME, GIVEN`) from dividing it."""
    return _braced(tag) if "," in tag else tag.translate(_TEX)


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _braced(text: str) -> str:
    return f"{{{text.translate(_TEX)}}}"


FORMAT = StreamFormat(
    name="bibtex",
    title="entries for LaTeX, in BibTeX (misc)",
    extension=".bib",
    carries=CARRIED,
    remarks=REMARKS,
    write=_write,
)
