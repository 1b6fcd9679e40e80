"""Taking telegrams away: files and folders in formats that others read. Each says what it cannot carry."""

from reftel.export.format import Counted, Exported, ExportError, FolderFormat, Format, Options, StreamFormat
from reftel.export.registry import FORMATS
from reftel.export.run import export, format_named
from reftel.export.taking import Taking, found, named

__all__ = [
    "FORMATS",
    "Counted",
    "ExportError",
    "Exported",
    "FolderFormat",
    "Format",
    "Options",
    "StreamFormat",
    "Taking",
    "export",
    "format_named",
    "found",
    "named",
]
