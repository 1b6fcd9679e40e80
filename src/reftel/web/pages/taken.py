"""One telegram taken away in a format of `reftel export`."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, ClassVar

from reftel.export import FORMATS, ExportError, StreamFormat, export
from reftel.export import named as exported
from reftel.web.pages.telegram import named
from reftel.web.view import Asked, Fault, View

if TYPE_CHECKING:
    from reftel.archive import Archive


class TakenPage(View, frozen=True):
    """A telegram in a format: the file itself."""

    media: ClassVar[str] = "application/octet-stream"

    key: str
    format: str
    content: bytes

    def body(self, asked: Asked) -> bytes:
        """The file."""
        return self.content


def taken_page(archive: Archive, asked: Asked) -> TakenPage:
    """The first telegram that the key names, in the format `to`."""
    to = asked.get("to", "jsonl")
    if not isinstance(FORMATS.get(to), StreamFormat):
        known = ", ".join(name for name, form in FORMATS.items() if isinstance(form, StreamFormat))
        raise Fault(400, "no_such_format", f"{to}: is no format of one file; these are: {known}")
    filed, file = named(archive, asked.path["key"])[0], BytesIO()
    try:
        export(archive, exported(archive, [filed.key]), to, file)
    except ExportError as error:
        raise Fault(400, "not_exported", str(error)) from error
    return TakenPage(filed.key, to, file.getvalue())
