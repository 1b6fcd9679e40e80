"""Filing: files are found, read by several processes, and filed by one writer."""
