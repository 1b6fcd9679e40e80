"""Copies, and what makes them one telegram: identity, grouping, the merged record, and what people decide."""
