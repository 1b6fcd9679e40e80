"""One row of the registry of a desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from reftel.archive import Archive
from reftel.web.view import Asked, View
from reftel.workspace import Workspace


class DeskEntry(NamedTuple):
    """One page of a desk, made from the archive and the workspace beside it."""

    path: str
    make: Callable[[Archive, Workspace, Asked], View]
    makes: type[View]
    query: Mapping[str, str] = {}
