"""The nouns of Reftel: frozen, typed, serialisable values without input or output."""
