"""Telegrams as HTML: what a site and a notebook have in common. Everything is escaped; there is no script."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from reftel.archive.links.cite import cited
from reftel.export.wording import banner_of, head_of
from reftel.model.telegram import Telegram

Link = Callable[[str], str]


@cache
def _environment() -> Environment:
    loader = PackageLoader("reftel.export", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=False)


def render(name: str, **facts: Any) -> str:
    """A template with these facts."""
    return _environment().get_template(name).render(facts)


def facts_of(telegram: Telegram, key: str, link: Link | None) -> dict[str, Any]:
    """What the template of a telegram asks for."""
    return {
        "telegram": telegram,
        "key": key,
        "banner": banner_of(telegram),
        "head": tuple(head_of(telegram)),
        "mentions": [one for one in telegram.mentions if one.mrn and not one.references],
        "citation": cited(telegram)[0].text,
        "link": link,
    }


def style() -> str:
    """The style sheet of a site."""
    return resources.files("reftel.export").joinpath("templates/reftel.css").read_text("utf-8")
