"""The store: SQLite, the truth of an archive; how copies are packed; versions and the lock of the one writer."""
