"""A word of the text that points at another telegram, as it stands there."""

from __future__ import annotations

from typing import NamedTuple

from reftel.text.cited_paragraphs import cited_before, cited_behind


class Pointer(NamedTuple):
    """`kind` as a `Mention` has it; `start` and `end` count in the text it was found in.

    `letters` of REF A; `several` for a plural; `wanted`: the kind of paper that it names (email, airgram);
    `bare`: REF alone, which means something only below a REF line; `sure`: whether the number, by what stands
    around it, can be nothing but a telegram's.
    """

    kind: str
    start: int
    end: int
    letters: tuple[str, ...] = ()
    several: bool = False
    wanted: str | None = None
    bare: bool = False
    station: str | None = None
    serial: int | None = None
    year: int | None = None
    sure: bool = True
    paragraphs: tuple[int, ...] = ()


def with_paragraphs(text: str, start: int, end: int, pointer: Pointer) -> Pointer:
    """The pointer with the paragraphs named right behind or right before it, within `text[start:end]`."""
    cited = cited_behind(text, pointer.end, end) or cited_before(text, start, pointer.start)
    if not cited:
        return pointer
    return pointer._replace(
        start=min(pointer.start, cited.start), end=max(pointer.end, cited.end), paragraphs=cited.numbers
    )
