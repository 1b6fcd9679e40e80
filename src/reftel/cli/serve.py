"""`reftel serve`: the reading room on this machine."""

from __future__ import annotations

import errno
import ipaddress
import socket
from pathlib import Path

import click

from reftel.cli.common import archive_option, opened, viewer_of, viewer_options

TRIES = 50


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


@click.command("serve")
@archive_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8390,
    show_default=True,
    help="Port, or the next free one; 0: any.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address; no other is taken.")
@viewer_options
def command(folder: Path, port: int, host: str, level: str | None, allowed: tuple[str, ...]) -> None:
    """Open the reading room in a browser, for this machine only, until interrupted (Ctrl-C).

    With --level it shows what someone of that level may see, and neither files nor corrects.
    """
    import uvicorn

    from reftel.web.app import create_app

    mine = loopback(host)
    with opened(folder):
        app = create_app(folder, viewer_of(level, allowed))
    listener = listen(mine, port)
    name = f"[{host}]" if ":" in host else host
    click.echo(f"Reading room of {folder} at http://{name}:{listener.getsockname()[1]}/  (Ctrl-C ends it)")
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])
