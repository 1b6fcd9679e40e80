"""How a telegram is set for reading: head, paragraphs, source text with its letters lit."""
