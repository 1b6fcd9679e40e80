"""The archive for language models and other programs that speak the Model Context Protocol."""
