"""Metrics for Prometheus, in its text format, at `/metrics` on a loopback address."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

from reftel.exchange.watch.standing import Standing

_MOST = 8192
_WAIT = 5.0
_TYPES = {
    "reftel_circuit_up": "1 if the circuit is up and not closed",
    "reftel_queue_messages": "messages that wait, by circuit and precedence",
    "reftel_queue_oldest_seconds": "age of the oldest that waits, by circuit and precedence",
    "reftel_queue_late_messages": "messages past their objective, by circuit and precedence",
    "reftel_under_way_messages": "messages sent and not yet acknowledged, by circuit",
    "reftel_held_messages": "messages held for an operator, by circuit",
    "reftel_service_seconds": "recent time from release or reception to acknowledgement, by precedence and quantile",
    "reftel_objective_missed_messages": "recent messages that missed their objective, by precedence",
    "reftel_messages": "messages that the post has taken or released",
    "reftel_service_position": "receptions that lie at the service position",
    "reftel_alarms": "alarms that nobody has accepted",
    "reftel_open_requests": "questions to other stations that are not answered",
    "reftel_actions_due": "actions whose answer is past its time",
}


def metrics(now: Standing) -> str:
    """All metrics of a post."""
    rows: dict[str, list[str]] = {name: [] for name in _TYPES}
    for name, labels, value in _values(now):
        inside = ",".join(f'{key}="{word}"' for key, word in labels.items())
        rows[name].append(f"{name}{{{inside}}} {value}" if inside else f"{name} {value}")
    lines = [
        line
        for name, found in rows.items()
        for line in (f"# HELP {name} {_TYPES[name]}", f"# TYPE {name} gauge", *found)
    ]
    return "\n".join(lines) + "\n"


def _values(now: Standing) -> Iterator[tuple[str, dict[str, str], float]]:
    for line in now.circuits:
        yield "reftel_circuit_up", {"circuit": line.name}, int(line.up and not line.closed)
        yield "reftel_under_way_messages", {"circuit": line.name}, line.under_way
        yield "reftel_held_messages", {"circuit": line.name}, line.held
        for queue in line.queues:
            labels = {"circuit": line.name, "precedence": queue.precedence}
            yield "reftel_queue_messages", labels, queue.waiting
            yield "reftel_queue_oldest_seconds", labels, queue.oldest
            yield "reftel_queue_late_messages", labels, queue.late
    for speed in now.speed:
        for quantile, value in (("0.5", speed.median), ("0.95", speed.p95)):
            if value is not None:
                yield "reftel_service_seconds", {"precedence": speed.precedence, "quantile": quantile}, value
        yield "reftel_objective_missed_messages", {"precedence": speed.precedence}, speed.missed
    yield "reftel_messages", {}, now.messages
    yield "reftel_service_position", {}, now.aside
    yield "reftel_alarms", {}, len(now.alarms)
    yield "reftel_open_requests", {}, now.open_requests
    yield "reftel_actions_due", {}, now.due


async def serve(port: int, look: Callable[[], Standing]) -> asyncio.Server:
    """Answer on the loopback address; `look` gives the standing when it is asked for."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _WAIT)
            asked = head.split(b"\r\n", 1)[0].split()
            found = asked[:2] == [b"GET", b"/metrics"]
            body = metrics(look()).encode() if found else b"there is only /metrics\n"
            status = b"200 OK" if found else b"404 Not Found"
            writer.write(
                b"HTTP/1.1 %b\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
                b"Content-Length: %d\r\nConnection: close\r\n\r\n%b" % (status, len(body), body)
            )
            await writer.drain()
        except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            pass  # whoever asks so gets no answer
        finally:
            writer.close()

    return await asyncio.start_server(answer, "127.0.0.1", port, limit=_MOST)
