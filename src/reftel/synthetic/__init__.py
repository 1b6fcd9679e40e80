"""Invented telegrams: the stories of the demo, and corpora of any size for tests and benchmarks."""

from reftel.synthetic.corpus import LAYOUTS, Made, corpus
from reftel.synthetic.demo import demo, write_demo
from reftel.synthetic.sheets import Sheet

__all__ = ["LAYOUTS", "Made", "Sheet", "corpus", "demo", "write_demo"]
