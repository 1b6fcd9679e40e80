"""What the codes of a telegram mean, in words, for any front that shows one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reftel.model.coded import EXPLAINERS
from reftel.model.telegram import Telegram
from reftel.vocabulary import captions, classification, posts, precedence, tags


def _when(telegram: Telegram) -> date | None:
    return date.fromisoformat(telegram.dtg[:10]) if telegram.dtg and len(telegram.dtg) >= 10 else None


def _precedences(telegram: Telegram) -> Iterator[tuple[str, str]]:
    for field in ("action", "info"):
        found = precedence.by_word(getattr(telegram.precedence, field) or "")
        if found:
            yield f"/precedence/{field}", f"{found.use}. {found.rule}"


def _addressees(telegram: Telegram) -> Iterator[tuple[str, str]]:
    for group in ("action", "info", "exempt"):
        for index, one in enumerate(getattr(telegram, group)):
            post = posts.named(one.name)
            if one.collective:
                yield f"/{group}/{index}", "a collective: one name for several addressees"
            elif post and post.city:
                yield f"/{group}/{index}", _place(post)


def _originator(telegram: Telegram) -> Iterator[tuple[str, str]]:
    post = posts.find(telegram.originator.post or "") if telegram.originator else None
    if post:
        yield "/originator", ", ".join(filter(None, (post.kind, post.city and _place(post))))


def _place(post: posts.Post) -> str:
    """City and country; nothing of what the list does not know."""
    return ", ".join(filter(None, (post.city, post.country)))


def _classification(telegram: Telegram) -> Iterator[tuple[str, str]]:
    marking = classification.find(telegram.classification.level or "")
    if marking:
        yield "/classification/level", marking.note


def _captions(telegram: Telegram) -> Iterator[tuple[str, str]]:
    for index, name in enumerate(telegram.captions):
        caption = captions.find(name)
        if caption:
            yield f"/captions/{index}", caption.meaning


def _tags(telegram: Telegram) -> Iterator[tuple[str, str]]:
    when = _when(telegram)
    for index, code in enumerate(telegram.tags):
        tag = tags.meaning(code, when)
        if tag and tag.name:
            unsure = " (unsure)" if tag.confidence == "low" else ""
            yield f"/tags/{index}", f"{tag.name}{unsure}"


_EXPLAINERS = (_precedences, _originator, _addressees, _classification, _captions, _tags)


def explain(telegram: Telegram) -> dict[str, str]:
    """The meaning of each code that the closed lists know, by the JSON Pointer of the value that bears it."""
    return {
        pointer: text for explainer in (*EXPLAINERS, *_EXPLAINERS) for pointer, text in explainer(telegram)
    }
