"""The `reftel` command: a thin front over the core, one module for each command."""
