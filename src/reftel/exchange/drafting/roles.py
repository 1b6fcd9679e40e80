"""Who may do what with a draft: one table for every front (R-01)."""

from __future__ import annotations

from reftel.exchange.post.config import NotAllowed, Person
from reftel.vocabulary import classification

ACTS = {
    "draft": ("drafter",),
    "edit": ("drafter", "clearer", "approver", "releaser"),
    "submit": ("drafter",),
    "clear": ("clearer",),
    "approve": ("approver",),
    "release": ("releaser",),
    "withdraw": ("releaser",),
}
"""What is done, and the roles of which one is needed for it. Anybody of the post may comment."""


def may(who: Person, act: str) -> bool:
    """Whether their roles allow it."""
    return any(who.may(role) for role in ACTS[act])


def require_level(who: Person, level: str | None) -> None:
    """Raise `NotAllowed` for a telegram above what they may hold."""
    if classification.rank(level) > classification.rank(who.level):
        raise NotAllowed(f"{who.name} may hold {who.level} at most, the draft is {level}")


def require(who: Person, act: str) -> None:
    """Raise `NotAllowed` where they do not."""
    who.require(*ACTS[act])
