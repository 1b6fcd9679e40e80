"""Receiving: what a circuit gave is analysed, recognised, delivered, passed on, distributed, its action followed."""
