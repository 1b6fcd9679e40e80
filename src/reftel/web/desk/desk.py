"""A reader's desk: their workspace beside the archive, and for its owner the archive itself, to write in."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from reftel.archive import Archive, open_archive
from reftel.archive.tiers import OWNER, Viewer
from reftel.web.desk.filing import Runs
from reftel.workspace import Workspace

if TYPE_CHECKING:
    from reftel.web.centre.centre import Centre
from reftel.workspace.records import reader_of


class Desk:
    """What an application changes things with. The workspace is opened when it is first asked for.

    `centre`: the post whose archive it is.
    """

    def __init__(self, folder: Path, viewer: Viewer = OWNER, centre: Centre | None = None) -> None:
        self.folder = folder
        self.viewer = viewer
        self.centre = centre
        self.runs = Runs(folder)
        self._secret = secrets.token_bytes(32)
        self._lock = Lock()
        self._workspace: Workspace | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace. Raises `ArchiveError` where it cannot be opened; the next page tries again."""
        with self._lock:
            if self._workspace is None:
                self._workspace = Workspace(self.folder, reader_of(self.viewer))
            return self._workspace

    def writing(self) -> AbstractContextManager[Archive]:
        """The archive, opened as its one writer. Raises `ArchiveError` that names who else is writing."""
        return open_archive(self.folder, writable=True)

    def sealed(self, text: str) -> str:
        """A seal that nobody else can make for a text."""
        return hmac.new(self._secret, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def is_sealed(self, text: str, seal: str) -> bool:
        """Whether a seal is the one of a text."""
        return hmac.compare_digest(self.sealed(text).encode(), seal.encode("utf-8", "replace"))

    def close(self) -> None:
        """Give the workspace back."""
        with self._lock:
            if self._workspace is not None:
                self._workspace.close()
                self._workspace = None
