"""`reftel serve`: the reading room on this machine."""

from __future__ import annotations

import errno
import ipaddress
import socket
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from reftel.cli.common import archive_option, opened, viewer_of, viewer_options

if TYPE_CHECKING:
    from reftel.web.centre.centre import Centre

TRIES = 50
LARGEST = 10  # posts of which all is worked out ahead
LINGERING = 3  # seconds for pages under way when it ends; one that watches a filing would go on


def loopback(host: str) -> str:
    """The host if it is this machine's own (`localhost`, 127.0.0.0/8, ::1); else a usage error."""
    try:
        mine = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        mine = False
    if not mine:
        raise click.BadParameter(
            f"{host} can be reached from other machines, and the reading room has no lock on its door; "
            "use 127.0.0.1, and an SSH tunnel to read from elsewhere",
            param_hint="--host",
        )
    return "127.0.0.1" if host == "localhost" else host


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on `port`, or on the next free one after it; port 0 means any free port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in range(port, min(port + TRIES, 65536)) if port else (0,):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
            listener.listen()
        except OSError as error:
            listener.close()
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise click.ClickException(f"cannot listen on {host}: {error.strerror}") from error
        else:
            return listener
    raise click.ClickException(f"no free port from {port} on; choose another with --port, or 0 for any")


def _centre(folder: Path, post: Path | None, who: str | None) -> Centre | None:
    """The post to be shown: the one that is named, else the one in whose folder the archive stands."""
    from reftel.archive import ArchiveError
    from reftel.exchange.keeping.book import BookError
    from reftel.exchange.post.config import PostError
    from reftel.exchange.post.place import post_of
    from reftel.web.centre.centre import seated

    try:
        found = post or post_of(folder)
        if found is None and who is not None:
            raise click.UsageError(
                "--as names a person of a post, and this archive is no post's; name it with --post"
            )
        return seated(found, who) if found else None
    except (PostError, BookError, ArchiveError) as error:
        raise click.ClickException(str(error)) from error


def look_ahead(folder: Path) -> None:
    """Work out what the first readers of the great pages would wait for; what took long is kept beside the index."""
    from reftel.archive import ArchiveError, open_archive

    with suppress(ArchiveError), open_archive(folder) as archive:
        largest = archive.stats().by_post[:LARGEST]
        archive.gaps()
        archive.coverage()
        for post in largest:
            archive.gaps(post.value)
            archive.coverage(post.value)


@click.command("serve")
@archive_option
@click.option(
    "--post",
    type=click.Path(path_type=Path),
    help="The folder of a post: shows its archive, its watch and its drafting desk.",
)
@click.option(
    "--as", "who", help="Who of the post sits here; by default the user here, if the post knows them."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8390,
    show_default=True,
    help="Port, or the next free one; 0: any.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address; no other is taken.")
@viewer_options
def command(
    folder: Path,
    post: Path | None,
    who: str | None,
    port: int,
    host: str,
    level: str | None,
    allowed: tuple[str, ...],
) -> None:
    """Open the reading room in a browser, for this machine only, until interrupted (Ctrl-C).

    With --level it shows what someone of that level may see, and neither files nor corrects. Over the archive of a
    post it has the watch and the drafting desk too, for its owner alone.
    """
    import uvicorn

    from reftel.web.app import create_app

    mine, viewer = loopback(host), viewer_of(level, allowed)
    if level is not None and (post or who):
        raise click.UsageError("a viewer of a --level sees nothing of a post: leave out --post and --as")
    centre = _centre(folder, post, who) if level is None else None
    folder = centre.archive if centre else folder
    with opened(folder):
        app = create_app(folder, viewer, centre)
    listener = listen(mine, port)
    if level is None:
        Thread(target=look_ahead, args=(folder,), daemon=True).start()
    name = f"[{host}]" if ":" in host else host
    click.echo(f"Reading room of {folder} at http://{name}:{listener.getsockname()[1]}/  (Ctrl-C ends it)")
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=LINGERING
    )
    uvicorn.Server(config).run(sockets=[listener])
