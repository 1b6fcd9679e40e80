"""What is missing: gaps in series, telegrams referred to but absent, coverage."""
