"""Queues: one for each circuit, by precedence and then as messages came; objectives of speed; MINIMIZE."""
