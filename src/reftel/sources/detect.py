"""Which source a stream is of: the first of the registry that recognises its first bytes.

The container is asked first (`containers`), then this; which collection a plain text is of, `signs` tells afterwards.
"""

from __future__ import annotations

from reftel.sources.registry import sources
from reftel.sources.source import Source


def source_of(head: bytes, name: str) -> Source:
    """The source whose sign the first bytes bear; plain text where none does."""
    return next(source for source in sources() if source.recognises(head, name))
