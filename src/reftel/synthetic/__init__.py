"""Invented telegrams: the stories of the demo, and as many as you like for tests and benchmarks."""

from reftel.synthetic.chance import synthesize
from reftel.synthetic.demo import demo, write_demo

__all__ = ["demo", "synthesize", "write_demo"]
