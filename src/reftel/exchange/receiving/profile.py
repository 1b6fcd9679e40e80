"""The dissemination profile: which offices get a telegram for action or information, and why (R-43 to R-54).

Lines that close a telegram to others come first, then lines by attention and passing line, by TAGS, by words, then the
rest; within each the order of the configuration. The first action wins, information adds up; an office whose level or
captions do not suffice gets none. Where no line gives the action it goes to the duty office, and the watch is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from reftel.archive import Archive
from reftel.archive.tiers import Viewer, controls_of, levels_of
from reftel.exchange.post.config import Config, Office, Rule
from reftel.exchange.routing.directory import serves
from reftel.model.telegram import Noun, Telegram
from reftel.vocabulary import posts

_MOST_TRIED = 1000


class Copy(Noun, frozen=True):
    """A copy for an office. `role`: action or info; `rule`: the line of the profile that caused it, and its value."""

    office: str
    role: str
    rule: str


class Distribution(Noun, frozen=True):
    """The copies of a telegram; `notes` say what an operator should know."""

    copies: tuple[Copy, ...]
    notes: tuple[str, ...] = ()


def distribute(config: Config, telegram: Telegram, role: str) -> Distribution:
    """The copies of a telegram that came to this post for action or for information (`role`)."""
    fitting = [(rule, value) for rule in _ordered(config) if (value := _value(rule, telegram, role))]
    closed = next(((rule, value) for rule, value in fitting if rule.only), None)
    if closed:
        fitting = [closed]
    notes: list[str] = []
    actions = [(rule.action, f"{rule.name}: {value}") for rule, value in fitting if rule.action]
    if role != "action":
        copies = [Copy(office, "info", why) for office, why in actions]
    else:
        copies = [Copy(office, "action", why) for office, why in actions[:1]]
        copies += (
            Copy(office, "info", f"{why} (action went to {copies[0].office})") for office, why in actions[1:]
        )
    copies += (Copy(one, "info", f"{rule.name}: {value}") for rule, value in fitting for one in rule.info)
    kept = _kept(config, telegram, copies, notes)
    if not any(one.role == "action" for one in kept) and (role == "action" or not kept):
        notes.append("no line of the profile gives it to an office: the duty office has it")
        duty = config.post.duty_office
        kept = [
            *([Copy(duty, "action" if role == "action" else "info", "no line fits")] if duty else []),
            *kept,
        ]
    return Distribution(tuple(_once(kept)), tuple(notes))


def dry_run(config: Config, archive: Archive, query: str) -> Iterator[tuple[str, Distribution]]:
    """Whom the profile would give the telegrams of an archive that a query finds; each with its key (R-52)."""
    for hit in archive.search(query, limit=_MOST_TRIED, sort="date").hits:
        for filed in archive.find(hit.key):
            telegram = filed.telegram
            role = "action" if any(serves(config, one) for one in telegram.action) else "info"
            yield filed.key, distribute(config, telegram, role)


def _ordered(config: Config) -> list[Rule]:
    """Restrictive captions, attention lines, TAGS, words, the rest (R-45; end of section 7)."""
    return sorted(config.distribution, key=_rank)


def _rank(rule: Rule) -> int:
    kinds = (rule.only, rule.captions, rule.passing, rule.tags, rule.words, True)
    return next(at for at, kind in enumerate(kinds) if kind)


def _value(rule: Rule, telegram: Telegram, role: str) -> str:
    """What made the line fit, in words; empty if it does not."""
    found = []
    for wanted, present in _looked_at(rule, telegram, role):
        if not wanted:
            continue
        shared = next((one for one in present if any(_same(one, want) for want in wanted)), None)
        if shared is None:
            return ""
        found.append(shared)
    return ", ".join(found) or "every telegram"


def _looked_at(
    rule: Rule, telegram: Telegram, role: str
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each list of a line with what the telegram has of it."""
    sender = telegram.originator
    offices = (office for one in telegram.passing for office in (one.addressee or "", *one.offices))
    said = _spaced(f"{telegram.subject or ''} {' '.join(one.text for one in telegram.paragraphs)}")
    yield rule.captions, telegram.captions
    yield rule.passing, tuple(offices)
    yield rule.tags, telegram.tags
    yield rule.words, tuple(word for word in rule.words if _keyword(word) in said)
    yield rule.originators, tuple(filter(None, (sender.post, sender.name) if sender else ()))
    yield rule.precedences, tuple(filter(None, (telegram.precedence.action, telegram.precedence.info)))
    yield rule.levels, (telegram.classification.level or "",)
    yield rule.roles, (role,)


def _keyword(word: str) -> str:
    """What a text holds that says this word; `FISH*` is any that begins so."""
    return _spaced(word).rstrip() if word.endswith("*") else _spaced(word)


def _spaced(text: str) -> str:
    """The words of a text, a blank before and behind each, whatever stood between them."""
    return f" {' '.join(''.join(sign if sign.isalnum() else ' ' for sign in text.upper()).split())} "


def _same(one: str, other: str) -> bool:
    """Whether two entries mean the same, blanks and strokes apart (R-53)."""
    if _plain(one) == _plain(other):
        return True
    post = posts.find(one)
    return post is not None and post == posts.find(other)


def _plain(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())


def _kept(config: Config, telegram: Telegram, copies: list[Copy], notes: list[str]) -> list[Copy]:
    """The copies for offices that may hold the telegram; the others are noted (R-54)."""
    kept = []
    for one in copies:
        office = config.offices[one.office]
        reason = refused(office, telegram)
        if reason:
            notes.append(f"{one.office} gets no copy: {reason}")
        else:
            kept.append(one)
    return kept


def refused(office: Office, telegram: Telegram) -> str:
    """Why an office may not hold a telegram; empty if it may."""
    if not set(levels_of(telegram)) <= set(Viewer(office.level).tiers):
        return f"it may hold {office.level} at most"
    closed = [word for word in controls_of(telegram) if office.allowed and word not in office.allowed]
    return f"{', '.join(closed)} is not among what it may hold" if closed else ""


def _once(copies: list[Copy]) -> Iterator[Copy]:
    seen: set[str] = set()
    for one in copies:
        if one.office not in seen:
            seen.add(one.office)
            yield one
