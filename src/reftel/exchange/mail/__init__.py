"""Telegrams by mail: SMTP out and in, each telegram as a military mail with its original attached and sealed."""

from reftel.exchange.mail.smtp import open_transport

__all__ = ["open_transport"]
