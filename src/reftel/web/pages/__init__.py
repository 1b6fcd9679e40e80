"""A module for each page: what it shows, worked out from the archive, and how that is set."""
