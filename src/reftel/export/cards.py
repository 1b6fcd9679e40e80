"""How telegrams, hits and filed telegrams show themselves in a notebook: escaped, without script."""

from __future__ import annotations

from reftel.archive import Filed, Results
from reftel.export.pages import facts_of, render
from reftel.model.telegram import Telegram


def telegram_card(telegram: Telegram) -> str:
    """A telegram, set for reading; escaped, without script."""
    return render("telegram.html", **facts_of(telegram, telegram.mrn or telegram.id[:15], None))


def filed_card(filed: Filed) -> str:
    """The telegram of an archive."""
    return render("telegram.html", **facts_of(filed.telegram, filed.key, None))


def results_card(results: Results) -> str:
    """One page of hits as a table."""
    return render("hits.html", results=results)
