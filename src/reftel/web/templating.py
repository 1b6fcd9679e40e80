"""Templates into pages. Everything is escaped unless a template is the one that wrote it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from reftel.model.counting import counted, number
from reftel.web import words
from reftel.web.desk.visit import visit

STATIC = {
    "reftel.css": "text/css",
    "reftel.js": "text/javascript",
    "desk.css": "text/css",
    "desk.js": "text/javascript",
    "centre.css": "text/css",
    "centre.js": "text/javascript",
    "mark.svg": "image/svg+xml",
}


@cache
def environment() -> Environment:
    """The templates, with what they may call."""
    made = Environment(
        loader=PackageLoader("reftel.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in (
        "day",
        "moment",
        "shade",
        "delay",
        "search_url",
        "telegram_url",
        "post_url",
        "tag_url",
        "printable",
    ):
        made.filters[name] = getattr(words, name)
    made.filters.update(counted=counted, number=number)
    made.globals.update(visit=visit)
    return made


def render(template: str, **values: Any) -> bytes:
    """A page as it goes to the browser. Letters that UTF-8 cannot carry (lone surrogates) become `?`."""
    return environment().get_template(template).render(**{"query": "", **values}).encode("utf-8", "replace")


@cache
def static(name: str) -> bytes | None:
    """One of the few files that pages load, or None."""
    if name not in STATIC:
        return None
    return files("reftel.web").joinpath("static", name).read_bytes()
