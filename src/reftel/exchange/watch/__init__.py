"""The watch: how a post stands, what is late, what wants an answer."""
