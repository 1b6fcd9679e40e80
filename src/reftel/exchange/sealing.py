"""The seal of two stations that share a secret, under a telegram that others carry (HMAC-SHA-256, RFC 2104)."""

from __future__ import annotations

import hmac


def seal_of(secret: bytes, original: bytes) -> str:
    """The seal of a telegram as it is sent; line ends apart, which servers may change."""
    plain = original.replace(b"\r\n", b"\n")
    return hmac.new(secret, b"telegram " + plain, "sha256").hexdigest()
