"""What a post keeps for good: one SQLite database, its journal chained by hash, its numbers without a gap."""
