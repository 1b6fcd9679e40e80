"""Files that a browser sends, streamed to a folder: sizes bounded, names made harmless, nothing held in memory."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import BinaryIO

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from reftel.web.view import Fault

MOST_BYTES, MOST_FILES = 2 << 30, 50_000
_MOST_NAME, _MOST_DEPTH, _MOST_FIELD = 100, 12, 200
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_HARMFUL = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')


def safe_name(given: str) -> Path:
    """A relative path of harmless names for what a browser calls a file: `box/a.txt` of `../box/./a.txt`."""
    parts = [_part(part) for part in re.split(r"[/\\]", given)]
    kept = [part for part in parts if part][-_MOST_DEPTH:]
    return Path(*kept) if kept else Path("unnamed")


def _part(part: str) -> str:
    """One name without what could lead elsewhere or do harm; empty for one that says nothing."""
    plain = _HARMFUL.sub("_", part).strip(" ").rstrip(". ")
    if plain in {"", ".", ".."} or re.fullmatch(r"[A-Za-z]_", plain):
        return ""
    if plain.startswith(".") or _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if len(plain.encode()) <= _MOST_NAME:
        return plain
    short = (stem if dot else plain).encode()[: _MOST_NAME - 20].decode("utf-8", "ignore")
    return f"{short}.{ending}" if dot and len(ending) <= 12 else short


class Receiver:
    """Puts the files of a form into a folder, once the form has shown its token.

    The token is the first field, so nothing of a form that is not ours is written.
    """

    def __init__(self, folder: Path, is_ours: Callable[[str], bool]) -> None:
        self.folder = folder
        self.files = 0
        self._is_ours = is_ours
        self._trusted = False
        self._field = b""
        self._name = ""
        self._out: BinaryIO | None = None

    async def receive(self, content_type: str, stream: AsyncIterator[bytes]) -> None:
        """Take the whole form. Raises `Fault` for one that is not ours, is damaged, or is too large."""
        kind, options = parse_options_header(content_type)
        if kind != "multipart/form-data" or not options.get("boundary"):
            raise Fault(400, "bad_form", "The form brings no files.")
        parser = PushMultipartParser(
            options["boundary"], max_segment_count=MOST_FILES + 10, max_segment_size=MOST_BYTES
        )
        try:
            with parser:
                async for chunk in stream:
                    self._take(parser, chunk)
        except MultipartError as error:
            raise Fault(400, "bad_form", f"The form cannot be read: {error}") from error
        finally:
            if self._out is not None:
                self._out.close()

    def _take(self, parser: PushMultipartParser, chunk: bytes) -> None:
        for event in parser.parse(chunk) if chunk else ():
            if isinstance(event, MultipartSegment):
                self._begin(event)
            elif event is None:
                self._end()
            elif self._out is not None:
                self._out.write(event)
            else:
                self._field = (self._field + event)[:_MOST_FIELD]

    def _begin(self, segment: MultipartSegment) -> None:
        self._name, self._field = segment.name, b""
        if segment.filename is None:
            return
        if not self._trusted:
            raise Fault(403, "forged", "This form does not come from a page of this reading room.")
        if segment.filename == "":  # a field for files in which none was chosen
            return
        self.files += 1
        self._out = _new(self.folder, safe_name(segment.filename))

    def _end(self) -> None:
        if self._out is not None:
            self._out.close()
            self._out = None
        elif self._name == "token":
            self._trusted = self._is_ours(self._field.decode("utf-8", "replace"))


def _new(folder: Path, name: Path) -> BinaryIO:
    """A new file of a name in a folder; with a number where the name is taken."""
    if any((folder / parent).is_file() for parent in list(name.parents)[:-1]):
        name = Path("_".join(name.parts))  # what was a file before is a folder now
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for number in range(1, MOST_FILES):
        try:
            return (path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")).open("xb")
        except FileExistsError:
            continue
    raise Fault(400, "bad_form", f"{name}: too many files have this name.")
