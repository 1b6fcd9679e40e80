"""Where telegrams come from: folders and files, each giving raw bytes with their provenance."""
