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
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

import tantivy

from reftel.archive.errors import index_errors
from reftel.archive.index.documents import SHIFT, Document
from reftel.archive.index.normal import normal
from reftel.archive.results import ArchiveError
from reftel.archive.tiers import TIERS

FORMAT = 4  # of the fields below; another number makes the archive build its index anew
HEAP = 96_000_000
FACETS = (
    "post", "year", "tag", "class", "caption", "precedence", "addressee", "office", "source", "signer", "layout",
    "month",
)  # fmt: skip
LEVELLED = ("para", "summary", "comment")
WORDS = ("head", "subject", "sender", "action", "info", "drafter", "classifier", "passing")
TERMS = (
    "number", "reference", "mention", "series", "subject_series", "continuity", "control", "mark", "has", "is",
    "finding",
)  # fmt: skip
LEVELS = ("tier", "levels", "subject_tier")
MOST_KEPT = 4
ENGINE_LOCK = ".tantivy-meta.lock"
LAST = (1 << 63) - 1
ROWS = (1 << SHIFT) - 1
_BEFORE_1800 = date(1800, 1, 1).toordinal() - 1


class Reached(NamedTuple):
    """How far the index follows the store: the last change applied and that change's random stamp."""

    change: int = 0
    stamp: int = 0


def analyzer() -> tantivy.TextAnalyzer:
    """Words in lower case without accents; what is no letter or digit divides them."""
    simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    lowered = simple.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
    return lowered.filter(tantivy.Filter.remove_long(100)).build()


def level_field(name: str, tier: int) -> str:
    """The field that holds the words of one level."""
    return f"{name}{tier}"


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


def place_in_alphabet(post: str, seconds: int, row: int) -> int:
    """A number by which telegrams stand in the order of their posts, then of their days, then of their filing.

    Six letters tell all posts of the list apart (28 signs, 29 bits); days count from 1800 (17 bits); what is left are
    the last 18 bits of the row, so that the order of a day's telegrams does not depend on where the engine keeps them.
    """
    letters = [ord(letter) - 64 if "A" <= letter <= "Z" else 27 for letter in post.upper()[:6]]
    made = 0
    for value in (*letters, *(0 for _ in range(6 - len(letters)))):
        made = made * 28 + value
    day = min(max(seconds // 86400 - _BEFORE_1800, 0), (1 << 17) - 1)
    return (made << 17 | day) << 18 | (row & ((1 << 18) - 1))


def _engine_document(row: int, check: int, document: Document) -> tantivy.Document:
    made = tantivy.Document()
    moment = (document.seconds << SHIFT) | (row & ROWS)
    unsigned = {"row": row, "check": check, "serial": document.serial}
    for name, number in unsigned.items():
        made.add_unsigned(name, number)
    made.add_unsigned("alphabet", place_in_alphabet(document.post, document.seconds, row))
    made.add_integer("moment", moment)
    made.add_integer("rising", moment if document.seconds else LAST - ROWS + moment)
    for portion in document.portions:
        field = level_field(portion.field, portion.tier) if portion.field in LEVELLED else portion.field
        made.add_text(field, normal(portion.text))
    levels = {"tier": (document.tier,), "levels": document.levels, "subject_tier": (document.subject_tier,)}
    for name, tiers in levels.items():
        for tier in tiers:
            made.add_text(name, str(tier))
    for name, texts in document.words.items():
        for text in texts:
            made.add_text(name, normal(text))
    for name, values in document.terms.items():
        for value in values:
            made.add_text(name, value)
    return made


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
                self._writer = self._engine.writer(HEAP, 2)
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

    def put(self, row: int, check: int, document: Document) -> None:
        """Index the telegram of a store row anew; seen after `commit`."""
        with index_errors(self.folder):
            self._forget(row)
            self.writer.add_document(_engine_document(row, check, document))

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
