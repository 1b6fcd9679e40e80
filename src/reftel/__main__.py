"""`python -m reftel`."""

from reftel.cli.main import main

main(prog_name="reftel")
