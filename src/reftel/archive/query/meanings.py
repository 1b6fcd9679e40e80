"""What the values of code fields mean: `tag:"human rights"` is PHUM, `post:tajikistan` DUSHANBE."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from reftel.archive.index.normal import folded
from reftel.vocabulary import captions, classification, offices, posts, tags
from reftel.vocabulary.table import rows

MOST_CODES = 200
_WORDS = re.compile(r"\w+")


def words_of(text: str) -> frozenset[str]:
    """The words of a text, as they are compared."""
    return frozenset(_WORDS.findall(folded(text).lower()))


def _holding(named: Iterable[tuple[str, frozenset[str]]], text: str) -> tuple[str, ...]:
    """The codes whose words include all of a text."""
    wanted = words_of(text)
    found = dict.fromkeys(code for code, words in named if wanted and wanted <= words)
    return tuple(found)[:MOST_CODES]


@cache
def _posts() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(
        (post.name, words_of(f"{post.city or ''} {post.country or ''}")) for post in posts.all_posts()
    )


def _tag_rows() -> Iterator[tuple[str, str]]:
    for table in ("subject_tags", "geographic_tags", "organization_tags", "program_tags"):
        for row in rows(table):
            yield row["code"], " ".join(row.get(name) or "" for name in ("name", "name_1974", "name_2000s"))


@cache
def _tags() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((code, words_of(names)) for code, names in _tag_rows())


@cache
def _offices() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((symbol, words_of(office.name)) for symbol, office in offices.all_offices().items())


@cache
def _captions() -> tuple[tuple[str, frozenset[str]], ...]:
    known = captions.all_captions().values()
    return tuple((caption.name, words_of(f"{caption.name} {caption.meaning}")) for caption in known)


def _post(text: str) -> tuple[str, ...]:
    post = posts.find(text)
    return (post.name,) if post else _holding(_posts(), text) or (text.upper().replace(" ", ""),)


def _addressee(text: str) -> tuple[str, ...]:
    post = posts.named(text)
    return (post.name,) if post else _holding(_posts(), text) or _plain(text)


def _tag(text: str) -> tuple[str, ...]:
    code = " ".join(text.upper().split())
    return (code,) if tags.find(code) else _holding(_tags(), text) or (code,)


def _office(text: str) -> tuple[str, ...]:
    """An office by symbol or by name. In capitals it is a symbol, be it in the list or not, as in the facets."""
    symbol = text.upper().replace(" ", "")
    if offices.find(symbol):
        return (symbol,)
    return _plain(text) if text.isupper() else _holding(_offices(), text) or _plain(text)


def _caption(text: str) -> tuple[str, ...]:
    """A caption by name or meaning. A portion mark that is a caveat too (`SBU`) means itself, as in the facets."""
    known = captions.find(text) or classification.of_portion(text)
    return (text.upper(),) if known else _holding(_captions(), text) or _plain(text)


def _class(text: str) -> tuple[str, ...]:
    return (
        classification.level_of(text) or classification.of_portion(text) or " ".join(text.upper().split()),
    )


def _precedence(text: str) -> tuple[str, ...]:
    known = (row["word"] for row in rows("precedences") if row["prosign"] == text.upper())
    return tuple(known) or _plain(text)


def _plain(text: str) -> tuple[str, ...]:
    return (" ".join(text.upper().split()),)


def _mark(text: str) -> tuple[str, ...]:
    return (text.upper().replace(" ", ""),)


def _lower(text: str) -> tuple[str, ...]:
    return ("-".join(text.lower().split()),)


_READERS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "post": _post,
    "addressee": _addressee,
    "tag": _tag,
    "office": _office,
    "caption": _caption,
    "class": _class,
    "precedence": _precedence,
    "mark": _mark,
    "layout": _lower,
    "has": _lower,
    "is": _lower,
}


@lru_cache(1024)
def codes(field: str, text: str) -> tuple[str, ...]:
    """The codes that a value of a field means, at least one; a value that nothing is known of means itself."""
    return _READERS.get(field, _plain)(text)


def explained(field: str, text: str) -> str | None:
    """A sentence where a value was found by what it means and not as it stands."""
    found = codes(field, text)
    plain = text.upper().replace(" ", "")
    if field in {"layout", "has", "is"} or (len(found) == 1 and found[0].replace(" ", "") == plain):
        return None
    more = f" and {len(found) - 12} more" if len(found) > 12 else ""
    return f"{field}:{text} was read as {', '.join(found[:12])}{more}"
