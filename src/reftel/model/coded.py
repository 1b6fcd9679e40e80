"""What the codes of the text and the wire mean: orders, reasons, offices, marks, signals, stations.

Sources: the closed lists of `reftel.vocabulary`, each row with its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reftel.model.telegram import Telegram
from reftel.vocabulary import (
    captions,
    classification,
    executive_orders,
    offices,
    operating_signals,
    precedence,
    reasons,
    routing_indicators,
)

Explained = Iterator[tuple[str, str]]
_HANDLING = {
    "NF": "not releasable to foreign nationals",
    "NOFORN": "not releasable to foreign nationals",
    "SBU": "sensitive but unclassified",
    "LOU": "limited official use",
}


def _order(telegram: Telegram) -> Explained:
    line = telegram.declassification
    order = executive_orders.find(line.order or "") if line else None
    if not line or not order:
        return
    day = telegram.dtg[:10] if telegram.dtg else ""
    when = date.fromisoformat(day) if len(day) == 10 else None
    form = executive_orders.form_of(order.number, line.instruction or "", when)
    yield "/declassification", f"{order.title}. {form.meaning if form else ''}"


def _reasons(telegram: Telegram) -> Explained:
    order = telegram.declassification.order if telegram.declassification else None
    for at, code in enumerate(telegram.reasons):
        reason = reasons.find(code, order)
        if reason:
            yield f"/reasons/{at}", reason.meaning


def _offices(telegram: Telegram) -> Explained:
    for at, line in enumerate(telegram.passing):
        known = ((symbol, offices.find(symbol)) for symbol in line.offices)
        words = "; ".join(f"{symbol}: {office.name}" for symbol, office in known if office)
        if words:
            yield f"/passing/{at}", words
    for at, entry in enumerate(telegram.distribution):
        office = offices.find(entry.office)
        if office:
            yield f"/distribution/{at}", office.name


def _mark_in_words(mark: str) -> str:
    """What a portion mark without its brackets means: `S/NF` is secret; not releasable to foreign nationals."""
    parts = [part.strip() for part in mark.upper().replace("-", "/").split("/") if part.strip()]
    said = [_HANDLING.get(part) or (classification.of_portion(part) or "").lower() for part in parts]
    return f"this paragraph is {'; '.join(filter(None, said))}" if any(said) else ""


def _marks(telegram: Telegram) -> Explained:
    for at, paragraph in enumerate(telegram.paragraphs):
        words = _mark_in_words(paragraph.marking or "")
        if words:
            yield f"/paragraphs/{at}/marking", words
    for at, caveat in enumerate(telegram.classification.caveats):
        caption = captions.find(caveat)
        words = caption.meaning if caption else _HANDLING.get(caveat, "")
        if words:
            yield f"/classification/caveats/{at}", words


def _wire(telegram: Telegram) -> Explained:
    sent = telegram.transmission
    if not sent:
        return
    found = precedence.by_prosign(sent.precedence_prosign or "")
    if found:
        yield "/transmission/precedence_prosign", f"{found.word}, the highest precedence of any addressee"
    level = classification.of_zny(sent.security_characters or "")
    if level:
        yield (
            "/transmission/security_characters",
            f"the text is {level}, five times over so that no error hides it",
        )
    signals = {"security_prosign": sent.security_prosign or ""}
    signals |= {f"operating_signals/{at}": signal for at, signal in enumerate(sent.operating_signals)}
    for name, letters in signals.items():
        signal = operating_signals.find(letters)
        if signal:
            yield f"/transmission/{name}", signal.meaning


def _stations(telegram: Telegram) -> Explained:
    sent = telegram.transmission
    if not sent:
        return
    names = {"calling": sent.calling or ""} | {f"called/{at}": name for at, name in enumerate(sent.called)}
    for name, indicator in names.items():
        stations = routing_indicators.find(indicator)
        if stations:
            yield f"/transmission/{name}", ", ".join(station.plain_address for station in stations[:3])


EXPLAINERS = (_order, _reasons, _offices, _marks, _wire, _stations)
