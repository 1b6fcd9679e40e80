"""Invented telegrams: the stories of the demo, and as many as you like for tests and benchmarks."""

from reftel.synthetic.demo import demo, write_demo

__all__ = ["demo", "write_demo"]
