"""The words of the subject and the paragraphs that point at other telegrams, bound to what all witnesses say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from reftel.model.mrn import Mrn
from reftel.model.strand import Span, Strand
from reftel.model.telegram import Addressee, Mention, Originator, Paragraph
from reftel.reading.findings import Findings
from reftel.text.mentions import Bound, Setting, bind
from reftel.text.plain import squeeze
from reftel.text.pointer import Pointer
from reftel.text.pointers import Area, find_pointers
from reftel.vocabulary import posts


def read_mentions(found: Findings, subject: Strand, body: Strand, mrn: Mrn | None) -> None:
    """Put the mentions into the findings, with their places; subject and paragraphs were read from the two strands."""
    setting = _setting(found, mrn)
    starts = [one.start for one in found.get("paragraphs") or ()]
    mentions: list[Mention] = []
    for strand, start, end in _areas(found, subject, body):
        for pointer in find_pointers(Area(strand.text, start, end, setting.labels, setting.one_digit)):
            words = strand.text[pointer.start : pointer.end]
            bound = bind(pointer, words, setting)
            spans = strand.spans(pointer.start, pointer.end)
            if bound and spans:
                found.spans[f"/mentions/{len(mentions)}"] = spans
                place = bisect_right(starts, spans[0].start) - 1 if strand is body else -1
                mentions.append(_mention(pointer, squeeze(words), bound, spans, place))
    found.put("mentions", tuple(mentions))


def _mention(pointer: Pointer, words: str, bound: Bound, spans: tuple[Span, ...], place: int) -> Mention:
    return Mention(
        words,
        pointer.kind,
        *bound,
        place if place >= 0 else None,
        pointer.paragraphs,
        spans[0].start,
        spans[-1].end,
    )


def _setting(found: Findings, mrn: Mrn | None) -> Setting:
    originator: Originator | None = found.get("originator")
    action: tuple[Addressee, ...] = found.get("action") or ()
    dtg: str | None = found.get("dtg")
    own = mrn.year if mrn else None
    return Setting(
        found.get("references") or (),
        mrn,
        (mrn.post if mrn else None) or (originator.post if originator else None),
        tuple(_post(one) for one in action),
        int(dtg[:4]) if dtg else own,
    )


def _post(addressee: Addressee) -> str | None:
    post = posts.named(addressee.name)
    return post.name if post and not addressee.collective else None


def _areas(found: Findings, subject: Strand, body: Strand) -> Iterator[tuple[Strand, int, int]]:
    """Where words can point: the subject, and everything from the first paragraph to the last."""
    spans = found.spans.get("/subject")
    if spans and found.get("subject"):
        yield subject, subject.place_of(spans[0].start), subject.place_of(spans[-1].end - 1) + 1
    paragraphs: tuple[Paragraph, ...] = found.get("paragraphs") or ()
    if paragraphs:
        yield body, body.place_of(paragraphs[0].start), body.place_of(paragraphs[-1].end - 1) + 1
