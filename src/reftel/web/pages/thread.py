"""The thread of a telegram, and what came of an instruction: who answered when, and who never did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from reftel.archive.links.answers import Campaign
from reftel.archive.links.threads import Thread
from reftel.archive.results import Count
from reftel.web.pages.telegram import named
from reftel.web.plots.bars import Row, bar_rows
from reftel.web.plots.lanes import drawn, in_levels
from reftel.web.view import Asked, View
from reftel.web.words import delay, telegram_url

if TYPE_CHECKING:
    from reftel.archive import Archive


class ThreadPage(View, frozen=True):
    """All that references tie to a telegram."""

    template: ClassVar[str] = "thread.html"

    key: str
    subject: str | None
    thread: Thread

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The telegrams over time, a lane for each post; and as a tree."""
        nodes = self.thread.nodes
        return {
            "lanes": drawn(nodes, self.thread.asked),
            "tree": in_levels(nodes),
            "held": sum(node.key is not None for node in nodes),
            "posts": len({node.post for node in nodes if node.post}),
        }


class AnswersPage(View, frozen=True):
    """An instruction and the telegrams that answer it."""

    template: ClassVar[str] = "answers.html"

    campaign: Campaign

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The first answer of each post by its delay; the posts that answered of those asked."""
        firsts = [one for one in self.campaign.answers if one.first]
        answered = sum(one.asked for one in firsts)
        return {
            "bars": _delays(self.campaign),
            "firsts": firsts,
            "later": [one for one in self.campaign.answers if not one.first],
            "answered": answered,
            "median": delay(self.campaign.median_hours),
        }


def _delays(campaign: Campaign) -> tuple[Row, ...]:
    """A bar for each post whose first answer is dated, the quickest first; as long as the delay."""
    dated = sorted(
        (one for one in campaign.answers if one.first and one.hours is not None),
        key=lambda one: one.hours or 0,
    )
    counts = [Count(one.post, round(one.hours or 0), delay(one.hours)) for one in dated]
    return bar_rows(counts, [telegram_url(one.key) for one in dated])


def thread_page(archive: Archive, asked: Asked) -> ThreadPage:
    """The thread of the first telegram that the key names."""
    filed = named(archive, asked.path["key"])[0]
    return ThreadPage(filed.key, filed.telegram.subject, archive.thread(filed.telegram.mrn or filed.key))


def answers_page(archive: Archive, asked: Asked) -> AnswersPage:
    """What came of the instruction that the key names."""
    return AnswersPage(archive.answers(named(archive, asked.path["key"])[0].key))
