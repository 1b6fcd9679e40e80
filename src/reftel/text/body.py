"""The body of a telegram: its paragraphs and who signed it (5 FAH-1 H-246)."""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Block, Noun, Officer, Paragraph
from reftel.text import blocks, portion_marks, signature
from reftel.text.headings import heading_words
from reftel.text.officers import read_officer
from reftel.text.paragraphs import Start, find_starts
from reftel.text.pieces import Piece, find_pieces
from reftel.text.reflow import reflow
from reftel.vocabulary import block_words


class Body(Noun, frozen=True):
    """Paragraphs in order, the signature or None, the offset in the strand where both are over, the drafter below."""

    paragraphs: tuple[Paragraph, ...]
    signature: str | None
    end: int
    drafted_by: tuple[Officer, ...] = ()


def read_body(
    strand: Strand,
    start: int,
    end: int,
    ledger: Ledger,
    *,
    level: str | None = None,
    sections: tuple[tuple[int, int], ...] = (),
    headed: bool = True,
) -> Body:
    """Read the text between two offsets of the strand.

    `level` is the telegram's classification in its full word; in a classified telegram a bracketed letter
    that is no mark is remarked on. `sections`: strand offset and number of each section, in order; without
    it a paragraph has no section. `headed`: the telegram's head stands above, so that a line over the first
    paragraph is a heading; else it may be the rest of a lost subject. Any text can be read: what has no number
    is a paragraph without one.
    """
    text = strand.text
    closing = signature.read_closing(text, start, end)
    starts, refused = find_starts(text, start, closing.text_end)
    for figures in refused:
        ledger.remark("S1109", "figure at a line start that is no paragraph number", *figures)
    starts = _below_contents(text, start, starts)
    pieces = find_pieces(text, start, closing.text_end, starts)
    pieces = pieces if headed else _without_top_heading(text, pieces)
    pieces += [Piece(low, high, low) for low, high in closing.notes]
    fenced = _fence(text, pieces, ledger)
    places = strand.sources_of((piece.start, piece.end) for piece in pieces)
    first_offsets = [offset for offset, _ in sections]
    classified = level not in (None, "UNCLASSIFIED")
    paragraphs: list[Paragraph] = []
    for piece, place, shares in zip(pieces, places, fenced, strict=True):
        _note(ledger, f"/paragraphs/{len(paragraphs)}", piece, classified=classified)
        of = bisect_right(first_offsets, piece.start) - 1 if sections else -1
        paragraphs.append(_paragraph(strand, piece, place, shares, sections[of][1] if of >= 0 else None))
    return Body(
        tuple(paragraphs),
        _sign(ledger, text, closing),
        max(closing.end, start),
        _drafter(ledger, text, closing),
    )


def _below_contents(text: str, start: int, starts: list[Start]) -> list[Start]:
    """The starts without those of a table of contents, whose figures count the headings that are to come.

    They begin with 1, below the word, and the text's own numbers begin with 1 again.
    """
    if not starts or text.find("CONTENTS", start, starts[0].line) < 0:
        return starts
    again = next((at for at, one in enumerate(starts) if at and one.number == 1), None)
    return starts[again:] if again and starts[0].number == 1 else starts


def _without_top_heading(text: str, pieces: list[Piece]) -> list[Piece]:
    """Words above the first paragraph of a text that lost its head are a paragraph, unless they show their role."""
    heading = pieces[0].heading if pieces else None
    if (
        not heading
        or "\n" in text[slice(*heading)]
        or block_words.roles_of(text[slice(*heading)].strip(" .:-"))
    ):
        return pieces
    return [Piece(*heading, heading[0]), msgspec.structs.replace(pieces[0], heading=None), *pieces[1:]]


def _paragraph(
    strand: Strand, piece: Piece, place: tuple[int, int], shares: list[blocks.Fenced], section: int | None
) -> Paragraph:
    text = strand.text
    mark, number = piece.mark, piece.number
    return Paragraph(
        number.number if number else None,
        mark.marking if mark else None,
        block_words.WHOLE_TEXT if mark and mark.whole_text else _role(piece, shares) if shares else None,
        heading_words(text, *piece.heading) if piece.heading else None,
        section,
        reflow(text, piece.text_start, piece.end),
        *place,
        _blocks(strand, shares) if shares else (),
    )


def _blocks(strand: Strand, shares: list[blocks.Fenced]) -> tuple[Block, ...]:
    places = strand.sources_of((one.start, one.end) for one in shares)
    return tuple(Block(one.role, *place) for one, place in zip(shares, places, strict=True))


def _role(piece: Piece, shares: list[blocks.Fenced]) -> str | None:
    """The role of the innermost block that holds the first words; of two that begin together the first listed."""
    first = piece.opener.start if piece.opener else piece.text_start
    holding = [one for one in shares if one.start <= first]
    inmost = {one.role for one in holding if one.start == holding[-1].start}
    return next((role for role in block_words.words().values() if role in inmost), None)


def _fence(text: str, pieces: list[Piece], ledger: Ledger) -> list[list[blocks.Fenced]]:
    """The blocks of each piece; remarks on closers that close nothing and on misspelt openers."""
    bounds = [(piece.text_start, piece.end) for piece in pieces]
    openers = [piece.opener for piece in pieces if piece.opener] + _headed(text, pieces)
    found, strays, mended = blocks.find_blocks(text, bounds, openers)
    for closer in mended:
        ledger.repair(
            "Q111", closer.start, closer.end, text[closer.start : closer.end], f"END {closer.misspelt}."
        )
    for stray in strays:
        ledger.remark("S1203", "closing words without opening words", stray.start, stray.end)
    for opener in openers:
        if opener.misspelt:
            ledger.repair("Q111", opener.start, opener.end, text[opener.start : opener.end], opener.misspelt)
    return blocks.clip(found, bounds)


def _headed(text: str, pieces: list[Piece]) -> list[blocks.Opener]:
    """The openers that headings give: `SUMMARY` over a row of hyphens holds until the next heading."""
    openers: list[blocks.Opener] = []
    limit = 0
    for place in range(len(pieces) - 1, -1, -1):
        piece = pieces[place]
        if not piece.heading:
            continue
        roles = block_words.roles_of(heading_words(text, *piece.heading).strip(" .:-"))
        if roles and not (piece.opener and piece.opener.roles == roles):
            openers.append(blocks.Opener(piece.text_start, piece.text_start, roles, limit))
        limit = pieces[place - 1].end if place else 0
    return openers[::-1]


def _note(ledger: Ledger, pointer: str, piece: Piece, *, classified: bool) -> None:
    """Write down where the parts of a paragraph stand, and what had to be repaired."""
    text = ledger.strand.text
    marks, number, mark = ledger.marks, piece.number, piece.mark
    marks.append((pointer, piece.start, piece.end))
    if number:
        marks.append((f"{pointer}/number", *number.figures))
    if piece.heading:
        marks.append((f"{pointer}/heading", *piece.heading))
    if mark:
        marks.append((f"{pointer}/marking", mark.start, mark.end))
        if mark.damage:
            ledger.repair("Q107", *mark.damage, text[slice(*mark.damage)], f"({mark.marking})")
    elif classified and number:
        strange = portion_marks.strange_mark(text, piece.text_start, piece.end)
        if strange:
            ledger.remark("Q148", "a letter in brackets where a portion mark should stand", *strange)


def _drafter(ledger: Ledger, text: str, closing: signature.Closing) -> tuple[Officer, ...]:
    if not closing.drafted:
        return ()
    ledger.mark("/drafted_by/0", *closing.drafted)
    return (read_officer(text[slice(*closing.drafted)]),)


def _sign(ledger: Ledger, text: str, closing: signature.Closing) -> str | None:
    if not closing.signature:
        return None
    start, end = closing.signature
    ledger.mark("/signature", start, end)
    if closing.repair == "Q116":
        ledger.repair("Q116", start, end, text[closing.text_end : end], "\n" + text[start:end])
    elif closing.repair:
        ledger.repair(closing.repair, start, closing.end, text[start : closing.end], text[start:end])
    return " ".join(text[start:end].split())
