"""Work that is done whole, even if who waits for it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def to_its_end(work: Awaitable[T]) -> T:
    """The result of this work; who is cancelled meanwhile goes when it is done."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        raise


def is_cancelled() -> bool:
    """Whether the task was told to stop: a library may have made another error, or nothing, of that."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def stop_if_cancelled() -> None:
    """Go, where the task was told to stop and a library made nothing of that; for loops around such a library."""
    if is_cancelled():
        raise asyncio.CancelledError
