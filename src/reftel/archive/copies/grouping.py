"""From copies to telegrams: which of them belong together.

The answer depends on the set of copies alone, not on the order in which they came: it is worked out anew from all
copies that may be concerned whenever one is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import msgspec

from reftel.archive.copies.identity import Evidence, apart, bond, continues, of_one_minute, together

Group = frozenset[bytes]
Pair = frozenset[bytes]


class Decisions(msgspec.Struct, frozen=True):
    """What people decided about pairs of copies: one telegram, or two."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()


UNDECIDED = Decisions()


class Grouped(msgspec.Struct, frozen=True):
    """The telegrams as groups of copies, and the copies that could be of several and so stand alone."""

    groups: tuple[Group, ...]
    doubtful: frozenset[bytes] = frozenset()


class _Table:
    """Groups that grow by joining, unless a person has told two of their copies apart."""

    def __init__(self, copies: Sequence[Evidence], decided: Decisions) -> None:
        self.known = {copy.id: copy for copy in copies}
        self.decided = decided
        self.of: dict[bytes, Group] = {copy.id: frozenset({copy.id}) for copy in copies}

    def groups(self, wanted: Callable[[Evidence], bool] = lambda _: True) -> list[Group]:
        """The groups with a copy like that, in a lasting order."""
        found = {self.of[copy.id] for copy in self.known.values() if wanted(copy)}
        return sorted(found, key=min)

    def members(self, group: Group) -> list[Evidence]:
        return [self.known[one] for one in group]

    def join(self, one: Group, other: Group) -> None:
        if one == other or any(frozenset({a, b}) in self.decided.apart for a in one for b in other):
            return
        joined = one | other
        self.of.update(dict.fromkeys(joined, joined))

    def join_copies(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        for one, other in pairs:
            self.join(self.of[one], self.of[other])


def partition(copies: Sequence[Evidence], decided: Decisions = UNDECIDED) -> Grouped:
    """The telegrams that these copies are copies of. No copy outside may be evidence about one of them."""
    table = _Table(sorted(copies, key=lambda copy: copy.id), decided)
    known = table.known
    pairs = sorted(tuple(sorted(pair)) for pair in decided.together if pair <= known.keys())
    table.join_copies((pair[0], pair[-1]) for pair in pairs)
    _join_by_words([copy for copy in known.values() if copy.mrn], table)
    for near in (of_one_minute, lambda one, other: not apart(one, other)):
        _join_sections(table, near)
    _join_by_words([copy for copy in known.values() if not copy.mrn], table)
    doubtful = _place_cards(table) | _place_loose(table)
    return Grouped(tuple(table.groups()), frozenset(doubtful))


def _join_by_words(copies: Sequence[Evidence], table: _Table) -> None:
    """Join what agrees in its words, the best agreement first."""
    bonds = ((bond(one, other), one.id, other.id) for one, other in combinations(copies, 2))
    found = sorted((-share, one, other) for share, one, other in bonds if share)
    table.join_copies((one, other) for _, one, other in found)


def _join_sections(table: _Table, near: Callable[[Evidence, Evidence], bool]) -> None:
    """Join groups that hold different sections, where there is one way to do so."""
    groups = table.groups(lambda copy: copy.of > 1 and copy.mrn is not None and not copy.card)
    fitting = {(one, other) for one, other in combinations(groups, 2) if _fits(table, one, other, near)}
    for cluster in _clusters(fitting):
        if all(pair in fitting for pair in combinations(cluster, 2)):
            for group in cluster[1:]:
                table.join(table.of[min(cluster[0])], table.of[min(group)])


def _fits(table: _Table, one: Group, other: Group, near: Callable[[Evidence, Evidence], bool]) -> bool:
    """Whether sections of the two go on from each other, and nothing in either speaks against it.

    A copy that was not sent in sections has no word of a section where that is redacted in it; then the minute decides.
    """
    pairs = [(a, b) for a in table.members(one) for b in table.members(other) if not (a.card or b.card)]
    going_on = [(a, b) for a, b in pairs if continues(a, b)]
    others = [(a, b) for a, b in pairs if not continues(a, b)]
    return any(near(a, b) for a, b in going_on) and all(
        min(a.of, b.of) == 1 and of_one_minute(a, b) for a, b in others
    )


def _clusters(pairs: Iterable[tuple[Group, Group]]) -> list[list[Group]]:
    """The groups that pairs hang together by, each cluster in a lasting order."""
    cluster: dict[Group, set[Group]] = {}
    for one, other in pairs:
        joined = cluster.get(one, {one}) | cluster.get(other, {other})
        cluster.update(dict.fromkeys(joined, joined))
    distinct = {id(found): found for found in cluster.values()}
    return sorted((sorted(found, key=min) for found in distinct.values()), key=lambda groups: min(groups[0]))


def _place_cards(table: _Table) -> set[bytes]:
    """Put each card to the one telegram of its number that it can be of; cards that fit several stay together."""
    doubtful: set[bytes] = set()
    cards = [copy for copy in table.known.values() if copy.card and copy.mrn]
    for card in cards:
        texts = _telegrams_of(card, table)
        if len(texts) == 1:
            table.join(table.of[card.id], table.of[min(texts[0])])
        elif texts:
            doubtful.add(card.id)
    table.join_copies(
        (one.id, other.id)
        for one, other in combinations(cards, 2)
        if one.mrn == other.mrn and not apart(one, other) and _alone(table, one) and _alone(table, other)
    )
    return doubtful


def _telegrams_of(card: Evidence, table: _Table) -> list[Group]:
    """The groups of texts that have the card's number, and not another date."""
    texts = table.groups(lambda copy: not copy.card and copy.mrn == card.mrn)
    return [group for group in texts if not any(apart(card, copy) for copy in table.members(group))]


def _alone(table: _Table, card: Evidence) -> bool:
    return all(copy.card for copy in table.members(table.of[card.id]))


def _place_loose(table: _Table) -> set[bytes]:
    """Put copies without a number to the one numbered telegram whose words they have."""
    doubtful: set[bytes] = set()
    numbered = table.groups(lambda copy: copy.mrn is not None)
    for loose in table.groups(lambda copy: copy.mrn is None):
        if loose in numbered:
            continue
        found = [group for group in numbered if _bonded(table, loose, group)]
        if len(found) == 1:
            table.join(loose, table.of[min(found[0])])
        elif found:
            doubtful |= loose
    return doubtful


def _bonded(table: _Table, loose: Group, numbered: Group) -> bool:
    """Whether a copy has the words of one of the telegram's, or of its sections together."""
    copies = table.members(numbered)
    sections = [copy for copy in copies if copy.of > 1 and not copy.card]
    if len(sections) > 1:
        copies.append(together(sections))
    return any(bond(a, b) for a in table.members(loose) for b in copies)
