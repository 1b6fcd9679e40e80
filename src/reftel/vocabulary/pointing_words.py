"""The words by which the text of a telegram points at another one: REFTEL, SEPTEL, MYTEL, DEPTEL, `your 1234`."""

from __future__ import annotations

from functools import cache

from reftel.vocabulary import posts
from reftel.vocabulary.table import rows

WHOSE = frozenset({"own", "post", "addressee", "department"})
"""Kinds of words that say whose telegram is meant."""

POINTING = WHOSE | {"septel", "previous", "following"}
"""Kinds of words that point at a telegram without its number."""


@cache
def _kinds() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in rows("pointing_words")}


def kind_of(word: str) -> str:
    """What a word in capitals does; empty for any other.

    `own`, `post`, `addressee`, `department`: whose telegram it is, the sender's, that of the post at this end of
    the line, the action addressee's, the Department's. `septel`: one not yet numbered. `previous`, `following`: the
    one sent just before or after. `number sign`: may stand between a name and its number. `leads to a number`: a
    number behind it is a telegram's. `counted`: the number before it counts something else, or is a day.
    `not sent`: behind CABLE, it is a cable of another kind. `travels`: a number behind the place is a time.
    """
    return _kinds().get(word, "")


@cache
def before_a_number() -> frozenset[str]:
    """The words in capitals right before a number that may be a telegram's: names of posts, MY, NO, EMBTEL."""
    signs = (word for word, kind in _kinds().items() if kind in WHOSE or kind == "number sign")
    return last_words().union(signs)


@cache
def last_words() -> frozenset[str]:
    """The last word of every printed name of a post that numbers telegrams, three letters or more."""
    forms = (
        form
        for post in posts.all_posts()
        if post.numbers_telegrams
        for form in (post.name, post.spaced, post.plain_address, post.six_cut, post.ten_cut, *post.aliases)
    )
    words = (form.upper().replace("'", "").split()[-1] for form in forms if form.strip())
    return frozenset(word for word in words if len(word) > 2)
