"""Closed lists of the field, each a small module beside its data file in `data/`."""
