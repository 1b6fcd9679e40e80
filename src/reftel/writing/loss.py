"""What was left out: a written telegram is read again and held against the one that was to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from reftel.model.mrn import aliases, parse_mrn
from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram, parse_all
from reftel.wire.written_facts import without_indicator
from reftel.writing.format import Format

# About the copy, or about where in it something stands; a written telegram is another copy. What its words point at
# is read from the text and the references, which are compared themselves.
_OF_THE_COPY = frozenset(
    {
        "schema", "id", "layout", "spans", "repairs", "diagnostics", "provenance", "mrn_inferred", "completeness",
        "mentions",
    }
)  # fmt: skip
_WITH_ANOTHER = frozenset({"dtg_precision"})  # told of with the field that it belongs to
_OF_THE_PLACE = frozenset({"section", "start", "end", "year_inferred"})
_WHY = {
    "dtg": "this format has no line for it, so that numbers go without their year",
    "distribution": "copies to offices are made where a telegram arrives",
    "drafted_by": "no line of this format names the drafter",
    "approved_by": "no line of this format names who approved",
    "cleared_by": "no line of this format names who cleared",
    "release": "stamps of a released copy are not the telegram's",
}
_NO_LINE = "this format has no line for it"
_LINE_ENDS = re.compile(r"\n+")


def left_out(telegram: Telegram, data: bytes, form: Format) -> tuple[str, ...]:
    """Everything that `telegram` says and `data` does not, by JSON Pointer, each with its reason."""
    if form.says is None:
        return ()
    return (*_unsaid(telegram, form.says), *_uncalled(telegram, form), *_changed(telegram, data, form.says))


def _unsaid(telegram: Telegram, says: frozenset[str]) -> Iterator[str]:
    for field in msgspec.structs.fields(Telegram):
        name = field.name
        if name in says or name in _OF_THE_COPY | _WITH_ANOTHER or name == "sections":
            continue
        if getattr(telegram, name) != getattr(Telegram(), name):
            yield f"/{name}: {_WHY.get(name, _NO_LINE)}"
    missing = sorted(set(range(1, telegram.sections.of + 1)) - set(telegram.sections.present))
    if missing:
        yield f"/sections: the copy lacks section {', '.join(map(str, missing))} of {telegram.sections.of}"
    elif telegram.completeness not in {"whole", "partial"}:
        yield f"/completeness: the copy holds the {telegram.completeness}"
    elif telegram.completeness == "partial":
        yield "/completeness: the copy holds a part of the telegram"


def _uncalled(telegram: Telegram, form: Format) -> Iterator[str]:
    called = telegram.transmission and telegram.transmission.called  # the stations that it was received with
    for group in ("action", "info") if form.circuit and not called else ():
        for at in without_indicator(getattr(telegram, group)):
            yield f"/{group}/{at}/routing_indicator: none is known, so that the routing line does not call it"


def _changed(telegram: Telegram, data: bytes, says: frozenset[str]) -> Iterator[str]:
    """What reads back otherwise than it was written."""
    try:
        again = tuple(parse_all(data, path=None if "dtg" in says else f"{telegram.mrn}.txt"))
    except NotATelegram:
        again = ()
    if len(again) != 1:
        yield f"/: what is written reads as {len(again)} telegrams"
        return
    before, after = _content(telegram), _content(again[0])
    if "dtg" not in says:
        _forget_years(before)
        if "/mrn" not in again[0].spans:
            after["mrn"] = None  # what the name of the file says is not written
    for name in sorted(says - _OF_THE_COPY - {"aliases"}):
        yield from _compare(f"/{name}", before[name], after[name])
    unsaid = [one for one in _names(telegram) if one not in again[0].aliases]
    if unsaid:
        yield f"/aliases: {_short(', '.join(unsaid))}: no line of this format says another name of the telegram"


def _names(telegram: Telegram) -> Iterator[str]:
    """The names that do not follow from the number."""
    number = parse_mrn(telegram.mrn) if telegram.mrn else None
    own = {str(number), *aliases(number), str(number._replace(year=None))} if number else set()
    return (one for one in telegram.aliases if one not in own)


def _content(telegram: Telegram) -> dict[str, Any]:
    content: dict[str, Any] = msgspec.to_builtins(telegram.replace(spans={}))
    stated = content["precedence"]
    if stated["info"] == stated["action"]:
        stated["info"] = None  # one prosign stands for both
    sent = content["transmission"] or {}
    sent["profile"] = sent["chosen_by"] = None  # how it was read; the format is the one asked for
    prosign = sent.get("precedence_prosign") or ""
    sent["precedence_prosign"] = prosign[:1]  # doubled or not, as the format has it
    return content


def _forget_years(content: dict[str, Any]) -> None:
    """A number whose year is the telegram's own has none where no date-time group stands; `dtg` is told as left out."""
    for reference in content["references"]:
        if reference["year_inferred"]:
            reference["mrn"] = None


def _compare(pointer: str, before: Any, after: Any) -> Iterator[str]:
    """The differences below a pointer; what was left open before may be filled in."""
    if before in (None, False, "", [], (), {}):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before:
            if name not in _OF_THE_PLACE:
                yield from _compare(f"{pointer}/{name}", before[name], after.get(name))
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple):
        if len(before) != len(after):
            yield f"{pointer}: {len(before)} of them read back as {len(after)}"
        for at, (one, other) in enumerate(zip(before, after, strict=False)):
            yield from _compare(f"{pointer}/{at}", one, other)
    elif _plain(before) != _plain(after):
        yield f"{pointer}: {_short(before)} reads back as {_short(after)}"


def _plain(value: Any) -> Any:
    """Empty lines are set by the writer: one line end or several are the same."""
    return _LINE_ENDS.sub("\n", value) if isinstance(value, str) else value


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return "nothing" if value is None else repr(text if len(text) < 60 else f"{text[:56]} ...")
