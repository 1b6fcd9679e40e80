"""What an archive lays down for its telegrams; kept in the store."""

from __future__ import annotations

from reftel.archive.results import ArchiveError
from reftel.archive.store.database import Store
from reftel.model.telegram import Noun
from reftel.vocabulary import classification

_UNSTATED = "unstated"


class Policy(Noun, frozen=True):
    """`unstated`: the level as which a telegram without any classification counts, for viewers who may not see all."""

    unstated: str = "TOP SECRET"


def policy_of(store: Store) -> Policy:
    """The policy of a store; an archive in which none was laid down has the most careful one."""
    found = store.one("SELECT value FROM fact WHERE name = ?", _UNSTATED)
    return Policy(found[0]) if found else Policy()


def lay_down(store: Store, unstated: str, who: str) -> Policy:
    """Let telegrams without any classification count as a level, named by word or portion mark, and note who said so.

    Nothing is indexed anew: levels are compared when a viewer asks. Raises `ArchiveError` for what is no level.
    """
    level = classification.level_of(unstated) or classification.of_portion(unstated)
    if level is None:
        raise ArchiveError(f"{unstated}: is no level; write one as UNCLASSIFIED, C, SECRET or TS")
    with store.transaction():
        store.execute("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", _UNSTATED, level)
        store.audit("policy", f"{who}: telegrams without a classification count as {level}")
    return Policy(level)
