"""The measure beside which a post's relaying is put: the same texts as mail through a plain aiosmtpd relay."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiosmtplib
from aiosmtpd.smtp import SMTP

_AT_ONCE = 8
_PATIENCE = 600.0


def mail_rate(folder: Path, texts: list[str]) -> float:
    """Mails a second between the first and the last that reached the end; each hop syncs a file before it answers."""
    return asyncio.run(_measure(folder, texts))


async def _measure(folder: Path, texts: list[str]) -> float:
    ends = [
        await _start(folder / "end", 0),
    ]
    ends.append(await _start(folder / "relay", ends[0][1]))
    try:
        queue: asyncio.Queue[str] = asyncio.Queue()
        for text in texts:
            queue.put_nowait(text)
        await asyncio.gather(*(_deliver(queue, ends[1][1]) for _ in range(_AT_ONCE)))
        return await _timed(folder / "end", len(texts))
    finally:
        for process, _ in ends:
            process.terminate()
            await process.wait()


async def _start(folder: Path, onward: int) -> tuple[asyncio.subprocess.Process, int]:
    folder.mkdir()
    command = (sys.executable, "-m", "benchmarks.exchange_mail", str(folder), str(onward))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    return process, int(await process.stdout.readline())


async def _deliver(queue: asyncio.Queue[str], port: int) -> None:
    """Send what is queued over one connection."""
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port) as smtp:
        while not queue.empty():
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = "tunis@localhost", "state@localhost", "lamps"
            mail.set_content(queue.get_nowait())
            await smtp.send_message(mail)


async def _timed(folder: Path, count: int) -> float:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        times = [one.stat().st_mtime for one in folder.iterdir()]
        if len(times) >= count:
            return (count - 1) / (max(times) - min(times))
        await asyncio.sleep(0.2)
    raise SystemExit(f"only {len(times)} of {count} mails came within {_PATIENCE:.0f} seconds")


class _Relay:
    """What aiosmtpd hands mails to: a synced file, then 250; then on to the next, if there is one."""

    def __init__(self, folder: Path, onward: int) -> None:
        self.folder, self.count = folder, 0
        self.queue: asyncio.Queue[str] = asyncio.Queue()
        self.onward = onward
        self.tasks: set[asyncio.Task[None]] = set()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a mail."""
        self.count += 1
        with (self.folder / f"{self.count:06d}").open("wb") as file:
            file.write(envelope.content)
            file.flush()
            os.fsync(file.fileno())
        if self.onward:
            self.queue.put_nowait(envelope.content.decode())
            if len(self.tasks) < _AT_ONCE:
                task = asyncio.create_task(_deliver(self.queue, self.onward))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)
        return "250 OK"


async def _serve(folder: Path, onward: int) -> None:
    handler = _Relay(folder, onward)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2])))
