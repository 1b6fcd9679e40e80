"""PDF: the telegrams set for paper, each with its marking above and below, a bookmark for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from reftel.archive import Filed
from reftel.archive.links.cite import cited
from reftel.export.extras import needed
from reftel.export.format import ExportError, Job, StreamFormat
from reftel.export.letters import named
from reftel.export.wording import banner_of, head_of, line_of, opening_of

MOST = 5000
_LEFT, _TOP, _WIDTH, _HEIGHT = 72.0, 770.0, 451.0, 700.0  # points, on A4
_SIZE, _LEADING = 9.5, 13.5
_LACKS = "letters that the font lacks, written as [U+0416] (--font names another)"
_CARRIED = frozenset({
    "key", "number", "date", "sender", "addressees", "precedence", "classification", "captions", "tags", "subject",
    "references", "words", "order", "portion marks", "passing", "declassification", "officers", "signature",
})  # fmt: skip


class _Sheets:
    """The pages of one document while they are set."""

    def __init__(self, out: BinaryIO, job: Job) -> None:
        canvas, self._flow = needed("reportlab.pdfgen.canvas", "pdf"), needed("reportlab.platypus", "pdf")
        styles = needed("reportlab.lib.styles", "pdf")
        self._job = job
        self._font, self._letters = _font(job.options.font)
        plain = styles.ParagraphStyle(
            "plain", fontName=self._font, fontSize=_SIZE, leading=_LEADING, spaceAfter=8
        )
        line = styles.ParagraphStyle("line", plain, spaceAfter=1, leftIndent=72, firstLineIndent=-72)
        title = styles.ParagraphStyle("title", plain, fontSize=13, leading=17, spaceAfter=10, keepWithNext=1)
        self._styles = {"plain": plain, "line": line, "title": title}
        self._canvas = canvas.Canvas(out, pagesize=(595.0, 842.0), pageCompression=1, invariant=1)
        self._canvas.setTitle("Telegrams")

    def words(self, text: str) -> str:
        """The text with the letters that the font lacks named; newlines stay lines."""
        lacking = {
            letter for letter in set(text) if ord(letter) not in self._letters and letter not in "\n\r\t"
        }
        if lacking:
            self._job.changed(_LACKS, sum(text.count(letter) for letter in lacking))
            text = text.translate({ord(letter): named(letter) for letter in lacking})
        return escape(text).replace("\r", "").replace("\n", "<br/>")

    def telegram(self, filed: Filed) -> None:
        """Set a telegram on pages of its own."""
        banner, story = self.words(banner_of(filed.telegram)), list(self._story(filed))
        self._canvas.bookmarkPage(filed.key)
        self._canvas.addOutlineEntry(filed.key, filed.key)
        number = 0
        while story:
            number += 1
            self._furnish(banner, f"{filed.key}, page {number}")
            story = self._fill(story)
            self._canvas.showPage()

    def _story(self, filed: Filed) -> Iterator[Any]:
        telegram = filed.telegram
        yield self._set("title", telegram.subject or telegram.mrn or filed.key)
        for label, said in head_of(telegram):
            yield self._set("line", said, before=f"{label}: ")
        references = line_of(
            " ".join(filter(None, (item.label, item.mrn or item.text))) for item in telegram.references
        )
        if references:
            yield self._set("line", references, before="Ref: ")
        yield self._flow.Spacer(1, 12)
        for part in telegram.paragraphs:
            if part.heading:
                yield self._set("title", part.heading)
            yield self._set("plain", part.text, before=opening_of(part))
        if telegram.signature:
            yield self._set("plain", telegram.signature)
        yield self._set("plain", cited(telegram)[0].text)

    def _set(self, style: str, text: str, before: str = "") -> Any:
        return self._flow.Paragraph(self.words(before + text) or " ", self._styles[style])

    def _furnish(self, banner: str, foot: str) -> None:
        """The marking above and below, and which page it is."""
        self._canvas.setFont(self._font, _SIZE)
        for height in (_TOP + 30, 45.0):
            self._canvas.drawCentredString(_LEFT + _WIDTH / 2, height, banner)
        self._canvas.setFont(self._font, 8)
        self._canvas.drawCentredString(_LEFT + _WIDTH / 2, 30.0, foot)

    def _fill(self, story: list[Any]) -> list[Any]:
        """Put what fits on the page; what is left."""
        frame = self._flow.Frame(_LEFT, _TOP - _HEIGHT, _WIDTH, _HEIGHT, 0, 0, 0, 0)
        while story:
            if frame.add(story[0], self._canvas):
                story = story[1:]
                continue
            parts = frame.split(story[0], self._canvas)
            if parts and frame.add(parts[0], self._canvas):
                return [*parts[1:], *story[1:]]
            return story
        return story

    def close(self, empty: bool) -> None:
        """Write the document; one without a telegram has a page that says so."""
        if empty:
            self._furnish("", "No telegram was found.")
            self._canvas.showPage()
        self._canvas.save()


def _font(path: Path | None) -> tuple[str, frozenset[int]]:
    """The name of the font in the document, and the letters that it has."""
    ttfonts, metrics = (
        needed("reportlab.pdfbase.ttfonts", "pdf"),
        needed("reportlab.pdfbase.pdfmetrics", "pdf"),
    )
    name = f"reftel {path.resolve() if path else 'Vera'}"  # a name stands for one font as long as the program runs
    try:
        font = ttfonts.TTFont(name, str(path) if path else "Vera.ttf")
    except (OSError, ttfonts.TTFError) as error:
        raise ExportError(f"{path}: is no TrueType font that can be used: {error}") from error
    metrics.registerFont(font)
    return name, frozenset(font.face.charToGlyph)


def _write(telegrams: Iterator[Filed], out: BinaryIO, job: Job) -> None:
    sheets = _Sheets(out, job)
    empty = True
    for filed in telegrams:
        sheets.telegram(filed)
        empty = False
    sheets.close(empty)


FORMAT = StreamFormat(
    name="pdf",
    title="a document to print, each telegram on pages of its own",
    extension=".pdf",
    carries=_CARRIED,
    remarks=(
        f"It is held in memory until it is whole, so it may have {MOST:,} telegrams.",
        "Its font, Bitstream Vera Sans, has the letters of Western Europe; others are named in their place."
        " `--font FILE` sets the text in a TrueType font of yours; letters are set from left to right and not joined.",
    ),
    needs="pdf",
    most=MOST,
    binary=True,
    write=_write,
)
