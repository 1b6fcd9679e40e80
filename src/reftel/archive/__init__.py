"""The archive: the store (SQLite, the truth), the index (Tantivy, derived), ingest and the query language."""
