"""How far a filing is, told to its page as it goes on (server-sent events)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from litestar import get
from litestar.response import ServerSentEvent, ServerSentEventMessage

from reftel.web.answering import Browser, asked_of
from reftel.web.desk.bringing import filing_of, the_run
from reftel.web.desk.filing import UNDER_WAY, Run
from reftel.web.view import encoded

STEP = 0.25  # seconds


@get("/ingest/{run:str}/events", sync_to_thread=False)
def events(request: Browser) -> ServerSentEvent:
    """The states of a filing, each as JSON, until it is over."""
    return ServerSentEvent(_told(the_run(asked_of(request))))


async def _told(run: Run) -> AsyncIterator[ServerSentEventMessage]:
    last = b""
    while True:
        over, now = run.state not in UNDER_WAY, encoded(filing_of(run))
        if now != last:
            yield ServerSentEventMessage(data=now.decode())
            last = now
        if over:
            return
        await asyncio.sleep(STEP)
