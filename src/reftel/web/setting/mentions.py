"""The words of a text that point at other telegrams, and where they lead."""

from __future__ import annotations

from typing import NamedTuple

from reftel.model.reference import Mention
from reftel.model.telegram import Telegram
from reftel.web.setting.flow import Link
from reftel.web.words import telegram_url

REFERENCES = "#references"


class Mentioned(NamedTuple):
    """Letters `[start, end)` of the source that lead elsewhere."""

    start: int
    end: int
    link: Link


def mentioned(telegram: Telegram, held: frozenset[str]) -> dict[int, tuple[Mentioned, ...]]:
    """The words of each paragraph that name other telegrams, in order, none overlapping another."""
    found: dict[int, list[Mentioned]] = {}
    for one in sorted(telegram.mentions, key=lambda mention: mention.start):
        link = _link(telegram, one, held)
        if one.paragraph is not None and link:
            words = found.setdefault(one.paragraph, [])
            if not words or words[-1].end <= one.start:
                words.append(Mentioned(one.start, one.end, link))
    return {at: tuple(words) for at, words in found.items()}


def _link(telegram: Telegram, mention: Mention, held: frozenset[str]) -> Link | None:
    if mention.mrn:
        here = mention.mrn in held
        place = f"#p{mention.paragraphs_cited[0]}" if here and mention.paragraphs_cited else ""
        absent = "" if here else ", not in this archive"
        return Link(telegram_url(mention.mrn) + place, mention.mrn + absent)
    cited = [telegram.references[at] for at in mention.references if at < len(telegram.references)]
    if not cited:
        return None
    return Link(REFERENCES, "; ".join(one.mrn or one.text for one in cited))
