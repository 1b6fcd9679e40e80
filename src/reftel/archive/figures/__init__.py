"""Figures of what a query finds: how many telegrams of each value, and of two values together; delays of replies."""
