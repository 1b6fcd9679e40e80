"""Reftel: read, check, file and find diplomatic telegrams."""

__version__ = "0.1.0"
