"""Telegrams through NATS JetStream: a durable stream for each precedence, taken when on the disk."""

from reftel.exchange.nats.jetstream import open_transport

__all__ = ["open_transport"]
