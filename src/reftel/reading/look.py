"""What the looks at a copy as a whole are given."""

from __future__ import annotations

from reftel.model.noun import Noun
from reftel.reading.findings import Findings
from reftel.reading.labels import Labels
from reftel.reading.page_found import PageMatter
from reftel.reading.split import Piece


class Look(Noun, frozen=True):
    """What there is to look at: the text with its landmarks up to `end`, and what was read from it.

    `below` is the offset behind the last head, `headed` whether the telegram has a head of its own; `completeness`
    is what the record will say.
    """

    plain: str
    piece: Piece
    end: int
    found: Findings
    labels: Labels | None
    below: int
    headed: bool
    matter: PageMatter
    completeness: str
