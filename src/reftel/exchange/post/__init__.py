"""A post: its configuration, and the process that runs it."""
