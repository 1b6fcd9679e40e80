"""A post with traffic, for the pages of the message centre: circuits up and down, queues, alarms, telegrams filed."""

from __future__ import annotations

import time
from pathlib import Path

from tests.exchange.messages import message
from tests.exchange.posts import Clock, circuit, file_all, hand_over, make, send, up
from tests.exchange.test_drafting import DRAFT

from reftel.exchange.drafting import clearing, drafts
from reftel.exchange.drafting.releasing import release
from reftel.exchange.queue import waiting
from reftel.exchange.watch.looking import look


def quiet_post(folder: Path, *more: str) -> Path:
    """A post with its people and a circuit, where nothing has been drafted or received."""
    make(folder, "TUNIS", circuit("TUF", "RUEHFT", "R"), *more, clock=Clock(time.time())).book.close()
    return folder


def busy_post(folder: Path) -> Path:
    """A post in the midst of its day. Received and filed: 2006LONDON118, with FLASH; sent: the first of TUNIS."""
    clock = Clock(time.time() - 9 * 3600)
    lines = circuit("TUF", "RUEHFT", "R"), circuit("TUR", "RUEHRO", "RUEHRO")
    place = make(folder, "TUNIS", *lines, clock=clock)
    hale, marlowe = (place.config.person_named(one) for one in ("hale", "jmarlowe"))
    hand_over(
        place,
        "TUF",
        message("RUEHTU", prosign="Z", to=("RUEHTU/AMEMBASSY TUNIS",), channel="TUF001"),
        "TUF001",
    )
    hand_over(
        place, "TUF", "VZCZCTUF002\nPP RUEHTU\nDE RUEHFT 10/1200Z\nZNR UUUUU\nTUF445 ZES2\nNNNN\n", "TUF002"
    )
    hand_over(place, "TUF", "WHAT IS THIS\n", "TUF003")
    for text in (DRAFT, DRAFT.replace("STATE PRIORITY", "STATE IMMEDIATE").replace('"ROME"', '"LONDON"')):
        draft = drafts.new(place, marlowe, text)
        for name in ("poole", "eckert"):
            clearing.clear(place, draft, place.config.person_named(name))
        release(place, draft, hale)
        clock.now += 1500
        sent = send(place, "TUF") if draft == 1 else None
        if sent:
            with place.book.transaction():
                waiting.acknowledged(place.book, sent.id)
    file_all(place)
    up(place, "TUR", False)
    place.book.put("UPDATE circuit SET reason = 'no answer', changed = ? WHERE name = 'TUR'", clock.now)
    clock.now = time.time()
    look(place)
    place.book.close()
    return folder
