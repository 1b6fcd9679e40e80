"""How much of a telegram a copy holds: all of it, a part, its heading or its text alone."""

from __future__ import annotations

from reftel.model.telegram import Transmission
from reftel.reading.copy import Copy
from reftel.reading.findings import Findings
from reftel.reading.page_found import PageMatter
from reftel.reading.telegram_text import TelegramText

_TEXT_LOST = ("ERROR READING TEXT INDEX", "EXPAND ERROR ENCOUNTERED", "ADS TEXT UNRETRIEVABLE")
_EXTRACT = "extract of the original cable"


def completeness(
    copy: Copy, text: TelegramText, found: Findings, matter: PageMatter, *, kind: str, recorded: bool
) -> str:
    """How much of the telegram this copy holds; `recorded`: an archive's index stands below it."""
    paragraphs = found.get("paragraphs")
    sections = found.get("sections")
    sent: Transmission | None = found.get("transmission")
    if not paragraphs and not (sent and sent.cancelled):
        return "header only"
    if not text.headed and copy.layout != "smart":
        return "text only"
    cut_off = text.inside or (sent is not None and sent.cancelled)
    if cut_off or _says_partial(copy) or (sections and len(sections.present) < sections.of):
        return "partial"
    if found.get("signature") or matter.ends or recorded or kind != "telegram":
        return "whole"
    if copy.layout == "aad" and not any((page.page or 0) > 1 for page in matter.pages):
        return "first page"
    ended = paragraphs[-1].text.rstrip().endswith((".", "!", "?", '"', "'", ")", "-"))
    return "whole" if ended and copy.layout != "aad" else "partial"


def _says_partial(copy: Copy) -> bool:
    """Whether a system or a publisher wrote into the text that a part is missing (Q136, Q137)."""
    piece = copy.piece
    return any(
        copy.decoded.plain.find(words, piece.start, piece.end) >= 0 for words in (*_TEXT_LOST, _EXTRACT)
    )
