"""The telegram proper, from classification line to signature, in every era."""
