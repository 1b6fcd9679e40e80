"""`reftel mrn`: what message reference number a text means."""

from __future__ import annotations

import sys
from typing import Any

import click

from reftel.cli.common import DONE, FINDINGS, as_json, print_json


def _meaning(text: str) -> dict[str, Any]:
    from reftel.model.mrn import aliases, parse_mrn

    mrn = parse_mrn(text)
    return {
        "text": text,
        "mrn": str(mrn) if mrn and mrn.year else None,
        "post": mrn.post if mrn else None,
        "serial": mrn.serial if mrn else None,
        "year": mrn.year if mrn else None,
        "aliases": list(aliases(mrn)) if mrn and mrn.year else [],
    }


def _sentence(meaning: dict[str, Any]) -> str:
    if meaning["mrn"]:
        others = [one for one in meaning["aliases"] if one != meaning["mrn"]]
        also = f" (also {', '.join(others)})" if others else ""
        return f"{meaning['text']}: {meaning['mrn']}{also}"
    if meaning["post"]:
        return f"{meaning['text']}: {meaning['post']} {meaning['serial']}, year unknown"
    return f"{meaning['text']}: no message reference number"


@click.command("mrn")
@click.argument("texts", nargs=-1, required=True)
@as_json
def command(texts: tuple[str, ...], as_json: bool) -> None:
    """Say what message reference number each of TEXTS means: `05RIO123`, `Dushanbe 862`.

    The exit status is 1 if one of them means none.
    """
    meanings = [_meaning(text) for text in texts]
    for meaning in meanings:
        if as_json:
            print_json(meaning)
        else:
            click.echo(_sentence(meaning))
    sys.exit(DONE if all(meaning["post"] for meaning in meanings) else FINDINGS)
