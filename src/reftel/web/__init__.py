"""The reading room: the archive as pages in a browser, on this machine only."""
