"""The transmission lines of ACP 127 and its relatives, read without any input or output."""
