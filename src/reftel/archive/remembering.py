"""What is worked out from the whole archive, remembered until the archive changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
MOST_FIGURES, MOST_TALLIES = 400, 100


class _Piece:
    """A piece of work, and what it gave once it is done."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.done = False
        self.given: Any = None


class _Shelf:
    """Pieces of work of one state of the archive; of more than `most` the one that was asked for longest ago goes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.state: Hashable = None
        self.pieces: OrderedDict[Hashable, _Piece] = OrderedDict()

    def piece(self, state: Hashable, about: Hashable) -> _Piece:
        if state != self.state:
            self.state = state
            self.pieces.clear()
        found = self.pieces.setdefault(about, _Piece())
        self.pieces.move_to_end(about)
        if len(self.pieces) > self.most:
            self.pieces.popitem(last=False)
        return found


class Memory:
    """What pieces of work gave for a state of the archive. Several threads may ask at once.

    Each piece is worked out by whoever asks first; who asks meanwhile waits for it. `figures` are of the archive and of
    its posts; the `tallies` of queries, which readers make up as they go, are kept apart and never drive those out.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._figures, self._tallies = _Shelf(MOST_FIGURES), _Shelf(MOST_TALLIES)

    def figure(self, state: Hashable, about: Hashable, work: Callable[[], T]) -> T:
        """What a figure of the archive comes to."""
        return self._given(self._figures, state, about, work)

    def tally(self, state: Hashable, about: Hashable, work: Callable[[], T]) -> T:
        """What a query's own count comes to."""
        return self._given(self._tallies, state, about, work)

    def _given(self, shelf: _Shelf, state: Hashable, about: Hashable, work: Callable[[], T]) -> T:
        with self._lock:
            piece = shelf.piece(state, about)
        with piece.lock:
            if not piece.done:
                piece.given = work()
                piece.done = True
            given: T = piece.given
            return given
