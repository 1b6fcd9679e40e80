"""An archive as its writer sees it: what its viewers are answered, and what is done to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reftel.archive import upkeep
from reftel.archive.copies.deciding import Decider
from reftel.archive.filing.batches import Filer
from reftel.archive.index import follow
from reftel.archive.index.engine import Index
from reftel.archive.policy import Policy, lay_down
from reftel.archive.results import ArchiveError, Problem
from reftel.archive.store.database import Store
from reftel.archive.store.lock import WriterLock
from reftel.archive.tiers import Viewer
from reftel.archive.view import View
from reftel.model.decided import Correction

if TYPE_CHECKING:
    from reftel.archive.copies.rereading import Reread


class Archive(View):
    """An opened archive; use it in a `with` block. Reading is safe from several threads at once."""

    def __init__(self, folder: Path, store: Store, index: Index, lock: WriterLock | None) -> None:
        super().__init__(folder, store, index, follows=lock is None)
        self._lock = lock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give everything back."""
        try:
            self.index.close()
        finally:
            self.store.close()
            if self._lock is not None:
                self._lock.release()

    def seen_by(self, viewer: Viewer) -> Archive:
        """The same archive as a viewer sees it, for reading; it closes with this one."""
        seen = Archive(self.folder, self.store, self.index, None)
        seen._asking, seen._memory = viewer, self._memory
        return seen

    def _needs_all(self) -> None:
        if not self.viewer.sees_all:
            raise ArchiveError(f"{self.folder}: only who may see everything can do this")

    def _needs_lock(self) -> WriterLock:
        if self._lock is None:
            raise ArchiveError(f"{self.folder}: was opened for reading only; open it for writing")
        return self._lock

    def lay_down(self, unstated: str, who: str) -> Policy:
        """Let telegrams without any classification count as a level, named by word or mark; the policy that holds."""
        self._needs_lock()
        return lay_down(self.store, unstated, who)

    def remove(self, id_text: str, reason: str, who: str) -> str:
        """Take a telegram with all its copies out for good and leave a tombstone; the key that it had."""
        self._needs_lock()
        key = upkeep.remove(self.store, id_text, reason, who)
        self.reindex()
        return key

    def merge(self, id_texts: Sequence[str], reason: str, who: str) -> str:
        """Let these telegrams be one; the key of it. `split` undoes it."""
        self._needs_lock()
        return Decider(self.store, self.index).merge(id_texts, reason, who)

    def split(self, id_text: str, copy_text: str, reason: str, who: str) -> str:
        """Let a copy, named by the begin of its hash, be of a telegram of its own; its key. `merge` undoes it."""
        self._needs_lock()
        return Decider(self.store, self.index).split(id_text, copy_text, reason, who)

    def correct(self, id_text: str, field: str, value: str, reason: str, who: str) -> tuple[str, Correction]:
        """Put `value` in the place of a field (`subject`, `classification/level`); the key, and what was understood."""
        self._needs_lock()
        return Decider(self.store, self.index).correct(id_text, field, value, reason, who)

    def reindex(self) -> None:
        """Build the index anew from the store."""
        self._needs_lock()
        self.index.close()
        self.index = follow.rebuild(self.store, self.index.folder)

    def verify(self, quick: bool = False) -> tuple[Problem, ...]:
        """Read every copy back and compare it with its hash, read its text again, and compare index and store.

        `quick` leaves the reading of texts out, which takes by far the most time.
        """
        self._needs_all()
        self._refresh()
        from reftel.archive.copies.rereading import reading_problems

        again = () if quick else reading_problems(self.store)
        return (*upkeep.verify(self.store, self.index), *again)

    def reparse(
        self,
        older_than: str | None = None,
        told: Callable[[int, int], None] = lambda _done, _total: None,
        workers: int | None = None,
    ) -> Reread:
        """Read again the copies that a reader older than this version read, from the bytes that are kept."""
        from reftel.archive.copies.rereading import reparse

        self._needs_lock()
        done = reparse(self.store, older_than, self._take_pending, told, workers)
        self.index.commit(self.store.reached())
        return done

    def _take_pending(self, filer: Filer) -> None:
        for pending in filer.pending:
            follow.take(self.index, pending)
        filer.pending.clear()

    def backup(self, path: Path | str) -> None:
        """Copy the archive to a new folder while it is in use; the index there is built on first opening."""
        self._needs_all()
        upkeep.backup(self.store, Path(path))
