"""Telegrams by mail through a real Postfix, with a configuration, a queue and a port of its own on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.exchange.mail.gateways import LIMA, LONDON, Gateway, free_port, posts, queue, running, until

POSTFIX = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(POSTFIX is None, reason="postfix is not installed"),
    pytest.mark.skipif(os.geteuid() != 0, reason="postfix is started by root alone"),
]
SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.example
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
relay_domains = london.example, lima.example
transport_maps = texthash:{folder}/conf/transport
smtpd_relay_restrictions = permit_mynetworks, reject
disable_dns_lookups = yes
message_size_limit = 10000000
minimal_backoff_time = 1s
maximal_backoff_time = 3s
queue_run_delay = 1s
"""


class Postfix:
    """The instance, and what leads where."""

    def __init__(self, folder: Path, london: int, lima: int) -> None:
        self.folder, self.port = folder, free_port()
        for name in ("conf", "queue", "data"):
            (folder / name).mkdir()
        shutil.chown(folder / "data", "postfix")
        ways = f"london.example smtp:[127.0.0.1]:{london}\nlima.example smtp:[127.0.0.1]:{lima}\n"
        (folder / "conf" / "transport").write_text(ways)
        (folder / "conf" / "main.cf").write_text(MAIN.format(folder=folder))
        (folder / "conf" / "master.cf").write_text(SERVICES.format(port=self.port))

    def say(self, word: str) -> None:
        assert POSTFIX
        subprocess.run(
            [POSTFIX, "-c", str(self.folder / "conf"), word], check=True, capture_output=True, timeout=60
        )


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the user of Postfix may enter."""
    made = Path(tempfile.mkdtemp(prefix="reftel-postfix-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def started(folder: Path, london: int, lima: int) -> Iterator[Postfix]:
    postfix = Postfix(folder, london, lima)
    postfix.say("start")
    try:
        yield postfix
    finally:
        postfix.say("stop")


def test_telegrams_come_through_a_real_server_whole(tmp_path: Path, folder: Path) -> None:
    async def play() -> None:
        near, far = free_port(), free_port()
        with started(folder, near, far) as postfix:
            one, other = posts(tmp_path)
            london = Gateway(one, "LML", near, postfix.port, LONDON, LIMA)
            lima = Gateway(other, "MLO", far, postfix.port, LIMA, LONDON)
            queue(one, 1, 2)
            queue(one, 3, prosign="Z")
            queue(one, 4, body="1. DIE LAMPE BRENNT IN KÖLN. ЛАМПА ГОРИТ. 灯が点いた。")
            queue(
                one,
                5,
                body="\n".join(
                    f"{at}. THE LAMP NUMBER {at} IS LIT.\n.\nFrom here on." for at in range(40_000)
                ),
            )
            async with running(london, lima):
                await until(lambda: len(lima.has()) == 5, 90)
                await until(lambda: {state for state, _ in london.states()} == {"acknowledged"})
            assert sorted(lima.has()) == [1, 2, 3, 4, 5]
            for (text,) in one.book.rows("SELECT text FROM message WHERE circuit = 'WIR'"):
                assert other.book.one("SELECT 1 FROM message WHERE text = ? AND circuit = 'MLO'", text)

    asyncio.run(play())


def test_what_a_real_server_cannot_deliver_goes_to_the_service_position(tmp_path: Path, folder: Path) -> None:
    async def play() -> None:
        near, far = free_port(), free_port()
        with started(folder, near, far) as postfix:
            one, other = posts(tmp_path)
            london = Gateway(one, "LML", near, postfix.port, LONDON, "nobody@lima.example")
            lima = Gateway(other, "MLO", far, postfix.port, LIMA, LONDON)
            queue(one, 1)
            async with running(london, lima):
                await until(lambda: london.states()[0][0] == "held", 60)
            assert "no such mailbox" in london.states()[0][1]
            assert lima.has() == []

    asyncio.run(play())
