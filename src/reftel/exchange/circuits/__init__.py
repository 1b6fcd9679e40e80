"""Circuits of ACP 127 over TCP: a protocol without input or output for each end, and a thin asyncio shell."""

from reftel.exchange.circuits.tcp import open_transport

__all__ = ["open_transport"]
