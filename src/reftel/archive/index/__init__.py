"""The index: Tantivy, derived from the store and kept in step with it."""
