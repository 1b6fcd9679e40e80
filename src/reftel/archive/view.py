"""What an archive answers to a viewer: searches, telegrams, links, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from reftel.archive import cursors, upkeep
from reftel.archive.addresses import rows_named
from reftel.archive.copies.beside import Beside, beside
from reftel.archive.copies.comparing import compared, copies_seen
from reftel.archive.errors import index_errors
from reftel.archive.figures.crossed import MOST_ROWS, Crossing, crossed
from reftel.archive.figures.delays import Delays, Replies
from reftel.archive.figures.lasting import Lasting
from reftel.archive.hits import filed_of, hits_of
from reftel.archive.index.documents import number_forms
from reftel.archive.index.engine import FACETS, Index, newest_row
from reftel.archive.links.answers import Campaign, campaign
from reftel.archive.links.threads import Links, Thread
from reftel.archive.missing.coverage import Month, coverage
from reftel.archive.missing.gaps import MOST_WANTED, Gaps, gaps
from reftel.archive.missing.neighbours import Neighbours, neighbours
from reftel.archive.policy import Policy, policy_of
from reftel.archive.query.compiler import Compiler
from reftel.archive.query.facets import Tally
from reftel.archive.query.language import parse_query
from reftel.archive.query.lit import Lights
from reftel.archive.query.search import Wanted, find
from reftel.archive.query.tree import Dates, Everything, Field, Node, Word
from reftel.archive.remembering import Memory
from reftel.archive.results import Comparison, Count, Filed, Hit, Problem, Removed, Results, Stats
from reftel.archive.store.database import Store
from reftel.archive.tiers import OWNER, Viewer
from reftel.model.mrn import parse_mrn
from reftel.vocabulary import posts

T = TypeVar("T")
MOST_CITING = 1000
FIGURES = "figures"
SEARCH_FACETS = tuple(name for name in FACETS if name != "month")


class View:
    """An archive as its viewer sees it. Reading is safe from several threads at once.

    `follows`: another program may write to the archive, and what it files is seen.
    """

    def __init__(self, folder: Path, store: Store, index: Index, follows: bool) -> None:
        self.folder = folder
        self.store = store
        self.index = index
        self._asking = OWNER
        self._follows = follows
        self._memory = Memory()

    @property
    def policy(self) -> Policy:
        """What the archive lays down for its telegrams."""
        return policy_of(self.store)

    @property
    def viewer(self) -> Viewer:
        """Who asks, under the archive's policy."""
        asking = self._asking
        return asking if asking.sees_all else asking.under(self.policy.unstated)

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        offset: int = 0,
        sort: str = "relevance",
        facets: bool = False,
        hurried: bool = True,
        cursor: str | None = None,
    ) -> Results:
        """One page of what a query finds. `sort`: relevance, date (oldest first), -date, post.

        `cursor` is that of the page before, instead of an offset. What is no valid query is searched as words:
        `understood` says how it was read, `doubts` which parts were read otherwise than typed. Facets count all that
        was found, not the page; where they are `hurried`, as far as a time allows (`uncounted` tells).
        """
        understood = parse_query(query)
        after = cursors.read(self.store, self.viewer, sort, cursor)
        page = self._page(understood.tree, Wanted(limit, offset, sort, after))
        counted, uncounted = self._facets(understood.tree, hurried) if facets else ({}, 0)
        shown = {name: counted[name] for name in SEARCH_FACETS if name in counted}
        notes = understood.doubts, understood.notes
        return Results(page.total, page.hits, shown, understood.text, *notes, page.cursor, uncounted)

    def compiler(self) -> Compiler:
        """What turns queries into those of the index, for this archive's viewer."""
        return Compiler(self.index, self.viewer, Links(self).numbers)

    def _page(self, tree: Node, page: Wanted) -> Results:
        self._refresh()
        with index_errors(self.index.folder):
            compiler = self.compiler()
            found = find(self.index, compiler, tree, page)
        lights = Lights(compiler, tree).places
        hits = hits_of(self.store, found.rows, lights, compiler.viewer)
        cursor = cursors.written(self.store, compiler.viewer, page.sort, found.following)
        return Results(found.total, hits, cursor=cursor)

    def _facets(self, tree: Node, hurried: bool = True) -> tuple[dict[str, tuple[Count, ...]], int]:
        """All facets over what a query finds, and of how many telegrams they do not tell because the time was over.

        They are remembered until the archive changes; where they were cut, the next who asks goes on.
        """

        def fresh() -> Tally:
            compiler = self.compiler()
            return Tally(compiler, tree, FACETS, newest_row(compiler.searcher))

        with index_errors(self.index.folder):
            remember = self._memory.figure if isinstance(tree, Everything) else self._memory.tally
            tally = remember(self._state, (self.viewer, tree), fresh)
            return tally.counts(hurried), tally.left()

    @property
    def _state(self) -> tuple[object, ...]:
        """Which state of the archive is answered from."""
        return self.index.generation, self.index.reached

    def _once(self, *about: Hashable, work: Callable[[], T]) -> T:
        """What a figure of the archive comes to for this viewer, remembered until the archive changes."""
        return self._memory.figure(self._state, (self.viewer, *about), work)

    def _lasting(self, *about: Hashable, kind: Any, work: Callable[[], T]) -> T:
        """The same of a figure that is a value of the type `kind`, remembered beyond this run for who sees all."""

        def made() -> T:
            if not self.viewer.sees_all:
                return work()
            return Lasting(self.index.folder / FIGURES).figure(self._state, about, kind, work)

        return self._once(*about, work=made)

    def _refresh(self) -> None:
        """See what another program run has filed since."""
        if self._follows:
            self.index = self.index.newest()

    def find(self, id_text: str, *, checked: bool = True) -> tuple[Filed, ...]:
        """The telegrams that a key, a message reference number in any printed form or a hash prefix names.

        Several where a number came twice or stands without its year; none where the archive has none. `checked`: with
        what today's rules find.
        """
        rows = rows_named(self.store, id_text, self.viewer) or self._rows_by_alias(id_text)
        found = (filed_of(self.store, row, self.viewer, checked=checked) for row in rows)
        return tuple(filed for filed in found if filed is not None)

    def _rows_by_alias(self, id_text: str) -> list[int]:
        forms = number_forms(id_text)
        if not forms:
            return []
        self._refresh()
        with index_errors(self.index.folder):
            tree = Field("mrn", Word(forms[0]))
            return [row for row, _ in find(self.index, self.compiler(), tree, Wanted(100, 0, "date")).rows]

    def cited_by(self, mrn: str) -> tuple[Hit, ...]:
        """The telegrams whose references name this number, oldest first."""
        forms = number_forms(mrn)
        page = Wanted(MOST_CITING, 0, "date")
        return self._page(Field("ref", Word(forms[0])), page).hits if forms else ()

    def counted(self, query: str, *, hurried: bool = False) -> dict[str, tuple[Count, ...]]:
        """Every facet, and `month`, over what a query finds, most frequent first; `hurried`: as far as they are."""
        self._refresh()
        return self._facets(parse_query(query).tree, hurried)[0]

    def filed_after(self, query: str, row: int, most: int) -> tuple[Hit, ...]:
        """The first `most` telegrams that a query finds in rows of the store after one, oldest first."""
        return self._page(parse_query(query).tree, Wanted(most, 0, "date", filed_after=row)).hits

    def thread(self, number: str) -> Thread:
        """All that references tie to a telegram."""
        self._refresh()
        with index_errors(self.index.folder):
            return self._once("thread", number, work=lambda: Links(self).thread(number))

    def answers(self, number: str) -> Campaign:
        """Who answered an instruction, when, and who never did."""
        self._refresh()
        with index_errors(self.index.folder):
            return self._once("answers", number, work=lambda: campaign(Links(self), number))

    def gaps(self, post: str | None = None, most: int = MOST_WANTED) -> Gaps:
        """What is missing of a post, named in any form, or of all; the `most` wanted telegrams that others cite."""
        self._refresh()
        with index_errors(self.index.folder):
            name = _canonical(post)
            return self._lasting("gaps", name, most, kind=Gaps, work=lambda: gaps(self, name, most))

    def neighbours(self, number: str) -> Neighbours | None:
        """The telegrams before and after a number in its post's series; None for what is no full number."""
        self._refresh()
        with index_errors(self.index.folder):
            return neighbours(self, number)

    def coverage(self, post: str | None = None) -> tuple[Month, ...]:
        """What is held of each post and month against the volume that the serials imply."""
        self._refresh()
        with index_errors(self.index.folder):
            name = _canonical(post)
            about = "coverage", name
            return self._lasting(*about, kind=tuple[Month, ...], work=lambda: coverage(self, name))

    def crossed(self, query: str, rows: str, columns: str, most: int = MOST_ROWS) -> tuple[Crossing, ...]:
        """How many telegrams of a query have one value of a facet and one of another."""
        self._refresh()
        about = "crossed", query, rows, columns, most
        with index_errors(self.index.folder):
            kind = tuple[Crossing, ...]
            return self._lasting(*about, kind=kind, work=lambda: crossed(self, query, rows, columns, most))

    def delays(self, query: str, *, hurried: bool = False) -> Delays:
        """How long the replies among the telegrams of a query took; `hurried`: as far as a time allows, as it tells."""
        self._refresh()
        with index_errors(self.index.folder):
            replies = self._once("delays", query, work=lambda: Replies(self, query))
            return replies.counted(hurried)

    def holds(self, mrns: Iterable[str]) -> frozenset[str]:
        """Which of these numbers the archive has a telegram of, as they were given."""
        parsed = ((text, parse_mrn(text)) for text in mrns)
        return frozenset(text for text, mrn in parsed if mrn and self._has(str(mrn)))

    def _has(self, mrn: str) -> bool:
        if self.viewer.sees_all:
            return bool(self.store.one("SELECT 1 FROM telegram WHERE mrn = ? LIMIT 1", mrn))
        return self._page(Field("mrn", Word(mrn)), Wanted(1)).total > 0

    def stats(self) -> Stats:
        """What the archive holds, counted."""
        self._refresh()
        with index_errors(self.index.folder):
            return self._lasting("stats", kind=Stats, work=self._stats)

    def _stats(self) -> Stats:
        facets, _ = self._facets(Everything(), hurried=False)
        telegrams = self._page(Everything(), Wanted(1)).total
        copies = self.store.one("SELECT count(*) FROM copy") or (0,)
        return Stats(
            telegrams=telegrams,
            copies=copies[0] if self.viewer.sees_all else telegrams,
            by_year=in_order(facets["year"]),
            by_month=in_order(facets["month"]),
            by_post=facets["post"],
            by_tag=facets["tag"],
            by_level=facets["class"],
            by_precedence=facets["precedence"],
            by_layout=facets["layout"],
            first=self._outermost("date"),
            last=self._outermost("-date"),
        )

    def _outermost(self, sort: str) -> str | None:
        hits = self._page(Dates("1000", None), Wanted(1, 0, sort)).hits
        return hits[0].dtg or str(hits[0].mrn)[:4] if hits else None

    def copies(self, id_text: str) -> tuple[Comparison, ...]:
        """The copies of each telegram that is named, each compared with what they say together."""
        return tuple(compared(filed, self.store, self.viewer) for filed in self.find(id_text))

    def beside(self, id_text: str, left: str, right: str) -> Beside | None:
        """Two copies of a telegram word by word, named by their hashes; None where the viewer does not see both."""
        for filed in self.find(id_text, checked=False):
            seen = dict(copies_seen(filed, self.store, self.viewer))
            if left in seen and right in seen:
                return beside(seen[left], seen[right])
        return None

    def removed(self, id_text: str) -> tuple[Removed, ...]:
        """The tombstones of the telegrams that a key or a message reference number named."""
        return upkeep.removed(self.store, (id_text, *number_forms(id_text))) if self.viewer.sees_all else ()

    def findings(self) -> tuple[Problem, ...]:
        """What was noticed in filing: numbers that came twice with other words."""
        return upkeep.findings(self.store) if self.viewer.sees_all else ()


def in_order(counts: tuple[Count, ...]) -> tuple[Count, ...]:
    """The counts by value instead of by frequency: years and months in their order."""
    return tuple(sorted(counts, key=lambda count: count.value))


def _canonical(post: str | None) -> str | None:
    known = posts.find(post) if post else None
    return known.name if known else post and "".join(post.upper().split())
