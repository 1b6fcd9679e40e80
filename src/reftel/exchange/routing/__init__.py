"""Routing: from addressees to routing indicators, from these to circuits, and the copy that each circuit gets."""
