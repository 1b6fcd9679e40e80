"""References: the items of the REF line, and the words of the text that point at telegrams."""

from __future__ import annotations

from reftel.model.noun import Noun


class Reference(Noun, frozen=True):
    """One item of the REF line. `kind`: telegram, airgram, dtg, email, telcon, memcon, letter, other, ..."""

    label: str | None
    kind: str
    mrn: str | None
    text: str
    year_inferred: bool = False
    notal: bool = False
    title: str | None = None


class Mention(Noun, frozen=True):
    """Words of the text or the subject that point at another telegram: REFTEL, REF B, SEPTEL, `LIMA 862`, `your 1234`.

    `kind`: reftel (the REF line is meant), telegram (a station's number), own, post, addressee, department (whose:
    the sender's, of the post at this end of the line, the action addressee's, the Department's), septel, previous,
    following, dtg. `references` are places in `Telegram.references`; `mrn` is the one telegram meant, if it is one
    and its number is known, be it in the REF line or not. `unbound` says what could not be told, in plain words; it
    is null where nothing is left open. `paragraph` is the place in `Telegram.paragraphs` (null: the subject);
    `paragraphs_cited` are the paragraphs of the other telegram that are named. `start`, `end` enclose it in the source.
    """

    text: str
    kind: str
    references: tuple[int, ...] = ()
    mrn: str | None = None
    year_inferred: bool = False
    unbound: str | None = None
    paragraph: int | None = None
    paragraphs_cited: tuple[int, ...] = ()
    start: int = 0
    end: int = 0
