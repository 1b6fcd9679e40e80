"""The query language, and what answers it: from what a person typed to a page of hits."""
