"""A reading process: file names come in, entries go out. It ends when the pipe from its master does."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO

import msgspec

from reftel.archive.filing.entries import Outcome, Task
from reftel.archive.filing.prepare import prepare
from reftel.archive.store.packing import Packer

_COMMAND = (sys.executable, "-m", "reftel.archive.filing.worker")


class Dictionaries(msgspec.Struct, array_like=True):
    """What a worker needs to pack: the contents of the archive's dictionaries."""

    source: bytes
    primer: bytes


class WorkerDied(Exception):
    """The process ended while it was reading: it was killed, or a file broke it."""


def send(pipe: IO[bytes], value: object) -> None:
    """Write one value: its length in eight bytes, then MessagePack."""
    content = msgspec.msgpack.encode(value)
    pipe.write(len(content).to_bytes(8, "big"))
    pipe.write(content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """The next value's MessagePack; None at the end."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    content = pipe.read(int.from_bytes(head, "big"))
    return content if len(content) == int.from_bytes(head, "big") else None


class Worker:
    """The master's end of one reading process."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        self._ending = threading.Lock()
        # A session of its own: a Ctrl-C in the terminal is the master's to answer, from the first instant on.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self._decoder = msgspec.msgpack.Decoder(list[Outcome])
        try:
            send(self._stdin, dictionaries)
        except OSError as error:
            raise WorkerDied from error

    @property
    def _stdin(self) -> IO[bytes]:
        if self._process.stdin is None:
            raise WorkerDied
        return self._process.stdin

    def read(self, batch: list[Task]) -> list[Outcome]:
        """What comes of each file; raises `WorkerDied` where the process ends before it answers."""
        try:
            send(self._stdin, batch)
            answer = receive(self._process.stdout) if self._process.stdout else None
        except (OSError, ValueError) as error:
            raise WorkerDied from error
        if answer is None:
            raise WorkerDied
        return self._decoder.decode(answer)

    def stop(self) -> None:
        """End the process at once, from any thread, any number of times; it holds nothing that could be lost."""
        with self._ending:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(OSError, ValueError):  # what was not sent is lost with the process
                        pipe.close()


def main() -> None:
    """Read batches from standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the master decides when an interrupt ends the work
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing else may be written to the pipe
    first = receive(source)
    if first is None:
        return
    dictionaries = msgspec.msgpack.decode(first, type=Dictionaries)
    packer = Packer(dictionaries.source, dictionaries.primer)
    batches = msgspec.msgpack.Decoder(list[Task])
    gc.freeze()
    gc.disable()  # what lies in circles is looked for once, behind each batch; what is left then are vocabularies
    while (content := receive(source)) is not None:
        send(answers, [outcome for task in batches.decode(content) for outcome in prepare(task, packer)])
        gc.collect()
        gc.freeze()


if __name__ == "__main__":
    main()
