"""The index: a Tantivy folder derived from the store, never the truth.

`index/current.json` names the folder in use and the change of the store that it has reached. It is replaced
after each commit of the engine, so it may lag behind the folder but never lead it; applying a change a second
time changes nothing. A rebuilt index is a new folder beside the old one.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import weakref
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

import tantivy

from reftel.archive.errors import index_errors
from reftel.archive.index.prepared import LEVELLED, LEVELS, Prepared, engine_document, level_field
from reftel.archive.results import ArchiveError
from reftel.archive.tiers import TIERS

FORMAT = 4  # of the fields below; another number makes the archive build its index anew
HEAP = 96_000_000  # bytes that the one indexing thread fills before it writes a segment
FACETS = (
    "post", "year", "tag", "class", "caption", "precedence", "addressee", "office", "source", "signer", "layout",
    "month",
)  # fmt: skip
WORDS = ("head", "subject", "sender", "action", "info", "drafter", "classifier", "passing")
TERMS = (
    "number", "reference", "mention", "series", "subject_series", "continuity", "control", "mark", "has", "is",
    "finding",
)  # fmt: skip
MOST_KEPT = 4
ENGINE_LOCK = ".tantivy-meta.lock"


class Reached(NamedTuple):
    """How far the index follows the store: the last change applied and that change's random stamp."""

    change: int = 0
    stamp: int = 0


def analyzer() -> tantivy.TextAnalyzer:
    """Words in lower case without accents; what is no letter or digit divides them."""
    simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    lowered = simple.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
    return lowered.filter(tantivy.Filter.remove_long(100)).build()


def make_schema() -> tantivy.Schema:
    """The fields: words with positions, exact terms, facets as columns, levels, the moment, the store's row."""
    builder = tantivy.SchemaBuilder()
    levelled = (level_field(name, tier) for name in LEVELLED for tier in TIERS)
    for name in (*WORDS, *levelled):
        builder.add_text_field(name, tokenizer_name="words", index_option="position")
    for name in (*TERMS, *LEVELS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("row", indexed=True, fast=True)
    for name in ("check", "serial", "alphabet"):
        builder.add_unsigned_field(name, fast=True)
    for name in ("moment", "rising"):
        builder.add_integer_field(name, fast=True)
    return builder.build()


def _replace(path: Path, content: bytes) -> None:
    """Put a file in place at once: whoever reads it finds the old content or the new, whole."""
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _may_lock(place: Path) -> bool:
    """Whether the engine may take its own lock, as it does even for reading."""
    lock = place / ENGINE_LOCK
    return os.access(lock if lock.exists() else place, os.W_OK)


def _mirrored(place: Path) -> Path:
    """A folder of links to the index's files, in which the engine may take its lock, for one who may only read."""
    mirror = Path(mkdtemp(prefix="reftel-"))
    for path in place.iterdir():
        if path.suffix != ".lock":
            (mirror / path.name).symlink_to(path.absolute())
    return mirror


def newest_row(searcher: tantivy.Searcher) -> int:
    """The highest row of the store in a view of the index; 0 where it is empty."""
    found = searcher.search(tantivy.Query.all_query(), limit=1, count=False, order_by_field="row").hits
    return int(found[0][0]) if found else 0


class Index:
    """One opened index folder. Reading needs no lock; `write` calls need the archive's writer lock."""

    def __init__(self, folder: Path, generation: str, reached: Reached) -> None:
        self.folder = folder
        self.generation = generation
        self.reached = reached
        self._named_at = 0
        place = folder / generation
        if not _may_lock(place):
            place = _mirrored(place)
            weakref.finalize(self, shutil.rmtree, place, ignore_errors=True)
        self.schema = make_schema()
        self.analyzer = analyzer()
        with index_errors(folder):
            self._engine = tantivy.Index(self.schema, str(place))
            self._engine.register_tokenizer("words", self.analyzer)
            self._engine.config_reader("Manual")
            self._engine.reload()
        self._writer: tantivy.IndexWriter | None = None
        self._kept: dict[int, tuple[tantivy.Searcher, int]] = {}

    @classmethod
    def create(cls, folder: Path) -> Index:
        """A new, empty index in a folder of its own; `commit` makes it the current one."""
        generation = f"g-{secrets.token_hex(4)}"
        with index_errors(folder):
            (folder / generation).mkdir(parents=True)
        return cls(folder, generation, Reached())

    @classmethod
    def current(cls, folder: Path) -> Index | None:
        """The index in use; None where there is none of this format, or where it cannot be opened."""
        pointer = folder / "current.json"
        try:
            changed = pointer.stat().st_mtime_ns
            named = json.loads(pointer.read_bytes())
            generation, reached = str(named["folder"]), Reached(int(named["change"]), int(named["stamp"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if named.get("format") != FORMAT or not (folder / generation / "meta.json").is_file():
            return None
        try:
            index = cls(folder, generation, reached)
        except (ArchiveError, OSError):
            return None
        index._named_at = changed
        return index

    @property
    def writer(self) -> tantivy.IndexWriter:
        """The engine's writer, opened at first use."""
        if self._writer is None:
            with index_errors(self.folder):
                self._writer = self._engine.writer(HEAP, 1)
        return self._writer

    def searcher(self) -> tantivy.Searcher:
        """A steady view of the last commit."""
        return self._engine.searcher()

    def keep(self, searcher: tantivy.Searcher) -> tuple[int, int]:
        """Keep a view of the last commit for those who go on with an answer; its change and its newest row."""
        change = self.reached.change
        if change not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                del self._kept[min(self._kept)]
            self._kept[change] = (searcher, newest_row(searcher))
        return change, self._kept[change][1]

    def kept(self, change: int) -> tantivy.Searcher | None:
        """The view that was kept at a change of the store, if it still is."""
        return self._kept.get(change, (None, 0))[0]

    def put(self, row: int, check: int, document: Prepared) -> None:
        """Index the telegram of a store row anew; seen after `commit`."""
        with index_errors(self.folder):
            self._forget(row)
            self.writer.add_json(engine_document(row, check, document))

    def drop(self, rows: Iterable[int]) -> None:
        """Take telegrams out; seen after `commit`."""
        with index_errors(self.folder):
            for row in rows:
                self._forget(row)

    def _forget(self, row: int) -> None:
        # By query, because the engine's deletion by term takes a number for a signed one and finds nothing.
        self.writer.delete_documents_by_query(tantivy.Query.term_query(self.schema, "row", row))

    def commit(self, reached: Reached) -> None:
        """Make everything put and dropped so far lasting and visible, and note how far the index follows."""
        with index_errors(self.folder):
            self.writer.commit()
            self._share()
            named = {"format": FORMAT, "folder": self.generation, **reached._asdict()}
            _replace(self.folder / "current.json", json.dumps(named).encode())
            self._engine.reload()
        self.reached = reached

    def newest(self) -> Index:
        """The index as another program run has it by now: this one, or a new one opened in its place."""
        try:
            changed = (self.folder / "current.json").stat().st_mtime_ns
        except OSError:
            return self
        if changed == self._named_at:
            return self
        found = Index.current(self.folder) or self
        if found.generation == self.generation:
            found._kept = self._kept
        return found

    def close(self) -> None:
        """Let merges end and give the engine's own lock back."""
        if self._writer is not None:
            with index_errors(self.folder):
                self._writer.wait_merging_threads()
                self._share()
            self._writer = None

    def _share(self) -> None:
        """Let whoever may read the folder read the engine's lists of files, which it keeps for its own user."""
        mode = (self.folder / self.generation).stat().st_mode & 0o666
        for name in ("meta.json", ".managed.json"):
            (self.folder / self.generation / name).chmod(mode)

    def tidy(self) -> None:
        """Delete the folders of earlier indexes; what another program still reads goes another time."""
        for path in self.folder.glob("g-*"):
            if path.name != self.generation:
                shutil.rmtree(path, ignore_errors=True)

    def held(self) -> list[tuple[int, int]]:
        """The store row of each document in the index, with the check value that it was indexed with."""
        with index_errors(self.folder):
            searcher = self.searcher()
            everything = tantivy.Query.all_query()
            hits = searcher.search(everything, limit=max(1, searcher.num_docs)).hits
            addresses = [address for _, address in hits]
            rows = searcher.fast_field_values("row", addresses)
            checks = searcher.fast_field_values("check", addresses)
        return [(int(row or 0), int(check or 0)) for row, check in zip(rows, checks, strict=True)]
