"""Queries that nobody means well with: a grammar of them, from a seed."""

from __future__ import annotations

from random import Random

FIELDS = (
    "from", "to", "info", "post", "mrn", "ref", "cites", "citedby", "thread", "tag", "subject", "class", "mark",
    "caption", "precedence", "signer", "drafter", "classifier", "passing", "office", "source", "para", "summary",
    "comment", "has",
    "is", "finding", "date", "year", "month", "addressee", "layout", "nofield",
)  # fmt: skip
WORDS = (
    "ferry", "the", "06DUSHANBE417", "DUSHANBE 417", "06NOSUCHPOST999999999999", "S E C R E T", "Čaj", "пристань",
    "\u0627\u0644\u0633\u0641\u0627\u0631\u0629", "\u202edrowssap", "大使馆電報", "a\u0301\u0302\u0303", "\U0001f6a2",
    "\x00", "\x1b[31m", "\ud800", "\udfff\ud800", "\ufeff", "\u2028", "%s%n", "'; DROP TABLE copy; --", "{0}",
    "<script>", "0" * 400, "9" * 400, "2006-02-31", "31 February 2006", "date", "NULL", "-", "--", "~", "~99", "*", "?",
    "***",
    "\\", "/", "//", ":", "::",
)  # fmt: skip
SIGNS = (
    "(", ")", '"', "-", "*", "?", "~", "/", ":", "[", "]", "^", "\\", "|", "+", ".", "{", "}", "..", ">=", "OR", "NOT",
    "AND",
)  # fmt: skip
PATTERNS = (
    "a", ".", ".*", "(a+)+", "(a|a)*", "[^a]", "[z-a]", "[", "\\", "(?:x)", "(?=x)", "{1,9999}", "\\1", "é", ".+", "(",
    ")",
)  # fmt: skip
DATES = (
    "0000", "9999", "1..9999", "9999..1", "1000..9998", ">=9998-12-31", "<1000", "2006-13-45", "2006-02-30..2006-02-31",
    "2006-05..", "..", "99999999999999999999", "1970s..1980s", "2006-Q9", "10 MAY", "-1", "29 Feb 2007",
)  # fmt: skip


def _pattern(dice: Random) -> str:
    return "/" + "".join(dice.choice(PATTERNS) for _ in range(dice.randrange(1, 30))) + "/"


def _wild(dice: Random) -> str:
    return "".join(dice.choice(("a", "re", "*", "?", "é", "0", "_")) for _ in range(dice.randrange(1, 24)))


def _piece(dice: Random, depth: int) -> str:
    kind = dice.randrange(12)
    if kind < 3 or depth > 6:
        return dice.choice(WORDS)
    if kind == 3:
        return dice.choice(FIELDS) + ":" + _piece(dice, depth + 1)
    if kind == 4:
        return "date:" + dice.choice(DATES)
    if kind == 5:
        return dice.choice(("", "tag:", "post:", "para:", "year:")) + _pattern(dice)
    if kind == 6:
        return dice.choice(("", "subject:", "tag:", "signer:")) + _wild(dice)
    if kind == 7:
        return dice.choice(SIGNS)
    if kind == 8:
        words = " ".join(_piece(dice, depth + 1) for _ in range(dice.randrange(4)))
        return f'"{words}"~{dice.randrange(200)}'
    if kind == 9:
        return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randrange(1, 30)))
    joint = dice.choice((" ", " OR ", " AND ", " NOT ", "", " -", "\t", "\u00a0"))
    inner = joint.join(_piece(dice, depth + 1) for _ in range(dice.randrange(1, 6)))
    return dice.choice(("({})", "-({})", "{}", "from:({})", "(({}", "{}))")).replace("{}", inner)


def _bomb(dice: Random) -> str:
    """One of the queries that are bad by their size; 100,000 letters at most."""
    many = dice.choice((50, 1000, 20_000))
    bombs = (
        "(" * many + "ferry" + ")" * many, "(" * many, ")" * many, "-" * many + "ferry", "NOT " * many + "ferry",
        "a*" * many, "?" * many, "*a " * many, "word~2 " * many, '"' * many, "tag:" * many, "from:(" * many,
        "x" * many, "é" * many, "a b " * many, "tag:/" + "a*" * many + "/", "OR " * many, "ferry OR " * many,
        '"' + "the " * many + '"~50', "date:" + "9" * many, "06DUSHANBE" + "1" * many, "S E " * many,
        "(a OR " * many, "\u202e" * many, "\ud800" * many, "\x00" * many, "thread:06STATE31044 " * min(many, 1000),
        "subject:re* " * min(many, 1000), "to:a?b*c?d* " * min(many, 1000),
    )  # fmt: skip
    return dice.choice(bombs)[:100_000]


def query(seed: int) -> str:
    """The hostile query of a seed; the same every time."""
    dice = Random(seed)
    if dice.randrange(20) == 0:
        return _bomb(dice)
    return " ".join(_piece(dice, 0) for _ in range(dice.randrange(1, 8)))
