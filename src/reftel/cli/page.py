"""A telegram set for a terminal: banner, decoded head, paragraphs, and what was repaired or found wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reftel.model.explain import explain
from reftel.model.telegram import Addressee, Officer, Paragraph, Telegram, Transmission
from reftel.wire.profile import BY_CALLER

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def _addressee(telegram: Telegram, group: str, index: int) -> str:
    one: Addressee = getattr(telegram, group)[index]
    number = f"{one.continuity_number:04d}" if one.continuity_number else ""
    if not number and (printed := telegram.spans.get(f"/{group}/{index}/continuity_number")):
        number = f"{telegram.text[slice(*printed[0])]} (no number)"
    kind = "(collective)" if one.collective else "(by other means: ZEN)" if one.zen else ""
    return " ".join(filter(None, (one.name, one.precedence, number, kind)))


def _lines(telegram: Telegram) -> Iterator[tuple[str, str, str]]:
    """The head, line by line: label, value as the telegram has it, pointer that explains it."""
    yield "Date", _moment(telegram), "/dtg"
    yield "From", (telegram.originator and telegram.originator.name) or "", "/originator"
    for label, field in (("To", "action"), ("Info", "info"), ("Exempt", "exempt")):
        for index in range(len(getattr(telegram, field))):
            yield label if index == 0 else "", _addressee(telegram, field, index), f"/{field}/{index}"
    for original in telegram.originals:
        sender = (original.originator and original.originator.name) or "a sender that was not read"
        to = "; ".join(one.name for one in (*original.action, *original.info))
        yield "Readdressed", " ".join(filter(None, ("from", sender, original.dtg, "to", to))), ""
    for index, caption in enumerate(telegram.captions):
        yield "Captions" if index == 0 else "", caption, f"/captions/{index}"
    for index, passing in enumerate(telegram.passing):
        yield "Passing" if index == 0 else "", passing.text, f"/passing/{index}"
    if telegram.declassification:
        order = telegram.declassification
        yield "E.O.", f"{order.order or ''}: {order.instruction or ''}", "/declassification"
    for index, tag in enumerate(telegram.tags):
        yield "TAGS" if index == 0 else "", tag, f"/tags/{index}"
    for index, reference in enumerate(telegram.references):
        said = {"year inferred": reference.year_inferred, "NOTAL": reference.notal}
        read = ", ".join(words for words, holds in said.items() if holds)
        number = f"{reference.mrn or reference.text} {f'({read})' if read else ''}".strip()
        yield (
            "Ref" if index == 0 else "",
            " ".join(filter(None, (reference.label, number))),
            f"/references/{index}",
        )
    yield from _officers(telegram)
    for index, reason in enumerate(telegram.reasons):
        yield "Reasons" if index == 0 else "", reason, f"/reasons/{index}"
    if telegram.transmission:
        yield from _transmission(telegram.transmission)


def _officers(telegram: Telegram) -> Iterator[tuple[str, str, str]]:
    """Who classified, drafted, cleared and approved it."""
    if telegram.classified_by:
        yield "Classified by", _officer(telegram.classified_by), ""
    for label, field in (
        ("Drafted by", "drafted_by"),
        ("Cleared by", "cleared_by"),
        ("Approved by", "approved_by"),
    ):
        for index, one in enumerate(getattr(telegram, field)):
            yield label if index == 0 else "", _officer(one), f"/{field}/{index}"


def _transmission(sent: Transmission) -> Iterator[tuple[str, str, str]]:
    """What the circuit did to the telegram: pilots of relays, corrections behind the text, an end before the end."""
    for index, pilot in enumerate(sent.pilots):
        words = (pilot.precedence_prosign, *pilot.called, *pilot.operating_signals)
        yield "Pilot" if index == 0 else "", " ".join(filter(None, words)), ""
    for index, correction in enumerate(sent.corrections):
        yield "Corrections" if index == 0 else "", correction, ""
    if sent.cancelled:
        yield "Cancelled", "the sender broke off", ""
    if (sent.chosen_by or "").startswith(BY_CALLER):
        yield "Procedure", f"{sent.profile}, {sent.chosen_by}", ""


def _moment(telegram: Telegram) -> str:
    """The date, as exactly as it is known."""
    dtg = telegram.dtg or ""
    known = {"day": 10, "month": 7, "year": 4}
    return dtg[: known.get(telegram.dtg_precision or "", len(dtg))]


def _officer(one: Officer) -> str:
    return ", ".join(filter(None, (one.name, one.position, one.office))) or one.text


def _head(telegram: Telegram) -> Table:
    from rich.table import Table
    from rich.text import Text

    meanings = explain(telegram)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    table.add_column(style="dim")
    for label, value, pointer in _lines(telegram):
        if value:
            table.add_row(Text(label), Text(value), Text(meanings.get(pointer, "")))
    return table


def _banner(telegram: Telegram) -> str:
    level = telegram.classification
    return " ".join((level.level or "CLASSIFICATION NOT READ", *level.caveats))


def _print_paragraph(terminal: Console, paragraph: Paragraph) -> None:
    from rich.text import Text

    if paragraph.heading:
        terminal.print(Text(paragraph.heading, style="bold"), end="\n\n")
    number = f"{paragraph.number}. " if paragraph.number is not None else ""
    marking = f"({paragraph.marking}) " if paragraph.marking else ""
    terminal.print(Text.assemble(number, (marking, "bold"), paragraph.text), end="\n\n")


def _print_mentions(terminal: Console, telegram: Telegram) -> None:
    """The words of the text that point at other telegrams, each with what it means or why that is open."""
    from rich.text import Text

    for mention in telegram.mentions:
        items = (telegram.references[at] for at in mention.references)
        meant = ", ".join(one.mrn or one.text for one in items) or mention.mrn or ""
        told = "; ".join(filter(None, (meant, mention.unbound)))
        terminal.print(Text(f"{mention.text}: {told}", style="dim"))


def print_telegram(terminal: Console, telegram: Telegram) -> None:
    """Print one telegram for a person: everything that was read, and what was wrong with it."""
    from rich.text import Text

    banner = Text(_banner(telegram), style="bold", justify="center")
    terminal.print(banner)
    number = telegram.mrn or telegram.id[:15]
    inferred = " (number inferred)" if telegram.mrn_inferred else ""
    terminal.print(Text(f"{number}{inferred}", style="bold"))
    terminal.print(Text(telegram.subject or "no subject", style="bold"), end="\n\n")
    terminal.print(_head(telegram))
    terminal.print()
    for paragraph in telegram.paragraphs:
        _print_paragraph(terminal, paragraph)
    if telegram.signature:
        terminal.print(Text(telegram.signature), end="\n\n")
    terminal.print(banner)
    _print_mentions(terminal, telegram)
    for finding in telegram.diagnostics:
        place = f"line {finding.line}: " if finding.line else ""
        terminal.print(Text(f"{finding.severity} {finding.code} {place}{finding.message}", style="dim"))
    repaired = Counter((one.code, one.found, one.read) for one in telegram.repairs)
    for (code, found, read), times in repaired.items():
        often = f" {times} times" if times > 1 else ""
        terminal.print(Text(f"repaired {code}{often}: {found!r} read as {read!r}", style="dim"))
